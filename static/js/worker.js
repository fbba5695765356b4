// The service worker: what a reader has read stays on the device, and is shown where there is no
// network or a slow one. What every page needs comes from the template of /sw.js, as `shell`.
/** @typedef {{ offline: string, immutable: string[], revalidate: string[] }} Shell URLs without the host; the first ones have a hash in them */
(() => {
  const worker = /** @type {ServiceWorkerGlobalScope & { shell: Shell }} */ (/** @type {unknown} */ (self));
  const { shell, registration, location } = worker;
  const base = new URL(registration.scope).pathname;
  const SHELL = `leerpad:1:${base}:shell`;
  /** Pages that were read and what they showed; the oldest first. */
  const READ = `leerpad:1:${base}:read`, MOST = 300;
  /** So many milliseconds the network has where there is a copy. */
  const PATIENCE = 3000;
  /** What a page shows. Not what a script asks for, as the search its index, and no film or download. */
  const KINDS = ["document", "style", "script", "image", "font"];
  const TYPES = /^(text\/(html|css|javascript)|application\/javascript|image\/|font\/)/;

  /** As a browser writes it, whatever letters a site's path has. @param {string} url */
  const path = (url) => new URL(url, location.href).pathname;
  const immutable = shell.immutable.map(path);

  /** A page is the same whatever query led to it. @param {string} url */
  const name = (url) => url.replace(/[?#].*/, "");
  /** @param {string} url */
  const isOurs = (url) => url.startsWith(location.origin + base) && !url.startsWith(`${location.origin}${base}pagefind/`);
  /** A copy of a page that was read is newer than that of the shell. @param {string} url */
  const kept = async (url) => (await (await caches.open(READ)).match(name(url))) ?? (await caches.open(SHELL)).match(name(url));

  /** @param {string} url @param {Response} response */
  async function keep(url, response) {
    const { status, headers } = response, cache = await caches.open(READ);
    // What was taken down is not shown without a network either.
    if (status === 404 || status === 410) return void (await cache.delete(name(url)));
    const isWhole = status === 200 && response.type === "basic" && !response.redirected;
    if (!isWhole || !TYPES.test(headers.get("content-type") ?? "")) return;
    // Below the site's address there may be another program, whose pages are for one reader.
    if (/\b(no-store|private)\b/i.test(headers.get("cache-control") ?? "")) return;
    // One that is put again goes to the end.
    await cache.put(name(url), response);
    const all = await cache.keys();
    await Promise.all(all.slice(0, -MOST).map((old) => cache.delete(old)));
  }

  /** @param {FetchEvent} event */
  async function answer(event) {
    const { request } = event, { url } = request, copy = await kept(url);
    if (copy && immutable.includes(path(url))) return copy;
    const fetched = fetch(request).then((response) => {
      // Storage may be full: then it is read, but not kept.
      event.waitUntil(keep(url, response.clone()).catch(() => {}));
      return response;
    });
    const late = new Promise((_, giveUp) => copy && setTimeout(giveUp, PATIENCE));
    event.waitUntil(fetched.catch(() => {}));
    try {
      return await Promise.race([fetched, late]);
    } catch {
      if (copy) return copy;
      return (request.mode === "navigate" && (await kept(location.origin + path(shell.offline)))) || Response.error();
    }
  }

  /** Fetches what every page needs, and keeps what the version before had: pages that were read may show it. */
  async function install() {
    const cache = await caches.open(SHELL), read = await caches.open(READ);
    const wanted = [...shell.immutable, ...shell.revalidate, shell.offline].map(path);
    await Promise.all(wanted.map(async (path) => {
      const response = await fetch(path);
      if (response.ok) await cache.put(path, response);
    }));
    for (const request of await cache.keys()) {
      const response = wanted.includes(path(request.url)) ? null : await cache.match(request);
      if (!response) continue;
      await read.put(request, response);
      await cache.delete(request);
    }
    await worker.skipWaiting();
  }

  worker.addEventListener("install", (event) => event.waitUntil(install()));

  worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

  worker.addEventListener("fetch", (event) => {
    const { method, url, destination, headers } = event.request;
    if (method === "GET" && isOurs(url) && KINDS.includes(destination) && !headers.has("range")) event.respondWith(answer(event));
  });

  // What a reader had read, and seen, before the worker was there.
  worker.addEventListener("message", (event) => {
    const missed = async (/** @type {string} */ url) => (await kept(url)) ?? keep(url, await fetch(url));
    event.waitUntil(Promise.allSettled(event.data.filter(isOurs).map(missed)));
  });
})();
