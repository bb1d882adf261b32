// The drawing: a strip of it on top, and the whole to walk through when somebody wants to look.

import { Viewer } from "../../plates/viewer.js";
import { Fragment } from "./fragment.js";
import { drawn, find } from "./slips.js";
import { page } from "./words.js";

export class Plate {
  constructor(room) {
    this.room = room;
    this.strip = find("strip");
    this.dialog = find("plate");
    this.fragment = new Fragment(find("plate-place"), page.urls.plate, { onShown: (place) => this.#shown(place) });
    find("open-plate").addEventListener("click", (event) => {
      event.preventDefault();
      this.dialog.showModal();
      if (!this.viewer) this.fragment.open();
    });
    this.dialog.querySelector("[data-close]").addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("close", () => this.fragment.close());
  }

  #shown(place) {
    const element = place.querySelector("[data-viewer]");
    if (element) this.viewer = new Viewer(element);
    place.addEventListener("hotspot:open", (event) => {
      event.preventDefault(); // opened here, not by going to the link
      const words = find(`punt-${event.detail.key}`);
      words.open = true;
      words.querySelector("summary").focus({ preventScroll: true });
      words.scrollIntoView({ block: "nearest" });
    });
  }

  // The part that the facilitator points at; else one that goes with the question.
  show(key) {
    const { spots, box } = page.drawing;
    const pointed = spots[this.room.scene.hotspot];
    const spot = pointed ?? this.#spotOf(key);
    this.strip.setAttribute("viewBox", spot?.excerpt ?? box);
    this.strip.querySelector(".strip-number")?.remove();
    if (pointed) this.strip.append(numbered(pointed));
  }

  #spotOf(key) {
    const { spots } = page.drawing;
    const question = this.room.question(key);
    const heaps = question?.part === "heaps" && page.parts.heaps?.heaps;
    if (heaps) return spots[heaps[Math.floor(heaps.length / 2)].hotspot];
    const sheet = question?.part in page.sheets ? page.parts[question.part] : null;
    const goes = (sheet?.parts ?? sheet?.fields)?.find((field) => [field.question].flat().includes(key));
    if (spots[goes?.hotspot]) return spots[goes.hotspot];
    const all = Object.values(spots);
    return all[((question?.number ?? 1) * 2) % all.length];
  }
}

function numbered({ number, area: [x, y, width] }) {
  return drawn(
    "g",
    { class: "strip-number", transform: `translate(${x + width} ${y + 30})` },
    drawn("circle", { r: 34 }),
    drawn("text", { y: 14, "text-anchor": "middle" }, String(number)),
  );
}
