// Mistakes, over the page.

let overlay = null;
let shown = null;
let closed = null;

/** Shows what the server says of the newest snapshot; nothing, where nothing is wrong. */
export function report(state) {
  const { faults, near, more } = state;
  const isMissing = near && !faults.some((fault) => fault.severity === "error");
  if (faults.length === 0 && !isMissing) {
    closed = null;
    return close();
  }
  const key = JSON.stringify([faults, more, isMissing && near, isMissing && location.pathname]);
  // The numbers of faults are those of a snapshot.
  if (overlay) overlay.dataset.snapshot = state.snapshot;
  if (closed === key || shown === key) return;
  closed = null;
  shown = key;
  overlay ??= panel();
  overlay.dataset.snapshot = state.snapshot;
  const root = overlay.shadowRoot;
  root.querySelector("h2").textContent = title(faults, more, isMissing);
  root.querySelector("ol").replaceChildren(
    ...(isMissing ? [missing(near)] : []),
    ...faults.map(item),
    ...(more ? [make("li", {}, make("p", {}, `And ${more} more: the terminal shows all.`))] : []),
  );
}

function close() {
  overlay?.remove();
  overlay = null;
  shown = null;
  root.style.removeProperty("padding-bottom");
  root.style.removeProperty("scroll-padding-bottom");
}

function dismiss() {
  closed = shown;
  close();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && overlay && !event.defaultPrevented) dismiss();
});

function title(faults, more, isMissing) {
  const errors = faults.filter((fault) => fault.severity === "error").length;
  const some = (number, word) => (number ? [`${number} ${word}${number === 1 ? "" : "s"}`] : []);
  const parts = [...some(errors, "error"), ...some(faults.length - errors, "warning"), ...(more ? [`${more} more`] : [])];
  return [...(isMissing ? ["There is no such page"] : []), ...(parts.length ? [parts.join(", ")] : [])].join("; ");
}

const root = document.documentElement;

// A root of its own, so that the site's stylesheet and this one leave each other alone.
function panel() {
  const host = make("leerpad-faults", {});
  const style = make("link", { rel: "stylesheet", href: "/_leerpad/client.css" });
  const button = make("button", { type: "button", class: "close", "aria-label": "Close", title: "Close (Esc)" }, "×");
  button.addEventListener("click", dismiss);
  const top = make("header", {}, make("div", { role: "status" }, make("h2", { id: "title" })), button);
  const section = make("section", { "aria-labelledby": "title", hidden: "" }, top, make("ol", {}));
  style.addEventListener("load", () => (section.hidden = false));
  // What stands at the end of the page can be scrolled out from behind it.
  new ResizeObserver(() => {
    if (host !== overlay) return;
    root.style.paddingBottom = `${section.offsetHeight}px`;
    root.style.scrollPaddingBottom = `${section.offsetHeight}px`;
  }).observe(section);
  host.attachShadow({ mode: "open" }).append(style, section);
  root.append(host);
  return host;
}

function missing(near) {
  const links = near.map(({ url, title }) => make("li", {}, make("a", { href: url }, title), ` ${url}`));
  const said = `Nothing is at ${readable(location.pathname)}.`;
  if (links.length === 0) return make("li", {}, make("p", {}, said));
  return make("li", {}, make("p", {}, `${said} Nearest to it:`), make("ul", {}, ...links));
}

// A path as it was typed; what is no UTF-8 stays encoded.
function readable(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function item(fault, at) {
  const word = fault.severity === "error" ? "Error: " : "Warning: ";
  const parts = [make("p", { class: "message" }, make("b", {}, word), fault.message)];
  const { place } = fault;
  if (place) {
    const name = place.line ? `${place.file}:${place.line}:${place.column}` : place.file;
    parts.push(make("p", {}, fault.href ? make("a", { href: fault.href, title: "Open in your editor" }, name) : opener(name, at)));
    if (fault.text && place.line) parts.push(snippet(fault.text, place));
  }
  parts.push(make("p", { class: "remedy" }, fault.remedy));
  return make("li", { class: fault.severity }, ...parts);
}

// Where the server starts the editor.
function opener(name, at) {
  const button = make("button", { type: "button", title: "Open in your editor" }, name);
  button.addEventListener("click", async () => {
    const { snapshot } = overlay.dataset;
    const answer = await fetch(`/_leerpad/open?snapshot=${snapshot}&fault=${at}`, { method: "POST" });
    if (answer.ok) return;
    const why = answer.status === 502 ? await answer.text() : "This page cannot start it; the terminal's machine can.";
    button.after(make("span", { role: "alert" }, ` Your editor did not open. ${why}`));
  });
  return button;
}

// Characters of a line that are shown before the fault and behind it.
const BEFORE = 60;
const BEHIND = 100;

// The line, with the stretch marked that the fault is about. Columns count characters.
function snippet(line, { column, length }) {
  const letters = [...line];
  const from = column - 1;
  const to = Math.min(from + length, from + BEHIND);
  const start = letters.slice(0, from);
  const end = letters.slice(to);
  const head = start.length > BEFORE ? `…${start.slice(-BEFORE).join("")}` : start.join("").trimStart();
  const tail = end.length > BEHIND ? `${end.slice(0, BEHIND).join("")}…` : end.join("");
  return make("pre", {}, head, make("mark", {}, letters.slice(from, to).join("") || " "), tail);
}

function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
