// Side by side on several screens. The page asks a small address whether anything is different, and lays what the server
// drew over itself part by part: a field in which somebody types is left alone. What is sent without a connection waits
// on this device under the id it has, so that it arrives once; what was refused stays here until its writer sends it
// again or lets go of it.
import { atMost, fill, isTypedEarly, newId, noteOf, onDevice, same, wordsOf } from "./triangle-words.js";

const ASK = 700;
const AGAIN = 3000;

const root = document.querySelector("[data-together]");
const net = document.querySelector("[data-net]");
const left = document.querySelector("[data-left]");
const texts = JSON.parse(document.getElementById("texts").textContent);
const sent = onDevice(`leerruimte:${root.dataset.store}:sent:`);
const typed = onDevice(`leerruimte:${root.dataset.store}:typed:`);
let state = root.dataset.state;
let asking = false;
let sending = false;
const later = new Map();
let outbox = [...sent.all().values()].sort((one, other) => one.at - other.at);

// What the net is like goes by itself; what was refused stays until something else is sent.
function say(words, refused = false) {
  net.textContent = words;
  net.toggleAttribute("data-refused", refused);
}
const quiet = () => net.hasAttribute("data-refused") || say("");

// ---- laying anew ----

const isTyped = (field) => {
  if (field.type === "checkbox") return field.checked !== field.defaultChecked;
  if (field.tagName !== "SELECT") return field.matches("textarea, input:not([type=hidden])") && field.value !== field.defaultValue;
  const options = [...field.options];
  return field.value !== (options.find((one) => one.defaultSelected) ?? options[0]).value;
};
const holdsWords = (part) => [...part.querySelectorAll("textarea, input, select")].some(isTyped);
const isInUse = (part) =>
  holdsWords(part) || (part.contains(document.activeElement) && document.activeElement.matches("textarea, select, input"));

// Ids and tokens are made anew each time; they say nothing about what is on the page.
function essence(element) {
  const copy = element.cloneNode(true);
  for (const hidden of copy.querySelectorAll("input[name=id], input[name=csrfmiddlewaretoken]")) hidden.remove();
  return copy.innerHTML;
}

function swap(old, fresh) {
  if (!old || !fresh || essence(old) === essence(fresh)) return;
  const hadFocus = old.contains(document.activeElement);
  old.replaceChildren(...fresh.childNodes);
  if (hadFocus) old.querySelector("button, summary, a")?.focus();
}

function layPart(old, fresh) {
  const [editor, newEditor] = [old.querySelector("[data-editor]"), fresh.querySelector("[data-editor]")];
  const live = old.querySelector("[data-live]");
  if (!live) {
    if (!isInUse(old)) swap(old, fresh);
    return;
  }
  swap(live, fresh.querySelector("[data-live]"));
  if (editor && !newEditor) {
    const form = editor.querySelector("form");
    const words = holdsWords(form) ? wordsOf(form) : null;
    editor.remove();
    showClosed(placeOf(form), words);
  }
  if (editor && newEditor && isInUse(editor)) later.set(editor, newEditor);
  else if (editor && newEditor) swap(editor, newEditor);
}

// An editor that somebody typed in is laid anew when they left it as it was.
function layLater() {
  for (const [editor, fresh] of later) {
    if (editor.isConnected && isInUse(editor)) continue;
    later.delete(editor);
    if (editor.isConnected) swap(editor, fresh);
  }
}

function lay(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const fresh of template.content.querySelectorAll("[data-part]")) {
    const old = root.querySelector(`[data-part="${fresh.dataset.part}"]`);
    if (!old) continue;
    if (old.tagName !== fresh.tagName) old.replaceWith(fresh);
    else layPart(old, fresh);
  }
  state = template.content.querySelector("[data-is]").dataset.is;
}

async function ask() {
  if (document.hidden || asking || !("open" in root.dataset)) return;
  asking = true;
  try {
    const answer = await fetch(`${root.dataset.stateAddress}?stand=${encodeURIComponent(state)}`, { cache: "no-store" });
    if (answer.status === 200) lay(await answer.text());
    else if (answer.status !== 204) throw new Error(String(answer.status));
    layLater();
    if (!outbox.some(waits)) quiet();
  } catch {
    say(texts.away);
  } finally {
    asking = false;
  }
}

// ---- typed, and not sent yet ----

const formOf = (place) => root.querySelector(`button[name=place][value="${place}"]`)?.form;
const placeOf = (form) => form.querySelector("button[name=place]").value;

function keepTyped(form) {
  const place = placeOf(form);
  if (holdsWords(form)) typed.put(place, { words: wordsOf(form), after: form.elements.after.value });
  else typed.drop(place);
}

// Back on the page with the text that its writer saw: one that was written since is not overwritten. What somebody is
// typing there already is newer.
function putBack(form, words, after = form.elements.after.value) {
  if (holdsWords(form)) return;
  fill(form, words);
  form.elements.after.value = after;
  form.closest("details").open = true;
}

// The field is gone: all confirmed. What stood in it is shown above the page; on what still waits the server answers.
function showClosed(place, words) {
  const last = outbox.filter((one) => one.place === place).at(-1);
  if (last?.no) showRefused(last);
  if (words && !(last && same(last.words, words))) showTooLate(place, words);
}

// What somebody was typing is not in it, and is not thrown away either.
function showTooLate(place, words) {
  left.append(noteOf(texts.too_late, new Map(words).get(place), () => typed.drop(place)));
}

// ---- sending ----

const waits = (one) => !one.no;

// One after the other, in the order in which they were pressed: a text can follow on one that still waits.
async function sendAll() {
  if (sending) return;
  sending = true;
  for (let one = outbox.find(waits); one && (await send(one)); one = outbox.find(waits));
  sending = false;
}

async function send(waiting) {
  try {
    const body = new URLSearchParams([...waiting.values, ["stand", state]]);
    const answer = await fetch(waiting.to, { method: "POST", body, headers: { "X-Leerruimte": "1" }, signal: atMost() });
    if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
    if (answer.status === 200 && !answer.redirected) {
      const html = await answer.text();
      forget(waiting);
      release(waiting);
      lay(html);
      say("");
    } else refuse(waiting, answer.status === 422 ? (await answer.json()).message : texts.gone);
    return true;
  } catch {
    say(texts.waiting);
    for (const one of outbox.filter(waits)) mark(one.place, texts.waiting);
    return false;
  }
}

// Beside its button, wherever somebody is on the page.
function mark(place, words) {
  const state = formOf(place)?.querySelector("[data-state]");
  if (!state) return;
  state.className = words ? "state waiting" : "kept";
  state.textContent = words;
}

function forget(waiting) {
  outbox = outbox.filter((one) => one !== waiting);
  sent.drop(waiting.key);
}

// What was sent is on the server now: the field may be laid anew, and folds up. Who typed on keeps that.
function release(waiting) {
  mark(waiting.place, "");
  const form = formOf(waiting.place);
  if (!form || outbox.some((one) => waits(one) && one.place === waiting.place)) return;
  if (!same(wordsOf(form), waiting.words)) {
    form.elements.id.value = newId();
    form.elements.after.value = waiting.key;
    keepTyped(form);
    return;
  }
  const editor = form.closest("[data-editor]");
  if (editor.contains(document.activeElement)) document.activeElement.blur();
  form.reset();
  editor.open = false;
}

// ---- refused ----

// Somebody's own words are kept; a button that was pressed is pressed again by who wants that.
function refuse(waiting, no) {
  mark(waiting.place, "");
  if (!waiting.place) {
    forget(waiting);
    say(no, true);
    return;
  }
  say("");
  // One that was refused before in this field is the same text, and older.
  for (const one of outbox.filter((other) => other.no && other.place === waiting.place)) forget(one);
  waiting.no = no;
  sent.put(waiting.key, waiting);
  showRefused(waiting);
}

// In its own field, to be sent again; is that gone (all confirmed), then above the page.
function showRefused(waiting) {
  const form = formOf(waiting.place);
  if (!form) {
    left.append(noteOf(waiting.no, new Map(waiting.words).get(waiting.place), () => forget(waiting)));
    return;
  }
  putBack(form, waiting.words);
  form.querySelector("[data-noted]")?.remove();
  const place = document.createElement("ul");
  place.dataset.noted = "";
  place.append(
    noteOf(waiting.no, "", () => {
      forget(waiting);
      form.reset();
      keepTyped(form);
    }),
  );
  form.append(place);
}

root.addEventListener("input", (event) => {
  if (event.target.form?.matches("[data-write]")) keepTyped(event.target.form);
});

root.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-send]")) return;
  event.preventDefault();
  const { name, value } = event.submitter;
  const place = name === "place" ? value : "";
  const words = wordsOf(form);
  const before = outbox.filter((one) => waits(one) && one.place === place).at(-1);
  // Pressed twice: it is on its way.
  if (place ? before && same(before.words, words) : outbox.some((one) => one.key === value)) return;
  // Sent again: what was refused before is let go of.
  for (const one of outbox.filter((other) => other.no && other.place === place)) forget(one);
  form.querySelector("[data-noted]")?.remove();
  const values = [...new FormData(form), [name, value]].map(([field, said]) => [field, String(said)]);
  const waiting = { key: place ? form.elements.id.value : value, place, to: form.action, values, words, at: Date.now() };
  if (place && before) {
    waiting.key = newId();
    waiting.values = values.map(([field, said]) => [field, { id: waiting.key, after: before.key }[field] ?? said]);
  }
  outbox = [...outbox, waiting];
  sent.put(waiting.key, waiting);
  if (place) typed.drop(place);
  sendAll();
});

// ---- what was left here before: the newest first ----

for (const form of root.querySelectorAll("[data-write]")) {
  if (isTypedEarly(form)) keepTyped(form);
}
for (const [place, { words, after }] of typed.all()) {
  if (formOf(place)) putBack(formOf(place), words, after);
  else showTooLate(place, words);
}
for (const one of outbox.filter((other) => other.place).reverse()) {
  if (one.no) showRefused(one);
  else if (formOf(one.place)) putBack(formOf(one.place), one.words);
}

setInterval(ask, ASK);
setInterval(sendAll, AGAIN);
addEventListener("online", () => {
  sendAll();
  ask();
});
document.addEventListener("visibilitychange", ask);
sendAll();
