// The desk with scripts: forms are sent beside the page, and the parts that changed are asked anew. Without scripts
// the same forms and links do the same. Nothing is kept only here: another device goes on where this one stopped.
import { runClocks, setServerTime } from "../clock.js";
import { openStream } from "../../live/stream.js";
import { startDragging } from "./dragging.js";
import { startNotes } from "./notes.js";
import { Parts } from "./parts.js";

const desk = document.getElementById("desk");
const texts = JSON.parse(document.getElementById("desk-texts").textContent);
const parts = new Parts(desk);

const say = (words) => {
  document.getElementById("desk-said").textContent = words;
};

function sayBeside(form, words) {
  const place = form.querySelector("[data-said]") ?? form.parentElement.querySelector("[data-said]");
  if (place) place.textContent = words;
  else say(words);
}

// Send a form as it stands. Answers whether it was done.
export async function send(form, submitter) {
  if (form.dataset.sending) return false; // a second press does nothing
  form.dataset.sending = "1";
  const slow = setTimeout(() => form.classList.add("is-sending"), 400);
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { "X-Leerruimte": "1" },
      body: new URLSearchParams(new FormData(form, submitter)),
    });
    if (answer.status === 409) {
      sayBeside(form, (await answer.json()).message);
      return false;
    }
    if (!answer.ok) {
      location.reload(); // the right to lead was withdrawn, or the thing is gone: the page says so
      return false;
    }
    sayBeside(form, "");
    return true;
  } catch {
    sayBeside(form, texts.no_connection);
    return false;
  } finally {
    clearTimeout(slow);
    form.classList.remove("is-sending");
    delete form.dataset.sending;
  }
}

async function sendBeside(form, submitter) {
  const part = document.getElementById(form.dataset.beside);
  if (!(await send(form, submitter))) return;
  form.reset();
  form.closest("details[data-fold]")?.removeAttribute("open");
  await parts.refreshAll();
  // What was pressed may be gone; the keyboard then goes on at the head of the same part, not at the top of the page.
  if (document.activeElement === document.body) part?.querySelector("h2")?.focus();
}

desk.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.beside) return;
  event.preventDefault();
  sendBeside(form, event.submitter);
});

// Another choice of contributions: the address follows, so that reloading and going back work.
desk.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-choose]");
  if (!link || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  history.replaceState(null, "", link.getAttribute("href"));
  await parts.choose(new URL(link.href).search);
  if (document.activeElement === document.body) document.getElementById("inbreng-title").focus();
});

// One fold of a contribution at a time.
desk.addEventListener(
  "toggle",
  (event) => {
    if (!event.target.open || !event.target.dataset.fold) return;
    for (const other of desk.querySelectorAll(`details[data-fold="${event.target.dataset.fold}"][open]`))
      if (other !== event.target) other.removeAttribute("open");
  },
  true,
);

startDragging(desk, {
  send,
  async laid(theme) {
    say(theme.dataset.theme ? texts.laid.replace("{theme}", theme.dataset.name) : texts.loose);
    await parts.refreshAll();
  },
});
startNotes(desk, texts);
runClocks();

openStream(desk.dataset.stream, {
  onState(state) {
    setServerTime(state.now);
    parts.refreshAll();
  },
  onDelta(name) {
    if (name === "deleted") location.assign(desk.dataset.led);
    else if (name === "scene") parts.want("nu", "scherm");
    else if (name === "screen") parts.want("scherm");
    else if (name === "people") parts.want("mensen");
    else if (name === "harvest") parts.want("mensen");
    else if (name === "sheet") parts.want("nu");
    else if (name === "desk") parts.want("nu", "scherm", "stand", "mensen", "notities", "inbreng", "logboek");
    else if (name === "version" || name === "added" || name === "gone") parts.want("nu", "inbreng", "stand");
  },
  onStatus(status) {
    document.getElementById("desk-offline").hidden = status !== "offline";
  },
});
