// Heaps: what each asks, with an example; and the choice that goes along with what one writes: which heap, and where the
// plate asks for it in which week, of which kind, and who it is about.

import { find, make } from "./slips.js";
import { inLanguage, lengthOf, page, words } from "./words.js";

const LONGEST_WHO = 80;

export class HeapsGuide {
  constructor({ room, compose }) {
    Object.assign(this, { room, compose, made: false });
    this.place = find("heaps");
    this.settings = page.parts.heaps;
  }

  show(key) {
    const wanted = this.room.question(key)?.part === "heaps" && this.settings;
    this.place.hidden = !wanted;
    if (wanted && !this.made) this.#make();
  }

  #make() {
    this.made = true;
    const { prompt, heaps, pieces = [] } = this.settings;
    find("heaps-prompt").textContent = inLanguage(prompt);
    find("heaps-list").replaceChildren(...heaps.filter((heap) => heap.question || heap.example).map(guide));
    find("heaps-pieces-part").hidden = !pieces.length;
    find("heaps-pieces").replaceChildren(
      ...pieces.map((piece) => {
        const press = make("button", { type: "button", class: "btn small piece" }, inLanguage(piece));
        press.addEventListener("click", () => this.compose.offer(inLanguage(piece)) || this.compose.field.focus());
        return press;
      }),
    );
  }
}

function guide({ nr, label, question, example }) {
  return make(
    "details",
    {},
    make("summary", {}, nr ? make("span", { class: "number" }, String(nr)) : null, make("span", {}, inLanguage(label))),
    question ? make("p", { dir: "auto" }, inLanguage(question)) : null,
    example ? make("p", { class: "small soft", dir: "auto" }, words("for_example", { example: inLanguage(example) })) : null,
  );
}

// The choices in the form with which one writes.
export class HeapChoice {
  constructor(drafts) {
    this.drafts = drafts;
    this.heaps = find("compose-heaps");
    this.weeks = find("compose-weeks");
    this.week = find("compose-week");
    this.kind = find("compose-kind");
    this.who = find("compose-who");
    this.whoField = this.who.querySelector("input");
    this.whoField.addEventListener("input", () => this.drafts.keep(`${this.key}:who`, this.whoField.value));
  }

  show(question) {
    const settings = question?.part === "heaps" ? page.parts.heaps : null;
    const { heaps = [], weeks = 0, kinds = [], who } = settings ?? {};
    this.key = question?.key;
    this.heaps.hidden = !heaps.length;
    this.weeks.hidden = !weeks && !kinds.length;
    this.week.parentElement.hidden = !weeks;
    this.kind.parentElement.hidden = !kinds.length;
    this.who.hidden = !who;
    this.heaps.querySelector("[data-list]").replaceChildren(...heaps.map(choice));
    this.week.replaceChildren(
      option("", words("any_week")),
      ...Array.from({ length: weeks }, (_, place) => option(place + 1, words("week_number", { n: place + 1 }))),
    );
    this.kind.replaceChildren(option("", words("any_kind")), ...kinds.map((kind) => option(kind.id, inLanguage(kind.label))));
    this.who.firstElementChild.textContent = inLanguage(who);
    this.whoField.value = who ? this.drafts.read(`${this.key}:who`) : "";
  }

  // What goes along; or what is missing, and where.
  read() {
    if (this.heaps.hidden) return {};
    const slot = this.heaps.querySelector("input:checked")?.value;
    if (!slot) return { missing: "choose_heap", where: this.heaps.querySelector("input") };
    const laid = { slot };
    if (this.week.value) laid.week = Number(this.week.value);
    if (this.kind.value) laid.as_kind = this.kind.value;
    if (lengthOf(this.whoField.value) > LONGEST_WHO) return { missing: "who_too_long", where: this.whoField };
    if (this.whoField.value.trim()) laid.about = this.whoField.value.trim();
    return laid;
  }

  // Heap, week and kind stay chosen: the next slip often lies near. Who it is about does not.
  placed() {
    this.whoField.value = "";
    this.drafts.keep(`${this.key}:who`, "");
  }
}

function choice(heap) {
  const made = find("choice").content.cloneNode(true);
  made.querySelector("input").value = heap.id;
  made.querySelector("span").textContent = [heap.nr, inLanguage(heap.label)].filter(Boolean).join(" ");
  return made;
}

function option(value, text) {
  return make("option", { value }, text);
}
