// Dragging a piece over the weeks: with a mouse at once, with a finger after holding it a moment (so that the page still
// scrolls). Only where the weeks stand side by side; in the list of a phone the menu of the piece does it.

const HOLD = 320;
const FAR = 6;

const landingsOf = (piece) =>
  piece.dataset.landings.split(",").filter(Boolean).map((value) => ({ value, monday: value.split(":")[0] }));

// `onOver(piece, landing)`: it is held over other weeks in which it can lie, or ("") over none of these. `root()`: the grid; `mondays()`: the Monday of each column; `onDrop(piece, landing)` gives a promise.
export function makeDraggable({ root, mondays, onHold, onOver, onLetGo, onNotGiven, onDrop }) {
  let drag = null;
  let swallow = false;

  const heads = () => [...root().querySelectorAll(".wk")];
  const isWide = () => heads()[0]?.offsetParent !== null;

  function columnAt(x) {
    const boxes = heads().map((head) => head.getBoundingClientRect());
    const inside = boxes.findIndex((box) => x >= box.left && x < box.right);
    if (inside >= 0) return inside;
    return x < boxes[0].left ? 0 : boxes.length - 1;
  }

  function begin() {
    const { piece } = drag;
    drag.on = true;
    onHold(piece);
    document.documentElement.classList.add("dragging");
    drag.grab = columnAt(drag.x) - Math.max(0, mondays().indexOf(piece.dataset.first));
    drag.landings = landingsOf(piece);
    const can = new Set(drag.landings.map((one) => one.monday));
    heads().forEach((head, number) => head.classList.toggle("can", can.has(mondays()[number])));
    drag.ghost = piece.cloneNode(true);
    drag.ghost.removeAttribute("data-piece");
    drag.ghost.setAttribute("aria-hidden", "true");
    drag.ghost.querySelector("a").removeAttribute("id");
    drag.ghost.classList.add("ghost");
    piece.after(drag.ghost);
    piece.classList.add("held");
    over(drag.x);
  }

  function over(x) {
    const all = mondays();
    const column = Math.min(all.length - 1, Math.max(0, columnAt(x) - drag.grab));
    if (column === drag.column) return;
    drag.column = column;
    heads().forEach((head, number) => head.classList.toggle("target", number === column));
    const kept = drag.ghost.className.split(" ").filter((name) => !/^[cn]\d+$/.test(name));
    const length = Number(/(?:^| )n(\d+)/.exec(drag.piece.className)?.[1] ?? 1);
    const landing = drag.landings.find((one) => one.monday === all[column]);
    onOver(drag.piece, landing && all[column] !== drag.piece.dataset.first ? landing.value : "");
    drag.ghost.className = [...kept, `c${column + 2}`, `n${Math.min(length, all.length - column)}`].join(" ");
  }

  function end(dropped) {
    clearTimeout(drag.timer);
    const done = drag;
    drag = null;
    if (!done.on) return;
    document.documentElement.classList.remove("dragging");
    heads().forEach((head) => head.classList.remove("target", "can"));
    const monday = mondays()[done.column];
    const landing = done.landings.find((one) => one.monday === monday);
    const clear = () => {
      done.ghost.remove();
      done.piece.classList.remove("held");
      onLetGo();
    };
    if (!dropped || monday === done.piece.dataset.first) {
      clear();
    } else if (!landing) {
      clear();
      onNotGiven();
    } else {
      // It stays where it was laid until the server has drawn the board anew.
      Promise.resolve(onDrop(done.piece, landing.value)).finally(clear);
    }
  }

  document.addEventListener("pointerdown", (event) => {
    const piece = event.target.closest?.("[data-piece]");
    if (!piece || event.button || !piece.dataset.landings || !isWide() || drag) return;
    drag = { piece, x: event.clientX, y: event.clientY, id: event.pointerId, touch: event.pointerType === "touch" };
    swallow = false;
    if (drag.touch) drag.timer = setTimeout(begin, HOLD);
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.id) return;
    const moved = Math.hypot(event.clientX - drag.x, event.clientY - drag.y);
    if (!drag.on && moved > FAR) {
      // A finger that moves before it held the piece scrolls the page.
      if (drag.touch) return end(false);
      begin();
    }
    if (drag.on) {
      swallow = true;
      over(event.clientX);
    }
  });
  document.addEventListener("pointerup", (event) => drag && event.pointerId === drag.id && end(true));
  document.addEventListener("pointercancel", (event) => drag && event.pointerId === drag.id && end(false));
  document.addEventListener("keydown", (event) => event.key === "Escape" && drag?.on && end(false));
  document.addEventListener("touchmove", (event) => drag?.on && event.preventDefault(), { passive: false });
  document.addEventListener("dragstart", (event) => event.target.closest?.("[data-piece]") && event.preventDefault());
  document.addEventListener("contextmenu", (event) => drag?.touch && event.preventDefault());
  // What was dragged is not opened as well.
  document.addEventListener(
    "click",
    (event) => {
      if (!swallow) return;
      swallow = false;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
}
