// What everybody in the room may know, as this phone has heard it: the scene, the contributions, the harvests.

import { hearServerTime } from "./clock.js";

export class Room extends EventTarget {
  contributions = new Map();

  constructor(state) {
    super();
    this.#read(state);
  }

  #read(state) {
    hearServerTime(state.now);
    Object.assign(this, { scene: state.scene, people: state.people, harvests: state.harvests, map: state.map });
    this.version = state.version;
    for (const one of state.contributions) this.contributions.set(one.id, one);
  }

  // The whole state again: after a pause, or when this phone was too far behind.
  take(state) {
    const before = new Set(this.contributions.keys());
    this.#read(state);
    this.#say("scene");
    for (const one of state.contributions) if (!before.has(one.id)) this.#say("added", one);
    this.#say("harvest");
    this.#say("whole");
  }

  hear(name, data) {
    this.#heard[name]?.(data);
  }

  #heard = {
    scene: (scene) => {
      const before = this.scene;
      this.scene = scene;
      this.#say("scene", before);
    },
    version: (version) => {
      this.version = version;
      this.#say("version");
    },
    people: (people) => {
      this.people = people;
    },
    added: (one) => {
      const isNew = !this.contributions.has(one.id);
      this.contributions.set(one.id, one);
      if (isNew) this.#say("added", one);
    },
    gone: (id) => {
      this.contributions.delete(id);
      this.#say("gone", id);
    },
    harvest: ({ table, text }) => {
      this.harvests = [...this.harvests.filter((one) => one.table !== table), { table, text }];
      this.harvests.sort((a, b) => a.table - b.table);
      this.#say("harvest");
    },
    sheet: (which) => this.#say("sheet", which),
    map: (version) => {
      this.map = version;
      this.#say("map");
    },
    deleted: () => this.#say("deleted"),
  };

  question(key) {
    return this.scene.questions.find((question) => question.key === key);
  }

  #say(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
