// The sheet at the end of a course.
import assert from "node:assert/strict";
import { test } from "node:test";
import { h, load, open } from "./page.mjs";

test("the days of a course are its first and its last", async () => {
  open();
  const { days } = await load("certificate.js");
  const at = (day) => `2026-${day}T12:00:00.000Z`;
  assert.deepEqual(days([at("11-23"), at("02-01"), at("03-05")], "nl"), ["1 februari 2026", "23 november 2026"]);
  assert.deepEqual(days([at("02-01")], "en"), ["February 1, 2026"]);
  assert.deepEqual(days([at("02-01"), "2026-02-01T13:00:00.000Z"], "nl"), ["1 februari 2026"], "one day is said once");
  assert.deepEqual(days([], "nl"), []);
  assert.deepEqual(days(["nonsense", at("02-01")], "nl"), ["1 februari 2026"]);
});

test("the sheet has the name, the days of its own course alone, and what was learned", async () => {
  const sheet = ["name", "learned"].map((place) => h("p", { "data-fill": place }));
  const dates = h("p", { "data-fill": "dates", "data-one": "on {from}", "data-two": "{from} to {to}" });
  const form = h("form", {}, h("input", { value: "Ada <b>" }));
  const path = h("ol", { class: "path", "data-done": "(done)" }, h("li", { "data-minutes": "5" }, h("a", { href: "/a/one/" }, h("span", { class: "title" }, "One"))));
  const goals = h("div", { class: "objectives" }, h("ul", {}, h("li", {}, "You can say no")));
  const article = h("article", {}, h("div", { "data-course": "a", "data-minute": "", "data-hour": "", "data-hours": "" }, h("p", { class: "count" })), path, h("section", { "data-certificate": "" }, form, ...sheet, dates));
  const done = (day) => ({ s: "done", t: `2026-02-0${day}T12:00:00.000Z` });
  let printed = 0;
  const kept = { progress: { "a/one": done(2), "a/two": done(3), "ab/one": done(1), "b/one": done(4) } };
  const { document, window } = open({ body: [article], kept, globals: { print: () => printed++ } });
  const { run } = await load("certificate.js");
  run(form);
  assert.deepEqual([sheet[0].textContent, dates.textContent, sheet[1].textContent], ["Ada <b>", "2 februari 2026 to 3 februari 2026", "One"]);
  assert.equal(printed, 1);
  assert.ok(document.documentElement.classList.contains("certified"));
  window.dispatchEvent(new Event("afterprint"));
  assert.ok(!document.documentElement.classList.contains("certified"));
  article.append(goals);
  run(form);
  assert.equal(sheet[1].textContent, "You can say no");
});
