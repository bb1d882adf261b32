// Keeps what is filled in while one writes. The counter makes the newest of two writes win, whenever it arrives;
// "kept" is only said when the server said so. Without a connection it waits and tries again.

const AFTER = 900;
const AGAIN = 4000;

const form = document.querySelector("form[data-keep]");
if (form) {
  const state = form.querySelector("[data-kept]");
  const words = form.querySelector("[data-kept-words]");
  let n = Number(form.dataset.n) || 0;
  let timer = 0;
  let sending = false;
  let changed = false;

  const say = (kind, text) => {
    state.className = `state ${kind}`;
    words.textContent = text;
    state.hidden = false;
  };

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(keep, wait);
  };

  async function keep() {
    if (sending) {
      changed = true;
      return;
    }
    sending = true;
    changed = false;
    const data = new FormData(form);
    // The moment, so that another device of the same person is never behind by a small number.
    n = Math.max(n + 1, Date.now());
    data.set("n", String(n));
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body: data, headers: { Accept: "application/json" } });
      const told = await answer.json();
      if (answer.ok) say("saved", told.kept);
      else if (told.problem) say("wrong", told.problem);
    } catch {
      changed = true;
      say("waiting", form.dataset.waiting);
    }
    sending = false;
    if (changed) later(AGAIN);
  }

  form.addEventListener("input", () => {
    changed = true;
    later(AFTER);
  });
  addEventListener("online", () => changed && later(0));
  addEventListener("beforeunload", (event) => {
    if ((changed || sending) && !form.dataset.sent) event.preventDefault();
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    form.dataset.sent = "1";
    form.elements.n.value = String(Math.max(n + 1, Date.now()));
  });
}
