// The parts of the desk: asks the server for those that changed and lays them over what is there, not too often.
import { morph } from "../morph.js";

// A room of thousands changes something every second; nobody reads that fast. What one does oneself does not wait.
const REST = { nu: 800, scherm: 300, stand: 3000, mensen: 1500, notities: 1500, inbreng: 3000, logboek: 1500 };

export class Parts {
  #desk;
  #asked = new Map(); // part -> when it was asked last
  #timers = new Map();

  constructor(desk) {
    this.#desk = desk;
  }

  // Some time soon.
  want(...names) {
    for (const name of names) {
      if (this.#timers.has(name) || !document.getElementById(name)) continue;
      const rest = (this.#asked.get(name) ?? 0) + REST[name] - Date.now();
      this.#timers.set(name, setTimeout(() => this.refresh(name), Math.max(50, rest)));
    }
  }

  // All of them, now: after something was done here, or after being away.
  async refreshAll() {
    await Promise.all([...this.#desk.querySelectorAll("[data-part]")].map((part) => this.refresh(part.id)));
  }

  // Another choice of contributions.
  async choose(search) {
    await this.#lay("inbreng", search);
  }

  async refresh(name) {
    const given = name === "inbreng" ? this.#desk.querySelector("#given") : null;
    await this.#lay(name, given ? `?${given.dataset.choice}` : "");
  }

  async #lay(name, search) {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
    const asked = Date.now();
    this.#asked.set(name, asked);
    const part = document.getElementById(name);
    try {
      const answer = await fetch(part.dataset.part + search);
      const html = await answer.text();
      // An answer that was overtaken by a later one is old news.
      if (answer.ok && this.#asked.get(name) === asked) morph(part, html);
    } catch {
      // No connection: what is there stays, and the stream asks anew when it is back.
    }
  }
}
