// One's own contributions with the question that is shown, each with how it stands.

import { heapOf } from "./stack.js";
import { NOTICED, button, find, make, message, showList, speak, stateOf, who } from "./slips.js";
import { page, timeOfDay, words } from "./words.js";

export class OwnList {
  constructor({ own, outbox, compose }) {
    Object.assign(this, { own, outbox, compose, key: null });
    this.section = find("own");
    this.list = find("own-list");
    outbox.addEventListener("change", () => this.show(this.key));
    outbox.addEventListener("answer", ({ detail }) => this.#answered(detail));
  }

  show(key) {
    this.key = key;
    const items = key ? this.own.contributions(key) : [];
    this.section.hidden = !items.length;
    const status = this.outbox.status;
    showList(this.list, items, (item) => this.#slip(item, status), {
      signature: ({ text, slot, signed, hidden, write }) =>
        JSON.stringify([text, slot, signed, hidden, write.state, write.at, write.message, write.state === "waiting" && status, isSlow(write)]),
    });
    if (items.some(({ write }) => write.state === "waiting" && !isSlow(write))) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.show(this.key), NOTICED);
    }
  }

  #slip(item, status) {
    const { write } = item;
    const side = page.roles[page.role]?.side ?? "";
    const you = page.roles[page.role] ? words("you_as", { role: page.roles[page.role].word }) : words("you");
    return make(
      "li",
      { class: `slip of ${side} flow tight` },
      make("div", { class: "row" }, who(page.role, you) ?? make("span", { class: "who" }, you), stateOf(write, status)),
      heapOf(item),
      make("p", { dir: "auto" }, item.text),
      item.hidden ? make("p", { class: "small soft" }, words("taken_off")) : null,
      write.state === "refused" ? message(write.message || words("unreadable")) : null,
      make("div", { class: "row end" }, ...this.#actions(item)),
    );
  }

  #actions(item) {
    if (item.write.state === "refused") {
      return [
        button(words("back_in_field"), { icon: "edit", css: "btn small", "data-action": "edit" }, () => this.#retry(item)),
        button(words("throw_away"), { css: "link-button small", "data-action": "drop" }, () => this.outbox.drop(item.write)),
      ];
    }
    return [
      button(words("take_back"), { icon: "undo", css: "link-button small", "data-action": "withdraw" }, () => this.#withdraw(item)),
    ];
  }

  async #retry(item) {
    if (this.compose.offer(item.text)) await this.outbox.drop(item.write);
    else speak(words("field_is_taken"));
  }

  async #withdraw(item) {
    await this.outbox.add("withdraw", { contribution: item.id });
    const offered = this.compose.offer(item.text);
    speak(words(offered ? "taken_back_in_field" : "taken_back"));
    if (!offered) this.compose.field.focus();
  }

  #answered(write) {
    if (write.kind !== "contribute") return;
    if (write.state === "kept") speak(words("kept_at", { time: timeOfDay(write.at) }));
    else speak(write.message || words("unreadable"));
  }
}

function isSlow(write) {
  return write.state === "waiting" && Date.now() - write.made > NOTICED;
}
