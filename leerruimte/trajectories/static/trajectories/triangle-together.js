// Side by side on several screens. The page asks a small address whether anything is different, and lays what the server
// drew over itself part by part: a field in which somebody types is left alone. What is sent without a connection waits
// on this device under the id it has, so that it arrives once; what was refused stays here until its writer sends it
// again or lets go of it.
const ASK = 700;
const AGAIN = 3000;

const root = document.querySelector("[data-together]");
const net = document.querySelector("[data-net]");
const left = document.querySelector("[data-left]");
const texts = JSON.parse(document.getElementById("texts").textContent);
const place = `leerruimte:together:${location.pathname}`;
let state = root.dataset.state;
let asking = false;
const later = new Map();

const stored = {
  read() {
    try {
      return JSON.parse(localStorage.getItem(place)) ?? [];
    } catch {
      return [];
    }
  },
  write(list) {
    try {
      if (list.length) localStorage.setItem(place, JSON.stringify(list));
      else localStorage.removeItem(place);
    } catch {
      // a private window: then it waits on the page only
    }
  },
};
let outbox = stored.read();

// ---- laying anew ----

const isTyped = (field) =>
  field.type === "checkbox" ? field.checked !== field.defaultChecked
    : field.tagName === "SELECT" ? [...field.options].some((one) => one.selected !== one.defaultSelected) && field.value !== ""
      : field.matches("textarea, input:not([type=hidden])") && field.value !== field.defaultValue;
const isInUse = (part) =>
  [...part.querySelectorAll("textarea, input, select")].some(isTyped) ||
  (part.contains(document.activeElement) && document.activeElement.matches("textarea, select, input"));

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
  if (!newEditor) editor?.remove();
  else if (editor && isInUse(editor)) later.set(editor, newEditor);
  else if (editor) swap(editor, newEditor);
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
    if (!outbox.some(waits)) net.textContent = "";
  } catch {
    net.textContent = texts.away;
  } finally {
    asking = false;
  }
}

// ---- sending ----

const waits = (one) => !one.no;
const formOf = (waiting) => root.querySelector(`button[name=place][value="${waiting.place}"]`)?.form;
const keep = () => stored.write(outbox);

async function send(waiting) {
  try {
    const body = new URLSearchParams([...waiting.values, ["stand", state]]);
    const answer = await fetch(waiting.to, { method: "POST", body, headers: { "X-Leerruimte": "1" } });
    if (answer.status === 422) return refuse(waiting, (await answer.json()).message);
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    forget(waiting);
    release(waiting);
    lay(await answer.text());
    net.textContent = "";
  } catch {
    net.textContent = texts.waiting;
  }
}

function forget(waiting) {
  outbox = outbox.filter((one) => one !== waiting);
  keep();
}

// What was sent is on the server now: the field may be laid anew, and folds up.
function release(waiting) {
  const editor = formOf(waiting)?.closest("[data-editor]");
  if (!editor || editor.querySelector("input[name=id]").value !== waiting.key) return;
  if (document.activeElement && editor.contains(document.activeElement)) document.activeElement.blur();
  editor.querySelector("form").reset();
  editor.open = false;
}

// ---- refused ----

// Somebody's own words are kept; a button that was pressed is pressed again by who wants that.
function refuse(waiting, no) {
  net.textContent = "";
  if (!waiting.place) {
    forget(waiting);
    net.textContent = no;
    return;
  }
  waiting.no = no;
  keep();
  showRefused(waiting);
}

// In its own field, to be sent again; is that gone (all confirmed), then above the page.
function showRefused(waiting) {
  const form = formOf(waiting);
  const typed = new Map(waiting.values).get(waiting.place);
  const note = left.ownerDocument.importNode(document.querySelector("[data-not-laid]").content, true).firstElementChild;
  note.querySelector("[data-why]").textContent = waiting.no;
  note.querySelector("[data-words]").textContent = form ? "" : typed;
  note.querySelector("[data-let-go]").addEventListener("click", () => {
    forget(waiting);
    note.remove();
    left.hidden = !left.childElementCount;
    form?.reset();
  });
  if (!form) {
    left.append(note);
    left.hidden = false;
    return;
  }
  fill(form, waiting.values);
  form.closest("details").open = true;
  form.querySelector("[data-noted]")?.remove();
  const place = document.createElement("ul");
  place.dataset.noted = "";
  place.append(note);
  form.append(place);
}

function fill(form, values) {
  const chosen = new Set(values.map(([name, value]) => `${name}=${value}`));
  const byName = new Map(values);
  for (const field of form.querySelectorAll("textarea, select, input[type=checkbox]")) {
    if (field.type === "checkbox") field.checked = chosen.has(`${field.name}=${field.value}`);
    else field.value = byName.get(field.name) ?? "";
  }
}

root.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-send]")) return;
  event.preventDefault();
  const values = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
  const { name, value } = event.submitter;
  values.push([name, value]);
  const place = name === "place" ? value : "";
  const key = place ? new Map(values).get("id") : value;
  // Sent again: what was refused before is let go of.
  outbox = outbox.filter((one) => waits(one) || one.place !== place);
  form.querySelector("[data-noted]")?.remove();
  if (outbox.some((one) => one.key === key)) return;
  const waiting = { key, place, to: form.action, values };
  outbox = [...outbox, waiting];
  keep();
  send(waiting);
});

function sendAll() {
  for (const waiting of outbox.filter(waits)) send(waiting);
}

setInterval(ask, ASK);
setInterval(sendAll, AGAIN);
addEventListener("online", () => {
  sendAll();
  ask();
});
document.addEventListener("visibilitychange", ask);
for (const waiting of outbox.filter((one) => one.no)) showRefused(waiting);
sendAll();
