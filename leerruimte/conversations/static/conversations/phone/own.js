// What is one's own: what the server had when the page was made, and everything this phone wrote since.

export class Own {
  constructor(mine, outbox, me) {
    Object.assign(this, { mine, outbox, me, table: mine.table });
  }

  // Own contributions to a question (or to all), the newest first.
  contributions(question) {
    const gone = this.#withdrawn("contribution");
    const written = this.outbox.mine("contribute").map((write) => ({ ...write.body, id: write.id, write }));
    const known = new Set(written.map((one) => one.id));
    const kept = this.mine.contributions.filter((one) => !known.has(one.id));
    return [...kept.map(asKept), ...written]
      .filter((one) => (!question || one.question === question) && !gone.has(one.id))
      .reverse();
  }

  isOwn(id) {
    return this.mine.contributions.some((one) => one.id === id) || this.outbox.mine("contribute").some((w) => w.id === id);
  }

  intentions() {
    const gone = this.#withdrawn("intention");
    const all = new Map(this.mine.intentions.map((one) => [one.id, asKept(one)]));
    for (const write of this.outbox.mine("intend")) all.set(write.id, { ...write.body, id: write.id, write });
    return [...all.values()].filter((one) => !gone.has(one.id)).reverse();
  }

  // Where one's own mark stands, {position, us, write}; null when there is none.
  mark(question) {
    const write = this.outbox.mine("mark").findLast((one) => one.body.question === question && one.state !== "refused");
    if (write) return write.body.position === null ? null : { ...write.body, write };
    const kept = this.mine.marks[question];
    return kept ? asKept(kept) : null;
  }

  // What one put on an element of the drawing, {marks, write}; without write when that is nothing.
  element(key) {
    const write = this.outbox.mine("element").findLast((one) => one.body.element === key && one.state !== "refused");
    if (write) return { marks: write.body.marks, write };
    const kept = this.mine.elements[key];
    return kept ? asKept(kept) : { marks: [] };
  }

  // The newest stance on a contribution that this phone wrote; undefined when it wrote none.
  stance(id) {
    return this.outbox.mine("stance").findLast((write) => write.body.contribution === id);
  }

  harvest() {
    return this.outbox.mine("harvest").at(-1);
  }

  #withdrawn(thing) {
    const writes = this.outbox.mine("withdraw").filter((write) => write.state !== "refused");
    return new Set(writes.map((write) => write.body[thing]));
  }
}

function asKept(one) {
  return { ...one, write: { state: "kept", at: one.at } };
}
