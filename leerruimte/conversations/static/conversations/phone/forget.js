// Stopping on this device, or deleting all that is mine: what this phone itself keeps goes too.

import { Drafts } from "./drafts.js";
import { forgetPage } from "./keep_page.js";
import { openStore } from "./store.js";

for (const form of document.querySelectorAll("form[data-forget]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { room, phone, next } = form.dataset;
    try {
      const response = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
      if (response.type !== "opaqueredirect" && !response.ok) throw new Error(response.statusText);
    } catch {
      form.querySelector("[data-problem]").hidden = false;
      return;
    }
    new Drafts(room).forget();
    await (await openStore()).forget(room);
    await forgetPage(phone);
    location.assign(next);
  });
}
