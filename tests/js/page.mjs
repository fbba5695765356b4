// A page without a browser: as much of the DOM as the modules of static/js ask for, and no more. What it does not
// know it refuses, so that no test holds by accident. How a real browser takes it, tests/browser/ says.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const SCRIPTS = fileURLToPath(new URL("../../static/js", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "leerpad-js-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
let copies = 0;

/**
 * A module of static/js as a page gets it: anew, with all that it imports. Node takes a `.js` for a module only
 * where a package.json says so, and none may lie among what is published; so it is read from a copy.
 */
export function load(name) {
  const folder = join(scratch, String(++copies));
  cpSync(SCRIPTS, folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  return import(pathToFileURL(join(folder, name)).href);
}

/** `a`, `.b`, `[c]`, `[d=e]` and these together; `:scope`. */
function meets(element, compound, scope) {
  if (compound === ":scope") return element === scope;
  const parts = compound.match(/^[a-z][a-z0-9]*|\.[\w-]+|\[[\w-]+(?:="?[^"\]]*"?)?\]/g) ?? [];
  if (parts.join("") !== compound) throw new Error(`page.mjs does not know the selector ${compound}`);
  return parts.every((part) => {
    if (part[0] === ".") return element.classList.contains(part.slice(1));
    if (part[0] !== "[") return element.localName === part;
    const [name, value] = part.slice(1, -1).split("=");
    return element.hasAttribute(name) && (value === undefined || element.getAttribute(name) === value.replaceAll('"', ""));
  });
}

/** Whether an element, below others, is what a path of compounds ends in. */
function ends(element, path, scope) {
  const isChild = path.at(-2) === ">", rest = path.slice(0, isChild ? -2 : -1);
  if (!meets(element, path.at(-1), scope)) return false;
  for (let above = element.parentElement; rest.length && above; above = isChild ? null : above.parentElement) {
    if (ends(above, rest, scope)) return true;
  }
  return !rest.length;
}

class Node extends EventTarget {
  parentElement = null;
}

class Text extends Node {
  constructor(text) {
    super();
    this.textContent = text;
  }

  cloneNode() {
    return new Text(this.textContent);
  }
}

class Element extends Node {
  childNodes = [];

  constructor(localName, attributes = {}) {
    super();
    this.localName = localName;
    this.attributes = new Map(Object.entries(attributes));
    this.id = attributes.id ?? "";
    this.hidden = this.attributes.has("hidden");
    const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
    this.dataset = Object.fromEntries([...this.attributes].filter(([name]) => name.startsWith("data-")).map(([name, value]) => [camel(name.slice(5)), value]));
    const classes = new Set((attributes.class ?? "").split(" ").filter(Boolean));
    this.classList = {
      contains: (name) => classes.has(name),
      add: (name) => classes.add(name),
      remove: (name) => classes.delete(name),
      toggle: (name, on) => (on ? classes.add(name) : classes.delete(name), on),
    };
  }

  set className(names) {
    for (const name of names.split(" ")) this.classList.toggle(name, true);
  }

  getAttribute(name) {
    return this.attributes.get(name) ?? null;
  }

  hasAttribute(name) {
    return this.attributes.has(name);
  }

  setAttribute(name, value) {
    this.attributes.set(name, value);
  }

  get children() {
    return this.childNodes.filter((node) => node instanceof Element);
  }

  append(...nodes) {
    for (const node of nodes) {
      const child = typeof node === "string" ? new Text(node) : node;
      child.parentElement = this;
      this.childNodes.push(child);
    }
  }

  replaceChildren(...nodes) {
    this.childNodes = [];
    this.append(...nodes);
  }

  scrollIntoView() {
    this.scrolledTo = true;
  }

  cloneNode() {
    return h(this.localName, Object.fromEntries(this.attributes), ...this.childNodes.map((node) => node.cloneNode()));
  }

  remove() {
    this.parentElement.childNodes.splice(this.parentElement.childNodes.indexOf(this), 1);
  }

  get textContent() {
    return this.childNodes.map((node) => node.textContent).join("");
  }

  set textContent(text) {
    this.replaceChildren(...(text === "" ? [] : [text]));
  }

  get nextElementSibling() {
    const { children } = this.parentElement;
    return children[children.indexOf(this) + 1] ?? null;
  }

  contains(node) {
    return node === this || Boolean(node?.parentElement && this.contains(node.parentElement));
  }

  matches(selector, scope) {
    return selector.split(/,\s*/).some((path) => ends(this, path.split(" "), scope));
  }

  closest(selector) {
    return this.matches(selector) ? this : this.parentElement?.closest(selector) ?? null;
  }

  querySelectorAll(selector, scope = this) {
    return this.children.flatMap((child) => [...(child.matches(selector, scope) ? [child] : []), ...child.querySelectorAll(selector, scope)]);
  }

  querySelector(selector) {
    return this.querySelectorAll(selector)[0] ?? null;
  }
}

class HTMLElement extends Element {}

class HTMLInputElement extends HTMLElement {
  constructor(localName, attributes = {}) {
    super(localName, attributes);
    const { name = "", type = "text", value = "" } = attributes;
    Object.assign(this, { name, type, value, checked: "checked" in attributes, defaultChecked: "checked" in attributes });
  }

  get labels() {
    return [this.nextElementSibling];
  }
}

/** As Node has it from version 19 on. */
class CustomEvent extends Event {
  constructor(type, { detail = null } = {}) {
    super(type);
    this.detail = detail;
  }
}

class Storage {
  getItem(key) {
    return Object.hasOwn(this, key) ? this[key] : null;
  }

  setItem(key, value) {
    this[key] = String(value);
  }

  removeItem(key) {
    delete this[key];
  }
}

/** An element; a link has the path that it leads to. */
export function h(name, attributes = {}, ...children) {
  const element = new (name === "input" ? HTMLInputElement : HTMLElement)(name, attributes);
  if (name === "a") element.pathname = element.href = attributes.href;
  element.append(...children);
  return element;
}

/**
 * The page that modules are loaded into from then on, with an empty storage.
 * @param {{ base?: string, path?: string, hash?: string, kept?: Record<string, unknown>, body?: Element[], navigator?: object, globals?: object }} [page]
 */
export function open({ base = "/", path = "/", hash = "", kept = {}, body = [], navigator = {}, globals: more = {} } = {}) {
  const root = h("html", { "data-base": base, lang: "nl" }, h("body", {}, ...body));
  root.lang = "nl";
  const storage = Object.assign(new Storage(), Object.fromEntries(Object.entries(kept).map(([name, value]) => [`leerpad:1:${base}:${name}`, JSON.stringify(value)])));
  const document = Object.assign(new EventTarget(), {
    documentElement: root,
    body: root.children[0],
    title: "Page",
    createElement: (name) => h(name),
    querySelector: (selector) => root.querySelector(selector),
    querySelectorAll: (selector) => root.querySelectorAll(selector),
    getElementById: (id) => root.querySelector(`[id=${id}]`),
  });
  const window = new EventTarget();
  const globals = {
    CustomEvent, Element, HTMLElement, HTMLInputElement, Node, Text, document, navigator,
    localStorage: storage,
    location: { origin: "https://name.example", pathname: path, search: "", hash },
    history: { replaceState: (_state, _title, url) => (globals.history.now = url) },
    addEventListener: window.addEventListener.bind(window),
    ...more,
  };
  for (const [name, value] of Object.entries(globals)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  return { document, window, storage, history: globals.history };
}

/** What a reader does with a box. */
export function tick(document, box, checked = true) {
  box.checked = checked;
  document.dispatchEvent(Object.defineProperty(new Event("change"), "target", { value: box }));
}
