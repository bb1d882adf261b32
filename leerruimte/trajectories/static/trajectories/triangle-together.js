// Side by side on several screens. The page asks a small address whether anything is different, and lays what the server
// drew over itself part by part: a field in which somebody types is left alone. What is sent without a connection waits
// on this device under the id it has, so that it arrives once.
const ASK = 700;
const AGAIN = 3000;

const root = document.querySelector("[data-together]");
const net = document.querySelector("[data-net]");
const texts = JSON.parse(document.getElementById("texts").textContent);
const place = `leerruimte:together:${location.pathname}`;
let state = root.dataset.state;
let asking = false;

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
  else if (editor && !isInUse(editor)) swap(editor, newEditor);
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
  if (document.hidden || asking) return;
  asking = true;
  try {
    const answer = await fetch(`${root.dataset.stateAddress}?stand=${encodeURIComponent(state)}`, { cache: "no-store" });
    if (answer.status === 200) lay(await answer.text());
    else if (answer.status !== 204) throw new Error(String(answer.status));
    if (!outbox.length) net.textContent = "";
  } catch {
    net.textContent = texts.away;
  } finally {
    asking = false;
  }
}

// ---- sending ----

async function send(waiting, form) {
  try {
    const answer = await fetch(waiting.to, { method: "POST", body: new URLSearchParams(waiting.values), headers: { "X-Leerruimte": "1" } });
    if (answer.status === 422) {
      forget(waiting);
      return say(form, (await answer.json()).message);
    }
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    forget(waiting);
    say(form, "");
    release(form, waiting);
    lay(await answer.text());
    net.textContent = "";
  } catch {
    net.textContent = texts.waiting;
  }
}

function forget(waiting) {
  outbox = outbox.filter((one) => one !== waiting);
  stored.write(outbox);
}

// What was sent is on the server now: the field may be laid anew, and folds up.
function release(form, waiting) {
  const editor = form?.closest("[data-editor]");
  if (!editor || new Map(valuesOf(form)).get("id") !== new Map(waiting.values).get("id")) return;
  if (document.activeElement && editor.contains(document.activeElement)) document.activeElement.blur();
  form.reset();
  editor.open = false;
}

function say(form, words) {
  const said = form?.querySelector("[data-said]");
  if (!said) {
    net.textContent = words;
    return;
  }
  said.textContent = words;
  said.hidden = !words;
}

const valuesOf = (form) => [...new FormData(form)].map(([name, value]) => [name, String(value)]);

root.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-send]")) return;
  event.preventDefault();
  const values = valuesOf(form);
  const id = new Map(values).get("id");
  if (outbox.some((one) => one.id === id)) return;
  const waiting = { id, to: form.action, values };
  outbox = [...outbox, waiting];
  stored.write(outbox);
  send(waiting, form);
});

function sendAll() {
  for (const waiting of outbox) send(waiting, null);
}

setInterval(ask, ASK);
setInterval(sendAll, AGAIN);
addEventListener("online", () => {
  sendAll();
  ask();
});
document.addEventListener("visibilitychange", ask);
if (outbox.length) sendAll();
