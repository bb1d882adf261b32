// What the pages of a conversation of three share: reading and filling the fields of a part of the page, and keeping on
// this device what the server does not have yet.
// A network that is there and lets nothing through is no network.
const AT_MOST = 15_000;
export const atMost = () => AbortSignal.timeout?.(AT_MOST);

// An id for what begins on this device (UUID version 4).
export const newId = () =>
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16),
  );

export const fieldsOf = (part) => [...part.querySelectorAll("textarea, select, input[type=checkbox]")];

export const wordsOf = (part) =>
  fieldsOf(part)
    .filter((field) => field.type !== "checkbox" || field.checked)
    .map((field) => [field.name, field.value]);

export const same = (words, others) => JSON.stringify(words) === JSON.stringify(others);

// Whether somebody typed here before the script of the page was there to notice.
export const isTypedEarly = (part) => fieldsOf(part).some((field) => field.hasAttribute("data-typed-early"));

export function fill(part, words) {
  const chosen = new Set(words.map(([name, value]) => `${name}=${value}`));
  const byName = new Map(words);
  for (const field of fieldsOf(part)) {
    if (field.type === "checkbox") field.checked = chosen.has(`${field.name}=${field.value}`);
    else field.value = byName.get(field.name) ?? "";
  }
}

// Each thing under a key of its own, so that two tabs do not wipe out what the other one keeps. A private window may
// forbid it; then the words are on the page only.
export function onDevice(prefix) {
  return {
    all() {
      try {
        const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
        return new Map(keys.map((key) => [key.slice(prefix.length), JSON.parse(localStorage.getItem(key))]));
      } catch {
        return new Map();
      }
    },
    put(key, what) {
      try {
        localStorage.setItem(prefix + key, JSON.stringify(what));
      } catch {
        // see above
      }
    },
    drop(key) {
      try {
        localStorage.removeItem(prefix + key);
      } catch {
        // see above
      }
    },
  };
}

// A note with somebody's own words that are not on the server: why, the words, and a button to let go of them.
export function noteOf(why, words, letGo) {
  const note = document.importNode(document.querySelector("[data-not-kept]").content, true).firstElementChild;
  note.querySelector("[data-why]").textContent = why;
  note.querySelector("[data-words]").textContent = words;
  note.querySelector("[data-let-go]").addEventListener("click", () => {
    note.remove();
    letGo();
  });
  return note;
}
