// One field of a form or canvas: what stands in it, what lay there before, and where one writes.

import { Editor } from "./sheet_editor.js";
import { WORD, atOnce, sharedWords, standing } from "./sheet_state.js";
import { button, icon, make, message, showList, speak, stateOf, whoOf } from "./slips.js";
import { inLanguage, page, timeOfDay, words } from "./words.js";

export class Field {
  #ownText = ""; // what the editor was filled with: one's own words apart

  constructor(sheet, settings) {
    Object.assign(this, { sheet, settings, key: settings.id });
    const number = page.drawing.spots[settings.hotspot]?.number;
    const id = `sheet-${sheet.kind}-${settings.id}`;
    this.choiceWords = new Map((settings.choices ?? []).map((one) => [one.id, inLanguage(one.label)]));
    this.title = make("h2", { class: "claim", id: `${id}-title` }, number ? make("span", { class: "number" }, String(number)) : null, make("span", {}, inLanguage(settings.label)));
    this.notice = make("p", { class: "band info small", hidden: true });
    this.list = make("ul", { class: "list" });
    this.apart = make("ul", { class: "list" });
    this.apartFold = make("details", { hidden: true }, make("summary", { class: "small" }, words("written_apart")), this.apart);
    this.earlier = make("ul", { class: "list" });
    this.earlierWord = make("summary", { class: "small" });
    this.earlierFold = make("details", { hidden: true }, this.earlierWord, this.earlier);
    this.refused = make("ul", { class: "list" });
    this.actions = make("div", { class: "row start field-actions" });
    this.editor = new Editor({
      id,
      drafts: sheet.drafts,
      choices: settings.choices ?? [],
      label: inLanguage(settings.label),
      keep: (what) => this.#keep(what),
      onKept: (text) => this.#kept(text),
      onClose: () => {
        this.show();
        this.actions.querySelector("button")?.focus();
      },
    });
    this.element = make(
      "section",
      { class: "slip flow tight sheet-field", "aria-labelledby": `${id}-title` },
      this.title,
      settings.help ? make("p", { class: "small soft" }, inLanguage(settings.help)) : null,
      this.notice,
      this.list,
      this.editor.element,
      this.refused,
      this.actions,
      this.earlierFold,
      this.apartFold,
    );
  }

  show() {
    const { sheet } = this;
    const apart = sheet.state.versions(this.key, "alone");
    const together = sheet.showsTogether ? sheet.state.versions(this.key, "together") : [];
    const stand = standing(together);
    const mine = standing(apart.filter((one) => one.own));
    if (sheet.showsTogether) this.#showTogether(together, stand);
    else this.#showAlone(apart, mine);
    this.#showApart(standing(apart));
    this.#showRefused();
  }

  // ---- each apart ----

  #showAlone(apart, mine) {
    const { sheet } = this;
    const twice = mine.length > 1;
    this.#notice(twice ? words("yours_twice") : "");
    this.#slips(twice ? mine : sheet.showsApart ? standing(apart) : [], twice);
    this.actions.replaceChildren();
    this.#showEarlier(apart.filter((one) => one.own), mine);
    if (this.editor.isKeeping) return undefined;
    const writes = sheet.isOpen && (!sheet.showsApart || !mine.length) && !twice;
    if (!writes && !this.editor.isTouched) return this.editor.hide();
    const text = mine[0]?.text ?? "";
    const name = `sheet:${sheet.kind}:${this.key}:alone`;
    const same = this.editor.isOpen && this.editor.name === name && (this.editor.isTouched || this.#ownText === text);
    if (!same) {
      this.editor.open({ name, text, choice: mine[0]?.choice, follows: mine.map((one) => one.id), readers: sheet.readers, label: words("keep"), starter: this.#starter(), stays: true });
      this.#ownText = text;
    }
    if (!this.editor.isTouched) this.editor.follows = mine.map((one) => one.id);
    this.editor.says(sheet.readers);
    const state = mine[0] && !this.editor.isTouched ? stateOf(mine[0].write, sheet.outbox.status) : null;
    if (this.editor.state.textContent !== (state?.textContent ?? "")) this.editor.state.replaceChildren(...(state ? [state] : []));
    return undefined;
  }

  #starter() {
    const { starters, starter } = this.settings;
    return inLanguage(starters?.[this.sheet.asRole] ?? (starters && !this.sheet.asRole ? Object.values(starters)[0] : starter));
  }

  // ---- side by side ----

  #showApart(stand) {
    const { sheet } = this;
    this.apartFold.hidden = !sheet.showsTogether || !sheet.showsApart || !stand.length;
    if (!this.apartFold.hidden) showList(this.apart, this.#inOrder(stand), (one) => this.#slip(one, sharedWords(stand.map(({ text }) => text))), { signature });
  }

  // As the form names its roles: with each field the same from top to bottom.
  #inOrder(stand) {
    const order = this.sheet.roles.map((role) => inLanguage(role.label));
    return [...stand].sort((a, b) => order.indexOf(a.word) - order.indexOf(b.word));
  }

  // ---- together ----

  #showTogether(versions, stand) {
    const { sheet } = this;
    const conflict = sheet.isForm ? stand.length > 1 : atOnce(stand);
    this.#notice(conflict ? words("at_once") : "");
    this.#slips(stand, conflict);
    this.#showEarlier(versions, stand);
    if (this.editor.isKeeping) return;
    const name = `sheet:${sheet.kind}:${this.key}:together`;
    if (!sheet.isOpen && !this.editor.isTouched) this.editor.hide();
    else if (!this.editor.isOpen || this.editor.name !== name) {
      if (this.editor.waiting(name)) this.#write({ name, focus: false });
      else this.editor.hide();
    }
    const open = sheet.isOpen && !this.editor.isOpen;
    const actions = open ? this.#possible(stand) : [];
    const mark = actions.map(([word]) => word).join();
    if (this.actions.dataset.mark === mark && this.actions.childElementCount === actions.length) return;
    this.actions.dataset.mark = mark;
    this.actions.replaceChildren(...actions.map(([word, name, press]) => button(words(word), { icon: name, css: "btn small" }, press)));
  }

  #possible(stand) {
    const all = () => standing(this.sheet.state.versions(this.key, "together"));
    const name = `sheet:${this.sheet.kind}:${this.key}:together`;
    const fresh = ["add_here", "edit", () => this.#write({ name, starter: this.#starter(), focus: true })];
    const join = ["put_together", "merge", () => this.#writeOn(all())];
    if (!stand.length) return [[this.sheet.isForm ? "write_here" : "add_here", ...fresh.slice(1)]];
    if (this.sheet.isForm) return stand.length > 1 ? [join] : [["write_on", "edit", () => this.#writeOn(all())]];
    return stand.length > 1 ? [fresh, join] : [fresh];
  }

  #write({ name, text = "", choice = "", follows = [], starter = "", focus }) {
    this.editor.open({ name, text, choice, follows, readers: this.sheet.readers, label: words("keep"), starter, focus });
    this.actions.replaceChildren();
  }

  // On top of one version, or of several that are put together: all their words come along.
  #writeOn(versions) {
    this.#write({
      name: `sheet:${this.sheet.kind}:${this.key}:together`,
      text: versions.map((one) => one.text).filter(Boolean).join("\n"),
      choice: versions.length === 1 ? versions[0].choice : "",
      follows: versions.map((one) => one.id),
      focus: true,
    });
  }

  async #keep({ text, choice, follows }) {
    const { sheet } = this;
    if (sheet.roles.length && !sheet.asRole) return "choose_role";
    const stage = sheet.showsTogether ? "together" : "alone";
    const own = standing(sheet.state.versions(this.key, stage).filter((one) => one.own));
    const unchanged = stage === "alone" && own.length === 1 && own[0].text === text && (own[0].choice ?? "") === choice;
    if (!unchanged) await sheet.add(this.key, { stage, text, choice, follows });
    return "";
  }

  #kept(text) {
    if (this.sheet.showsTogether) {
      this.editor.hide();
      setTimeout(() => document.activeElement === document.body && this.actions.querySelector("button")?.focus());
    }
    this.#ownText = text;
    this.show();
  }

  // ---- pieces ----

  #notice(text) {
    this.notice.hidden = !text;
    if (this.notice.textContent === text) return;
    this.notice.replaceChildren(icon("merge"), make("span", {}, text));
    if (text) speak(text);
  }

  #slips(stand, choose) {
    const shared = this.sheet.showsApart && !this.sheet.showsTogether ? sharedWords(stand.map((one) => one.text)) : new Set();
    const items = this.sheet.showsTogether ? stand : this.#inOrder(stand);
    showList(this.list, items, (one) => this.#slip(one, shared, choose), {
      signature: (one) => signature(one) + choose + this.sheet.isOpen + this.sheet.outbox.status + [...shared].join(),
    });
    this.list.hidden = !items.length;
  }

  #slip(one, shared = new Set(), choose = null) {
    const { sheet } = this;
    const buttons = choose === null || !sheet.isOpen ? [] : this.#slipButtons(one, choose);
    const whose = one.own ? words(one.word ? "you_as" : "you", { role: one.word }) : one.word;
    return make(
      "li",
      { class: `entry of ${one.side ?? ""} flow tight` },
      make("div", { class: "row" }, whoOf(one.side, whose), one.own && sheet.showsTogether ? stateOf(one.write, sheet.outbox.status) : null),
      one.choice ? make("span", { class: "pill" }, this.choiceWords.get(one.choice) ?? one.choice) : null,
      one.text ? make("p", { dir: "auto", class: "entry-text" }, ...dotted(one.text, shared)) : null,
      buttons.length ? make("div", { class: "row end" }, ...buttons) : null,
    );
  }

  #slipButtons(one, choose) {
    const buttons = [];
    const { sheet } = this;
    if (choose) buttons.push(button(words("use_this"), { icon: "yes", css: "btn small", "data-action": "choose" }, () => this.#use(one)));
    if (sheet.showsTogether && !sheet.isForm) {
      buttons.push(button(words("write_on"), { icon: "edit", css: "link-button small", "data-action": "change" }, () => this.#writeOn([one])));
    }
    if (one.own && sheet.showsTogether) buttons.push(button(words("undo_mine"), { icon: "undo", css: "link-button small", "data-action": "undo" }, () => this.#undo(one)));
    return buttons;
  }

  // Choose one of those that were written at once: it is written anew on top of them all, so that the others stay.
  async #use(one) {
    const stage = this.sheet.showsTogether ? "together" : "alone";
    const rivals = standing(this.sheet.state.versions(this.key, stage).filter((other) => stage === "together" || other.own));
    const over = this.sheet.isForm ? rivals : rivals.filter((other) => atOnce([one, other]));
    await this.sheet.add(this.key, { stage, text: one.text, choice: one.choice, follows: [...new Set([one, ...over])].map(({ id }) => id) });
    this.show();
    this.element.querySelector("button")?.focus();
  }

  async #undo(one) {
    await this.sheet.undo(one);
    const name = `sheet:${this.sheet.kind}:${this.key}:together`;
    // Its words are at hand to be changed and kept again.
    if (!this.editor.isOpen && one.text) this.#write({ name, text: one.text, choice: one.choice, follows: one.follows.length === 1 ? one.follows : [], focus: true });
    speak(words("undone"));
    this.show();
  }

  #showEarlier(versions, stand) {
    const there = new Set(stand.map((one) => one.id));
    const old = versions.filter((one) => !there.has(one.id) && (one.text || one.choice) && (!one.undone || one.own)).reverse();
    this.earlierFold.hidden = !old.length;
    this.earlierWord.textContent = words("earlier", { n: old.length });
    if (!old.length) return;
    showList(this.earlier, old, (one) => this.#old(one), { signature: (one) => signature(one) + this.sheet.isOpen });
  }

  #old(one) {
    const back = this.sheet.isOpen && this.sheet.showsTogether;
    return make(
      "li",
      { class: "flow tight" },
      make("div", { class: "row small soft" }, whoOf(one.side, one.own ? words("you") : one.word), one.at ? make("span", { class: "figure" }, timeOfDay(one.at)) : null),
      make("p", { dir: "auto", class: "small entry-text" }, [this.choiceWords.get(one.choice), one.text].filter(Boolean).join(": ")),
      one.taken_off ? make("p", { class: "small soft" }, words("taken_off")) : null,
      back && !one.taken_off ? button(words("bring_back"), { icon: "undo", css: "link-button small" }, () => this.#bringBack(one)) : null,
    );
  }

  #bringBack(one) {
    const stand = standing(this.sheet.state.versions(this.key, "together"));
    this.#write({
      name: `sheet:${this.sheet.kind}:${this.key}:together`,
      text: one.text,
      choice: one.choice,
      follows: this.sheet.isForm ? stand.map(({ id }) => id) : stand.filter((other) => other.follows.includes(one.id)).map(({ id }) => id),
      focus: true,
    });
  }

  #showRefused() {
    showList(this.refused, this.sheet.state.refused(this.key), (write) =>
      make(
        "li",
        { class: "entry flow tight" },
        make("p", { dir: "auto", class: "entry-text" }, write.body.text),
        message(write.message || words("unreadable")),
        make("div", { class: "row end" }, button(words("back_in_field"), { css: "btn small" }, () => this.#again(write)), button(words("throw_away"), { css: "link-button small" }, () => this.sheet.outbox.drop(write))),
      ), { key: (write) => write.key, signature: (write) => write.message },
    );
    this.refused.hidden = !this.refused.childElementCount;
  }

  async #again(write) {
    if (this.editor.isTouched && this.editor.field.value.trim()) return speak(words("field_is_taken"));
    this.#write({ name: `sheet:${this.sheet.kind}:${this.key}:${write.body.stage}`, text: write.body.text, choice: write.body.choice, follows: write.body.follows, focus: true });
    this.editor.field.dispatchEvent(new Event("input"));
    return this.sheet.outbox.drop(write);
  }
}

const signature = (one) => JSON.stringify([one.id, one.text, one.choice, one.word, one.write?.state, one.write?.at]);

// The text with the words that others use too under dots.
function dotted(text, shared) {
  if (!shared.size) return [text];
  const pieces = [];
  let from = 0;
  for (const found of text.matchAll(WORD)) {
    if (!shared.has(found[0].toLowerCase())) continue;
    pieces.push(text.slice(from, found.index), make("span", { class: "dotted" }, found[0]));
    from = found.index + found[0].length;
  }
  return [...pieces, text.slice(from)];
}
