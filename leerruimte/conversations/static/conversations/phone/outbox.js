// Everything that goes from this phone to the server: stored first, then sent in order, and called *kept* only when
// the server said so. One tab sends at a time; what another tab wrote goes along.
//
// A write: {key, room, me, n, id, kind, body, made, state, at, message, code, field}
//   state "waiting" -> "kept" (at: the server's time) or "refused" (message: the server's sentence).

import { newId } from "./ids.js";
import { openStore } from "./store.js";

const AT_ONCE = 20;
const PATIENCE = 15_000; // of one request, in ms
const LONGEST_PAUSE = 30_000;

export async function openOutbox(settings) {
  const outbox = new Outbox(await openStore(), settings);
  await outbox.begin();
  return outbox;
}

class Outbox extends EventTarget {
  // "idle", "sending", "waiting" (no connection, or a busy server), "join" (this phone is not in the conversation any
  // more) or "gone" (the conversation is not there any more)
  status = "idle";
  message = ""; // what a server that is too busy says
  writes = [];
  #failures = 0;
  #timer = 0;
  #busy = false;
  #again = false;

  constructor(store, { room, me, address, n }) {
    super();
    Object.assign(this, { store, room, me, address, highest: n, box: `${room}:${me}` });
    this.tabs = "BroadcastChannel" in window ? new BroadcastChannel(`leerruimte-${room}`) : null;
  }

  async begin() {
    await this.store.raise(this.box, this.highest);
    await this.#read();
    // What the server showed on this page needs no copy here any more.
    const old = this.writes.filter((write) => write.state === "kept" && write.me === this.me && write.n <= this.highest);
    if (old.length) await this.store.drop(old.map((write) => write.key));
    await this.#read();
    this.tabs?.addEventListener("message", () => this.#read());
    window.addEventListener("online", () => this.send());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.send());
    this.send();
  }

  get lasts() {
    return this.store.lasts;
  }

  // Writes that nobody sends now: made by who took part on this phone before.
  get leftOver() {
    return this.writes.filter((write) => write.me !== this.me && write.state !== "kept");
  }

  mine(kind) {
    return this.writes.filter((write) => write.me === this.me && write.kind === kind);
  }

  // Resolves when the write is safe on this phone; sending follows.
  async add(kind, body, id = newId()) {
    const write = await this.store.add(this.box, { ...this.#whose(), id, kind, body, state: "waiting", made: Date.now() });
    this.writes.push(write);
    this.#tell();
    this.tabs?.postMessage("changed");
    this.send();
    return write;
  }

  #whose() {
    return { room: this.room, me: this.me };
  }

  async drop(write) {
    await this.store.drop([write.key]);
    await this.#changed();
  }

  // Send what waits, batch after batch; pauses grow while it does not work.
  async send() {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#busy = true;
    do {
      this.#again = false;
      try {
        await oneTabAtATime(this.box, () => this.#sendBatch());
      } catch {
        this.#pause();
      }
    } while (this.#again);
    this.#busy = false;
  }

  async #sendBatch() {
    await this.#read();
    const batch = nextBatch(this.#waiting(), this.#failures > 2 ? 1 : AT_ONCE);
    if (!batch.length || this.status === "gone") return this.#become(this.status === "waiting" ? "idle" : this.status);
    this.#become("sending");
    const response = await fetch(this.address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Leerruimte": "1" },
      body: JSON.stringify({ writes: batch.map(({ id, n, kind, body }) => ({ ...body, id, n, kind })) }),
      signal: AbortSignal.timeout ? AbortSignal.timeout(PATIENCE) : undefined,
    });
    if (response.status === 401) return this.#become("join");
    if (response.status === 404) return this.#become("gone");
    if (response.ok) return this.#heard(batch, await response.json(), serverTime(response));
    if (response.status < 500 && ![408, 425, 429].includes(response.status)) return this.#unreadable(batch);
    this.message = (await response.json().catch(() => ({}))).message ?? "";
    return this.#pause(Number(response.headers.get("Retry-After")) * 1000);
  }

  #waiting() {
    return this.writes.filter((write) => write.me === this.me && write.state === "waiting");
  }

  async #heard(batch, { answers }, at) {
    const answered = new Map(answers.map((answer) => [answer.id.replaceAll("-", ""), answer]));
    const settled = batch.flatMap((write) => {
      const answer = answered.get(write.id);
      if (!answer) return [];
      if (answer.outcome !== "refused") return [{ ...write, state: "kept", at }];
      const { message, code, field } = answer;
      return [{ ...write, state: "refused", message, code, field }];
    });
    if (!settled.length) return this.#pause();
    this.#failures = 0;
    this.message = "";
    await this.store.put(settled);
    await this.#changed();
    for (const write of settled) this.dispatchEvent(new CustomEvent("answer", { detail: write }));
    this.#become("idle");
    if (this.#waiting().length) this.#again = true;
  }

  // The server could not read the request at all. One bad write must not hold up its neighbours: they go one by one.
  async #unreadable(batch) {
    if (batch.length > 1) return this.#pause(0, 3);
    await this.store.put([{ ...batch[0], state: "refused", message: "", code: "wrong", field: "" }]);
    await this.#changed();
    this.#failures = 0;
    this.#become("idle");
    this.#again = true;
  }

  #pause(milliseconds = 0, failures = this.#failures + 1) {
    this.#failures = failures;
    this.#become("waiting");
    // Chance in the pause: a room full of phones does not come back in the same second.
    const pause = milliseconds || Math.min(LONGEST_PAUSE, 1000 * 2 ** Math.min(failures, 5));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.send(), pause * (0.75 + Math.random() / 2));
  }

  #become(status) {
    if (this.status === status) return;
    this.status = status;
    this.#tell();
  }

  async #changed() {
    await this.#read();
    this.tabs?.postMessage("changed");
  }

  async #read() {
    this.writes = (await this.store.all(this.room)).sort((a, b) => a.n - b.n);
    this.#tell();
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}

// The first writes that may go together: of one thing (an intention that was edited) only the first.
function nextBatch(waiting, most) {
  const seen = new Set();
  const batch = [];
  for (const write of waiting) {
    if (batch.length === most || seen.has(write.id)) break;
    seen.add(write.id);
    batch.push(write);
  }
  return batch;
}

// The lock is held for one request, never while waiting: a tab that was put to sleep must not hold up the others.
function oneTabAtATime(name, work) {
  return navigator.locks ? navigator.locks.request(`outbox ${name}`, work) : work();
}

// When it was kept, by the server's clock: this phone's may be wrong.
function serverTime(response) {
  return Date.parse(response.headers.get("Date")) || Date.now();
}
