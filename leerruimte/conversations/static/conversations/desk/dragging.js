// Lays a contribution in a theme by dragging it there. The same by keyboard: the fold "Theme" on each contribution.

export function startDragging(desk, { send, laid }) {
  const mark = (theme, over) => {
    for (const other of desk.querySelectorAll(".theme.is-over")) other.classList.remove("is-over");
    if (over) theme?.classList.add("is-over");
  };

  // Only while the slip itself is held: its words can still be selected, its fields used.
  desk.addEventListener("pointerdown", (event) => {
    const slip = event.target.closest("[data-drag]");
    if (slip) slip.draggable = !event.target.closest("summary, form, a, button, input");
  });

  desk.addEventListener("dragstart", (event) => {
    const slip = event.target.closest?.("[data-drag]");
    if (!slip) return;
    event.dataTransfer.setData("text/plain", slip.dataset.drag);
    event.dataTransfer.effectAllowed = "move";
    desk.classList.add("is-dragging");
  });

  desk.addEventListener("dragend", () => {
    desk.classList.remove("is-dragging");
    mark(null, false);
  });

  desk.addEventListener("dragover", (event) => {
    const theme = event.target.closest("[data-theme]");
    mark(theme, true);
    if (theme) event.preventDefault();
  });

  desk.addEventListener("drop", async (event) => {
    const theme = event.target.closest("[data-theme]");
    const form = document.querySelector(`#put-${CSS.escape(event.dataTransfer.getData("text/plain"))} form`);
    if (!theme || !form) return;
    event.preventDefault();
    const chosen = document.createElement("button"); // the press of a button, as the keyboard would have done
    chosen.name = "thema";
    chosen.value = theme.dataset.theme;
    chosen.hidden = true;
    form.append(chosen);
    const done = await send(form, chosen);
    chosen.remove();
    if (done) await laid(theme);
  });
}
