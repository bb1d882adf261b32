// Others' contributions, one at a time: agree, disagree or pass. All three look alike until one is chosen.

import { button, find, icon, make, message, speak, stateOf, who } from "./slips.js";
import { inLanguage, page, words } from "./words.js";

const STANCES = [
  [1, "yes", "agree"],
  [-1, "no", "disagree"],
  [0, "pass", "pass"],
];
const FEW = 2; // ask the server for more when so many are left here
const SHOWN = 350; // ms that a choice stays to be seen

export class Stack {
  #queues = new Map();
  #last = null; // what was answered last, to undo
  #timer = 0;
  #leaving = false;

  constructor({ room, own, outbox, onTable }) {
    Object.assign(this, { room, own, outbox, onTable, key: null, card: null });
    this.section = find("stack-part");
    this.place = find("stack");
    this.count = find("stack-left");
    this.after = find("stack-after");
    room.addEventListener("added", ({ detail }) => this.#added(detail));
    room.addEventListener("gone", ({ detail }) => this.#gone(detail));
    outbox.addEventListener("answer", ({ detail }) => this.#answered(detail));
    outbox.addEventListener("change", () => this.#showWaiting());
    window.addEventListener("online", () => this.key && !this.#queue(this.key).asked && this.#ask(this.key, 4000));
    if (page.stack) this.#fill(page.stack.question, page.stack);
  }

  // Show the stack of a question. `soon`: the person asked; else the whole room may be asking: take some time.
  show(key, { soon = true } = {}) {
    const changed = key !== this.key;
    this.key = key;
    if (changed) {
      this.#last = null;
      this.card = null;
    }
    if (!this.#queue(key).asked) this.#ask(key, soon ? 0 : 4000);
    this.#show();
  }

  // Ask again, at some moment: after a time without connection, or when tables were made. Until the answer comes one
  // goes on with what is here.
  renew(within) {
    for (const [key, queue] of this.#queues) {
      if (key !== this.key) this.#queues.delete(key);
      else queue.isOld = true;
    }
    this.#ask(this.key, within);
  }

  #queue(key) {
    if (!this.#queues.has(key)) this.#queues.set(key, { items: [], left: 0, asked: false });
    return this.#queues.get(key);
  }

  #fill(key, { items, left }) {
    const queue = this.#queue(key);
    if (queue.isOld) Object.assign(queue, { items: [], isOld: false });
    // Moved to a table: the contribution of another one that was being read makes way.
    if (this.room.scene.tables && this.card && this.card.table !== this.own.table) this.card = null;
    queue.asked = true;
    const here = new Set(queue.items.map((item) => item.id));
    queue.items.push(...items.filter((item) => !here.has(item.id) && this.#waits(item)));
    // The server counted without the answers that still wait on this phone.
    const answeredHere = items.filter((item) => !this.#waits(item)).length;
    queue.left = Math.max(left - answeredHere, queue.items.length);
  }

  #waits(item) {
    const write = this.own.stance(item.id);
    return !this.own.isOwn(item.id) && (!write || write.body.value === null);
  }

  #ask(key, within) {
    clearTimeout(this.#timer);
    if (!key) return;
    this.#queue(key).asked = true;
    this.#timer = setTimeout(async () => {
      try {
        const response = await fetch(`${page.urls.stack}?vraag=${key}`);
        if (!response.ok) throw new Error(response.statusText);
        const answer = await response.json();
        this.own.table = answer.table;
        this.#fill(key, answer);
        this.onTable();
      } catch {
        this.#queue(key).asked = false; // without connection: again at the next occasion
      }
      if (key === this.key) this.#show();
    }, Math.random() * within);
  }

  #added(item) {
    if (this.own.isOwn(item.id)) return;
    if (this.room.scene.tables && item.table !== this.own.table) return;
    const queue = this.#queue(item.question);
    if (queue.items.some((one) => one.id === item.id) || !this.#waits(item)) return;
    queue.items.push(item);
    queue.left += 1;
    if (item.question === this.key) this.#show();
  }

  #gone(id) {
    for (const queue of this.#queues.values()) {
      const before = queue.items.length;
      queue.items = queue.items.filter((item) => item.id !== id);
      queue.left -= before - queue.items.length;
    }
    const wasRead = this.card?.id === id;
    if (wasRead) this.card = null;
    this.#show();
    if (wasRead) speak(words("was_taken_away"));
  }

  // A question that is closed can be read in the list of all that was said.
  showOpen() {
    const question = this.room.question(this.key);
    this.section.hidden = !question?.open || this.room.scene.closed || question.part in page.sheets;
  }

  // The card that is being read stays until it is answered, whatever comes in.
  #show() {
    this.showOpen();
    const queue = this.#queue(this.key);
    this.count.textContent = queue.left ? words("left", { n: queue.left }) : "";
    find("stack-title").hidden = !queue.left && !this.#last && !this.card;
    this.place.classList.toggle("pile", queue.left > 1);
    if (this.#leaving) return;
    const next = this.card ?? queue.items[0] ?? null;
    if (next && this.place.dataset.id === next.id) return;
    this.card = next;
    this.place.dataset.id = next?.id ?? "";
    this.place.replaceChildren(next ? this.#card(next) : this.#empty(queue));
  }

  #card(item) {
    const mark = who(item.role);
    const heap = heapOf(item);
    const choices = STANCES.map(([value, name, word]) =>
      button(words(word), { icon: name, css: "btn over", "aria-pressed": "false", "data-value": value }, (event) =>
        this.#choose(item, value, event.currentTarget),
      ),
    );
    return make(
      "article",
      { class: "slip flow tight lay", tabindex: "-1", "aria-label": words("contribution_of_other") },
      mark || heap ? make("div", { class: "row" }, mark ?? make("span", {}), heap) : null,
      make("p", { class: "say", dir: "auto" }, item.text),
      item.signed ? make("p", { class: "small soft signed", dir: "auto" }, `— ${item.signed}`) : null,
      make("div", { class: "three", role: "group", "aria-label": words("your_view") }, ...choices),
    );
  }

  #empty(queue) {
    const text = this.#last || queue.answered ? words("all_answered") : words("nobody_yet");
    return make("p", { class: "soft stack-empty", tabindex: "-1" }, text);
  }

  async #choose(item, value, pressed) {
    if (this.#leaving) return;
    this.#leaving = true;
    pressed.setAttribute("aria-pressed", "true");
    const hadFocus = this.place.contains(document.activeElement);
    await this.outbox.add("stance", { contribution: item.id, value });
    const queue = this.#queue(item.question);
    queue.items = queue.items.filter((one) => one.id !== item.id);
    queue.left = Math.max(queue.left - 1, queue.items.length);
    queue.answered = true;
    setTimeout(() => this.#next(item, value, hadFocus), matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : SHOWN);
  }

  #next(item, value, hadFocus) {
    this.#leaving = false;
    this.card = null;
    this.#last = { item, value };
    this.place.dataset.id = "answered";
    this.#show();
    this.#showUndo();
    const queue = this.#queue(this.key);
    if (queue.items.length <= FEW && queue.left > queue.items.length) this.#ask(this.key, 0);
    if (hadFocus) this.place.firstElementChild?.focus();
  }

  // Where the last answer is, as long as the server does not have it.
  #showWaiting() {
    const write = this.#last && this.own.stance(this.#last.item.id);
    const waits = write?.state === "waiting" ? stateOf(write, this.outbox.status) : null;
    const shown = this.after.querySelector(".state");
    if (shown?.className === waits?.className) return;
    shown?.remove();
    if (waits) this.after.lastElementChild?.before(waits);
  }

  #showUndo(refusal = "") {
    if (!this.#last) return this.after.replaceChildren();
    const chosen = STANCES.find(([value]) => value === this.#last.value);
    this.after.replaceChildren(
      refusal
        ? message(refusal)
        : make("span", { class: "small soft" }, icon(chosen[1]), words("you_chose", { choice: words(chosen[2]) })),
      button(words("undo"), { icon: "undo", css: "link-button small" }, () => this.#undo()),
    );
    return this.#showWaiting();
  }

  async #undo() {
    const { item } = this.#last;
    this.#last = null;
    await this.outbox.add("stance", { contribution: item.id, value: null });
    const queue = this.#queue(item.question);
    queue.items.unshift(item);
    queue.left += 1;
    this.card = item;
    this.place.dataset.id = "";
    this.#show();
    this.#showUndo();
    this.place.firstElementChild?.focus();
    speak(words("undone"));
  }

  #answered(write) {
    if (write.kind !== "stance" || write.state !== "refused") return;
    speak(write.message);
    if (this.#last?.item.id !== write.body.contribution) return;
    this.#showUndo(write.message);
    this.after.querySelector("button")?.remove();
  }
}

// Where a contribution lies (a heap, a week) or what it is about, as a paper tag.
export function heapOf({ slot, week, as_kind: kind, about }) {
  const { heaps, marks } = page.parts;
  const named = (list) => list?.find((one) => one.id === slot)?.label;
  const place = named(heaps?.heaps) ?? (marks && (page.drawing.spots[slot]?.title ?? named(marks.marks)));
  const said = [
    inLanguage(place),
    week ? words("week_number", { n: week }) : "",
    inLanguage(heaps?.kinds?.find((one) => one.id === kind)?.label),
    about,
  ].filter(Boolean);
  return said.length ? make("span", { class: "tag small", dir: "auto" }, said.join(" · ")) : null;
}
