// Private notes keep themselves a second after the last key. Words that could not be sent stay on this device too,
// until they are kept: a closed laptop or a dead network loses nothing.
const WAIT = 1000;
const AGAIN = 5000;

const placeOf = (form) => `note-${form.dataset.note}`;

// Private windows may forbid storage; then the words are only on the page.
const stored = {
  read(place) {
    try {
      return localStorage.getItem(place);
    } catch {
      return null;
    }
  },
  write(place, text) {
    try {
      if (text === null) localStorage.removeItem(place);
      else localStorage.setItem(place, text);
    } catch {
      // see above
    }
  },
};

export function startNotes(desk, texts) {
  const timers = new Map();

  function show(form, name, words) {
    const state = form.querySelector("[data-note-state]");
    state.className = words ? `state ${name}` : "";
    state.textContent = words;
  }

  function later(form, wait) {
    clearTimeout(timers.get(form.dataset.note));
    timers.set(form.dataset.note, setTimeout(() => keep(form), wait));
  }

  async function keep(form) {
    const field = form.elements.tekst;
    const text = field.value;
    if (form.dataset.sending) return later(form, WAIT);
    form.dataset.sending = "1";
    const slow = setTimeout(() => show(form, "busy", texts.keeping), 400);
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { "X-Leerruimte": "1" },
        body: new URLSearchParams(new FormData(form)),
      });
      if (answer.status === 409) return disagree(form, (await answer.json()).message);
      if (!answer.ok) throw new Error(String(answer.status));
      // From here on this is what was kept: the next change starts from it.
      form.elements.eerst.value = text;
      field.defaultValue = text;
      form.querySelector("[data-said]").textContent = "";
      if (field.value === text) stored.write(placeOf(form), null);
      const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      show(form, "saved", texts.kept.replace("{time}", time));
    } catch {
      show(form, "waiting", texts.waiting);
      later(form, AGAIN);
    } finally {
      clearTimeout(slow);
      delete form.dataset.sending;
    }
  }

  // Another device kept other words meanwhile: say so and let the facilitator choose.
  async function disagree(form, message) {
    show(form, "wrong", "");
    form.querySelector("[data-said]").textContent = message;
    const part = await (await fetch(form.closest("[data-part]").dataset.part)).text();
    const fresh = new DOMParser().parseFromString(part, "text/html");
    const theirs = fresh.querySelector(`[data-note="${form.dataset.note}"] [name=eerst]`)?.value ?? "";
    form.querySelector(".theirs")?.remove();
    const box = document.createElement("div");
    box.className = "theirs small";
    const words = document.createElement("p");
    words.textContent = `${texts.theirs} ${theirs}`;
    const mine = document.createElement("button");
    mine.type = "button";
    mine.className = "btn small";
    mine.textContent = texts.mine;
    mine.addEventListener("click", () => {
      form.elements.eerst.value = theirs;
      box.remove();
      keep(form);
    });
    box.append(words, mine);
    form.append(box);
  }

  desk.addEventListener("input", (event) => {
    const form = event.target.closest("[data-note]");
    if (!form) return;
    stored.write(placeOf(form), form.elements.tekst.value);
    show(form, "", "");
    if (!form.querySelector(".theirs")) later(form, WAIT);
  });

  desk.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-note]")) return;
    event.preventDefault();
    keep(event.target);
  });

  // Words of an earlier visit that were never kept.
  for (const form of desk.querySelectorAll("[data-note]")) {
    const waiting = stored.read(placeOf(form));
    if (waiting === null || waiting === form.elements.tekst.value) continue;
    form.elements.tekst.value = waiting;
    form.closest("details").open = true;
    later(form, WAIT);
  }
}
