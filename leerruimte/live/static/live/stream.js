// Keeps one stream of a room open: catches up with what was missed, tries again by itself, says how it goes.
//
// fetch and not EventSource: it tells why a stream is refused (401, 404), lets us send the last event's id ourselves, and
// can be cut when it has gone silent, as happens when a phone slept or changed network without anybody noticing.

import { EventReader } from "./event_reader.js";

const SILENCE = 45_000; // the server says something at least every 20 seconds
const SUSPECT = 25_000; // after sleep: longer than this without a word and we do not wait for the 45 seconds
const FIRST_RETRY = 2_000;
const LONGEST_RETRY = 30_000;
const REFUSED = [401, 403, 404, 410];

/**
 * Open the stream at `url`. `onState(state)`: the whole state; `onDelta(name, data)`: one change;
 * `onStatus("online" | "offline" | "refused")`: only when it changes; "refused" is final: the page has to be asked again.
 */
export function openStream(url, { onState, onDelta, onStatus = () => {} }) {
  let lastId = "";
  let retry = FIRST_RETRY;
  let failures = 0;
  let heardAt = 0;
  let status = "";
  let closed = false;
  let connection = null; // AbortController of the stream that counts; older ones are dead
  let timer = 0;

  function tell(next) {
    if (status !== next) {
      status = next;
      onStatus(next);
    }
  }

  function handle(event) {
    if (event.id) lastId = event.id;
    if (event.retry) retry = event.retry;
    if (event.name === "state") onState(JSON.parse(event.data));
    if (event.name === "delta") for (const [name, data] of JSON.parse(event.data)) onDelta(name, data);
  }

  async function connect() {
    hangUp();
    if (closed) return;
    const mine = (connection = new AbortController());
    heardAt = Date.now();
    let wait = 0;
    try {
      const headers = { Accept: "text/event-stream", ...(lastId && { "Last-Event-ID": lastId }) };
      const answer = await fetch(url, { headers, cache: "no-store", credentials: "same-origin", signal: mine.signal });
      if (REFUSED.includes(answer.status)) {
        close();
        tell("refused");
        return;
      }
      wait = 1000 * (Number(answer.headers.get("Retry-After")) || 0);
      if (answer.ok) await listen(answer.body.getReader(), mine);
    } catch {
      // no network, or we hung up ourselves
    }
    if (connection === mine && !closed) again(wait);
  }

  async function listen(body, mine) {
    const reader = new EventReader();
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = await body.read();
      if (done || connection !== mine) return;
      heardAt = Date.now();
      failures = 0;
      tell("online");
      for (const event of reader.read(decoder.decode(value, { stream: true }))) {
        try {
          handle(event);
        } catch (error) {
          console.error(error); // a fault in the page must not end the stream
        }
      }
    }
  }

  // Chance spreads a room full of phones that all lost the server in the same moment.
  function again(wait = 0) {
    hangUp();
    tell("offline");
    const longer = Math.min(retry * 2 ** failures, LONGEST_RETRY) * (0.5 + Math.random());
    failures += 1;
    timer = setTimeout(connect, Math.max(wait, longer));
  }

  function hangUp() {
    clearTimeout(timer);
    const old = connection;
    connection = null;
    old?.abort();
  }

  function now() {
    failures = 0;
    connect();
  }

  function watch() {
    if (connection && Date.now() - heardAt > SILENCE) again();
  }

  function wake() {
    if (document.visibilityState === "visible" && (!connection || Date.now() - heardAt > SUSPECT)) now();
  }

  // A page that is put aside (back/forward cache) would hold its connection for nothing.
  const listeners = [
    [window, "online", now],
    [window, "offline", () => again()],
    [window, "pagehide", hangUp],
    [window, "pageshow", (event) => event.persisted && now()],
    [document, "visibilitychange", wake],
  ];

  function close() {
    closed = true;
    hangUp();
    clearInterval(watcher);
    for (const [target, name, listener] of listeners) target.removeEventListener(name, listener);
  }

  for (const [target, name, listener] of listeners) target.addEventListener(name, listener);
  const watcher = setInterval(watch, 5_000);
  connect();
  return { close };
}
