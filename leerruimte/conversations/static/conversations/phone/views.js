// One view at a time: the question, intentions, the map, what is mine. The address says which, so "back" works.

import { find } from "./slips.js";

export class Views {
  // `fragments`: view -> the part that the server draws when it is opened.
  constructor(fragments) {
    this.fragments = fragments;
    this.links = [...document.querySelectorAll("[data-view-link]")];
    this.views = [...document.querySelectorAll("[data-view]")];
  }

  begin() {
    for (const link of this.links) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.go(link.dataset.viewLink);
      });
    }
    window.addEventListener("popstate", () => this.#show(this.#asked()));
    this.#show(this.#asked());
  }

  go(name) {
    if (name !== this.now) history.pushState(null, "", name === "vraag" ? location.pathname : `#${name}`);
    this.#show(name);
    window.scrollTo(0, 0);
    find(name).querySelector("h1")?.focus({ preventScroll: true });
  }

  #asked() {
    const name = location.hash.slice(1);
    return this.views.some((view) => view.id === name) ? name : "vraag";
  }

  #show(name) {
    this.now = name;
    for (const view of this.views) view.hidden = view.id !== name;
    for (const link of this.links) {
      if (link.dataset.viewLink === name) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    document.body.dataset.shows = name;
    for (const [view, fragment] of Object.entries(this.fragments)) {
      if (view === name) fragment.open();
      else fragment.close();
    }
  }
}
