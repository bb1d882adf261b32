// The map of a curriculum: lines between outcomes, and what comes before and after the one that is pointed at or has
// the focus. Without scripts each card says itself what comes first.

const map = document.querySelector("[data-map]");
if (map) begin(map);

function begin(map) {
  const svg = map.querySelector(".cur-lines");
  const cards = new Map([...map.querySelectorAll("[data-code]")].map((card) => [card.dataset.code, card]));
  const needs = new Map([...cards].map(([code, card]) => [code, card.dataset.needs ? card.dataset.needs.split("|") : []]));
  const lines = [];
  for (const [code, before] of needs) {
    for (const one of before) {
      if (!cards.has(one)) continue;
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      svg.append(path);
      lines.push({ path, from: one, to: code });
    }
  }
  map.classList.add("is-alive");
  document.querySelector("[data-legend]")?.classList.add("is-alive");

  // From the right side of what comes first to the left side of what it makes possible; in one column along the side.
  const draw = () => {
    const origin = map.getBoundingClientRect();
    for (const { path, from, to } of lines) {
      const a = cards.get(from).getBoundingClientRect();
      const b = cards.get(to).getBoundingClientRect();
      const startY = a.top + a.height / 2 - origin.top;
      const endY = b.top + b.height / 2 - origin.top;
      const startX = a.right - origin.left;
      if (b.left - origin.left > startX) {
        const endX = b.left - origin.left;
        const bend = Math.max(14, (endX - startX) / 2);
        path.setAttribute("d", `M${startX} ${startY}C${startX + bend} ${startY} ${endX - bend} ${endY} ${endX} ${endY}`);
      } else {
        const endX = b.right - origin.left;
        path.setAttribute("d", `M${startX} ${startY}C${startX + 16} ${startY} ${endX + 16} ${endY} ${endX} ${endY}`);
      }
    }
  };
  draw();
  new ResizeObserver(draw).observe(map);
  document.fonts?.ready.then(draw);

  const follows = new Map([...cards.keys()].map((code) => [code, lines.filter((one) => one.from === code).map((one) => one.to)]));
  const all = (next, code, found = new Set()) => {
    for (const one of next.get(code) ?? []) {
      if (!found.has(one)) {
        found.add(one);
        all(next, one, found);
      }
    }
    return found;
  };

  const show = (code) => {
    const before = code ? all(needs, code) : new Set();
    const after = code ? all(follows, code) : new Set();
    map.classList.toggle("is-chosen", Boolean(code));
    svg.classList.toggle("is-chosen", Boolean(code));
    for (const [name, card] of cards) {
      card.classList.toggle("is-here", name === code);
      card.classList.toggle("is-before", before.has(name));
      card.classList.toggle("is-after", after.has(name));
      if (before.has(name)) card.dataset.said = map.dataset.before;
      else if (after.has(name)) card.dataset.said = map.dataset.after;
      else delete card.dataset.said;
    }
    for (const { path, from, to } of lines) {
      path.classList.toggle("is-before", before.has(from) && (to === code || before.has(to)));
      path.classList.toggle("is-after", after.has(to) && (from === code || after.has(from)));
    }
    draw();
  };
  const card = (event) => event.target.closest?.("[data-code]")?.dataset.code;
  map.addEventListener("focusin", (event) => card(event) && show(card(event)));
  map.addEventListener("focusout", () => show(null));
  if (matchMedia("(hover: hover)").matches) {
    map.addEventListener("pointerover", (event) => card(event) && show(card(event)));
    map.addEventListener("pointerleave", () => show(document.activeElement?.closest?.("[data-code]")?.dataset.code));
  }
}
