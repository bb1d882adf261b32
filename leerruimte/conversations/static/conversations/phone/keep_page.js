// Lets the service worker keep this page and all that it is made of, so that it opens again without network.

export async function keepPage() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/sw.js", { scope: "/" });
  const { active } = await navigator.serviceWorker.ready;
  // Once all has been fetched; pictures of the drawing and fonts come last.
  const loaded = document.readyState === "complete" ? Promise.resolve() : new Promise((go) => addEventListener("load", go, { once: true }));
  await loaded;
  const files = performance.getEntriesByType("resource").map((entry) => new URL(entry.name));
  const ours = files.filter(({ origin, pathname }) => origin === location.origin && /^\/(static|tekening)\//.test(pathname));
  active.postMessage({ page: location.pathname, files: [...new Set(ours.map(({ pathname }) => pathname))] });
}

// This device stops with a conversation: its page, and what lies under it, is not kept any longer.
export async function forgetPage(path) {
  if (!("caches" in window)) return;
  for (const name of await caches.keys()) {
    const kept = await caches.open(name);
    for (const request of await kept.keys()) {
      if (new URL(request.url).pathname.startsWith(path)) await kept.delete(request, { ignoreVary: true });
    }
  }
}
