// The live preview: the page changes under the reader's eyes, and mistakes are shown over it.
//
// The server sends no more than the number of the newest snapshot. What changed, this script finds
// by asking for the page again: the same URL, the same answer as a visitor's.

const script = document.querySelector("script[data-snapshot]");
let shown = Number(script.dataset.snapshot);
let text = null;
let busy = false;
let wanted = shown;

const events = new EventSource("/_leerpad/events");
events.addEventListener("message", (event) => {
  wanted = Number(event.data);
  follow();
});
// A server that was started again counts anew, and may show another site.
events.addEventListener("error", () => (shown = -1));

// One at a time: what comes while it is under way is taken up at its end.
async function follow() {
  if (busy) return;
  busy = true;
  try {
    let done;
    do {
      done = wanted;
      const [state, page] = await Promise.all([ask(), done === shown ? null : fetch(location.href, { cache: "no-cache" })]);
      if (page) await show(page, state);
      shown = done;
      report(state);
    } while (done !== wanted);
  } catch {
    // The server is away; the stream of events comes back by itself and tells.
  } finally {
    busy = false;
  }
}

async function ask() {
  const answer = await fetch(`/_leerpad/state?path=${encodeURIComponent(location.pathname)}`);
  return answer.json();
}

async function show(page, state) {
  // The last good page stays where there is none for now.
  if (page.status >= 500 || (page.status === 404 && state.faults.length > 0)) return;
  if (page.redirected) return location.replace(page.url);
  const before = text;
  text = await page.text();
  if (before !== null && plain(before) === plain(text)) return restyle();
  const next = new DOMParser().parseFromString(text, "text/html");
  // A script runs when a page is loaded, and not again.
  if (scripts(next) !== scripts(document)) return location.reload();
  sync(document.documentElement, next.documentElement);
  head(next.head);
  morph(document.body, next.body);
  sync(document.body, next.body);
  await restyle();
  document.dispatchEvent(new CustomEvent("leerpad:changed"));
}

// A page without the number of its snapshot.
function plain(page) {
  return page.replace(/ data-snapshot="\d+"/, "");
}

function scripts(page) {
  const all = [...page.querySelectorAll("script[src]")].map((one) => one.getAttribute("src"));
  return all.join(" ");
}

// The head: stylesheets are swapped once they are loaded, so that no page stands bare in between.
function head(next) {
  const now = document.head;
  const key = (element) => element.cloneNode(true).outerHTML.replace(/ data-snapshot="\d+"/, "");
  const kept = new Set();
  const present = new Map([...now.children].map((element) => [key(element), element]));
  for (const element of next.children) {
    const same = present.get(key(element));
    if (same) {
      kept.add(same);
      continue;
    }
    const added = document.importNode(element, true);
    kept.add(added);
    now.append(added);
  }
  for (const element of [...now.children]) {
    if (kept.has(element)) continue;
    if (isStylesheet(element)) {
      const last = [...now.querySelectorAll("link[rel=stylesheet]")].at(-1);
      loaded(last).then(() => element.remove());
    } else {
      element.remove();
    }
  }
}

function isStylesheet(element) {
  return element.localName === "link" && element.rel === "stylesheet";
}

function loaded(link) {
  if (!link || link.sheet) return Promise.resolve();
  return new Promise((resolve) => {
    link.addEventListener("load", resolve, { once: true });
    link.addEventListener("error", resolve, { once: true });
  });
}

// A stylesheet whose URL says nothing of its content is asked for again where that has changed.
const tags = new Map();
async function restyle() {
  const links = [...document.querySelectorAll("link[rel=stylesheet]")];
  await Promise.all(
    links.map(async (link) => {
      const url = new URL(link.href);
      url.searchParams.delete("leerpad");
      if (url.origin !== location.origin || /\.[0-9a-f]{8}\.css$/.test(url.pathname)) return;
      const answer = await fetch(url, { method: "HEAD", cache: "no-store" });
      const tag = answer.headers.get("etag");
      const known = tags.get(url.pathname);
      tags.set(url.pathname, tag);
      if (known === undefined || known === tag) return;
      url.searchParams.set("leerpad", tag.slice(1, 9));
      const next = link.cloneNode();
      next.href = url.href;
      link.after(next);
      await loaded(next);
      link.remove();
    }),
  );
}
restyle();

// Makes one element's children those of another, keeping what is the same, so that the scroll
// position, the focus and what a reader has opened stay.
function morph(now, next) {
  let current = now.firstChild;
  for (const wanted of [...next.childNodes]) {
    const match = current && fits(current, wanted) ? current : find(current, wanted);
    if (!match) {
      now.insertBefore(document.importNode(wanted, true), current);
      continue;
    }
    while (current !== match) current = remove(current);
    if (match.nodeType === Node.ELEMENT_NODE) {
      if (!match.isEqualNode(wanted)) {
        sync(match, wanted);
        morph(match, wanted);
      }
    } else if (match.nodeValue !== wanted.nodeValue) {
      match.nodeValue = wanted.nodeValue;
    }
    current = match.nextSibling;
  }
  while (current) current = remove(current);
}

function fits(now, next) {
  return now.nodeName === next.nodeName && (now.id ?? "") === (next.id ?? "");
}

// A few places on, that which was wanted may follow: something before it was taken out.
function find(from, wanted) {
  if (wanted.nodeType !== Node.ELEMENT_NODE) return null;
  for (let node = from, left = 20; node && left > 0; node = node.nextSibling, left--) {
    if (wanted.id ? fits(node, wanted) : node.isEqualNode(wanted)) return node;
  }
  return null;
}

function remove(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

// What a reader did to an element is not undone.
const OF_THE_READER = new Set(["open", "checked", "value", "aria-expanded"]);

function sync(now, next) {
  for (const { name } of [...now.attributes]) {
    if (!next.hasAttribute(name) && !OF_THE_READER.has(name)) now.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (now.getAttribute(name) !== value && !OF_THE_READER.has(name)) now.setAttribute(name, value);
  }
}

// Mistakes, over the page.
let overlay = null;
let closed = null;

function report(state) {
  const { faults, near } = state;
  const key = JSON.stringify(faults);
  if (faults.length === 0 && !near) {
    overlay?.remove();
    overlay = null;
    closed = null;
    return;
  }
  if (closed === key) return;
  closed = null;
  overlay ??= panel();
  const list = overlay.shadowRoot.querySelector("[part=list]");
  list.replaceChildren(...(near ? [suggestion(near)] : []), ...faults.map((fault, at) => item(fault, at, state)));
  const errors = faults.filter((fault) => fault.severity === "error").length;
  const title = overlay.shadowRoot.querySelector("h2");
  title.textContent = near && faults.length === 0 ? "There is no such page" : count(errors, faults.length - errors, state.more);
  overlay.shadowRoot.querySelector("button").onclick = () => {
    closed = key;
    overlay.remove();
    overlay = null;
  };
}

function count(errors, warnings, more) {
  const some = (number, word) => (number ? [`${number} ${word}${number === 1 ? "" : "s"}`] : []);
  return [...some(errors, "error"), ...some(warnings, "warning"), ...(more ? [`${more} more`] : [])].join(", ");
}

// A root of its own, so that the site's stylesheet and this one leave each other alone.
function panel() {
  const host = document.createElement("leerpad-faults");
  const root = host.attachShadow({ mode: "open" });
  const style = make("link", { rel: "stylesheet", href: "/_leerpad/client.css" });
  const close = make("button", { type: "button", "aria-label": "Close" }, "×");
  const top = make("header", {}, make("h2", {}), close);
  const section = make("section", { role: "region", "aria-label": "Mistakes", "aria-live": "polite" }, top, make("ol", { part: "list" }));
  root.append(style, section);
  document.documentElement.append(host);
  return host;
}

function suggestion(near) {
  return make("li", {}, make("p", {}, "Did you mean ", make("a", { href: near }, near), "?"));
}

function item(fault, at, state) {
  const parts = [make("p", { class: "message" }, fault.message)];
  const place = fault.place;
  if (place) {
    const name = place.line ? `${place.file}:${place.line}:${place.column}` : place.file;
    const open = make("a", { href: fault.href ?? "#", class: "place", title: "Open in your editor" }, name);
    if (!fault.href) {
      open.addEventListener("click", (event) => {
        event.preventDefault();
        fetch(`/_leerpad/open?snapshot=${state.snapshot}&fault=${at}`, { method: "POST" });
      });
    }
    parts.push(make("p", {}, open));
    if (fault.text !== null && place.line) parts.push(snippet(fault.text, place));
  }
  parts.push(make("p", { class: "remedy" }, fault.remedy));
  return make("li", { class: fault.severity }, ...parts);
}

// The line, with the stretch marked that the fault is about. Columns count characters.
function snippet(line, { column, length }) {
  const letters = [...line];
  const from = column - 1;
  return make(
    "pre",
    {},
    letters.slice(0, from).join(""),
    make("mark", {}, letters.slice(from, from + length).join("") || " "),
    letters.slice(from + length).join(""),
  );
}

function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
