// The live preview: the page changes under the reader's eyes, and mistakes are shown over it.
//
// The server sends no more than the number of the newest snapshot. What changed, this script finds
// by asking for the page again: the same URL, the same answer as a visitor's.

import { report } from "./faults.js";
import { morph } from "./morph.js";

const script = document.querySelector("script[data-snapshot]");
let shown = Number(script.dataset.snapshot);
let wanted = shown;
let busy = false;
// The page as the server last sent it, before any script or reader touched it.
let last = null;

// A tab that nobody sees lets go of its stream: a browser has six connections for one server, and
// an author may have more tabs than that. It catches up when it is looked at.
let events = null;
function listen() {
  if (document.hidden) {
    events?.close();
    events = null;
    // Who looks again may look at another server, which counts anew.
    shown = -1;
    return;
  }
  if (events && events.readyState !== EventSource.CLOSED) return;
  events = new EventSource("/_leerpad/events");
  events.addEventListener("message", (event) => {
    wanted = Number(event.data);
    follow();
  });
  events.addEventListener("error", () => {
    // A server that was started again counts anew, and may show another site.
    shown = -1;
    setTimeout(listen, 1000);
  });
}
document.addEventListener("visibilitychange", listen);
listen();

// One at a time: what comes while it is under way is taken up at its end.
async function follow() {
  if (busy) return;
  busy = true;
  try {
    let number;
    do {
      number = wanted;
      last ??= await first();
      if (number !== shown) await show(await get());
      shown = number;
      report(await ask());
    } while (number !== wanted);
  } catch {
    // The server is away; the stream of events comes back by itself and tells.
    shown = -1;
  } finally {
    busy = false;
  }
}

function get() {
  return fetch(location.href, { cache: "no-cache" });
}

async function ask() {
  const answer = await fetch(`/_leerpad/state?path=${encodeURIComponent(location.pathname)}`);
  return answer.json();
}

async function parsed(page) {
  return new DOMParser().parseFromString(await page.text(), "text/html");
}

// The page that the browser has shown from the beginning. One from its cache may be older than what
// the server has, and then there is nothing to compare with.
async function first() {
  const page = await parsed(await get());
  const number = page.querySelector("script[data-snapshot]")?.dataset.snapshot;
  if (number !== script.dataset.snapshot) location.reload();
  return page;
}

async function show(page) {
  // The last good page stays where there is none for now.
  if (page.status >= 500) return;
  if (page.redirected) return location.replace(page.url);
  const next = await parsed(page);
  // A script runs when a page is loaded, and not again; nor does a page of old go on to its new URL.
  if (scripts(next) !== scripts(last) || next.querySelector("meta[http-equiv=refresh]")) return location.reload();
  const release = hold();
  const before = last;
  last = next;
  const dressed = morph(document.documentElement, before.documentElement, next.documentElement);
  release();
  await Promise.all([dressed, refresh()]);
  document.dispatchEvent(new CustomEvent("leerpad:changed"));
}

function scripts(page) {
  const all = [...page.querySelectorAll("script[src]:not([data-snapshot])")];
  return all.map((script) => script.getAttribute("src")).join(" ");
}

// What is at the top of the window stays there, also where the text above it grows. At the top of
// the page there is nothing above it.
const PIECES = "h1, h2, h3, h4, h5, h6, p, li, pre, tr, dt, dd, figure, img, summary";
function hold() {
  if (scrollY === 0) return () => {};
  const top = (element) => element.getBoundingClientRect().top;
  const held = [...document.body.querySelectorAll(PIECES)]
    .map((element) => [element, top(element)])
    .filter(([element, at]) => at >= 0 && at < innerHeight && element.offsetParent && !sticks(element));
  // Some browsers do the same by themselves, and once is enough.
  const root = document.documentElement;
  root.style.overflowAnchor = "none";
  return () => {
    const [element, was] = held.find(([element]) => element.isConnected) ?? [];
    if (element) scrollBy({ top: top(element) - was, behavior: "instant" });
    requestAnimationFrame(() => root.style.removeProperty("overflow-anchor"));
  };
}

// Whether an element stays in its place whatever is above it.
function sticks(element) {
  for (let at = element; at; at = at.parentElement) {
    if (["fixed", "sticky"].includes(getComputedStyle(at).position)) return true;
  }
  return false;
}

// A stylesheet or picture whose URL says nothing of its content is asked for again where that has
// changed.
const tags = new Map();
async function changed(address) {
  const url = new URL(address, location.href);
  if (url.origin !== location.origin || /\.[0-9a-f]{8,}\.css$/.test(url.pathname)) return null;
  url.search = "";
  const answer = await fetch(url, { method: "HEAD", cache: "no-store" });
  const tag = answer.headers.get("etag");
  const known = tags.get(url.href);
  tags.set(url.href, tag);
  if (!known || !tag || known === tag) return null;
  url.search = tag.slice(1, 9);
  return url.href;
}

async function refresh() {
  for (const link of document.querySelectorAll("link[rel=stylesheet]")) {
    const href = await changed(link.href);
    if (!href) continue;
    const next = link.cloneNode();
    next.href = href;
    const loaded = new Promise((done) => (next.onload = next.onerror = done));
    link.after(next);
    await loaded;
    link.remove();
  }
  const pictures = [...document.images];
  for (const address of new Set(pictures.map((picture) => picture.src))) {
    const src = address && (await changed(address));
    if (src) pictures.filter((picture) => picture.src === address).forEach((picture) => (picture.src = src));
  }
}
refresh();
