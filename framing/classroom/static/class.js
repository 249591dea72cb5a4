"use strict";
// Everything works without this file; it only saves steps.
(() => {
  const body = document.body, all = (query, root = document) => [...root.querySelectorAll(query)];
  const form = document.querySelector("form.sheet"), said = document.getElementById("said");
  const key = body.dataset.key ? `lesson:${body.dataset.key}` : "";
  const store = {
    get(name) { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* full or forbidden */ } },
    drop(name) { try { localStorage.removeItem(name); } catch { /* forbidden */ } },
  };
  let touched = false, sending = false;

  // --- marking words: at most three, a reason for each -------------------------------------------
  function marking(area) {
    const most = Number(area.dataset.most), boxes = all("input", area);
    const count = area.nextElementSibling, reasons = count.nextElementSibling;
    const prefix = reasons.dataset.prefix, kept = {};
    const chosen = () => boxes.filter(box => box.checked);
    chosen().forEach((box, n) => { kept[box.value] = all("input", reasons)[n]?.value ?? ""; });
    const word = box => box.nextElementSibling.textContent;
    function draw() {
      all("input", reasons).forEach(input => { if (input.dataset.of) kept[input.dataset.of] = input.value; });
      reasons.replaceChildren(...chosen().map(box => {
        const label = document.createElement("label"), input = document.createElement("input");
        label.className = "field";
        label.append(`${reasons.dataset.label} “${word(box)}”`, input);
        input.name = `${prefix}reason-${box.value}`; input.maxLength = 160; input.autocomplete = "off";
        input.dataset.of = box.value; input.value = kept[box.value] ?? "";
        return label;
      }));
      count.textContent = count.dataset.say.replace("#", chosen().length);
    }
    area.addEventListener("change", event => {
      if (chosen().length > most) { event.target.checked = false; draw(); count.textContent = count.dataset.full; return; }
      draw();
    });
    area.addEventListener("keydown", event => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const at = boxes.indexOf(event.target);
      if (!step || at < 0) return;
      event.preventDefault();
      boxes[Math.max(0, Math.min(boxes.length - 1, at + step))].focus();
    });
    // one stop for the Tab key; arrows move inside
    boxes.forEach((box, n) => { box.tabIndex = n ? -1 : 0; });
    area.addEventListener("focusin", event => { boxes.forEach(box => { box.tabIndex = box === event.target ? 0 : -1; }); });
    area.addEventListener("restored", event => { Object.assign(kept, event.detail); draw(); });
    draw();
  }
  all(".markable").forEach(marking);

  // --- what is written stays on this device until the server has it ------------------------------
  const fields = () => [...new FormData(form)].filter(([name]) => name !== "token");
  const keep = () => { touched = true; if (key) store.set(key, fields()); };
  function restore() {
    const saved = key && form.dataset.keep !== undefined ? store.get(key) : null;
    if (!Array.isArray(saved) || all(":checked", form).length || all("textarea", form).some(t => t.value)) return;
    for (const [name, value] of saved) {
      for (const input of all("input,textarea", form)) {
        if (input.name !== name || input.type === "hidden") continue;
        if (input.type === "radio" || input.type === "checkbox") { if (input.value === value) input.checked = true; }
        else input.value = value;
      }
    }
    const given = Object.fromEntries(saved.filter(([name]) => name.includes("reason-")).map(([name, value]) => [name.split("reason-")[1], value]));
    all(".markable", form).forEach(area => area.dispatchEvent(new CustomEvent("restored", { detail: given })));
    touched = saved.length > 2;
  }
  function tell(text, bad) {
    if (!said) return;
    said.textContent = text; said.className = text ? `notice${bad ? " bad" : ""}` : "";
    if (bad) said.scrollIntoView({ block: "center" });
  }
  async function send(event) {
    event.preventDefault();
    if (sending) return;
    sending = true; keep();
    const button = form.querySelector("button.main");
    button.disabled = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (answer.status === 503) throw new Error("unsaved");
      if (answer.redirected) { store.drop(key); location.assign(answer.url); return; }
      sending = false; button.disabled = false; form.submit();  // the server has something to say
    } catch {
      sending = false; button.disabled = false;
      tell(body.dataset.sayKept, true);
      button.focus();
    }
  }
  if (form && form.dataset.keep !== undefined) {
    restore();
    form.addEventListener("input", keep);
    form.addEventListener("submit", send);
  }

  // --- what the class does: an event stream, or asking every few seconds -------------------------
  const board = body.dataset.board !== undefined, watch = body.dataset.watch;
  let revision = null, reading = false, again = false;
  async function refresh() {
    if (reading) { again = true; return; }
    reading = true;
    try {
      const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
      for (const id of ["panel", "counts"]) {
        const old = document.getElementById(id), now = page.getElementById(id);
        if (!old || !now) continue;
        const open = all("details", old).map(one => one.open);
        old.replaceChildren(...now.childNodes);
        all("details", old).forEach((one, n) => { one.open = open[n] ?? one.open; });
      }
    } catch { /* the next news tries again */ }
    reading = false;
    if (again) { again = false; setTimeout(refresh, 1000); }
  }
  function news(it) {
    if (it.state && it.state !== body.dataset.state) {
      if (form && touched) { tell(body.dataset.sayMoved, false); return; }
      // two hundred phones need not ask in the same instant
      setTimeout(() => location.reload(), board ? 0 : Math.random() * 1200);
    } else if (board && it.revision && String(it.revision) !== revision) {
      if (revision !== null || it.revision) refresh();
      revision = String(it.revision);
    }
  }
  async function poll() {
    try { news(await (await fetch(`${watch}/state`)).json()); } catch { /* the server may be starting again */ }
  }
  if (watch) {
    if ("EventSource" in window) {
      let asking = 0;
      const stream = new EventSource(`${watch}/events`);
      stream.addEventListener("state", event => { clearInterval(asking); asking = 0; news(JSON.parse(event.data)); });
      stream.addEventListener("error", () => { asking ||= setInterval(poll, 4000); });
    } else setInterval(poll, 4000);
  }

  // --- the timer ---------------------------------------------------------------------------------
  const timer = document.querySelector(".timer[data-left]");
  if (timer) {
    const end = Date.now() + 1000 * Number(timer.dataset.left), out = timer.querySelector("b");
    setInterval(() => {
      const left = Math.max(0, Math.round((end - Date.now()) / 1000));
      out.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      timer.classList.toggle("over-time", left === 0);
    }, 500);
  }
})();
