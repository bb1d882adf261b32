// Opens the phone page again without network. Kept are: the phone page of each conversation that this device takes part
// in, and the files it is made of. Everything else (streams, answers, other pages) goes to the network as if this were
// not here.

const PAGES = "pages-1";
const FILES = "files-1";
const PATIENCE = 4000; // ms that a page may take before the kept one is shown

const isPhonePage = (path) => /^\/gesprek\/[0-9a-f-]{36}\/(plaat\/)?$/.test(path);
const isFile = (path) => /^\/(static|tekening)\//.test(path);
// A name with its own hash in it never changes what it stands for.
const isForEver = (path) => /\.[0-9a-f]{12}\.\w+$/.test(path) || path.startsWith("/tekening/");

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const old = (await caches.keys()).filter((name) => name !== PAGES && name !== FILES);
      await Promise.all(old.map((name) => caches.delete(name)));
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (isFile(pathname)) event.respondWith(isForEver(pathname) ? keptFirst(request) : networkFirst(request, FILES));
  else if (isPhonePage(pathname)) event.respondWith(networkFirst(request, PAGES));
});

// The page tells what it is made of: that is fetched (mostly from the browser's own cache), the rest is cleaned away.
self.addEventListener("message", (event) => {
  const { page, files } = event.data;
  event.waitUntil(
    (async () => {
      const kept = await caches.open(FILES);
      const known = (await kept.keys()).map((request) => new URL(request.url).pathname);
      await Promise.all(known.filter((path) => !files.includes(path)).map((path) => kept.delete(path)));
      await Promise.allSettled(files.filter((path) => !known.includes(path)).map((path) => kept.add(path)));
      const pages = await caches.open(PAGES);
      if (!(await pages.match(page, { ignoreVary: true }))) await fetchPage(new Request(page, { credentials: "same-origin" }));
    })(),
  );
});

async function keptFirst(request) {
  const kept = await caches.match(request, { ignoreVary: true, cacheName: FILES });
  return kept ?? fetch(request);
}

async function networkFirst(request, name) {
  const kept = () => caches.match(request.url, { ignoreVary: true, cacheName: name });
  const fetched = name === PAGES ? fetchPage(request) : fetchFile(request);
  try {
    return (await Promise.race([fetched, keptAfterAWhile(kept)])) ?? (await fetched);
  } catch (error) {
    const page = await kept();
    if (page) return page;
    throw error;
  }
}

function keptAfterAWhile(kept) {
  return new Promise((resolve) => setTimeout(() => resolve(kept()), PATIENCE));
}

async function fetchPage(request) {
  const response = await fetch(request);
  const pages = await caches.open(PAGES);
  if (response.ok && !response.redirected) await pages.put(request.url, response.clone());
  // Not (any longer) a page of this device.
  else if (response.status === 404 || response.redirected || response.type === "opaqueredirect") await pages.delete(request.url, { ignoreVary: true });
  return response;
}

async function fetchFile(request) {
  const response = await fetch(request);
  if (response.ok) await (await caches.open(FILES)).put(request.url, response.clone());
  return response;
}
