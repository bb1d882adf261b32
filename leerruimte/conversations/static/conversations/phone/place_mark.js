// Where "we" are on the path or the scale of a plate: by pressing or dragging on the drawing, with a slider, or from the
// list. A scale is a path without a picture: a straight line with its steps.

import { pointAt, positionAt } from "../../plates/path.js";
import { drawn, find, make, speak, stateOf } from "./slips.js";
import { inLanguage, page, words } from "./words.js";

const WAIT = 500; // ms after the last move before it is sent
// Places between two stations (steps): as fine as somebody can mean it.
const FINE = { path: 4, scale: 2 };
const SCALE = { width: 1600, height: 200, edge: 90 };

export class PlaceMark {
  #timer = 0;

  constructor(kind, { room, own, outbox }) {
    Object.assign(this, { kind, room, own, outbox, key: null, position: null, us: 0, made: false });
    this.place = find(kind);
    this.settings = page.parts[kind];
    this.stations = this.settings?.stations ?? onALine(this.settings?.steps ?? []);
    outbox.addEventListener("change", () => this.#showState());
  }

  show(key) {
    const question = this.room.question(key);
    const wanted = question?.part === this.kind && this.settings;
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
    const { us = [], prompt, ends } = this.settings;
    const { stations } = this;
    this.#find("prompt").textContent = inLanguage(prompt);
    this.#find("whom").hidden = !us.length;
    if (ends) this.#showEnds(ends);
    const line = stations.flatMap((one) => [[one.x, one.y], ...(one.via ?? [])]).map((point) => point.join(","));
    this.pin = drawn("g", { class: "path-pin" }, drawn("circle", { r: 50 }), drawn("circle", { r: 24, class: "path-pin-eye" }));
    this.drawing = drawn(
      "svg",
      { viewBox: this.kind === "path" ? page.drawing.box : `0 0 ${SCALE.width} ${SCALE.height}`, "aria-hidden": "true" },
      ...(this.kind === "path" ? [this.#picture()] : []),
      drawn("polyline", { points: line.join(" "), class: "path-line" }),
      ...stations.map((one) => drawn("circle", { cx: one.x, cy: one.y, r: 17, class: "path-station" })),
      this.pin,
    );
    this.#find("drawing").replaceChildren(this.drawing);
    this.#followFinger();
    this.slider = this.#find("slider");
    this.slider.max = stations.length - 1;
    this.slider.step = 1 / FINE[this.kind];
    this.slider.addEventListener("input", () => this.#move(Number(this.slider.value)));
    this.#choices("us", `${this.kind}-us`, us.map((one) => inLanguage(one)), (index) => {
      this.us = index;
      if (this.position !== null) this.#move(this.position);
    });
    const labels = stations.map((one) => make("span", {}, make("b", {}, inLanguage(one.label)), ` ${inLanguage(one.sign)}`));
    this.#choices("list", `${this.kind}-station`, labels, (index) => this.#move(index));
    this.#find("remove").addEventListener("click", () => {
      this.#move(null);
      this.slider.focus();
    });
  }

  #find(name) {
    return find(`${this.kind}-${name}`);
  }

  #showEnds({ low, high }) {
    const place = this.#find("ends");
    place.hidden = false;
    place.firstElementChild.textContent = inLanguage(low);
    place.lastElementChild.textContent = inLanguage(high);
  }

  #picture() {
    const [x, y, width, height] = page.drawing.box.split(" ");
    return drawn("image", { href: page.drawing.address, x, y, width, height });
  }

  #choices(place, name, labels, choose) {
    this.#find(place).replaceChildren(
      ...labels.map((label, index) => {
        const choice = find("choice").content.cloneNode(true);
        const input = choice.querySelector("input");
        Object.assign(input, { name, value: index });
        input.addEventListener("change", () => choose(index));
        choice.querySelector("span").replaceChildren(label);
        return choice;
      }),
    );
  }

  #followFinger() {
    const follow = (event) => {
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.drawing.getScreenCTM().inverse());
      const fine = FINE[this.kind];
      this.#move(Math.round(positionAt(this.stations, point.x, point.y) * fine) / fine, event.type !== "pointerup");
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
    const { stations } = this;
    const placed = this.position !== null;
    const [x, y] = pointAt(stations, this.position ?? 0);
    this.pin.setAttribute("transform", `translate(${x} ${y})`);
    this.pin.setAttribute("visibility", placed ? "visible" : "hidden");
    this.slider.value = this.position ?? 0;
    const said = placed ? this.#said() : words("no_mark");
    this.slider.setAttribute("aria-valuetext", said);
    this.#find("said").textContent = said;
    this.#find("sign").textContent = placed && Number.isInteger(this.position) ? inLanguage(stations[this.position].sign) : "";
    this.#find("remove").hidden = !placed;
    for (const input of this.#find("us").querySelectorAll("input")) input.checked = Number(input.value) === this.us;
    for (const input of this.#find("list").querySelectorAll("input")) input.checked = Number(input.value) === this.position;
    this.#showState();
  }

  #said() {
    const { stations } = this;
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
    const place = this.#find("state");
    if (place.textContent === text) return;
    place.replaceChildren(...[shown, sentence].filter(Boolean));
    if (write?.state === "kept" && this.said !== write) speak(text);
    this.said = write;
  }
}

// The steps of a scale as stations on a straight line.
function onALine(steps) {
  const apart = (SCALE.width - 2 * SCALE.edge) / Math.max(steps.length - 1, 1);
  return steps.map((step, place) => ({ ...step, x: SCALE.edge + place * apart, y: SCALE.height / 2 }));
}
