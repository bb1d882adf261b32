// Writing a contribution: the words are kept while they are typed, counted near the end, and stay when time runs out.

import { HeapChoice } from "./heaps.js";
import { find, message, speak } from "./slips.js";
import { lengthOf, page, words } from "./words.js";

const COUNT_FROM = 60; // characters left
const SAID_AT = [40, 20, 10, 0];

export class Compose {
  constructor({ room, outbox, drafts }) {
    Object.assign(this, { room, outbox, drafts, key: null });
    this.form = find("compose");
    this.field = find("compose-text");
    this.count = find("compose-count");
    this.problem = find("compose-problem");
    this.heaps = new HeapChoice(drafts);
    this.label = this.form.querySelector("label[for=compose-text]");
    this.usual = [this.label.textContent, this.field.placeholder];
    this.slot = ""; // the part of the drawing that it is about
    this.signed = find("compose-signed");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.field.addEventListener("input", () => this.#typed());
    this.signed?.addEventListener("change", () => {
      find("compose-readers").lastElementChild.textContent = page.readers[this.signed.checked ? "signed" : "unsigned"];
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#submit();
    });
  }

  get isBusy() {
    return this.field.value.trim() !== "" || document.activeElement === this.field || Boolean(document.activeElement?.closest("#sheet form"));
  }

  // Go to a question. What was being typed with the other one waits there.
  show(key) {
    const question = this.room.question(key);
    if (key !== this.key) {
      this.key = key;
      this.field.value = this.drafts.read(key);
      this.#clearProblem();
      this.heaps.show(question);
      this.about("");
      this.#measure();
    }
    this.showOpen();
  }

  // A closed question takes what was being written a while longer; the server says when that is over.
  showOpen() {
    const question = this.room.question(this.key);
    // With a form or canvas one writes in its fields.
    const elsewhere = question?.part in page.sheets;
    const open = Boolean(question?.open) && !this.room.scene.closed && !elsewhere;
    this.form.hidden = !question || (!open && !this.field.value.trim());
    find("compose-late").hidden = open;
  }

  // Put words in the field (taken back, or not accepted) when nothing stands there yet. Says whether it did.
  offer(text) {
    if (this.field.value.trim()) return false;
    this.field.value = text;
    this.#typed();
    this.form.hidden = false;
    this.field.focus();
    return true;
  }

  // What is written next is about a part of the drawing; "" when it is not. `question`: what is asked there.
  about(slot, question = "") {
    this.slot = slot;
    this.label.textContent = question || this.usual[0];
    this.field.placeholder = question && !slot ? "" : this.usual[1];
  }

  #typed() {
    this.drafts.keep(this.key, this.field.value);
    if (this.problem.firstChild) this.#clearProblem();
    this.#measure();
  }

  #measure() {
    const left = page.longest - lengthOf(this.field.value);
    this.count.hidden = left > COUNT_FROM;
    this.count.textContent = left >= 0 ? words("characters_left", { n: left }) : words("characters_too_many", { n: -left });
    this.count.classList.toggle("too-many", left < 0);
    this.form.classList.toggle("has-words", left < page.longest);
    const said = SAID_AT.find((mark) => left <= mark && this.lastLeft > mark);
    if (said !== undefined || (left < 0 && this.lastLeft >= 0)) speak(this.count.textContent);
    this.lastLeft = left;
    this.field.style.setProperty("height", "auto");
    this.field.style.setProperty("height", `${Math.min(this.field.scrollHeight + 4, 180)}px`);
  }

  async #submit() {
    const text = this.field.value.trim();
    if (!text) return this.#refuse("write_something");
    if (lengthOf(text) > page.longest) return this.#refuse("too_long");
    const { missing, where, ...laid } = this.heaps.read();
    if (missing) return this.#refuse(missing, where);
    if (this.slot) laid.slot = this.slot;
    const key = this.key;
    // Emptied before it is stored: a second press finds nothing to send. If storing fails, the words come back.
    this.field.value = "";
    this.#clearProblem();
    this.#measure();
    try {
      await this.outbox.add("contribute", { question: key, text, ...laid, signed: Boolean(this.signed?.checked) });
      this.drafts.keep(key, "");
      this.heaps.placed();
    } catch {
      this.field.value = text;
      this.#measure();
      return this.#refuse("phone_full");
    }
    if (document.activeElement === document.body) this.field.focus();
    return this.showOpen();
  }

  #refuse(name, where = this.field) {
    this.problem.replaceChildren(message(words(name)));
    this.field.setAttribute("aria-invalid", String(where === this.field));
    where.focus();
  }

  #clearProblem() {
    this.problem.replaceChildren();
    this.field.removeAttribute("aria-invalid");
  }
}
