// Which question this phone shows: the one of now, or one that somebody went back to. It never changes under the hands
// of who is writing, or of who went back: then it says that there is a new one.

import { button, find, icon, make, showList, speak } from "./slips.js";
import { inLanguage, page, words } from "./words.js";

export class Questions {
  #fresh = 0;

  constructor({ room, compose, own, views, everything, show }) {
    Object.assign(this, { room, compose, own, views, everything, showParts: show, key: null, byHand: false });
    this.details = find("everything");
    this.details.addEventListener("toggle", () => {
      if (this.details.open) this.#openEverything();
      else everything.close();
    });
    find("said-new").addEventListener("click", () => this.#openEverything());
    room.addEventListener("added", ({ detail }) => this.#added(detail));
    for (const link of document.querySelectorAll("a[data-question]")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.choose(link.dataset.question);
      });
    }
  }

  begin() {
    this.#go(this.room.scene.question, { soon: true });
    this.#showOthers();
  }

  // The scene changed: go along, unless somebody is writing or went back to another question.
  follow() {
    const now = this.room.scene.question;
    if (now === this.key || !this.key) {
      this.#announce(null);
      if (now !== this.key) this.#go(now, { soon: false });
    } else if (this.byHand || this.compose.isBusy) this.#announce(now);
    else {
      this.#announce(null);
      this.#go(now, { soon: false });
      speak(words("new_question", { question: this.#text(now) }));
    }
    this.#showPlace();
    this.#showOthers();
  }

  // Somebody chose a question.
  choose(key) {
    this.byHand = key !== this.room.scene.question;
    this.#go(key, { soon: true });
    this.#announce(this.byHand && !this.#isOpenForDays() ? this.room.scene.question : null, "question_of_now");
    this.#showOthers();
    this.views.go("vraag");
    if (document.querySelector(".news")) find("question-parts").scrollIntoView();
    find("others").open = this.#isOpenForDays();
  }

  #isOpenForDays() {
    return this.room.scene.mode === "open";
  }

  #text(key) {
    return inLanguage(this.room.question(key)?.text);
  }

  #go(key, { soon }) {
    this.key = key;
    this.#fresh = 0;
    this.details.open = false;
    find("said").replaceChildren();
    this.everything.address = page.urls.question.replace(/vraag\/$/, `${key}/`);
    this.everything.close();
    this.#showPlace();
    find("waiting-room").hidden = Boolean(key);
    find("question-parts").hidden = !key;
    if (key) this.showParts(key, { soon });
  }

  #showPlace() {
    const question = this.room.question(this.key);
    if (!question) return;
    const { scene } = this.room;
    const place = words("question_place", { number: question.number, total: scene.total });
    find("question-place").textContent = `${place} · ${page.movements[question.movement].toLocaleLowerCase(page.language)}`;
    setText(find("question-text"), inLanguage(question.text));
    setText(find("question-hint"), inLanguage(question.hint));
    find("question-closed").hidden = question.open || scene.closed;
    this.#showStrips();
  }

  #showStrips() {
    const { scene } = this.room;
    const now = this.room.question(this.key);
    const strips = Array.from({ length: scene.total }, (_, place) => {
      const css = place + 1 < now.number ? "done" : place + 1 === now.number ? "now" : "";
      return make("li", { class: css });
    });
    find("strips")?.replaceChildren(...strips);
  }

  #announce(key, sentence = "new_question") {
    const place = find("new-question");
    place.hidden = !key;
    const said = key ? words(sentence, { question: this.#text(key) }) : "";
    if (place.dataset.said === said) return;
    place.dataset.said = said;
    if (!key) return;
    place.replaceChildren(
      icon("forward"),
      make("span", {}, said),
      button(words("go_there"), { css: "btn small" }, () => this.choose(key)),
    );
    if (sentence === "new_question") speak(said);
  }

  #showOthers() {
    const others = this.room.scene.questions;
    find("others").hidden = others.length < 2;
    showList(
      find("others-list"),
      others.map(({ key, number, text, open }) => ({ key, number, text: inLanguage(text), open, here: key === this.key })),
      (one) =>
        make(
          "li",
          {},
          button("", { css: "question-link", "aria-current": one.here ? "true" : null, "data-action": "go" }, () => this.choose(one.key)),
        ),
      { key: (one) => one.key },
    );
    for (const [place, one] of others.entries()) {
      const link = find("others-list").children[place].firstElementChild;
      if (link.childElementCount) continue;
      const closed = one.open ? null : make("span", { class: "small soft" }, words("closed"));
      link.append(make("span", { class: "number" }, String(one.number)), make("span", {}, inLanguage(one.text)), closed ?? "");
    }
  }

  // All that was said with this question; what comes in meanwhile waits behind a button.
  #openEverything() {
    this.#fresh = 0;
    this.#showFresh();
    this.everything.open();
  }

  #added(item) {
    if (item.question !== this.key || this.own.isOwn(item.id) || !this.details.open) return;
    this.#fresh += 1;
    this.#showFresh();
  }

  #showFresh() {
    const place = find("said-new");
    place.hidden = !this.#fresh;
    place.textContent = words("show_new", { n: this.#fresh });
  }
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
  element.hidden = !text;
}
