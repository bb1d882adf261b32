// Time by the server's clock, whatever this phone's says; and the minutes that are left of a phase.

let ahead = 0; // server's time minus performance.now(), which nobody can set back

export function hearServerTime(milliseconds) {
  ahead = milliseconds - performance.now();
}

export function serverNow() {
  return ahead + performance.now();
}

export function asClock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

// Seconds left of a phase: null without clock.
export function secondsLeft(phase) {
  if (!phase) return null;
  if (phase.left !== null && phase.left !== undefined) return phase.left;
  return phase.ends ? Math.max(0, Math.round((phase.ends - serverNow()) / 1000)) : null;
}

export class Clock {
  // `element`: the whole; `face`: where the digits stand. It never closes anything: at zero it says that time is up.
  constructor(element, face, words) {
    Object.assign(this, { element, face, words, phase: null });
    setInterval(() => this.show(), 1000);
  }

  set(phase) {
    this.phase = phase;
    this.show();
  }

  show() {
    const left = secondsLeft(this.phase);
    this.element.hidden = left === null;
    if (left === null) return;
    const text = left ? asClock(left) : this.words("time_up");
    if (this.face.textContent !== text) this.face.textContent = text;
    // Said in whole minutes, so that who listens is not told each second that it changed.
    const said = left ? this.words("minutes_left", { n: Math.ceil(left / 60) }) : text;
    if (this.element.getAttribute("aria-label") !== said) this.element.setAttribute("aria-label", said);
  }
}
