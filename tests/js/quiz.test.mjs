// How an answer is compared, and what a quiz says and keeps.
import assert from "node:assert/strict";
import { test } from "node:test";
import { h, load, open } from "./page.mjs";

// As `src/fold.rs` has it, without what stands around the words.
const WORDS = [
  ["Eén ÉÉN e\u0301e\u0301n", "een een een"], ["Œuvre Æ ẞ ß Þ Ø Łódź đð", "oeuvre ae ss ss th o lodz dd"], ["ĳs IJs Ĳ", "ijs ijs ij"],
  ["İstanbul Yıldız", "istanbul yildiz"], ["com\u00admu\u200bni", "communi"], ["ﬁ ² Ａ Κ", "fi 2 a κ"],
  ["  De\u00a0koning. ", "de koning"], ["“Ja”!", "ja"], ["’s avonds", "s avonds"], ["foto’s", "foto's"], ["C#", "c#"], ["1.50", "1.50"], ["...", ""], [null, ""],
];

test("words compare without case, accents and what stands around them", async () => {
  open();
  const { fold } = await load("quiz.js");
  for (const [given, wanted] of WORDS) assert.equal(fold(given), wanted, String(given));
});

const choice = (question, name, type, isRight, why) => h("p", { class: "choice" },
  h("input", { id: `${question}_${name}`, name: question, type, value: name, ...(isRight && { "data-right": "" }) }), h("label", {}, name), ...(why ? [h("output")] : []));
const question = (id, choices, answer) => h("fieldset", { "data-question": id }, ...choices, h("output"), h("details", { class: "no-js" }, ...answer));

/** One of three, two of three, and a word. */
function quiz() {
  const form = h("form", { "data-quiz": "page#quiz", "data-version": "v1", "data-right": "Right.", "data-wrong": "Wrong.", "data-open": "Open.", "data-score": "{right} of {total}.", "data-last": "Last time {right} of {total}.", "data-unsaved": "Not kept." },
    question("one", [choice("one", "a", "radio", false, true), choice("one", "b", "radio", true)], [h("p", {}, "b"), h("p", { id: "one_expl" }, "Because."), h("p", {}, h("span", { id: "one_a_why" }, "Not a."))]),
    question("two", [choice("two", "a", "checkbox", true), choice("two", "b", "checkbox", false), choice("two", "c", "checkbox", true)], []),
    question("word", [h("input", { type: "text", id: "word_1" })], [h("strong", { "data-answer": "" }, "Één koning"), h("strong", { "data-answer": "" }, "een vorst")]),
    h("button", { type: "submit" }), h("button", { type: "button", hidden: "" }), h("output", { "data-quiz-score": "" }));
  for (const input of form.querySelectorAll("input")) input.focus = () => (form.focused = input.id);
  const pick = (...ids) => form.querySelectorAll("input").forEach((input) => (input.checked = ids.includes(input.id)));
  const type = (text) => (form.querySelector("[id=word_1]").value = text);
  const verdicts = () => form.querySelectorAll("[data-question]").map(({ dataset }) => dataset.verdict);
  const told = () => form.querySelectorAll("[data-question]").map((one) => one.querySelector(":scope > output").textContent);
  const score = () => form.querySelector("[data-quiz-score]").textContent;
  return { form, pick, type, verdicts, told, score };
}

test("each question is right, wrong or open, in words, and the score is kept", async () => {
  const { form, pick, type, verdicts, told, score } = quiz();
  const { document, storage } = open({ body: [form] });
  let changes = 0;
  document.addEventListener("leerpad:change", () => changes++);
  const { run } = await load("quiz.js");
  run(form);
  assert.deepEqual(verdicts(), ["open", "open", "open"]);
  assert.equal(score(), "0 of 3.");
  assert.ok(form.querySelector("[data-quiz-score]").scrolledTo, "what was said above does not push it out of view");
  pick("one_a", "two_a");
  type("  EEN kóning. ");
  run(form);
  assert.deepEqual(verdicts(), ["wrong", "wrong", "right"], "half of what is right is wrong");
  assert.deepEqual(told(), ["Wrong. ", "Wrong. ", "Right. "]);
  assert.equal(form.querySelector(".choice output").textContent, "Not a.", "what is said of the choice that was made");
  pick("one_b", "two_a", "two_b", "two_c");
  type("een vorst");
  run(form);
  assert.deepEqual(verdicts(), ["right", "wrong", "right"], "one too many is wrong");
  assert.deepEqual(told(), ["Right. Because.", "Wrong. ", "Right. "]);
  assert.equal(form.querySelector(".choice output").textContent, "");
  const { t, ...kept } = JSON.parse(storage.getItem("leerpad:1:/:quiz:page#quiz"));
  assert.deepEqual(kept, { v: "v1", c: { one: 1, word: 1 } });
  assert.ok(!Number.isNaN(Date.parse(t)));
  assert.equal(changes, 3);
});

test("another try forgets what was wrong and begins there; what is changed loses its verdict", async () => {
  const { form, pick, type, verdicts, score } = quiz();
  open({ body: [form] });
  const { run } = await load("quiz.js");
  const retry = form.querySelector("button[type=button]");
  pick("one_b", "two_b");
  type("nobody");
  run(form);
  assert.equal(retry.hidden, false);
  run(retry);
  assert.deepEqual(verdicts(), ["right", undefined, undefined]);
  assert.deepEqual(form.querySelectorAll("input").filter((input) => input.checked).map(({ id }) => id), ["one_b"]);
  assert.equal(form.querySelector("[id=word_1]").value, "");
  assert.deepEqual([form.focused, score(), retry.hidden], ["two_a", "", true]);
  form.oninput({ target: form.querySelector("[id=one_a]") });
  assert.deepEqual(verdicts(), [undefined, undefined, undefined]);
  pick("one_b", "two_a", "two_c");
  type("een vorst");
  run(form);
  assert.equal(score(), "3 of 3.");
  run(retry);
  assert.deepEqual(verdicts(), [undefined, undefined, undefined], "who has all right begins anew");
});

test("a score is told the next time, of the questions that are there; where nothing is kept that is said", async () => {
  const { form, score } = quiz();
  const { storage } = open({ body: [form], kept: { "quiz:page#quiz": { v: "v0", t: "", c: { one: 1, gone: 1 } } } });
  const { run } = await load("quiz.js");
  assert.equal(score(), "Last time 1 of 3.");
  Object.defineProperty(storage, "setItem", { value() { throw new Error("full"); } });
  run(form);
  assert.equal(score(), "0 of 3. Not kept.");
});
