// Brings the service worker, which keeps what is read, and tells without a network what was kept.
const base = new URL(document.documentElement.dataset.base ?? "/", location.origin).pathname;

async function begin() {
  // Only where the site lives: on an author's machine many a project takes turns on one port.
  if (location.protocol !== "https:" || !navigator.serviceWorker) return;
  // A reader who counts bytes gets no copies.
  if (/** @type {{ connection?: { saveData?: boolean } }} */ (navigator).connection?.saveData) return;
  // A site above this one may have a worker as well.
  const script = new URL(`${base}sw.js`, location.href).href, isNew = navigator.serviceWorker.controller?.scriptURL !== script;
  await navigator.serviceWorker.register(script);
  const { active } = await navigator.serviceWorker.ready;
  if (isNew) active?.postMessage([location.href, ...performance.getEntriesByType("resource").map(({ name }) => name)]);
}

/** @param {Element} list */
async function show(list) {
  const cache = await caches.open(`leerpad:1:${base}:read`);
  for (const { url } of [...(await cache.keys())].reverse()) {
    const response = await cache.match(url);
    if (!response?.headers.get("content-type")?.startsWith("text/html")) continue;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const title = page.querySelector("h1")?.textContent;
    // What no search engine is to show is no page to read either, such as the one for an unknown URL.
    if (!title || page.querySelector("meta[name=robots]")) continue;
    const item = document.createElement("li"), link = document.createElement("a");
    Object.assign(link, { href: url, textContent: title });
    item.append(link);
    list.append(item);
  }
  /** @type {HTMLElement} */ (list.parentElement).hidden = !list.childElementCount;
}

// Without it a site is as it was: a browser may forbid all of this.
begin().catch(() => {});
const list = document.querySelector("[data-kept]");
if (list) show(list).catch(() => {});
export {};
