// Where "we" are on the path of a plate: by pressing or dragging on the drawing, with a slider, or from the list.

import { pointAt, positionAt } from "../../plates/path.js";
import { drawn, find, make, speak, stateOf } from "./slips.js";
import { inLanguage, page, words } from "./words.js";

const WAIT = 500; // ms after the last move before it is sent

export class PathMark {
  #timer = 0;

  constructor({ room, own, outbox }) {
    Object.assign(this, { room, own, outbox, key: null, position: null, us: 0, made: false });
    this.place = find("path");
    this.settings = page.parts.path;
    outbox.addEventListener("change", () => this.#showState());
  }

  show(key) {
    const question = this.room.question(key);
    const wanted = question?.part === "path" && this.settings;
    this.place.hidden = !wanted;
    if (!wanted) return;
    if (!this.made) this.#make();
    if (this.key !== key) {
      this.key = key;
      const mark = this.own.mark(key);
      this.position = mark?.position ?? null;
      this.us = mark?.us ?? 0;
    }
    for (const control of this.place.querySelectorAll("input, button")) control.disabled = !question.open || this.room.scene.closed;
    this.#draw();
  }

  #make() {
    this.made = true;
    const { stations, us, prompt } = this.settings;
    find("path-prompt").textContent = inLanguage(prompt);
    const line = stations.flatMap((one) => [[one.x, one.y], ...(one.via ?? [])]).map((point) => point.join(","));
    this.pin = drawn("g", { class: "path-pin" }, drawn("circle", { r: 50 }), drawn("circle", { r: 24, class: "path-pin-eye" }));
    this.drawing = drawn(
      "svg",
      { viewBox: page.drawing.box, "aria-hidden": "true" },
      this.#picture(),
      drawn("polyline", { points: line.join(" "), class: "path-line" }),
      ...stations.map((one) => drawn("circle", { cx: one.x, cy: one.y, r: 17, class: "path-station" })),
      this.pin,
    );
    find("path-drawing").replaceChildren(this.drawing);
    this.#followFinger();
    this.slider = find("path-slider");
    this.slider.max = stations.length - 1;
    this.slider.addEventListener("input", () => this.#move(Number(this.slider.value)));
    this.#choices("path-us", "us", us.map((one) => inLanguage(one)), (index) => {
      this.us = index;
      if (this.position !== null) this.#move(this.position);
    });
    const labels = stations.map((one) => [inLanguage(one.label), inLanguage(one.sign)].filter(Boolean).join(" "));
    this.#choices("path-list", "station", labels, (index) => this.#move(index));
    find("path-remove").addEventListener("click", () => {
      this.#move(null);
      this.slider.focus();
    });
  }

  #picture() {
    const [x, y, width, height] = page.drawing.box.split(" ");
    return drawn("image", { href: page.drawing.address, x, y, width, height });
  }

  #choices(id, name, labels, choose) {
    find(id).replaceChildren(
      ...labels.map((label, index) => {
        const choice = find("choice").content.cloneNode(true);
        const input = choice.querySelector("input");
        Object.assign(input, { name, value: index });
        input.addEventListener("change", () => choose(index));
        choice.querySelector("span").textContent = label;
        return choice;
      }),
    );
  }

  #followFinger() {
    const follow = (event) => {
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.drawing.getScreenCTM().inverse());
      // Quarters between two stations: as fine as somebody can mean it.
      this.#move(Math.round(positionAt(this.settings.stations, point.x, point.y) * 4) / 4, event.type !== "pointerup");
    };
    this.drawing.addEventListener("pointerdown", (event) => {
      if (this.slider.disabled) return;
      this.drawing.setPointerCapture(event.pointerId);
      this.drawing.addEventListener("pointermove", follow);
      follow(event);
    });
    const letGo = (event) => {
      this.drawing.removeEventListener("pointermove", follow);
      if (event.type === "pointerup" && !this.slider.disabled) follow(event);
    };
    this.drawing.addEventListener("pointerup", letGo);
    this.drawing.addEventListener("pointercancel", letGo);
  }

  #move(position, still = false) {
    this.position = position;
    this.#draw();
    clearTimeout(this.#timer);
    const { key, us } = this;
    if (!still) this.#timer = setTimeout(() => this.outbox.add("mark", { question: key, position, us }), WAIT);
  }

  #draw() {
    const { stations } = this.settings;
    const placed = this.position !== null;
    const [x, y] = pointAt(stations, this.position ?? 0);
    this.pin.setAttribute("transform", `translate(${x} ${y})`);
    this.pin.setAttribute("visibility", placed ? "visible" : "hidden");
    this.slider.value = this.position ?? 0;
    const said = placed ? this.#said() : words("no_mark");
    this.slider.setAttribute("aria-valuetext", said);
    find("path-said").textContent = said;
    find("path-sign").textContent = placed && Number.isInteger(this.position) ? inLanguage(stations[this.position].sign) : "";
    find("path-remove").hidden = !placed;
    for (const input of find("path-us").querySelectorAll("input")) input.checked = Number(input.value) === this.us;
    for (const input of find("path-list").querySelectorAll("input")) input.checked = Number(input.value) === this.position;
    this.#showState();
  }

  #said() {
    const { stations } = this.settings;
    const before = stations[Math.floor(this.position)];
    const after = stations[Math.ceil(this.position)];
    if (before === after) return inLanguage(before.label);
    return words("between", { first: inLanguage(before.label), second: inLanguage(after.label) });
  }

  #showState() {
    if (!this.key || !this.made) return;
    const refused = this.outbox.mine("mark").findLast((write) => write.body.question === this.key);
    const write = refused?.state === "refused" ? refused : this.own.mark(this.key)?.write;
    const shown = write ? stateOf(write, this.outbox.status) : null;
    const sentence = write?.state === "refused" ? make("span", { class: "msg" }, write.message) : null;
    const text = `${shown?.textContent ?? ""}${sentence?.textContent ?? ""}`;
    const place = find("path-state");
    if (place.textContent === text) return;
    place.replaceChildren(...[shown, sentence].filter(Boolean));
    if (write?.state === "kept" && this.said !== write) speak(text);
    this.said = write;
  }
}
