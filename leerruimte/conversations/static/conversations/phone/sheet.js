// A form in turns or a canvas: one sheet for the table (or the whole room), field by field. Apart each writes unseen by
// the others; side by side all is read; together, and on a canvas, everybody writes in the same fields.

import { Field } from "./sheet_field.js";
import { SheetState } from "./sheet_state.js";
import { button, find, icon, make, speak, whoOf } from "./slips.js";
import { inLanguage, page, timeOfDay, words } from "./words.js";

const SOON = 150; // ms; a whole room asks spread over some seconds
const CROWD = 30;
const STEPS = ["step_alone", "step_side", "step_together"];

// Shows the sheet that goes with the question, if it has one.
export class Sheets {
  constructor(parts) {
    this.room = parts.room;
    this.place = find("sheet");
    this.sheets = new Map(Object.keys(page.sheets).map((kind) => [kind, new Sheet(kind, parts)]));
    this.place.append(...[...this.sheets.values()].map((sheet) => sheet.element));
    parts.room.addEventListener("sheet", ({ detail }) => this.renew(detail.table));
    parts.room.addEventListener("whole", () => this.renew());
    parts.outbox.addEventListener("change", () => this.now?.showFields());
    parts.outbox.addEventListener("answer", ({ detail }) => this.#answered(detail));
  }

  has(key) {
    return this.sheets.has(this.room.question(key)?.part);
  }

  show(key) {
    const kind = this.room.question(key)?.part;
    this.now = this.sheets.get(kind) ?? null;
    this.place.hidden = !this.now;
    for (const [name, sheet] of this.sheets) sheet.element.hidden = name !== kind;
    this.now?.show(key);
  }

  // Somebody changed the sheet of a table, or it is not known what changed.
  renew(table) {
    for (const sheet of this.sheets.values()) if (table === undefined || table === sheet.own.table) sheet.renew();
  }

  #answered(write) {
    if (write.kind !== "entry") return;
    speak(write.state === "kept" ? words("kept_at", { time: timeOfDay(write.at) }) : write.message || words("unreadable"));
  }
}

class Sheet {
  #timer = 0;

  constructor(kind, { room, own, outbox, drafts }) {
    Object.assign(this, { kind, room, own, outbox, drafts, key: "" });
    this.settings = page.parts[kind];
    this.isForm = kind === "form";
    this.isPrivate = Boolean(this.settings.private);
    this.roles = this.settings.roles ?? [];
    this.asRole = drafts.read(`sheet:${kind}:role`) || this.#ownRole();
    this.state = new SheetState(kind, page.sheets[kind], outbox);
    this.fields = (this.settings.parts ?? this.settings.fields).map((one) => new Field(this, one));
    this.#make();
  }

  // ---- where it stands ----

  get turn() {
    return this.state.told.turn;
  }

  get showsApart() {
    return this.isForm && !this.isPrivate && this.turn > 1;
  }

  get showsTogether() {
    return !this.isForm || (!this.isPrivate && this.turn > 2);
  }

  get isOpen() {
    return Boolean(this.room.question(this.key)?.open) && !this.room.scene.closed;
  }

  get readers() {
    if (this.isPrivate) return words("read_private");
    if (this.showsTogether) return words(this.own.table ? "read_table" : "read_room");
    if (this.showsApart) return words("read_side");
    const where = this.own.table ? "table" : "room";
    return `${words(`read_alone_${where}`)} ${words(`read_after_${where}`)}`;
  }

  #ownRole() {
    const side = page.roles[page.role]?.side;
    return this.roles.find((role) => side && [role.id, role.side].includes(side))?.id ?? "";
  }

  // ---- the page ----

  #make() {
    this.prompt = make("p", {}, inLanguage(this.settings.prompt));
    this.steps = make("ol", { class: "steps small", hidden: !this.isForm || this.isPrivate });
    this.turning = make("div", { class: "flow tight" });
    this.readersLine = make("p", { class: "readers", hidden: true });
    this.chosen = this.roles.length ? this.#roleChips() : null;
    this.front = make("div", { class: "flow" });
    this.rest = make("div", { class: "flow" });
    this.restWord = make("summary", {});
    this.restFold = make("details", {}, this.restWord, this.rest);
    this.element = make(
      "div",
      { class: "flow", hidden: true },
      make("div", { class: "flow tight" }, this.prompt, this.steps, this.chosen, this.turning, this.readersLine),
      this.front,
      this.restFold,
      make("p", {}, make("a", { href: this.#address(), target: "_blank" }, words("see_sheet"))),
    );
  }

  #address() {
    return page.urls.sheet.replace(/vel\/$/, `${this.kind}/`);
  }

  #roleChips() {
    const list = make("div", {});
    for (const role of this.roles) {
      const choice = find("choice").content.cloneNode(true);
      const input = choice.querySelector("input");
      Object.assign(input, { name: `sheet-${this.kind}-role`, value: role.id, checked: role.id === this.asRole });
      input.addEventListener("change", () => {
        this.asRole = role.id;
        this.drafts.keep(`sheet:${this.kind}:role`, role.id);
        this.#showRole();
        this.showFields({ anew: true });
      });
      choice.querySelector("span").textContent = inLanguage(role.label);
      list.append(choice);
    }
    this.chosenWord = make("summary", { class: "small" });
    return make("details", { open: !this.asRole }, this.chosenWord, make("fieldset", { class: "chips" }, make("legend", { class: "vh" }, words("fill_in_as")), list));
  }

  #showRole() {
    if (!this.chosen) return;
    this.chosen.hidden = !this.isOpen || this.turn > 1;
    const { side, word } = this.#me();
    const mark = this.asRole ? word : "";
    if (this.chosenWord.dataset.mark === mark) return;
    this.chosenWord.dataset.mark = mark;
    this.chosenWord.replaceChildren(make("span", {}, words("fill_in_as")), this.asRole ? whoOf(side, word) : "");
  }

  show(key) {
    if (key !== this.key) {
      this.key = key;
      const [front, rest] = this.#inFront();
      this.front.replaceChildren(...front.map((field) => field.element));
      this.rest.replaceChildren(...rest.map((field) => field.element));
      this.restFold.hidden = !rest.length;
      this.restWord.textContent = words("rest_of_sheet", { n: rest.length });
    }
    this.#showTurn();
    this.showFields();
  }

  // The fields that go with this question, and the others. A field that names no question goes with each.
  #inFront() {
    const goes = (field) => [field.settings.question ?? []].flat();
    const named = this.fields.filter((field) => goes(field).includes(this.key));
    const front = named.length ? named : this.fields.filter((field) => !goes(field).length);
    const shown = front.length ? front : this.fields;
    return [shown, this.fields.filter((field) => !shown.includes(field))];
  }

  showFields({ anew = false } = {}) {
    if (!this.key) return;
    for (const field of this.fields) {
      if (anew && field.editor.isOpen && !field.editor.isTouched) field.editor.hide();
      field.show();
    }
  }

  #showTurn() {
    const marks = STEPS.map((step, place) => make("li", { class: place + 1 < this.turn ? "done" : null, "aria-current": place + 1 === this.turn ? "step" : null }, words(step)));
    this.#showRole();
    this.readersLine.hidden = !this.isOpen || this.showsTogether || this.showsApart;
    if (this.readersLine.textContent !== this.readers) this.readersLine.replaceChildren(icon("eye"), make("span", {}, this.readers));
    const mark = JSON.stringify([this.turn, this.own.table, this.isOpen, this.state.told.everybody]);
    if (this.turning.dataset.mark === mark) return;
    this.turning.dataset.mark = mark;
    this.steps.replaceChildren(...marks);
    this.turning.replaceChildren(...(this.isForm && !this.isPrivate ? this.#turnParts() : []));
  }

  #turnParts() {
    const mayGo = this.own.table && this.isOpen;
    const line = (name) => make("p", { class: "small soft" }, words(name));
    if (this.turn === 1) {
      if (!mayGo) return [line("wait_for_leader")];
      const { everybody } = this.state.told;
      return [everybody === null ? null : line(everybody ? "everybody_wrote" : "not_everybody"), this.#goOn(2, "lay_side", "lay_side_sure")].filter(Boolean);
    }
    if (this.turn === 2) {
      const question = make("p", { class: "small" }, inLanguage(this.settings.difference_question) || words("side_by_side_now"));
      return [question, line("dotted"), mayGo ? this.#goOn(3, "begin_together", "begin_together_sure") : ""].filter(Boolean);
    }
    return [line("together_now")];
  }

  // In two steps: there is no way back.
  #goOn(stage, word, sure) {
    const problem = make("p", { class: "msg", hidden: true }, words("went_wrong"));
    const yes = button(words("sure"), { css: "btn" }, async () => {
      problem.hidden = await this.#take(stage);
    });
    return make("details", { class: "turn" }, make("summary", {}, words(word)), make("div", { class: "flow tight" }, make("p", { class: "small" }, words(sure)), problem, make("div", { class: "row start" }, yes)));
  }

  async #take(stage) {
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    try {
      const answer = await fetch(page.urls.turn, { method: "POST", headers: { "X-CSRFToken": token }, body: new URLSearchParams({ stap: stage }) });
      if (answer.ok) await this.#ask();
      return answer.ok;
    } catch {
      return false;
    }
  }

  // ---- going along with the others ----

  renew() {
    clearTimeout(this.#timer);
    const spread = this.room.people > CROWD && !this.own.table ? 4000 : 250;
    this.#timer = setTimeout(() => this.#ask().catch(() => {}), SOON + Math.random() * spread);
  }

  async #ask() {
    const asked = (this.asked = Date.now() + Math.random());
    const response = await fetch(`${this.#address()}?als=json`);
    if (!response.ok || this.asked !== asked) return;
    const before = this.turn;
    this.state.told = await response.json();
    if (before !== this.turn && this.key && !this.element.hidden) speak(words(this.turn === 2 ? "side_by_side_now" : "together_now"));
    if (this.key) this.show(this.key);
  }

  // ---- writing ----

  async add(field, { stage, text, choice, follows }) {
    await this.outbox.add("entry", { question: this.key, part: this.kind, field, stage, text, choice, follows, as_role: this.asRole, ...this.#me() });
  }

  async undo(entry) {
    await this.outbox.add("undo", { part: this.kind, entry: entry.id });
  }

  // How one's own words are marked until the server tells.
  #me() {
    const role = this.roles.find((one) => one.id === this.asRole);
    const own = page.roles[page.role];
    return role ? { side: role.side ?? role.id, word: inLanguage(role.label) } : { side: own?.side ?? "", word: own?.word ?? "" };
  }
}
