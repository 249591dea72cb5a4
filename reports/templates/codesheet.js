"use strict";
(() => {
  const at = id => document.getElementById(id);
  const data = JSON.parse(at("data").textContent);
  const place = "framing-code:" + data.id;
  const units = data.units, variables = data.variables;
  let state = { now: 0, answers: {}, notes: {} };

  const warn = text => { at("warning").textContent = text; at("warning").hidden = false; };
  try {
    const kept = JSON.parse(localStorage.getItem(place) || "null");
    if (kept) state = { now: kept.now | 0, answers: kept.answers || {}, notes: kept.notes || {} };
  } catch { warn("This browser keeps no answers of a local page: save the CSV file before you close it."); }
  if (state.now < 0 || state.now >= units.length) state.now = 0;

  const keep = () => {
    try { localStorage.setItem(place, JSON.stringify(state)); }
    catch { warn("The browser could not keep the last answer: save the CSV file now."); }
  };
  const unit = () => units[state.now].unit;
  const said = (name, variable) => (state.answers[name] || {})[variable] || "";
  const whole = name => variables.every(v => said(name, v.id) !== "");
  const make = (tag, text, more) => Object.assign(document.createElement(tag), { textContent: text }, more);

  const answer = (variable, code) => {
    const own = state.answers[unit()] || (state.answers[unit()] = {});
    if (code === "") delete own[variable]; else own[variable] = code;
    keep(); progress();
  };
  const progress = () => {
    const done = units.filter(u => whole(u.unit)).length;
    at("progress").textContent = `${state.now + 1} of ${units.length}; ${done} coded; coder ${data.rater}`;
  };

  const show = () => {
    const now = units[state.now];
    at("before").textContent = now.before; at("after").textContent = now.after;
    const text = at("text"); text.replaceChildren();
    const parts = /^([^]*?)\[\[([^]*?)\]\]([^]*)$/.exec(now.text);
    if (parts) text.append(parts[1], make("mark", parts[2]), parts[3]); else text.append(now.text);
    const form = at("answers"); form.replaceChildren();
    for (const v of variables) form.append(v.codes.length ? choices(v) : free(v));
    const note = make("textarea", "", { id: "note", rows: 2, value: state.notes[now.unit] || "" });
    note.addEventListener("input", () => { state.notes[unit()] = note.value; keep(); });
    const label = make("label", "Note"); label.append(note); form.append(label);
    progress();
  };
  const choices = v => {
    const set = make("fieldset", ""); set.append(make("legend", v.question || v.id));
    for (const c of v.codes) {
      const box = make("input", "", { type: "radio", name: v.id, value: c.code, checked: said(unit(), v.id) === c.code });
      box.addEventListener("change", () => answer(v.id, c.code));
      const label = make("label", ""); label.append(box, " ", make("b", c.code), " ");
      if (c.key) label.append(make("kbd", c.key), " ");
      label.append(make("span", c.meaning, { className: "meaning" })); set.append(label);
    }
    return set;
  };
  const free = v => {
    const label = make("label", v.question || v.id);
    const box = make("input", "", { type: "text", name: v.id, value: said(unit(), v.id) });
    box.addEventListener("input", () => answer(v.id, box.value.trim()));
    label.append(box); return label;
  };

  const go = where => { state.now = Math.max(0, Math.min(units.length - 1, where)); keep(); show(); };
  const open = () => {
    const order = units.map((_, i) => (state.now + 1 + i) % units.length);
    const found = order.find(i => !whole(units[i].unit));
    if (found === undefined) at("progress").textContent = "All units are coded: save the CSV file.";
    else go(found);
  };
  const clear = () => { delete state.answers[unit()]; keep(); show(); };
  const cell = text => /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  const save = () => {
    const rows = [["unit", "rater", ...variables.map(v => v.id), "note"]];
    for (const u of units) rows.push([u.unit, data.rater, ...variables.map(v => said(u.unit, v.id)), state.notes[u.unit] || ""]);
    const text = "\ufeff" + rows.map(row => row.map(cell).join(",") + "\r\n").join("");
    const link = make("a", "", { href: URL.createObjectURL(new Blob([text], { type: "text/csv" })), download: data.rater + ".csv" });
    document.body.append(link); link.click(); link.remove();
  };

  at("previous").addEventListener("click", () => go(state.now - 1));
  at("next").addEventListener("click", () => go(state.now + 1));
  at("open").addEventListener("click", open);
  at("clear").addEventListener("click", clear);
  at("export").addEventListener("click", save);
  at("answers").addEventListener("submit", event => event.preventDefault());
  document.addEventListener("keydown", event => {
    const typing = /^(textarea|text)$/.test(event.target.type || "");
    if (event.key === "Escape" && typing) { event.target.blur(); return; }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const open_ = variables.filter(v => v.codes.length && said(unit(), v.id) === "");
    for (const v of [...open_, ...variables.filter(v => !open_.includes(v))]) {
      const found = v.codes.find(c => c.key && c.key.toLowerCase() === event.key.toLowerCase());
      if (!found) continue;
      event.preventDefault(); answer(v.id, found.code);
      if (whole(unit()) && state.now < units.length - 1) go(state.now + 1); else show();
      return;
    }
    const does = { ArrowRight: () => go(state.now + 1), ArrowLeft: () => go(state.now - 1), u: open, Backspace: clear, s: save }[event.key];
    if (does) { event.preventDefault(); does(); }
  });
  show();
})();
