// A sheet that a reader prints at the end of a course.
import { fill, lessons } from "./progress.js";

/**
 * The first and the last day on which lessons were opened or done.
 * @param {string[]} times in ISO 8601
 * @param {string} language
 * @returns {string[]} one day, or two that differ
 */
export function days(times, language) {
  const sorted = times.filter((time) => !Number.isNaN(Date.parse(time))).sort();
  const day = new Intl.DateTimeFormat(language, { dateStyle: "long" });
  return [...new Set([sorted[0], sorted.at(-1)].flatMap((time) => (time ? [day.format(new Date(time))] : [])))];
}

/** @param {HTMLElement} form */
export function run(form) {
  const section = /** @type {HTMLElement} */ (form.closest("[data-certificate]"));
  /** @param {string} name @returns {HTMLElement?} */
  const place = (name) => section.querySelector(`[data-fill=${name}]`);
  const course = /** @type {HTMLElement} */ (document.querySelector("[data-course]")).dataset.course ?? "";
  const times = Object.entries(lessons()).filter(([path]) => path.startsWith(`${course}/`)).map(([, { t }]) => t);
  const [from = "", to] = days(times, document.documentElement.lang);
  const name = place("name"), dates = place("dates"), learned = place("learned");
  if (name) name.textContent = form.querySelector("input")?.value ?? "";
  if (dates) dates.textContent = fill(dates.dataset[to ? "two" : "one"], { from, to });
  // What the course says that one can do afterwards; else what its lessons are called.
  const goals = document.querySelectorAll("article > .objectives li");
  learned?.replaceChildren(...[...(goals.length ? goals : document.querySelectorAll(".path[data-done] .title"))].map((goal) => {
    const item = document.createElement("li");
    item.textContent = goal.textContent;
    return item;
  }));
  const root = document.documentElement;
  root.classList.add("certified");
  addEventListener("afterprint", () => root.classList.remove("certified"), { once: true });
  print();
}
