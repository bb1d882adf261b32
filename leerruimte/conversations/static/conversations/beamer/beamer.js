// The wall: shows what the server says, calmly. It changes nothing, except with one key on the facilitator's own laptop.
// Without network the last picture stays, with a small sign; it goes on by itself when the server is back.
import { runClocks, setServerTime } from "../clock.js";
import { morph } from "../morph.js";
import { openStream } from "../../live/stream.js";

const wall = document.getElementById("wall");
const sign = document.getElementById("wall-offline");

// How long a part rests between two changes by itself: nobody in the room can read a flood.
const REST = { kop: 0, voet: 1000, briefjes: 4000, zijkant: 8000, midden: 4000 };
const asked = new Map();
const timers = new Map();
let away = false;

function showSign() {
  sign.hidden = !away && navigator.onLine;
}

async function refresh(name) {
  clearTimeout(timers.get(name));
  timers.delete(name);
  const at = Date.now();
  asked.set(name, at);
  try {
    const answer = await fetch(`${wall.dataset.parts}${name}/`);
    if (answer.status === 404) return location.reload(); // deleted, or the link was withdrawn: the page says which
    if (!answer.ok) throw new Error(String(answer.status));
    const html = await answer.text();
    if (asked.get(name) === at) morph(document.getElementById(name), html);
  } catch {
    setTimeout(() => want(name), 5000);
  }
}

// Some time soon, but not before the part has rested.
function want(...names) {
  for (const name of names) {
    if (timers.has(name)) continue;
    const rest = (asked.get(name) ?? 0) + REST[name] - Date.now();
    timers.set(name, setTimeout(() => refresh(name), Math.max(60, rest)));
  }
}

// At once: the facilitator did something, the room looks up.
const now = (...names) => Promise.all(names.map(refresh));

function pointAt(key) {
  for (const spot of wall.querySelectorAll("[data-hotspot]"))
    spot.classList.toggle("is-active", spot.dataset.hotspot === key);
}

function show(screen) {
  if (wall.dataset.screen === screen) return;
  wall.dataset.screen = screen;
  now("midden", "briefjes", "zijkant");
}

let question = wall.dataset.question;
function follow(scene) {
  pointAt(scene.hotspot);
  show(scene.screen);
  wall.classList.toggle("is-paused", scene.paused);
  now("kop", "voet");
  if (question !== (scene.question ?? "")) now("briefjes", "zijkant", "midden");
  question = scene.question ?? "";
}

const handlers = {
  scene: follow,
  screen: show,
  people: () => want("voet"),
  version: () => want("briefjes", "voet", "midden"),
  added: () => want("briefjes", "voet", "midden"),
  harvest: () => want("midden"),
  sheet: () => want("midden"),
  map: () => want("zijkant", "midden"),
  deleted: () => location.reload(),
  // What was hidden goes at once.
  gone(id) {
    for (const slip of wall.querySelectorAll(`[data-slip="${CSS.escape(id)}"]`)) slip.remove();
    now("briefjes", "midden");
  },
};

openStream(wall.dataset.stream, {
  onState(state) {
    setServerTime(state.now);
    follow(state.scene);
    now("briefjes", "zijkant", "midden");
  },
  onDelta(name, data) {
    handlers[name]?.(data);
  },
  onStatus(status) {
    away = status !== "online";
    showSign();
  },
});

pointAt(wall.dataset.hotspot);
runClocks();
addEventListener("online", showSign);
addEventListener("offline", showSign);

// The newest of those that the room sees now.
function newestSlip() {
  const seen = [...wall.querySelectorAll("[data-slip]")].filter((slip) => slip.offsetParent !== null);
  return seen.sort((one, other) => Number(other.dataset.at) - Number(one.dataset.at))[0];
}

async function hideNewest() {
  const form = document.getElementById("wall-hide");
  const slip = newestSlip();
  if (!form || !slip) return;
  form.elements.inbreng.value = slip.dataset.slip;
  slip.remove();
  try {
    await fetch(form.action, {
      method: "POST",
      headers: { "X-Leerruimte": "1" },
      body: new URLSearchParams(new FormData(form)),
    });
  } finally {
    now("briefjes", "midden"); // not hidden after all? then it comes back
  }
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.key === "h" || event.key === "H") hideNewest();
  if (event.key === "f" || event.key === "F") {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  }
});
