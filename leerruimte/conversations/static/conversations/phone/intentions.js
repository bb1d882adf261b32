// What somebody is going to do: written, changed and taken back; all fields are kept while they are typed.

import { NOTICED, button, find, icon, make, message, showList, speak, stateOf } from "./slips.js";
import { dayOf, inLanguage, lengthOf, page, timeOfDay, words } from "./words.js";

const FIELDS = ["what", "by_when", "with_whom", "needed", "asks_of_me", "asks_of_organisation"];
const SHOWN = ["with_whom", "needed", "asks_of_me", "asks_of_organisation"];

export class Intentions {
  constructor({ own, outbox, drafts, room }) {
    Object.assign(this, { own, outbox, drafts, room, editing: null });
    this.form = find("intend");
    this.list = find("intentions-list");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.form.addEventListener("input", () => this.#keepDraft());
    find("intend-cancel").addEventListener("click", () => this.#leave());
    outbox.addEventListener("change", () => this.show());
    outbox.addEventListener("answer", ({ detail }) => this.#answered(detail));
    this.#fill(this.#draft());
    this.#showStarters();
    this.show();
  }

  show() {
    this.form.hidden = this.room.scene.closed && !this.form.elements.what.value.trim();
    const status = this.outbox.status;
    const items = this.own.intentions();
    find("intentions-own").hidden = !items.length;
    showList(this.list, items, (item) => this.#slip(item, status), {
      signature: (item) => JSON.stringify([item, item.write.state === "waiting" && [status, Date.now() - item.write.made > NOTICED]]),
    });
  }

  #slip(item, status) {
    const { write } = item;
    const refused = write.state === "refused";
    const edit = button(words("change"), { icon: "edit", css: "btn small", "data-action": "edit" }, () => this.#edit(item));
    const drop = button(words(refused ? "throw_away" : "take_back"), { css: "link-button small", "data-action": "withdraw" }, () =>
      refused ? this.outbox.drop(write) : this.#withdraw(item),
    );
    return make(
      "li",
      { class: `slip of ${page.roles[page.role]?.side ?? ""} flow tight` },
      make("div", { class: "row" }, item.by_when ? make("span", { class: "strong" }, icon("calendar"), dayOf(item.by_when)) : make("span", {}), stateOf(write, status)),
      make("p", { class: "say", dir: "auto" }, item.what),
      make("dl", { class: "small intention-more" }, ...SHOWN.filter((name) => item[name]).flatMap((name) => [
        make("dt", { class: "soft" }, words(name)),
        make("dd", { dir: "auto" }, item[name]),
      ])),
      item.hidden ? make("p", { class: "small soft" }, words("taken_off")) : null,
      refused ? message(write.message || words("unreadable")) : null,
      make("div", { class: "row end" }, edit, drop),
    );
  }

  #values() {
    const values = Object.fromEntries(FIELDS.map((name) => [name, this.form.elements[name].value.trim()]));
    return { ...values, signed: Boolean(this.form.elements.signed?.checked) };
  }

  #fill(values) {
    for (const name of FIELDS) this.form.elements[name].value = values[name] ?? "";
    if (this.form.elements.signed) this.form.elements.signed.checked = Boolean(values.signed);
    this.form.querySelector("details").open = SHOWN.slice(1).some((name) => values[name]);
  }

  #draft() {
    try {
      return JSON.parse(this.drafts.read("intention")) ?? {};
    } catch {
      return {};
    }
  }

  #keepDraft() {
    if (!this.editing) this.drafts.keep("intention", JSON.stringify(this.#values()));
  }

  async #submit() {
    const values = this.#values();
    this.#problem("");
    if (!values.what) return this.#problem(words("write_something"), "what");
    const long = FIELDS.find((name) => lengthOf(values[name]) > (name === "with_whom" ? 120 : page.longest));
    if (long) return this.#problem(words("too_long"), long);
    if (this.form.elements.by_when.validity.badInput) return this.#problem(words("wrong_date"), "by_when");
    await this.outbox.add("intend", values, this.editing ?? undefined);
    if (!this.editing) this.drafts.keep("intention", "");
    return this.#leave();
  }

  #problem(text, field = "what") {
    for (const name of FIELDS) {
      find(`intend-${name}-problem`).replaceChildren(...(text && name === field ? [message(text)] : []));
      this.form.elements[name].setAttribute("aria-invalid", String(Boolean(text) && name === field));
    }
    if (text) this.form.elements[field].focus();
  }

  #edit(item) {
    this.editing = item.id;
    this.#fill(item);
    if (item.write.state === "refused") this.outbox.drop(item.write);
    this.form.hidden = false;
    find("intend-title").textContent = words("change_intention");
    find("intend-cancel").hidden = false;
    this.form.elements.what.focus();
  }

  // Back to a new one: what was typed for it before is there again.
  #leave() {
    this.editing = null;
    find("intend-title").textContent = words("new_intention");
    find("intend-cancel").hidden = true;
    this.#fill(this.#draft());
    this.show();
  }

  async #withdraw(item) {
    await this.outbox.add("withdraw", { intention: item.id });
    speak(words("taken_back"));
    this.form.elements.what.focus();
  }

  #answered(write) {
    if (write.kind !== "intend") return;
    speak(write.state === "kept" ? words("kept_at", { time: timeOfDay(write.at) }) : write.message || words("unreadable"));
  }

  #showStarters() {
    const starters = page.parts.tomorrow?.starters ?? [];
    find("starters").replaceChildren(
      ...starters.map((starter) =>
        button(inLanguage(starter), { css: "btn small hand" }, () => {
          const field = this.form.elements.what;
          if (!field.value.trim()) field.value = inLanguage(starter).replace(/\s*…\s*$/, " ");
          field.focus();
          this.#keepDraft();
        }),
      ),
    );
  }
}
