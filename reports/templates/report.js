"use strict";
(() => {
  const all = (query, from = document) => [...from.querySelectorAll(query)];
  const chosen = kind => new Set(all(`input[data-filter="${kind}"]`).filter(box => box.checked).map(box => box.value));
  const bar = document.querySelector(".lightbar");
  const said = bar.querySelector(".said"), next = bar.querySelector(".next"), clear = bar.querySelector(".clear");
  let lit = [], at = -1;

  const filter = () => {
    const dimensions = chosen("dimension"), voices = chosen("voice"), outlets = chosen("outlet");
    all(".hit").forEach(hit => hit.classList.toggle("quiet",
      !dimensions.has(hit.dataset.dimension) || !voices.has(hit.dataset.voice)));
    all("section.dim").forEach(dim => { dim.hidden = !dimensions.has(dim.dataset.dimension); });
    all("tr[data-outlet], article[data-outlet]").forEach(row => { row.hidden = !outlets.has(row.dataset.outlet); });
  };

  const putOut = () => {
    all(".s.lit").forEach(s => s.classList.remove("lit", "now"));
    all(".show[aria-pressed]").forEach(button => button.setAttribute("aria-pressed", "false"));
    lit = []; at = -1; said.textContent = ""; next.hidden = clear.hidden = true;
  };

  const go = () => {
    if (!lit.length) return;
    if (at >= 0) lit[at].classList.remove("now");
    at = (at + 1) % lit.length;
    lit[at].classList.add("now");
    lit[at].setAttribute("tabindex", "-1");
    lit[at].focus({ preventScroll: true });
    lit[at].scrollIntoView({ block: "center" });
    said.textContent = `Sentence ${at + 1} of ${lit.length}.`;
  };

  const show = button => {
    const want = button.dataset;
    const inside = all("article").filter(article => article.dataset.outlet === want.outlet);
    const query = want.show === "hits" ? ".hit" : ".named";
    const fits = want.show === "hits"
      ? mark => mark.dataset.dimension === want.dimension && mark.dataset.voice === want.voice && mark.dataset.counted === "1"
      : mark => mark.dataset.name === want.name && mark.dataset.polarity === want.polarity &&
        (mark.dataset.voice === "narrator") === (want.side === "own");
    putOut();
    const found = new Set();
    inside.forEach(article => {
      article.hidden = false;
      all(query, article).filter(fits).forEach(mark => {
        const key = mark.closest(".s").dataset.s;
        all(`.s[data-s="${key}"]`, article).forEach(s => found.add(s));
      });
    });
    lit = [...found];
    lit.forEach(s => s.classList.add("lit"));
    button.setAttribute("aria-pressed", "true");
    next.hidden = lit.length < 2; clear.hidden = false;
    if (lit.length) go(); else said.textContent = "Its sentences are not printed in this copy.";
  };

  all("input[data-filter]").forEach(box => box.addEventListener("change", filter));
  all(".show").forEach(button => {
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => button.getAttribute("aria-pressed") === "true" ? putOut() : show(button));
  });
  next.addEventListener("click", go);
  clear.addEventListener("click", putOut);
  document.addEventListener("keydown", event => { if (event.key === "Escape") putOut(); });
  addEventListener("beforeprint", () => all("details").forEach(box => { box.open = true; }));
})();
