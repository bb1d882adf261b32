// The phone page: opens what is kept here, follows the room, and shows one view at a time.

import { openStream } from "../../live/stream.js";
import { Clock } from "./clock.js";
import { Compose } from "./compose.js";
import { ElementMarks } from "./element_marks.js";
import { Drafts } from "./drafts.js";
import { Fragment } from "./fragment.js";
import { HeapsGuide } from "./heaps.js";
import { Intentions } from "./intentions.js";
import { keepPage } from "./keep_page.js";
import { openOutbox } from "./outbox.js";
import { Own } from "./own.js";
import { OwnList } from "./own_list.js";
import { PlaceMark } from "./place_mark.js";
import { Plate } from "./plate.js";
import { Questions } from "./questions.js";
import { Room } from "./room.js";
import { Sheets } from "./sheet.js";
import { Signs } from "./signs.js";
import { Stack } from "./stack.js";
import { Table } from "./table.js";
import { Views } from "./views.js";
import { find, speak } from "./slips.js";
import { page, words } from "./words.js";

async function begin() {
  const room = new Room(page.state);
  const outbox = await openOutbox({ room: page.room, me: page.me, address: page.urls.write, n: page.mine.n });
  const drafts = new Drafts(page.room);
  const own = new Own(page.mine, outbox);
  const parts = { room, outbox, drafts, own };

  const compose = new Compose(parts);
  const ownList = new OwnList({ ...parts, compose });
  const table = new Table(parts);
  const sheets = new Sheets(parts);
  const stack = new Stack({
    ...parts,
    onTable() {
      table.show();
      sheets.renew();
    },
  });
  const working = [new PlaceMark("path", parts), new PlaceMark("scale", parts), new ElementMarks({ ...parts, compose }), new HeapsGuide({ room, compose })];
  const intentions = new Intentions(parts);
  const plate = new Plate(room);
  const signs = new Signs({ ...parts, compose });
  const clock = new Clock(find("clock"), find("clock-face"), words);

  const everything = new Fragment(find("said"), page.urls.question);
  const map = new Fragment(find("map-place"), page.urls.map);
  const became = new Fragment(find("mine-place"), page.urls.mine);
  const views = new Views({ kaart: map, "van-mij": became });

  const questions = new Questions({
    ...parts,
    compose,
    views,
    everything,
    show(key, { soon }) {
      compose.show(key);
      stack.show(key, { soon });
      ownList.show(key);
      for (const part of working) part.show(key);
      sheets.show(key);
      find("everything").hidden = sheets.has(key);
      plate.show(key);
      find("tomorrow").hidden = room.question(key)?.part !== "tomorrow";
    },
  });

  room.addEventListener("scene", ({ detail: before }) => {
    clock.set(room.scene.closed ? null : room.scene.phase);
    plate.show(questions.key);
    questions.follow();
    compose.showOpen();
    stack.showOpen();
    for (const part of working) part.show(questions.key);
    sheets.show(questions.key);
    intentions.show();
    signs.show();
    if (before && before.tables !== room.scene.tables) stack.renew(8000);
    table.show();
  });
  room.addEventListener("whole", () => stack.renew(6000));
  room.addEventListener("version", () => became.renew());
  room.addEventListener("map", () => map.renew());
  room.addEventListener("deleted", () => signs.gone());
  outbox.addEventListener("change", () => signs.show());
  followFragments({ outbox, own, speak });

  clock.set(room.scene.closed ? null : room.scene.phase);
  questions.begin();
  table.show();
  signs.show();
  views.begin();
  // What was there to read in case no script would come.
  for (const element of document.querySelectorAll("[data-unscripted]")) element.remove();
  document.documentElement.classList.add("is-alive");

  let first = true;
  openStream(page.urls.stream, {
    onState(state) {
      // The page came with the state of a moment ago: only what follows is news.
      if (first && state.version === room.version) room.hear("scene", state.scene);
      else room.take(state);
      first = false;
    },
    onDelta: (name, data) => room.hear(name, data),
    onStatus: (status) => signs.stream(status),
  });
  if (room.scene.mode === "open") sayThatSomebodyLooks();
  await keepPage();
}

// Buttons inside parts that the server drew: stances in the list of a question, taking back in "mine", copying.
function followFragments({ outbox, own }) {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-stance], button[data-withdraw], button[data-copy]");
    if (!button) return;
    const { stance, withdraw, copy, id } = button.dataset;
    if (stance !== undefined) await changeStance(outbox, own, button, id, Number(stance));
    if (withdraw) {
      await outbox.add("withdraw", { [withdraw]: id });
      button.closest("[data-item]").remove();
      speak(words("taken_back"));
      find("mine-place").focus();
    }
    if (copy) await copyText(find(copy), button);
  });
}

// Pressing the chosen one again takes it back.
async function changeStance(outbox, own, pressed, id, value) {
  const chosen = pressed.getAttribute("aria-pressed") === "true";
  await outbox.add("stance", { contribution: id, value: chosen ? null : value });
  for (const other of pressed.parentElement.children) other.setAttribute("aria-pressed", String(!chosen && other === pressed));
  speak(chosen ? words("undone") : words("you_chose", { choice: pressed.textContent.trim() }));
}

async function copyText(field, button) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    button.querySelector("span").textContent = words("copied");
    speak(words("copied"));
  } catch {
    speak(words("copy_yourself"));
  }
}

function sayThatSomebodyLooks() {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  fetch(page.urls.visit, { method: "POST", headers: { "X-CSRFToken": token } }).catch(() => {});
}

begin();
