// How far the planner is: asks while the page is looked at; when it is done (204), the page is fetched anew.

const EVERY = 1000;
const box = document.querySelector("[data-run]");

async function look() {
  if (document.visibilityState === "visible") {
    try {
      const answer = await fetch(box.dataset.run, { headers: { Accept: "text/html" } });
      if (answer.status === 204) {
        location.reload();
        return;
      }
      if (answer.ok) box.innerHTML = await answer.text();
    } catch {
      // No connection for a moment: the next time.
    }
  }
  setTimeout(look, EVERY);
}

if (box) setTimeout(look, EVERY);
