// At a table: which one, and what the table wants to tell the whole room.

import { find, make, message, showList, speak, stateOf } from "./slips.js";
import { lengthOf, page, timeOfDay, words } from "./words.js";

export class Table {
  constructor({ room, own, outbox, drafts }) {
    Object.assign(this, { room, own, outbox, drafts });
    this.place = find("table");
    this.form = find("harvest");
    this.field = find("harvest-text");
    this.field.value = drafts.read("harvest");
    this.field.addEventListener("input", () => drafts.keep("harvest", this.field.value));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    room.addEventListener("harvest", () => this.show());
    outbox.addEventListener("change", () => this.#showState());
    outbox.addEventListener("answer", ({ detail }) => this.#answered(detail));
  }

  show() {
    const seated = this.room.scene.tables > 0 && this.own.table > 0;
    this.place.hidden = !seated;
    find("harvest-part").hidden = this.room.scene.closed && !this.field.value.trim();
    find("harvests-part").hidden = !this.room.harvests.length;
    find("table-number").textContent = this.own.table || "";
    showList(find("harvests"), this.room.harvests, ({ table, text }) =>
      make(
        "li",
        { class: "slip flow tight" },
        make("span", { class: "small strong" }, words(table === this.own.table ? "your_table" : "table_number", { n: table })),
        make("p", { dir: "auto" }, text),
      ), { key: (one) => String(one.table) },
    );
    this.#showState();
  }

  async #submit() {
    const text = this.field.value.trim();
    const wrong = (!text && "write_something") || (lengthOf(text) > page.longest && "too_long");
    this.#problem(wrong ? words(wrong) : "");
    if (wrong) return this.field.focus();
    await this.outbox.add("harvest", { text });
    this.field.value = "";
    return this.drafts.keep("harvest", "");
  }

  #problem(text) {
    find("harvest-problem").replaceChildren(...(text ? [message(text)] : []));
  }

  #showState() {
    const write = this.own.harvest();
    find("harvest-state").replaceChildren(...[write && stateOf(write, this.outbox.status)].filter(Boolean));
  }

  #answered(write) {
    if (write.kind !== "harvest") return;
    if (write.state === "kept") return speak(words("kept_at", { time: timeOfDay(write.at) }));
    this.#problem(write.message || words("unreadable"));
    if (!this.field.value.trim()) this.field.value = write.body.text;
    return this.outbox.drop(write);
  }
}
