// What the server put in the page for the scripts: its data, and every text in the reader's language.

export const page = read("page");
const texts = read("texts");

function read(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

// A text of the page with its values filled in; one of two by `n`: [for one, for more].
export function words(name, values = {}) {
  const found = texts[name];
  const text = Array.isArray(found) ? found[values.n === 1 ? 0 : 1] : found;
  return text.replace(/%\((\w+)\)[sd]/g, (_, value) => values[value]);
}

// Words of a plate, {"nl": .., "en": ..}, in the reader's language.
export function inLanguage(said) {
  return said?.[page.language] ?? said?.nl ?? Object.values(said ?? {})[0] ?? "";
}

export function timeOfDay(milliseconds) {
  return new Intl.DateTimeFormat(page.language, { hour: "2-digit", minute: "2-digit" }).format(milliseconds);
}

export function dayOf(isoDate) {
  const [year, month, day] = isoDate.split("-").map(Number);
  const format = new Intl.DateTimeFormat(page.language, { weekday: "long", day: "numeric", month: "long" });
  return format.format(new Date(year, month - 1, day));
}

// As many characters as the server counts: an emoji is one, whatever it is made of here.
export function lengthOf(text) {
  return [...text.trim().normalize("NFC")].length;
}
