// What this device remembers of a course, and what a page shows of it. Nothing is sent anywhere.
// Keys and shapes: docs/content/reference/storage.md.
const prefix = `leerpad:1:${document.documentElement.dataset.base}:`;

/**
 * @param {string} name
 * @returns {any} what was written under that name; null where there is nothing to read
 */
export function read(name) {
  try {
    return JSON.parse(localStorage.getItem(prefix + name) ?? "null");
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @param {unknown} value null takes it away
 * @returns {boolean} whether it is kept: storage may be blocked, or full
 */
export function write(name, value) {
  try {
    if (value === null) localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** @returns {string[]} all that is kept of this site */
export function names() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  } catch {
    return [];
  }
}

/**
 * @param {string | undefined} words with places such as `{done}`
 * @param {Record<string, unknown>} values
 */
export const fill = (words = "", values = {}) => words.replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));

/** Within a list, and not in a list within it. @param {HTMLElement} list @param {string} selector @returns {HTMLElement[]} */
const own = (list, selector) =>
  [.../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll(selector))].filter((element) => element.closest("[data-checklist]") === list);

/** @param {HTMLElement} list */
export const boxes = (list) => /** @type {HTMLInputElement[]} */ (own(list, ".task input[name]"));

/** Says something at a list, by the name of its words. @param {HTMLElement} list @param {string} word */
function tell(list, word) {
  for (const notice of own(list, ".notice")) notice.textContent = notice.dataset[word] ?? "";
}

/** @param {HTMLElement} list */
function show(list) {
  const all = boxes(list), done = all.filter((box) => box.checked).length, total = all.length;
  for (const bar of own(list, "progress")) Object.assign(bar, { max: total, value: done });
  for (const count of own(list, ".count")) {
    const word = count.dataset[done === 0 ? "none" : done < total ? "some" : "all"];
    if (word) count.textContent = fill(word, { done, total });
  }
}

/** Keeps the ticks of a list. @param {HTMLElement} list */
export function keep(list) {
  const { checklist = "", version: v } = list.dataset;
  const c = Object.fromEntries(boxes(list).filter((box) => box.checked).map((box) => [box.name, 1]));
  if (!write(checklist, { v, t: new Date().toISOString(), c })) tell(list, "unsaved");
  show(list);
  document.dispatchEvent(new Event("leerpad:change"));
}

/** Ticks what was ticked before, by the ids of the tasks. @param {HTMLElement} list */
function recall(list) {
  const kept = read(list.dataset.checklist ?? "");
  const early = boxes(list).filter((box) => box.checked !== box.defaultChecked);
  if (kept?.c) {
    // What a reader ticked before this script came is newer than what was kept.
    for (const box of boxes(list)) if (!early.includes(box)) box.checked = box.name in kept.c;
    if (kept.v !== list.dataset.version) tell(list, "changed");
  }
  if (early.length || (kept?.c && kept.v !== list.dataset.version)) keep(list);
  else show(list);
}

/** Shows what was kept elsewhere since. @param {HTMLElement} list */
function again(list) {
  const kept = read(list.dataset.checklist ?? "")?.c;
  if (kept) for (const box of boxes(list)) box.checked = box.name in kept;
  show(list);
}

const lists = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-checklist]"));

document.addEventListener("change", ({ target }) => {
  const list = target instanceof HTMLInputElement && target.matches(".task input[name]") && target.closest("[data-checklist]");
  if (list instanceof HTMLElement) keep(list);
});

lists.forEach(recall);

// A link from another device.
const sent = new URLSearchParams(location.hash.slice(1));
if (sent.has("ticks")) import("./checklist.js").then((module) => module.receive(sent));

// Another tab, or this page brought back by the browser.
for (const type of ["storage", "pageshow"]) {
  addEventListener(type, (event) => {
    if (type === "storage" || /** @type {PageTransitionEvent} */ (event).persisted) lists.forEach(again);
  });
}
