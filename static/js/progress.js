// What this device remembers of a course, and what a page shows of it. Nothing is sent anywhere.
// Keys and shapes: docs/content/reference/storage.md.
const root = document.documentElement;
const prefix = `leerpad:1:${root.dataset.base}:`;

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

/** @param {ParentNode} at @param {string} selector @returns {HTMLElement[]} */
export const every = (at, selector) => [.../** @type {NodeListOf<HTMLElement>} */ (at.querySelectorAll(selector))];

// ---- Checklists ------------------------------------------------------------

/** Within a list, and not in a list within it. @param {HTMLElement} list @param {string} selector @returns {HTMLElement[]} */
export const own = (list, selector) => every(list, selector).filter((element) => element.closest("[data-checklist]") === list);

/** Whether it is the box of a task, and nothing of a quiz or a form that stands below one. @param {EventTarget | null} target @returns {target is HTMLInputElement} */
const isBox = (target) => target instanceof HTMLInputElement && target.matches(".task input[name]") && !target.closest("form");

/** @param {HTMLElement} list */
export const boxes = (list) => own(list, ".task input[name]").filter(isBox);

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

/** The ticks of a list as they are kept. @param {HTMLElement} list */
export const ticks = (list) => ({
  v: list.dataset.version,
  t: new Date().toISOString(),
  c: Object.fromEntries(boxes(list).filter((box) => box.checked).map((box) => [box.name, 1])),
});

/** Keeps the ticks of a list. @param {HTMLElement} list */
export function keep(list) {
  if (write(list.dataset.checklist ?? "", ticks(list))) known.add(list);
  else tell(list, "unsaved");
  show(list);
  document.dispatchEvent(new Event("leerpad:change"));
}

/** Ticks what is kept of a list, by the ids of its tasks. @param {HTMLElement} list @param {HTMLInputElement[]} [newer] boxes that are left alone */
function recall(list, newer = []) {
  const kept = read(list.dataset.checklist ?? ""), isThere = kept?.c && typeof kept.c === "object";
  if (isThere) {
    for (const box of boxes(list)) if (!newer.includes(box)) box.checked = Object.hasOwn(kept.c, box.name);
    known.add(list);
  } else if (known.delete(list)) {
    // It was wiped elsewhere. What was never kept, as where storage is blocked, stays as it is.
    for (const box of boxes(list)) box.checked = box.defaultChecked;
  }
  show(list);
  return isThere && kept.v !== list.dataset.version;
}

const lists = every(document, "[data-checklist]");
/** Lists of which something is kept. @type {Set<HTMLElement>} */
const known = new Set();

document.addEventListener("change", ({ target }) => {
  const list = isBox(target) && target.closest("[data-checklist]");
  if (list instanceof HTMLElement) keep(list);
});

for (const list of lists) {
  // A browser that fills in a page again as it was left would bring back what was wiped since.
  for (const box of boxes(list)) box.autocomplete = "off";
  // What a reader ticked before this script came is newer than what was kept.
  const early = boxes(list).filter((box) => box.checked !== box.defaultChecked), changed = recall(list, early);
  if (changed) tell(list, "changed");
  if (early.length || changed) keep(list);
}

// ---- Quizzes ---------------------------------------------------------------

/**
 * @param {HTMLElement} quiz
 * @param {Record<string, number>} c the questions that were right
 * @returns {{ right: number, total: number }} how many of those that it has now
 */
export function score(quiz, c) {
  const questions = every(quiz, "[data-question]");
  return { right: questions.filter(({ dataset }) => c[dataset.question ?? ""] === 1).length, total: questions.length };
}

for (const quiz of every(document, "[data-quiz]")) {
  const kept = read(`quiz:${quiz.dataset.quiz}`)?.c, told = quiz.querySelector("[data-quiz-score]");
  if (kept && told) told.textContent = fill(quiz.dataset.last, score(quiz, kept));
}

// ---- Lessons ---------------------------------------------------------------

/** @typedef {{ s: "started" | "done", t: string }} State how far a lesson is, and when it was last opened or marked */

/** @returns {Record<string, State>} by the paths of the lessons */
export function lessons() {
  const known = read("progress");
  return known && typeof known === "object" ? known : {};
}

/** The path that a page is known by: its URL's below the base. @param {HTMLAnchorElement} link */
const pathOf = (link) => decodeURI(link.pathname).slice(root.dataset.base?.length).replace(/\/$/, "");

/** Says in lists of lessons which are done. */
function outline() {
  const known = lessons();
  for (const link of /** @type {HTMLAnchorElement[]} */ (every(document, ".path a[href]"))) {
    const done = known[pathOf(link)]?.s === "done";
    link.parentElement?.classList.toggle("is-done", done);
    link.querySelector(".is-done-word")?.remove();
    if (!done) continue;
    const word = document.createElement("span");
    word.className = "visually-hidden is-done-word";
    word.textContent = ` ${/** @type {HTMLElement?} */ (link.closest(".path"))?.dataset.done}`;
    link.append(word);
  }
}

const [lesson] = every(document, "[data-lesson]"), [course] = every(document, "[data-course]");
const path = lesson?.dataset.lesson ?? "";
const button = lesson?.querySelector("button[data-done]");

/** Shows what is known of lessons. @param {State["s"]} [s] of the one on this page */
function showLessons(s = lessons()[path]?.s) {
  button?.setAttribute("aria-pressed", String(s === "done"));
  outline();
  if (course) showCourse(course);
}

/** @param {State["s"]} s */
function setLesson(s) {
  const isKept = write("progress", { ...lessons(), [path]: { s, t: new Date().toISOString() } });
  const told = lesson && every(lesson, "output[data-unkept]")[0];
  // That a lesson was opened is no news to its reader.
  if (told) told.textContent = (s === "done" && !isKept && told.dataset.unkept) || "";
  showLessons(s);
}

/** A lesson is done by itself when all that it asks is. */
function byItself() {
  const tasks = lists.flatMap(boxes), quizzes = every(document, "[data-lesson] [data-quiz]");
  const ready = tasks.every((box) => box.checked) && quizzes.every((quiz) => {
    const { right, total } = score(quiz, read(`quiz:${quiz.dataset.quiz}`)?.c ?? {});
    return right === total;
  });
  if (ready && tasks.length + quizzes.length > 0 && lessons()[path]?.s !== "done") setLesson("done");
}

if (lesson) {
  setLesson(lessons()[path]?.s ?? "started");
  button?.addEventListener("click", () => setLesson(button.getAttribute("aria-pressed") === "true" ? "started" : "done"));
  document.addEventListener("leerpad:change", byItself);
  document.addEventListener("keydown", (event) => {
    const free = event.target instanceof Element && event.target.matches("body, main, article");
    if (!free || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const to = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    if (to) every(document, `.neighbours a[rel=${to}]`)[0]?.click();
  });
} else {
  showLessons();
}

/**
 * The lesson that was opened last, if there is more to do in it; else the first that is open after it, or before.
 * @template {Partial<State>} T
 * @param {T[]} all in their order
 */
export function goOn(all) {
  const last = all.reduce((last, { t = "" }, at) => (t > (all[last]?.t ?? "") ? at : last), 0);
  return [...all.slice(last), ...all].find((item) => item.s !== "done");
}

/** In words. @param {number} minutes @param {DOMStringMap} words */
export function duration(minutes, { minute, hour, hours }) {
  const whole = Math.floor(minutes / 60), rest = minutes % 60;
  return [whole && fill(whole === 1 ? hour : hours, { hours: whole }), rest && fill(minute, { minutes: rest })].filter(Boolean).join(" ");
}

/** How far a course is, and where to go on. @param {HTMLElement} course */
function showCourse(course) {
  const known = lessons();
  const all = every(document, ".path li[data-minutes]").map((item) => {
    const link = /** @type {HTMLAnchorElement} */ (item.querySelector("a"));
    return { link, minutes: Number(item.dataset.minutes), ...known[pathOf(link)] };
  });
  const open = all.filter((item) => item.s !== "done"), total = all.length, done = total - open.length;
  course.hidden = !all.some((item) => item.s);
  if (course.hidden) return;
  const [count] = every(course, ".count");
  const time = duration(open.reduce((sum, item) => sum + item.minutes, 0), course.dataset);
  Object.assign(course.querySelector("progress") ?? {}, { max: total, value: done });
  count.textContent = fill(count.dataset[open.length ? "some" : "all"], { done, total, time });
  const next = goOn(all);
  const start = /** @type {HTMLAnchorElement?} */ (document.querySelector("a[data-go-on]"));
  if (start && next) {
    start.href = next.link.href;
    start.textContent = fill(start.dataset.goOn, { title: next.link.querySelector(".title")?.textContent });
  }
  for (const certificate of every(document, "[data-certificate]")) certificate.hidden = open.length > 0;
}

// ---- What comes from elsewhere ---------------------------------------------

// A link from another device; it may be opened where the page is already.
function take() {
  const sent = new URLSearchParams(location.hash.slice(1));
  if (sent.has("ticks")) import("./checklist.js").then((module) => module.receive(sent), console.warn);
}
take();
addEventListener("hashchange", take);

// Another tab, or this page brought back by the browser.
for (const type of ["storage", "pageshow"]) {
  addEventListener(type, (event) => {
    if (type === "pageshow" && !(/** @type {PageTransitionEvent} */ (event).persisted)) return;
    for (const list of lists) recall(list);
    showLessons();
  });
}
