// The service worker of a site that keeps nothing: it takes the place of one that did, throws away
// what that kept, and goes.
(() => {
  const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
  const ours = `leerpad:1:${new URL(worker.registration.scope).pathname}:`;
  worker.addEventListener("install", () => worker.skipWaiting());
  worker.addEventListener("activate", (event) => {
    const names = caches.keys().then((all) => all.filter((name) => name.startsWith(ours)));
    event.waitUntil(names.then((all) => Promise.all(all.map((name) => caches.delete(name)))).then(() => worker.registration.unregister()));
  });
})();
