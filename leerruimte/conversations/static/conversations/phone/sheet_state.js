// What stands in the fields of a form or canvas: what the server told, and everything this phone wrote since. Nothing is
// ever written over: a version lies on top of others, and stands as long as nothing that stands lies on it.

export class SheetState {
  constructor(kind, told, outbox) {
    Object.assign(this, { kind, told, outbox });
  }

  // All versions in a field, in order of arrival; `write` says how one's own newest stand.
  versions(field, stage) {
    const all = new Map(this.told.entries.map((one) => [one.id, { ...one, write: { state: "kept", at: one.at } }]));
    for (const write of this.#written("entry")) {
      const known = all.get(write.id);
      if (known) known.write = write;
      else all.set(write.id, { ...write.body, id: write.id, follows: under(write.body.follows, all), own: true, undone: false, at: write.at, write });
    }
    for (const write of this.#written("undo")) {
      const undone = all.get(write.body.entry);
      if (undone) undone.undone = true;
    }
    return [...all.values()].filter((one) => one.field === field && one.stage === stage);
  }

  // What was not accepted: it stays in sight until its writer does something about it.
  refused(field) {
    return this.outbox.mine("entry").filter((write) => write.state === "refused" && write.body.part === this.kind && write.body.field === field);
  }

  #written(kind) {
    return this.outbox.mine(kind).filter((write) => write.state !== "refused" && write.body.part === this.kind);
  }
}

// Everything that lies under a new version: what it follows and what lies under those. As rules.all_under on the server.
function under(follows, known) {
  const direct = follows.filter((id) => known.has(id));
  return [...new Set([...direct, ...direct.flatMap((id) => known.get(id).follows)])];
}

// The versions that stand, as rules.standing on the server; of those written apart each writer has a pile of their own.
export function standing(versions) {
  const live = versions.filter((one) => !one.undone);
  const covered = new Set(live.flatMap((one) => one.follows.filter((id) => id !== one.id)));
  return live.filter((one) => !covered.has(one.id));
}

// Whether some of these were written on top of the same version: at the same moment, or one of them without a network.
export function atOnce(stand) {
  const seen = new Set();
  for (const one of stand) {
    if (one.follows.some((id) => seen.has(id))) return true;
    one.follows.forEach((id) => seen.add(id));
  }
  return false;
}

// Words of four letters and more that at least two of these texts use, as rules.shared_words on the server.
export function sharedWords(texts) {
  const uses = new Map();
  for (const text of texts) {
    for (const word of new Set(text.toLowerCase().match(WORD) ?? [])) uses.set(word, (uses.get(word) ?? 0) + 1);
  }
  return new Set([...uses].filter(([, many]) => many > 1).map(([word]) => word));
}

export const WORD = /[\p{L}\p{N}_]{4,}/gu;
