// Preparing keeps itself. What is typed goes to this device first and stays there until the server said that it is
// kept: a train in a tunnel, a closed phone or a second tab loses nothing. Without this script the form works as well.
import { atMost, fill, isTypedEarly, noteOf, onDevice, same, wordsOf } from "./triangle-words.js";

const WAIT = 700;
const AGAIN = 3000;

const form = document.querySelector("[data-prepare]");
const texts = JSON.parse(document.getElementById("texts").textContent);
const device = onDevice(`leerruimte:${form.dataset.store}:`);
const left = document.querySelector("[data-left]");
const all = form.querySelector("[data-all-state]");
const places = new Map([...form.querySelectorAll("[data-place]")].map((part) => [part.dataset.place, part]));
const timers = new Map();
const sending = new Set();
const waits = new Map();
// What the server said no to; it stays on the page until it is typed anew.
const refused = new Set();
let last = 0;

function show(place, name, words) {
  const state = places.get(place).querySelector("[data-state]");
  const sign = document.createElement("span");
  sign.className = `state ${name}`;
  sign.textContent = words;
  state.replaceChildren(sign);
  const unsent = [...waits.keys()].some((one) => !refused.has(one));
  all.textContent = unsent ? texts.waiting : name === "saved" ? words : "";
}

function typed(place) {
  last = Math.max(Date.now(), last + 1);
  const what = { n: last, values: wordsOf(places.get(place)) };
  waits.set(place, what);
  refused.delete(place);
  device.put(place, what);
  later(place, WAIT);
}

function later(place, wait) {
  clearTimeout(timers.get(place));
  timers.set(place, setTimeout(() => send(place), wait));
}

async function send(place) {
  const what = waits.get(place);
  if (!what) return;
  if (sending.has(place)) return later(place, WAIT);
  sending.add(place);
  const slow = setTimeout(() => show(place, "busy", texts.keeping), 400);
  const body = new URLSearchParams([["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value], ["place", place], ["n", what.n], ...what.values]);
  try {
    const answer = await fetch(form.dataset.keep, { method: "POST", body, headers: { "X-Leerruimte": "1" }, signal: atMost() });
    if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
    const said = answer.status === 200 || answer.status === 422 ? await answer.json() : { message: texts.gone };
    clearTimeout(slow);
    if (waits.get(place)?.n !== what.n) return;
    if (said.message) {
      refused.add(place);
      return show(place, "wrong", said.message);
    }
    waits.delete(place);
    device.drop(place);
    show(place, "saved", `${texts.kept} ${said.kept}`);
  } catch {
    clearTimeout(slow);
    show(place, "waiting", texts.waiting);
    later(place, AGAIN);
  } finally {
    sending.delete(place);
  }
}

// It lies side by side: what was not kept before that cannot be kept any more, and is not thrown away either.
function showTooLate(place, what) {
  left.append(noteOf(texts.too_late, new Map(what.values).get(place) ?? "", () => device.drop(place)));
}

const locked = "locked" in form.dataset;
document.documentElement.classList.add("runs-script");
// What was typed on this device and not kept yet comes back, and goes on its way.
for (const [place, what] of device.all()) {
  const part = places.get(place);
  if (!part) continue;
  last = Math.max(last, what.n);
  if (same(what.values, wordsOf(part))) device.drop(place);
  else if (locked) showTooLate(place, what);
  else if (!isTypedEarly(part)) {
    waits.set(place, what);
    fill(part, what.values);
    send(place);
  }
}
for (const [place, part] of places) {
  part.addEventListener("input", () => typed(place));
  part.addEventListener("change", () => typed(place));
  if (isTypedEarly(part)) typed(place);
}
addEventListener("online", () => {
  for (const place of waits.keys()) later(place, 0);
});
form.addEventListener("submit", (event) => {
  if (navigator.onLine) return;
  event.preventDefault();
  all.textContent = texts.away;
});
