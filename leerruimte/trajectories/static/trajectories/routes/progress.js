// Asks how far the planner is, while the page is looked at; when there is an answer, the page is read anew.

const EVERY = 1000;

async function look() {
  const here = document.getElementById("progress");
  if (!here || document.visibilityState !== "visible") return;
  let answer;
  try {
    answer = await fetch(here.dataset.address, { headers: { "X-Requested-With": "fetch" } });
  } catch {
    return; // no network: the next look may have it
  }
  if (answer.status === 205) {
    location.reload();
    return;
  }
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("progress");
  if (!fresh) return;
  for (const part of [".strips", "[role=status]"]) {
    const [old, now] = [here.querySelector(part), fresh.querySelector(part)];
    // Only what is otherwise: a screen reader says each change once.
    if (old && now && old.innerHTML !== now.innerHTML) old.innerHTML = now.innerHTML;
  }
}

setInterval(look, EVERY);
