// Preparing keeps itself. What is typed goes to this device first and stays there until the server said that it is
// kept: a train in a tunnel, a closed phone or a second tab loses nothing. Without this script the form works as well.
const WAIT = 700;
const AGAIN = 3000;

const form = document.querySelector("[data-prepare]");
const texts = JSON.parse(document.getElementById("texts").textContent);
const prefix = `leerruimte:${form.dataset.store}:`;
const all = form.querySelector("[data-all-state]");
const places = new Map([...form.querySelectorAll("[data-place]")].map((part) => [part.dataset.place, part]));
const timers = new Map();
const sending = new Set();
const waits = new Map();
let last = 0;

// Private windows may forbid storage; then the words are only on the page.
const kept = {
  read(place) {
    try {
      return JSON.parse(localStorage.getItem(prefix + place));
    } catch {
      return null;
    }
  },
  write(place, what) {
    try {
      if (what) localStorage.setItem(prefix + place, JSON.stringify(what));
      else localStorage.removeItem(prefix + place);
    } catch {
      // see above
    }
  },
};

const fieldsOf = (part) => [...part.querySelectorAll("textarea, select, input[type=checkbox]")];
const valuesOf = (part) =>
  fieldsOf(part)
    .filter((field) => field.type !== "checkbox" || field.checked)
    .map((field) => [field.name, field.value]);

function put(part, values) {
  const chosen = new Set(values.map(([name, value]) => `${name}=${value}`));
  const byName = new Map(values);
  for (const field of fieldsOf(part)) {
    if (field.type === "checkbox") field.checked = chosen.has(`${field.name}=${field.value}`);
    else field.value = byName.get(field.name) ?? "";
  }
}

function show(place, name, words) {
  const state = places.get(place).querySelector("[data-state]");
  state.innerHTML = "";
  if (words) {
    const sign = document.createElement("span");
    sign.className = `state ${name}`;
    sign.textContent = words;
    state.append(sign);
  }
  const whole = waits.size ? texts.waiting : name === "saved" ? words : "";
  all.textContent = whole;
}

const waiting = () => new Map([...places.keys()].map((place) => [place, waits.get(place) ?? kept.read(place)]).filter(([, what]) => what));

function typed(place) {
  last = Math.max(Date.now(), last + 1);
  const what = { n: last, values: valuesOf(places.get(place)) };
  waits.set(place, what);
  kept.write(place, what);
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
    const answer = await fetch(form.dataset.keep, { method: "POST", body, headers: { "X-Leerruimte": "1" } });
    clearTimeout(slow);
    if (answer.status === 422) return show(place, "wrong", (await answer.json()).message);
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const said = await answer.json();
    if (waits.get(place)?.n === what.n) {
      waits.delete(place);
      kept.write(place, null);
      show(place, "saved", `${texts.kept} ${said.kept}`);
    }
  } catch {
    clearTimeout(slow);
    show(place, "waiting", texts.waiting);
    later(place, AGAIN);
  } finally {
    sending.delete(place);
  }
}

document.documentElement.classList.add("runs-script");
for (const [place, part] of places) {
  part.addEventListener("input", () => typed(place));
  part.addEventListener("change", () => typed(place));
}
// What was typed on this device and not kept yet comes back, and goes on its way.
for (const [place, what] of waiting()) {
  waits.set(place, what);
  last = Math.max(last, what.n);
  put(places.get(place), what.values);
  send(place);
}
addEventListener("online", () => {
  for (const place of waits.keys()) later(place, 0);
});
form.addEventListener("submit", (event) => {
  if (navigator.onLine) return;
  event.preventDefault();
  all.textContent = texts.away;
});
