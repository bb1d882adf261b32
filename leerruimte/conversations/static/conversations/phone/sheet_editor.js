// The field in which one version of a field on a sheet is written. It remembers on top of what it is written, and its
// words survive a reload; what others do meanwhile never changes it.

import { button, find, icon, make, message } from "./slips.js";
import { inLanguage, lengthOf, page, words } from "./words.js";

export class Editor {
  #draft = null; // {text, choice, follows} that was typed and not kept yet

  // While what was typed is being stored nothing may be put in its place.
  isKeeping = false;

  // `keep({text, choice, follows})` stores it: a promise of "", or of the name of what is wrong.
  constructor({ id, drafts, choices, label, keep, onKept, onClose }) {
    Object.assign(this, { id, drafts, keep, onKept, onClose, name: "" });
    this.field = make("textarea", { class: "field", id, rows: 2, "aria-describedby": `${id}-readers ${id}-problem` });
    this.starters = make("div", { class: "starters" });
    this.problem = make("div", { id: `${id}-problem` });
    this.readers = make("p", { class: "readers", id: `${id}-readers` });
    this.state = make("span", {});
    this.submit = make("button", { class: "btn small" });
    this.cancel = button(words("cancel"), { css: "link-button small" }, () => this.close());
    this.choices = choices.length ? this.#choices(choices) : null;
    this.element = make(
      "form",
      { class: "flow tight sheet-editor", hidden: true, novalidate: true },
      make("label", { class: "vh", for: id }, label),
      this.choices,
      this.starters,
      this.field,
      this.problem,
      this.readers,
      make("div", { class: "row" }, make("span", { class: "row start" }, this.submit, this.cancel), this.state),
    );
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.field.addEventListener("input", () => this.#typed());
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#submit();
    });
  }

  get isOpen() {
    return !this.element.hidden;
  }

  get isTouched() {
    return Boolean(this.#draft);
  }

  // What waits under this name, typed before a reload; null when there is nothing.
  waiting(name) {
    try {
      return JSON.parse(this.drafts.read(name));
    } catch {
      return null;
    }
  }

  // Open it on top of `follows`. `stays`: it is always there and cannot be closed.
  open({ name, text = "", choice = "", follows, readers, label, starter = "", stays = false, focus = false }) {
    const waiting = this.waiting(name);
    this.name = name;
    this.#draft = waiting;
    this.follows = waiting?.follows ?? follows;
    this.field.value = waiting?.text ?? text;
    this.#choose(waiting?.choice ?? choice);
    this.submit.textContent = label;
    this.cancel.hidden = stays;
    this.element.classList.toggle("stays", stays);
    this.#touched();
    this.says(readers);
    this.#showStarter(starter);
    this.#clear();
    this.element.hidden = false;
    this.#grow();
    if (focus) this.field.focus();
  }

  says(readers) {
    if (this.readers.textContent !== readers) this.readers.replaceChildren(icon("eye"), make("span", {}, readers));
  }

  close() {
    this.drafts.keep(this.name, "");
    this.hide();
    this.onClose?.();
  }

  hide() {
    this.#draft = null;
    this.element.hidden = true;
  }

  #choices(choices) {
    const group = make("fieldset", { class: "chips" }, make("legend", { class: "vh" }, words("choose_one")));
    const list = make("div", {});
    for (const one of choices) {
      const choice = find("choice").content.cloneNode(true);
      const input = choice.querySelector("input");
      Object.assign(input, { type: "checkbox", name: `${this.id}-choice`, value: one.id });
      input.addEventListener("change", () => {
        this.#choose(input.checked ? one.id : "");
        this.#typed();
      });
      choice.querySelector("span").textContent = inLanguage(one.label);
      list.append(choice);
    }
    group.append(list);
    return group;
  }

  // One at most, and none is fine too.
  #choose(id) {
    this.choice = id;
    for (const input of this.choices?.querySelectorAll("input") ?? []) input.checked = input.value === id;
  }

  #showStarter(starter) {
    const begin = starter
      ? button(words("use_starter", { words: starter }), { css: "link-button small" }, () => {
          this.field.value = `${starter.replace(/\s*…\s*$/, "")} `;
          this.#typed();
          this.field.focus();
        })
      : null;
    this.starter = begin;
    this.starters.replaceChildren(...(begin ? [begin] : []));
    if (begin) begin.hidden = Boolean(this.field.value.trim());
  }

  #typed() {
    this.#draft = { text: this.field.value, choice: this.choice, follows: this.follows };
    this.drafts.keep(this.name, JSON.stringify(this.#draft));
    this.#touched();
    this.state.replaceChildren();
    if (this.problem.firstChild) this.#clear();
    if (this.starter) this.starter.hidden = Boolean(this.field.value.trim());
    this.#grow();
  }

  // One that is always there shows who reads it and its button only to who is writing.
  #touched() {
    this.element.classList.toggle("is-touched", this.isTouched);
  }

  #grow() {
    this.field.style.setProperty("height", "auto");
    this.field.style.setProperty("height", `${Math.min(Math.max(this.field.scrollHeight + 4, 76), 320)}px`);
  }

  async #submit() {
    if (this.isKeeping) return undefined; // a second press does nothing
    const text = this.field.value.trim();
    if (!text && !this.choice) return this.refuse("write_something");
    if (lengthOf(text) > page.longest_entry) return this.refuse("entry_too_long");
    this.isKeeping = true;
    const problem = await this.keep({ text, choice: this.choice, follows: this.follows }).catch(() => "phone_full");
    this.isKeeping = false;
    if (problem) return this.refuse(problem);
    this.#draft = null;
    this.#touched();
    this.drafts.keep(this.name, "");
    return this.onKept(text);
  }

  refuse(name) {
    this.problem.replaceChildren(message(words(name)));
    this.field.setAttribute("aria-invalid", "true");
    this.field.focus();
  }

  #clear() {
    this.problem.replaceChildren();
    this.field.removeAttribute("aria-invalid");
  }
}
