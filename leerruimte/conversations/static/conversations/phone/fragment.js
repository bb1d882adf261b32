// A part of the page that the server draws: asked for when somebody looks at it, and again when there is news.

import { make } from "./slips.js";
import { words } from "./words.js";

const AT_MOST = 10_000; // ms between two requests of one phone

export class Fragment {
  #asked = 0;
  #timer = 0;

  // `place`: the element that gets what stands in [data-fragment] of the page at `address`.
  constructor(place, address, { onShown = () => {} } = {}) {
    Object.assign(this, { place, address, onShown, isOpen: false });
  }

  open() {
    this.isOpen = true;
    return this.#ask();
  }

  close() {
    this.isOpen = false;
    clearTimeout(this.#timer);
  }

  // Something changed for everybody: ask again, spread over some seconds, and only while somebody looks.
  renew() {
    if (!this.isOpen || document.visibilityState !== "visible") return;
    clearTimeout(this.#timer);
    const wait = Math.max(0, this.#asked + AT_MOST - Date.now());
    this.#timer = setTimeout(() => this.isOpen && this.#ask(), wait + Math.random() * AT_MOST);
  }

  async #ask() {
    this.#asked = Date.now();
    if (!this.place.firstChild) this.place.append(sketch());
    try {
      const response = await fetch(this.address, { headers: { Accept: "text/html", "X-Fragment": "1" } });
      if (!response.ok) throw new Error(response.statusText);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const part = page.querySelector("[data-fragment]");
      if (!part) throw new Error("no fragment");
      // Somebody is typing or choosing in there: not now.
      if (this.place.contains(document.activeElement) && this.place.querySelector("[data-fragment]")) return this.renew();
      this.place.replaceChildren(document.adoptNode(part));
      this.onShown(this.place);
    } catch {
      if (!this.place.querySelector("[data-fragment]")) this.place.replaceChildren(make("p", { class: "band offline" }, words("needs_network")));
    }
    return undefined;
  }
}

// The shape of what comes, while it comes.
function sketch() {
  return make("div", { class: "slip sketch", "aria-busy": "true" }, ...["", "", ""].map(() => make("span", {})));
}
