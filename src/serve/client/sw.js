// A service worker outlives the project that it came from; this one takes its place and goes, and
// has the pages that the other answered asked for again.
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) await caches.delete(name);
      await registration.unregister();
      for (const page of await clients.matchAll({ type: "window" })) page.navigate(page.url);
    })(),
  );
});
