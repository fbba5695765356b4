// Practice: says what is right, and keeps the score. All words, and the answers, stand in the page.
import { every, fill, score, write } from "./progress.js";

/** @type {Record<string, string>} */
const spelled = { œ: "oe", æ: "ae", ß: "ss", þ: "th", ø: "o", ł: "l", đ: "d", ð: "d", ı: "i" };
const outer = "[\\s.,:;!?…'\"“”„«»()[\\]]+";
const outside = new RegExp(`^${outer}|${outer}$`, "g");

/** Text as it is compared: as `src/fold.rs` has it, without what stands around it. @param {string | null} text */
export const fold = (text) =>
  (text ?? "")
    .normalize("NFKD")
    .replace(/[\p{M}\u00ad\u200b-\u200d\u2060\ufeff]/gu, "")
    .toLowerCase()
    .replace(/[œæßþøłđðı]/g, (letter) => spelled[letter] ?? "")
    .replace(/[‘’‛ʼ´`]/g, "'")
    .replace(/\s+/g, " ")
    .replace(outside, "");

/** @param {HTMLElement} output @param {...(string | Node | null | undefined)} what */
function say(output, ...what) {
  output.replaceChildren();
  for (const part of what) output.append(...(part instanceof Node ? part.cloneNode(true).childNodes : [part ?? ""]));
}

/** Forgets what was said of a question, or that its answer may be seen. @param {HTMLElement} question @param {boolean} seen */
function clear(question, seen = false) {
  for (const output of every(question, "output")) say(output);
  delete question.dataset.verdict;
  for (const answer of /** @type {HTMLDetailsElement[]} */ (every(question, "details"))) {
    answer.classList.toggle("no-js", !seen);
    answer.open &&= seen;
  }
}

/** @param {HTMLElement} question @param {DOMStringMap} words @returns {boolean} whether it is right */
function mark(question, words) {
  const inputs = /** @type {HTMLInputElement[]} */ (every(question, "input"));
  const [{ type, value }] = /** @type {[HTMLInputElement]} */ (inputs);
  const given = type === "text" ? fold(value) : inputs.some((input) => input.checked);
  const right = type === "text"
    ? every(question, "[data-answer]").some((answer) => fold(answer.textContent) === given)
    : inputs.every((input) => input.checked === input.hasAttribute("data-right"));
  clear(question, true);
  for (const input of inputs.filter((input) => input.checked)) {
    const output = input.parentElement?.querySelector("output");
    if (output) say(output, document.getElementById(`${input.id}_why`));
  }
  const verdict = (question.dataset.verdict = right ? "right" : given ? "wrong" : "open");
  const [told] = every(question, ":scope > output");
  say(told, words[verdict], " ", right ? question.querySelector("details p[id]") : null);
  return right;
}

/** @param {HTMLElement} element the form, or its button to try again */
export function run(element) {
  const form = /** @type {HTMLFormElement} */ (element.closest("form"));
  const questions = every(form, "[data-question]");
  const [told] = every(form, "[data-quiz-score]"), [retry] = every(form, "button[type=button]");
  if (element === retry) {
    const wrong = questions.filter((question) => question.dataset.verdict !== "right");
    const again = wrong.length ? wrong : questions;
    for (const question of again) {
      clear(question);
      for (const input of /** @type {HTMLInputElement[]} */ (every(question, "input"))) input.type === "text" ? (input.value = "") : (input.checked = false);
    }
    say(told);
    again[0]?.querySelector("input")?.focus();
    retry.hidden = true;
    return;
  }
  const { quiz, version: v, score: words, unsaved } = form.dataset;
  // What is said of an answer does not hold for another one.
  form.oninput = ({ target }) => {
    const question = target instanceof Element && target.closest("[data-question]");
    if (question instanceof HTMLElement) clear(question);
  };
  const c = Object.fromEntries(questions.filter((question) => mark(question, form.dataset)).map(({ dataset }) => [dataset.question, 1]));
  const { right, total } = score(form, c);
  const kept = write(`quiz:${quiz}`, { v, t: new Date().toISOString(), c });
  say(told, fill(words, { right, total }), kept ? "" : ` ${unsaved}`);
  retry.hidden = false;
  // What was said above has pushed it down.
  told.scrollIntoView({ block: "nearest" });
  document.dispatchEvent(new Event("leerpad:change"));
}
