// The clock of a phase, in every element with data-clock: the server says when it ends, this counts down in between.
// The time is the server's: `now` is what it said, so a laptop whose clock is wrong shows the same as all others.

let ahead = null; // the server's time minus performance.now(), which nobody can set back

export function setServerTime(now) {
  ahead = now - performance.now();
}

const clockText = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

function secondsLeft({ ends, left }) {
  if (!ends) return left === undefined ? null : Number(left);
  return Math.max(0, Math.round((Number(ends) - (performance.now() + ahead)) / 1000));
}

function tick() {
  for (const clock of document.querySelectorAll("[data-clock]")) {
    if (ahead === null && clock.dataset.now) setServerTime(Number(clock.dataset.now));
    const seconds = secondsLeft(clock.dataset);
    const text = seconds === null ? "" : seconds === 0 ? clock.dataset.over : clockText(seconds);
    if (clock.textContent !== text) clock.textContent = text;
    clock.classList.toggle("is-over", seconds === 0);
  }
}

export function runClocks() {
  tick();
  setInterval(tick, 250);
}
