// A form that is on its way: a second press does nothing, and after a moment the button shows that it is busy.
// Forms that a script sends itself (they prevent the default) are left alone. Without scripts the server copes: each
// write has an id of its own.

const BUSY_AFTER = 400;
// If no page came by then (a download, a lost connection), the form may be sent again.
const GIVE_UP_AFTER = 10_000;

const sending = new WeakSet();

function release(form, button) {
  sending.delete(form);
  button?.removeAttribute("aria-busy");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method")?.toLowerCase() !== "post") return;
  if (sending.has(form)) {
    event.preventDefault();
    return;
  }
  const button = event.submitter;
  sending.add(form);
  const busy = setTimeout(() => button?.setAttribute("aria-busy", "true"), BUSY_AFTER);
  const done = () => {
    clearTimeout(busy);
    release(form, button);
  };
  setTimeout(done, GIVE_UP_AFTER);
  // Back from the next page, out of the browser's memory: everything can be pressed again.
  addEventListener("pageshow", done, { once: true });
});
