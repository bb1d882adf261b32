// What is the matter: no connection, not in the conversation any more, all phones asked to look up, the end.

import { button, find, icon, make, message, showList, speak } from "./slips.js";
import { page, words } from "./words.js";

const GRACE = 2000; // ms without a stream before it is called "no connection"

export class Signs {
  #offline = false;
  #timer = 0;
  #wasPaused = false;

  constructor({ room, outbox, compose }) {
    Object.assign(this, { room, outbox, compose, lost: "" });
    this.connection = find("connection");
    window.addEventListener("offline", () => this.#connected(false));
    window.addEventListener("online", () => this.#connected(true));
    if (!navigator.onLine) this.#offline = true;
  }

  stream(status) {
    clearTimeout(this.#timer);
    if (status === "refused") this.#lose("join");
    else if (status === "online") this.#connected(true);
    else this.#timer = setTimeout(() => this.#connected(false), GRACE);
  }

  gone() {
    this.#lose("gone");
  }

  #lose(what) {
    this.lost = what;
    this.show();
  }

  #connected(yes) {
    const changed = this.#offline === yes;
    this.#offline = !yes;
    this.show();
    if (changed) speak(words(yes ? "back_online" : "offline_short"));
  }

  show() {
    this.#showConnection();
    this.#showPause();
    this.#showLeftOver();
    find("ended").hidden = !this.room.scene.closed;
    find("not-kept-here").hidden = this.outbox.lasts;
  }

  #showConnection() {
    const lost = this.lost || (["join", "gone"].includes(this.outbox.status) ? this.outbox.status : "");
    const waits = this.outbox.status === "waiting";
    const kind = lost || (this.#offline ? "offline" : waits ? "busy" : "");
    const text = `${kind}${this.outbox.message}`;
    if (this.connection.dataset.text === text) return;
    this.connection.dataset.text = text;
    this.connection.hidden = !kind;
    this.connection.replaceChildren(...(kind ? this.#band(kind) : []));
  }

  #band(kind) {
    if (kind === "gone") return [icon("warn"), make("span", {}, words("conversation_gone"))];
    if (kind === "join") {
      return [icon("warn"), make("span", {}, words("join_again"), " ", make("a", { href: page.urls.join }, words("join")))];
    }
    const short = kind === "offline" ? words("offline_short") : this.outbox.message || words("busy");
    return [icon("cloud-off"), make("span", {}, make("b", {}, short), " ", words("offline_more"))];
  }

  // Words that were being typed can still be kept while all look up.
  #showPause() {
    const { paused } = this.room.scene;
    if (paused === this.#wasPaused) return;
    this.#wasPaused = paused;
    document.body.classList.toggle("is-paused", paused);
    document.body.classList.toggle("is-writing", paused && this.compose.field.value.trim() !== "");
    find("paused").hidden = !paused;
    speak(words(paused ? "look_up" : "go_on"));
  }

  // Written by who took part on this phone before (joined again, or another's personal link): never lost silently.
  #showLeftOver() {
    const writes = this.outbox.leftOver.filter((write) => write.body.text || write.body.what);
    find("left-over").hidden = !writes.length;
    showList(
      find("left-over-list"),
      writes,
      (write) => {
        const text = write.body.text ?? write.body.what;
        return make(
          "li",
          { class: "slip flow tight" },
          make("p", { dir: "auto" }, text),
          write.message ? message(write.message) : null,
          make(
            "div",
            { class: "row end" },
            button(words("back_in_field"), { css: "btn small" }, () => this.compose.offer(text) && this.outbox.drop(write)),
            button(words("throw_away"), { css: "link-button small" }, () => this.outbox.drop(write)),
          ),
        );
      },
      { key: (write) => write.key, signature: (write) => write.state },
    );
  }
}
