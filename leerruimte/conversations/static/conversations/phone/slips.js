// The pieces that the page is made of, as elements: people's words only ever become text, never markup.

import { page, timeOfDay, words } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";

export const find = (id) => document.getElementById(id);

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

export function drawn(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function symbol(name, css) {
  return drawn("svg", { class: css, "aria-hidden": "true" }, drawn("use", { href: `${page.icons}#${name}` }));
}

export const icon = (name) => symbol(`i-${name}`, "ico");

// The mark and word of a role, the same as the server's {% who %}.
export function who(role, word = "") {
  const known = page.roles[role];
  if (!known) return word ? make("span", { class: "who" }, word) : null;
  return make("span", { class: "who" }, symbol(`who-${known.side}`, "ico mark"), word || known.word);
}

// The mark of a side with a word of its own; without a side only the word.
export function whoOf(side, word) {
  return make("span", { class: "who" }, side ? symbol(`who-${side}`, "ico mark") : null, word);
}

export function button(label, { icon: name, css = "btn", ...attributes } = {}, press) {
  const element = make("button", { type: "button", class: css, ...attributes }, name ? icon(name) : null, label);
  if (press) element.addEventListener("click", press);
  return element;
}

const STATES = { saved: "yes", waiting: "clock", busy: "busy", wrong: "warn" };

export function state(kind, text) {
  return make("span", { class: `state ${kind}` }, icon(STATES[kind]), text);
}

// How a write stands. "Kept" only after the server said so; "keeping" only when it takes longer than people notice.
export const NOTICED = 400;

export function stateOf(write, status) {
  if (write.state === "kept") return state("saved", words("kept_at", { time: timeOfDay(write.at) }));
  if (write.state === "refused") return state("wrong", words("not_kept"));
  if (status === "waiting" || status === "join" || status === "gone") return state("waiting", words("waiting"));
  return Date.now() - write.made > NOTICED ? state("busy", words("keeping")) : null;
}

export function message(text, id) {
  return make("p", { class: "msg", id }, icon("warn"), make("span", {}, text));
}

// Said to who listens, once; the same words again are said again.
export function speak(text) {
  const place = find("spoken");
  place.textContent = "";
  requestAnimationFrame(() => {
    place.textContent = text;
  });
}

// Make a list show `items`: what did not change stays the same element, so that focus and reading stay where they are.
export function showList(list, items, draw, { key = (item) => item.id, signature = (item) => JSON.stringify(item) } = {}) {
  const present = new Map([...list.children].map((child) => [child.dataset.key, child]));
  const wanted = items.map((item) => {
    const known = present.get(key(item));
    const mark = signature(item);
    if (known && known.dataset.signature === mark) return known;
    const element = draw(item);
    element.dataset.key = key(item);
    element.dataset.signature = mark;
    if (known) takeFocusAlong(known, element);
    return element;
  });
  for (const child of [...list.children]) if (!wanted.includes(child)) child.remove();
  wanted.forEach((element, place) => {
    if (list.children[place] !== element) list.insertBefore(element, list.children[place] ?? null);
  });
}

function takeFocusAlong(old, fresh) {
  const action = old.contains(document.activeElement) && document.activeElement.dataset.action;
  if (action) setTimeout(() => fresh.querySelector(`[data-action="${action}"]`)?.focus());
}
