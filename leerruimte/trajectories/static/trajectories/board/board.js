// The board between screens: pieces move by mouse, touch and form; the server draws, this lays its parts over what is
// there. Without it everything works by links and forms.

import { makeDraggable } from "./drag.js";

const EVERY = 700;
const SAID = 12_000;
const board = document.getElementById("board");
const sheet = document.getElementById("board-sheet");
const said = document.getElementById("board-said");
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const words = read("board-words");
// A part that came while somebody holds a piece waits until they let go.
let held = false;
let waiting = null;
let sending = false;

const grid = () => document.getElementById("board-grid");
const revision = () => Number(grid().dataset.revision);
let quiet = 0;
function say(text) {
  said.textContent = text;
  clearTimeout(quiet);
  quiet = setTimeout(() => {
    said.textContent = "";
  }, SAID);
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const now = BigInt(Date.now());
  for (let n = 0; n < 6; n += 1) bytes[n] = Number((now >> BigInt(8 * (5 - n))) & 255n);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

// Lay new parts over the old ones; the focus stays on what has the same id.
function lay(answer) {
  if (held) {
    waiting = answer;
    return;
  }
  waiting = null;
  if (answer.revision < revision()) return;
  const focus = document.activeElement?.closest("[data-part]") ? document.activeElement.id : "";
  const before = new Map([...document.querySelectorAll("[data-piece]")].map((one) => [one.dataset.piece, one.className]));
  const template = document.createElement("template");
  template.innerHTML = answer.html;
  for (const part of template.content.querySelectorAll("[data-part]")) document.getElementById(part.id)?.replaceWith(part);
  for (const one of document.querySelectorAll("[data-piece]"))
    if (before.get(one.dataset.piece) !== one.className) one.classList.add("lands");
  if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
}

async function ask(address, options = {}) {
  const url = new URL(address, location.href);
  for (const [key, value] of new URLSearchParams(location.search)) url.searchParams.set(key, value);
  const { headers, ...more } = options;
  return fetch(url, { credentials: "same-origin", ...more, headers: { "X-Board": "1", ...headers } });
}

// Send a move: done, or a sentence beside what was tried. What was agreed upon is asked about first.
async function send(address, values) {
  if (sending) return false;
  sending = true;
  const body = new URLSearchParams({ id: newId(), revisie: revision(), ...values });
  try {
    const token = document.querySelector("#board-token input").value;
    const answer = await ask(address, { method: "POST", body, headers: { "X-CSRFToken": token } });
    if (!answer.headers.get("content-type")?.includes("json")) throw new Error("no answer");
    const result = await answer.json();
    held = false;
    lay(result);
    if (result.refused) return await refused(address, values, result);
    say(result.said.join(" "));
    return true;
  } catch {
    held = false;
    say(words.away);
    return false;
  } finally {
    sending = false;
  }
}

async function refused(address, values, result) {
  say(result.refused);
  if (result.code !== "agreed") {
    const place = sheet.open ? sheet.querySelector(".piece-title") : null;
    if (place) {
      const line = Object.assign(document.createElement("p"), { className: "msg", textContent: result.refused });
      line.setAttribute("role", "alert");
      sheet.querySelector(".msg")?.remove();
      place.closest(".row").after(line);
    }
    return false;
  }
  if (!(await asked(result.refused))) return false;
  sending = false;
  return send(address, { ...values, toch: "on" });
}

// One question with two answers, in the sheet.
function asked(text) {
  const box = document.createElement("div");
  box.className = "flow";
  const title = Object.assign(document.createElement("h2"), { className: "claim", id: "piece-title", textContent: words.title });
  const line = Object.assign(document.createElement("p"), { textContent: text });
  const row = Object.assign(document.createElement("p"), { className: "buttons" });
  const yes = Object.assign(document.createElement("button"), { className: "btn", type: "button", textContent: words.anyway });
  const no = Object.assign(document.createElement("button"), { className: "btn", type: "button", textContent: words.leave });
  row.append(yes, no);
  box.append(title, line, row);
  sheet.replaceChildren(box);
  if (!sheet.open) sheet.showModal();
  return new Promise((resolve) => {
    const end = (answer) => {
      sheet.removeEventListener("close", cancel);
      if (sheet.open) sheet.close();
      resolve(answer);
    };
    const cancel = () => end(false);
    yes.addEventListener("click", () => end(true));
    no.addEventListener("click", cancel);
    sheet.addEventListener("close", cancel);
  });
}

// ---- the panel of a piece ----
let opener = "";

async function open(link) {
  opener = link.id;
  try {
    const answer = await ask(link.href);
    if (!answer.ok || answer.redirected) throw new Error("no panel");
    sheet.innerHTML = await answer.text();
    sheet.showModal();
    sheet.querySelector(".piece-title")?.focus();
  } catch {
    location.assign(link.href);
  }
}

sheet.addEventListener("close", () => document.getElementById(opener)?.focus({ preventScroll: true }));
sheet.addEventListener("click", (event) => {
  if (event.target === sheet || event.target.closest("[data-close]")) sheet.close();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-piece] a");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  open(link);
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-move]")) return;
  event.preventDefault();
  const values = Object.fromEntries(new FormData(form));
  delete values.csrfmiddlewaretoken;
  // The panel may be older than the board by one's own moves; what others did since is for the server to see.
  if (await send(form.action, values)) if (sheet.open) sheet.close();
}, true);

// ---- dragging ----
// While a piece is held over other weeks, hours, outcomes and balance show what would become of them.
const WAIT = 90;
let trying = null;
let tryTimer = 0;
let turn = 0;
const shown = (root) => ["#board-cover", "#board-balance", ".loads"].map((name) => root.querySelector(name));

function tryOut(piece, landing) {
  if (!landing) return stopTrying();
  clearTimeout(tryTimer);
  const mine = (turn += 1);
  tryTimer = setTimeout(async () => {
    const address = `${piece.querySelector("a").pathname}proef/?landing=${encodeURIComponent(landing)}`;
    try {
      const answer = await ask(address);
      if (answer.status !== 200) return;
      const template = document.createElement("template");
      template.innerHTML = (await answer.json()).html;
      if (mine !== turn || !held || sending) return;
      const places = shown(document);
      trying ??= places.map((place) => [place, place.innerHTML]);
      shown(template.content).forEach((fresh, number) => places[number].replaceChildren(...fresh.childNodes));
    } catch {
      // It shows nothing beforehand then.
    }
  }, WAIT);
}

function stopTrying() {
  clearTimeout(tryTimer);
  turn += 1;
  trying?.forEach(([place, html]) => {
    place.innerHTML = html;
  });
  trying = null;
}

makeDraggable({
  root: () => document.getElementById("board-weeks"),
  mondays: () => read("board-data").mondays,
  onHold() {
    held = true;
  },
  onOver: tryOut,
  onLetGo() {
    held = false;
    stopTrying();
    if (waiting) lay(waiting);
  },
  onNotGiven: () => say(words.not_given),
  onDrop: (piece, landing) => send(`${piece.querySelector("a").pathname}verplaats/`, { landing }),
});

// ---- what others do ----
async function look() {
  if (document.visibilityState === "visible" && !sending) {
    try {
      const answer = await ask(`${board.dataset.stand}?revisie=${waiting?.revision ?? revision()}`);
      if (answer.status === 200 && !answer.redirected && !sending) {
        const news = await answer.json();
        lay(news);
        if (news.said.length) say(news.said.join(" "));
      }
    } catch {
      // The next look tells it.
    }
  }
  setTimeout(look, EVERY);
}
setTimeout(look, EVERY);
