// Keeps the page of the cards and its files, so that it opens without network; everything else goes its own way.
// KEPT stands above this text: the page, its files, and a version that changes with any of them.
const CACHE = `tarjetas-${KEPT.version}`;

self.addEventListener("install", (event) => {
  const keep = async () => {
    const cache = await caches.open(CACHE);
    const page = await fetch(KEPT.page, { cache: "no-store", credentials: "same-origin" });
    // Whoever is not logged in is led to the login: that is not the page.
    if (!page.ok || page.redirected) throw new Error("no page");
    await cache.put(KEPT.page, page);
    await cache.addAll(KEPT.files);
    await self.skipWaiting();
  };
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => {
  const clean = async () => {
    for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(clean());
});

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  const isOurs = event.request.method === "GET" && origin === self.location.origin && [KEPT.page, ...KEPT.files].includes(pathname);
  if (!isOurs) return;
  const answer = async () => (await (await caches.open(CACHE)).match(pathname)) ?? fetch(event.request);
  event.respondWith(answer());
});
