// Marks on the parts of the drawing (its elements): press a number, choose what to put there. Like stickers on one
// poster: every question about them shows and adds to the same ones.

import { button, drawn, find, icon, make, speak, stateOf } from "./slips.js";
import { inLanguage, page, words } from "./words.js";

const AGAINST = { use: "unknown", unknown: "use" }; // who does not know a thing does not use it
const MISS = "miss"; // asks for words
const NEAR = 220; // in the drawing's units: a finger beside an element still means it

export class ElementMarks {
  constructor({ room, own, outbox, compose }) {
    Object.assign(this, { room, own, outbox, compose, key: null, opened: null, rows: new Map() });
    this.place = find("marks");
    this.settings = page.parts.marks;
    this.elements = Object.entries(page.drawing.spots)
      .map(([key, spot]) => ({ key, ...spot }))
      .sort((one, other) => one.number - other.number);
    outbox.addEventListener("change", () => this.key && this.#draw());
    outbox.addEventListener("answer", ({ detail }) => this.#answered(detail));
  }

  show(key) {
    const question = this.room.question(key);
    const wanted = question?.part === "marks" && this.settings;
    this.place.hidden = !wanted;
    if (!wanted) {
      this.key = null;
      return;
    }
    if (!this.rows.size) this.#make();
    if (this.key !== key && this.opened) this.#about(this.opened);
    this.key = key;
    const closed = !question.open || this.room.scene.closed;
    for (const control of this.place.querySelectorAll(".element-panel button, #marks-elsewhere button")) control.disabled = closed;
    this.#draw();
  }

  #make() {
    const { prompt, marks } = this.settings;
    find("marks-prompt").textContent = inLanguage(prompt);
    find("marks-legend").replaceChildren(
      ...marks.map((mark) =>
        make("li", {}, sign(mark), make("span", {}, make("b", {}, inLanguage(mark.label)), mark.hint ? ` ${inLanguage(mark.hint)}` : "")),
      ),
    );
    find("marks-list").replaceChildren(...this.elements.map((element) => this.#row(element)));
    this.#makeDrawing();
    const miss = marks.find((mark) => mark.id === MISS);
    if (!miss) return;
    const label = words("missing_elsewhere", { mark: inLanguage(miss.label) });
    find("marks-elsewhere").replaceChildren(
      button(label, { icon: "edit", css: "btn small" }, () => {
        this.#open(null);
        this.compose.about(MISS, words("missing"));
        this.compose.field.focus();
      }),
    );
    find("marks-elsewhere").hidden = false;
  }

  #makeDrawing() {
    const [x, y, width, height] = page.drawing.box.split(" ");
    this.pins = new Map(this.elements.map((element) => [element.key, pin(element)]));
    this.drawing = drawn(
      "svg",
      { viewBox: page.drawing.box, "aria-hidden": "true" },
      drawn("image", { href: page.drawing.address, x, y, width, height }),
      ...this.pins.values(),
    );
    this.drawing.addEventListener("click", (event) => {
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.drawing.getScreenCTM().inverse());
      const near = this.elements.map((element) => [distance(element, point), element]).sort(([one], [other]) => one - other)[0];
      if (near && near[0] <= NEAR) this.#open(near[1], { byDrawing: true });
    });
    find("marks-drawing").replaceChildren(this.drawing);
  }

  #row(element) {
    const id = `element-${element.key}`;
    const put = make("span", { class: "element-put" });
    const head = button(
      "",
      { css: "element-head", "aria-expanded": "false", "aria-controls": id, "data-element": element.key },
      () => this.#open(this.opened === element ? null : element),
    );
    head.append(make("span", { class: "number" }, String(element.number)), make("span", { class: "element-name" }, inLanguage(element.title)), put);
    const choices = this.settings.marks.map((mark) =>
      make(
        "button",
        { type: "button", class: "btn mark-choice", "aria-pressed": "false", "data-mark": mark.id },
        sign(mark),
        make("span", {}, inLanguage(mark.label)),
      ),
    );
    for (const choice of choices) choice.addEventListener("click", () => this.#toggle(element, choice.dataset.mark));
    const state = make("span", {});
    const write = button(words("write_about"), { icon: "edit", css: "link-button small" }, () => {
      this.#about(element);
      this.compose.field.focus();
    });
    const panel = make(
      "div",
      { class: "element-panel flow tight", id, hidden: true },
      make("p", { class: "small", dir: "auto" }, inLanguage(element.text)),
      make("div", { class: "mark-choices", role: "group", "aria-label": inLanguage(element.title) }, ...choices),
      make("div", { class: "row" }, state, write),
    );
    this.rows.set(element.key, { head, panel, put, choices, state });
    return make("li", { class: "element" }, head, panel);
  }

  #open(element, { byDrawing = false } = {}) {
    this.opened = element;
    for (const [key, { head, panel }] of this.rows) {
      const opened = key === element?.key;
      head.setAttribute("aria-expanded", String(opened));
      panel.hidden = !opened;
    }
    this.#about(element);
    this.#draw();
    if (!byDrawing || !element) return;
    const { head } = this.rows.get(element.key);
    head.focus({ preventScroll: true });
    head.scrollIntoView({ block: "center" });
  }

  // What is written next is about this element.
  #about(element, sentence = "about_element") {
    this.compose.about(element?.key ?? "", element ? words(sentence, { element: inLanguage(element.title) }) : "");
  }

  async #toggle(element, mark) {
    const { marks } = this.own.element(element.key);
    const on = !marks.includes(mark);
    const next = on ? [...marks.filter((one) => one !== AGAINST[mark]), mark] : marks.filter((one) => one !== mark);
    await this.outbox.add("element", { question: this.key, element: element.key, marks: next });
    const label = inLanguage(this.settings.marks.find((one) => one.id === mark).label);
    speak(words(on ? "put_mark" : "took_mark", { mark: label }));
    if (mark !== MISS || !on) return;
    this.#about(element, "missing_at");
    this.compose.field.focus();
  }

  #draw() {
    for (const element of this.elements) {
      const { marks, write } = this.own.element(element.key);
      const { put, choices, state } = this.rows.get(element.key);
      const kinds = this.settings.marks.filter((mark) => marks.includes(mark.id));
      const said = kinds.map((mark) => inLanguage(mark.label)).join(", ") || words("no_marks");
      if (put.dataset.said !== said) {
        put.dataset.said = said;
        put.replaceChildren(...kinds.map(sign), make("span", { class: "vh" }, said));
      }
      for (const choice of choices) choice.setAttribute("aria-pressed", String(marks.includes(choice.dataset.mark)));
      showState(state, this.#refused(element) ?? write, this.outbox.status);
      drawPin(this.pins.get(element.key), kinds, element === this.opened);
    }
  }

  // The newest write on an element, when the server did not accept it.
  #refused(element) {
    const last = this.outbox.mine("element").findLast((one) => one.body.element === element.key);
    return last?.state === "refused" ? last : null;
  }

  #answered(write) {
    if (write.kind === "element" && write.state === "refused") speak(write.message || words("unreadable"));
  }
}

function sign(mark) {
  return make("span", { class: "sign", "aria-hidden": "true" }, mark.sign);
}

function showState(place, write, status) {
  const shown = write ? stateOf(write, status) : null;
  const sentence = write?.state === "refused" ? make("span", { class: "msg small" }, icon("warn"), write.message) : null;
  const text = `${shown?.textContent ?? ""}${sentence?.textContent ?? ""}`;
  if (place.textContent !== text) place.replaceChildren(...[shown, sentence].filter(Boolean));
}

// Its number in a circle, low in the middle of the element, with the signs that one put there.
function pin({ number, area: [x, y, width, height] }) {
  return drawn(
    "g",
    { class: "element-pin", transform: `translate(${x + width / 2} ${y + height / 2})` },
    drawn("circle", { r: 42 }),
    drawn("text", { y: 17, "text-anchor": "middle" }, String(number)),
  );
}

function drawPin(place, kinds, opened) {
  place.classList.toggle("is-open", opened);
  place.classList.toggle("is-put", kinds.length > 0);
  const text = kinds.map((mark) => mark.sign).join("");
  if (place.dataset.put === text) return;
  place.dataset.put = text;
  place.querySelector(".pin-put")?.remove();
  if (!text) return;
  place.append(
    drawn(
      "g",
      { class: "pin-put", transform: "translate(40 -62)" },
      drawn("rect", { width: 30 + 34 * kinds.length, height: 60, rx: 12 }),
      drawn("text", { x: 15 + 17 * kinds.length, y: 45, "text-anchor": "middle" }, text),
    ),
  );
}

// From a point to an element, 0 inside it.
function distance({ area: [x, y, width, height] }, point) {
  return Math.hypot(Math.max(x - point.x, 0, point.x - x - width), Math.max(y - point.y, 0, point.y - y - height));
}
