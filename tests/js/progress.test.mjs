// What progress.js remembers, counts and says.
import assert from "node:assert/strict";
import { test } from "node:test";
import { h, load, open, tick } from "./page.mjs";

const task = (name, label, checked) => h("li", { class: "task" }, h("input", { type: "checkbox", name, ...(checked && { checked: "" }) }), h("label", {}, label));
const list = (attributes, ...tasks) =>
  h("div", { "data-version": "v1", ...attributes },
    h("progress"),
    h("output", { class: "count", "data-none": "Nothing", "data-some": "{done} of {total}", "data-all": "All" }),
    h("p", { class: "notice", "data-changed": "Changed", "data-unsaved": "Unsaved" }),
    h("ul", { class: "tasks" }, ...tasks));
const told = (list) => [list.querySelector(".count").textContent, list.querySelector(".notice").textContent];
const ticked = (list) => list.querySelectorAll("input").filter((box) => box.checked).map((box) => box.name);
const value = (storage, name) => JSON.parse(storage.getItem(`leerpad:1:/:${name}`));

test("a name is written, read and found again, below the base of its site", async () => {
  const { storage } = open({ base: "/below/" });
  storage.setItem("leerpad:1:/:theme", '"dark"');
  storage.setItem("another's", "1");
  const { read, write, names } = await load("progress.js");
  assert.equal(read("theme"), null);
  assert.equal(write("a/b#c", { d: [1] }), true);
  assert.equal(storage.getItem("leerpad:1:/below/:a/b#c"), '{"d":[1]}');
  assert.deepEqual(read("a/b#c"), { d: [1] });
  assert.deepEqual(names(), ["a/b#c"]);
  assert.equal(write("a/b#c", null), true);
  assert.deepEqual(names(), []);
  assert.equal(storage.getItem("leerpad:1:/:theme"), '"dark"', "what belongs to another site stays");
});

test("what cannot be read is nothing, and what cannot be kept is told", async () => {
  const { storage } = open();
  storage.setItem("leerpad:1:/:half", '{"a":');
  const { read, write } = await load("progress.js");
  assert.equal(read("half"), null);
  Object.defineProperty(storage, "setItem", { value() { throw new Error("full"); } });
  assert.equal(write("more", 1), false);
  Object.defineProperty(globalThis, "localStorage", { get() { throw new Error("blocked"); }, configurable: true });
  const blocked = await load("progress.js");
  assert.equal(blocked.read("half"), null);
  assert.equal(blocked.write("half", null), false);
  assert.deepEqual(blocked.names(), []);
});

test("words get what belongs in their places", async () => {
  open();
  const { fill } = await load("progress.js");
  assert.equal(fill("{done} of {total}, {done}", { done: 0, total: 3 }), "0 of 3, 0");
  assert.equal(fill("{unknown} {a b}", {}), "{unknown} {a b}");
  assert.equal(fill("{title}", { title: "$& {done}", done: 1 }), "$& {done}", "what is filled in is no pattern");
  assert.equal(fill(undefined, { done: 1 }), "");
});

test("a score counts the questions that a quiz has now", async () => {
  open();
  const { score } = await load("progress.js");
  const quiz = h("form", {}, ...["one", "two", "constructor"].map((id) => h("fieldset", { "data-question": id })));
  assert.deepEqual(score(quiz, { one: 1, gone: 1 }), { right: 1, total: 3 });
  assert.deepEqual(score(quiz, {}), { right: 0, total: 3 });
});

test("a list shows what was ticked, and keeps what is", async () => {
  const one = list({ "data-checklist": "page#" }, task("call", "Call"), task("write", "Write"), task("sleep", "Sleep", true));
  const { document, storage } = open({ body: [one], kept: { "page#": { v: "v1", t: "", c: { write: 1 } } } });
  await load("progress.js");
  assert.deepEqual(ticked(one), ["write"], "what a reader took away, the author does not tick again");
  assert.deepEqual(told(one), ["1 of 3", ""]);
  tick(document, one.querySelector("[name=call]"));
  assert.deepEqual(told(one), ["2 of 3", ""]);
  assert.deepEqual(value(storage, "page#").c, { call: 1, write: 1 });
  assert.equal(value(storage, "page#").v, "v1");
  tick(document, one.querySelector("[name=sleep]"));
  assert.deepEqual(told(one), ["All", ""]);
  const { max, value: done } = one.querySelector("progress");
  assert.deepEqual([max, done], [3, 3]);
});

test("a list that is new shows what its author ticked, and keeps nothing yet", async () => {
  const one = list({ "data-checklist": "page#" }, task("call", "Call"), task("sleep", "Sleep", true));
  const { storage } = open({ body: [one] });
  await load("progress.js");
  assert.deepEqual([ticked(one), told(one)], [["sleep"], ["1 of 2", ""]]);
  assert.deepEqual(Object.keys(storage), []);
});

test("an edited list keeps the ticks of what stays, says that it changed, and says it once", async () => {
  const kept = { "page#": { v: "v0", t: "", c: { call: 1, gone: 1 } } };
  const one = list({ "data-checklist": "page#" }, task("call", "Ring"), task("new", "New"));
  const { storage } = open({ body: [one], kept });
  await load("progress.js");
  assert.deepEqual([ticked(one), told(one)], [["call"], ["1 of 2", "Changed"]]);
  assert.deepEqual([value(storage, "page#").v, value(storage, "page#").c], ["v1", { call: 1 }]);
});

test("a task is ticked by what was kept alone, whatever its name", async () => {
  const one = list({ "data-checklist": "page#" }, task("constructor", "Constructor"), task("write", "Write"));
  open({ body: [one], kept: { "page#": { v: "v1", t: "", c: { write: 1 } } } });
  await load("progress.js");
  assert.deepEqual(ticked(one), ["write"]);
});

test("what a reader ticked before the script came stays ticked", async () => {
  const one = list({ "data-checklist": "page#" }, task("call", "Call"), task("write", "Write"));
  one.querySelector("[name=call]").checked = true;
  const { storage } = open({ body: [one], kept: { "page#": { v: "v1", t: "", c: { write: 1 } } } });
  await load("progress.js");
  assert.deepEqual(ticked(one), ["call", "write"]);
  assert.deepEqual(value(storage, "page#").c, { call: 1, write: 1 });
});

test("a list within a list is counted and kept apart", async () => {
  const inner = list({ "data-checklist": "page#inner" }, task("call", "Call"));
  const outer = list({ "data-checklist": "page#" }, task("call", "Call"), task("write", "Write"));
  outer.append(inner);
  const { document, storage } = open({ body: [outer] });
  await load("progress.js");
  tick(document, inner.querySelector("[name=call]"));
  assert.deepEqual([told(outer)[0], told(inner)[0]], ["Nothing", "All"]);
  assert.deepEqual(Object.keys(storage), ["leerpad:1:/:page#inner"]);
  tick(document, outer.querySelector("[name=write]"));
  assert.deepEqual([told(outer)[0], told(inner)[0]], ["1 of 2", "All"]);
  assert.deepEqual(value(storage, "page#").c, { write: 1 });
});

test("a quiz below a task is none of the tasks", async () => {
  const one = list({ "data-checklist": "page#" }, task("call", "Call"));
  const choice = h("input", { type: "radio", name: "quiz_1" });
  one.querySelector(".task").append(h("form", { "data-quiz": "page#quiz" }, choice));
  const { document, storage } = open({ body: [one] });
  await load("progress.js");
  tick(document, choice);
  assert.deepEqual([told(one)[0], Object.keys(storage)], ["Nothing", []]);
  tick(document, one.querySelector("[name=call]"));
  assert.deepEqual([told(one)[0], value(storage, "page#").c], ["All", { call: 1 }]);
});

test("another tab's ticks are shown", async () => {
  const one = list({ "data-checklist": "page#" }, task("call", "Call"), task("write", "Write"));
  const { window, storage } = open({ body: [one] });
  await load("progress.js");
  storage.setItem("leerpad:1:/:page#", JSON.stringify({ v: "v1", t: "", c: { write: 1 } }));
  window.dispatchEvent(new Event("storage"));
  assert.deepEqual([ticked(one), told(one)[0]], [["write"], "1 of 2"]);
});

test("ticks that were wiped in another tab go here too, and those that were never kept stay", async () => {
  const kept = list({ "data-checklist": "page#" }, task("call", "Call"), task("write", "Write", true));
  const unkept = list({ "data-checklist": "page#full" }, task("call", "Call"));
  const { document, window, storage } = open({ body: [kept, unkept] });
  await load("progress.js");
  tick(document, kept.querySelector("[name=call]"));
  Object.defineProperty(storage, "setItem", { value() { throw new Error("full"); } });
  tick(document, unkept.querySelector("[name=call]"));
  storage.removeItem("leerpad:1:/:page#");
  window.dispatchEvent(new Event("storage"));
  assert.deepEqual([ticked(kept), ticked(unkept)], [["write"], ["call"]]);
  assert.deepEqual(told(kept)[0], "1 of 2");
});

/** A lesson with two tasks and a quiz of one question. */
function lesson() {
  const button = h("button", { "data-done": "", "aria-pressed": "false" });
  const tasks = list({ "data-checklist": "course/two#list" }, task("call", "Call"), task("write", "Write"));
  const quiz = h("form", { "data-quiz": "course/two#quiz" }, h("fieldset", { "data-question": "who" }));
  const told = h("output", { "data-unkept": "Not kept." });
  const body = [h("article", { "data-lesson": "course/two" }, tasks, quiz, h("p", {}, button, told))];
  const press = () => button.dispatchEvent(new Event("click"));
  return { body, tasks, button, told, press, pressed: () => button.getAttribute("aria-pressed") };
}

test("a lesson is done by itself once all its tasks and quizzes are", async () => {
  const { body, tasks, pressed } = lesson();
  const { document, storage } = open({ body, path: "/course/two/" });
  const { write } = await load("progress.js");
  assert.equal(value(storage, "progress")["course/two"].s, "started");
  const boxes = tasks.querySelectorAll("input");
  const score = (c) => {
    write("quiz:course/two#quiz", { c });
    document.dispatchEvent(new Event("leerpad:change"));
  };
  score({ who: 1 });
  assert.equal(pressed(), "false", "the tasks are still to do");
  score({ gone: 1 });
  for (const box of boxes) tick(document, box);
  assert.equal(pressed(), "false", "a question that is gone does not count");
  score({ who: 1 });
  assert.equal(pressed(), "true");
  assert.equal(value(storage, "progress")["course/two"].s, "done");
  tick(document, boxes[0], false);
  assert.equal(pressed(), "true", "a tick less does not undo it");
});

test("a lesson that asks nothing is not done by itself, and its reader's word counts", async () => {
  const button = h("button", { "data-done": "" });
  const { document, storage } = open({ body: [h("article", { "data-lesson": "course/one" }, button)] });
  await load("progress.js");
  document.dispatchEvent(new Event("leerpad:change"));
  assert.equal(button.getAttribute("aria-pressed"), "false");
  for (const wanted of ["done", "started"]) {
    button.dispatchEvent(new Event("click"));
    assert.equal(value(storage, "progress")["course/one"].s, wanted);
    assert.equal(button.getAttribute("aria-pressed"), String(wanted === "done"));
  }
});

test("where nothing can be kept a lesson is marked, and unmarked, all the same, and its reader is told", async () => {
  const { body, told, press, pressed } = lesson();
  const { storage } = open({ body, path: "/course/two/" });
  Object.defineProperty(storage, "setItem", { value() { throw new Error("full"); } });
  await load("progress.js");
  assert.equal(told.textContent, "", "opening a lesson asks for nothing to be kept");
  press();
  assert.deepEqual([pressed(), told.textContent], ["true", "Not kept."]);
  press();
  assert.deepEqual([pressed(), told.textContent], ["false", ""]);
});

test("arrows lead to the lesson before and after from the page and its text, and from nothing within", async () => {
  const followed = [], field = h("input", {}), previous = h("a", { rel: "prev", href: "/a/" }), next = h("a", { rel: "next", href: "/b/" });
  for (const link of [previous, next]) link.click = () => followed.push(link.href);
  const article = h("article", { "data-lesson": "course/two" }, field, h("nav", { class: "neighbours" }, previous, next));
  const main = h("main", {}, article);
  const { document } = open({ body: [main] });
  await load("progress.js");
  const press = (target, key, more = {}) => document.dispatchEvent(Object.defineProperty(Object.assign(new Event("keydown"), { key, ...more }), "target", { value: target }));
  for (const place of [document.body, main, article]) press(place, "ArrowRight");
  press(article, "ArrowLeft");
  assert.deepEqual(followed.splice(0), ["/b/", "/b/", "/b/", "/a/"]);
  press(field, "ArrowRight");
  press(next, "ArrowRight");
  press(article, "ArrowUp");
  for (const held of ["altKey", "ctrlKey", "metaKey", "shiftKey"]) press(article, "ArrowRight", { [held]: true });
  assert.deepEqual(followed, []);
});

test("the lesson to go on with", async () => {
  open();
  const { goOn } = await load("progress.js");
  const at = (...states) => goOn(states.map(([s, t], number) => ({ number, s, t })))?.number;
  assert.equal(at([], [], []), 0, "nobody was here: the first");
  assert.equal(at(["started", "1"], [], []), 0, "the one that was opened");
  assert.equal(at(["started", "1"], ["started", "3"], ["started", "2"]), 1, "the one that was opened last");
  assert.equal(at(["started", "1"], ["done", "2"], []), 2, "it is done: the one after");
  assert.equal(at(["done", "1"], ["done", "3"], ["done", "2"], []), 3, "and those after are done too");
  assert.equal(at([], ["done", "1"], ["done", "2"]), 0, "none is open after it: the one that was skipped");
  assert.equal(at(["done", "1"], ["done", "2"]), undefined, "all are done");
  assert.equal(at(), undefined);
});

test("time in words", async () => {
  open();
  const { duration } = await load("progress.js");
  const words = { minute: "{minutes} min", hour: "1 hour", hours: "{hours} hours" };
  const said = [5, 60, 61, 119, 120, 145, 600].map((minutes) => duration(minutes, words));
  assert.deepEqual(said, ["5 min", "1 hour", "1 hour 1 min", "1 hour 59 min", "2 hours", "2 hours 25 min", "10 hours"]);
});

/** The page of a course of three lessons, below a base. */
function course() {
  const item = (name, minutes) => h("li", { "data-minutes": String(minutes) }, h("a", { href: `/below/course/${name}/` }, h("span", { class: "title" }, name)));
  const start = h("a", { href: "/below/course/één/", "data-go-on": "Go on with: {title}" }, "Start");
  const state = h("div", { "data-course": "course", "data-minute": "{minutes} min", "data-hour": "1 hour", "data-hours": "{hours} hours", hidden: "" },
    h("progress"), h("p", { class: "count", "data-some": "{done} of {total}, {time} left", "data-all": "All {total}" }));
  const path = h("ol", { class: "path", "data-done": "(done)" }, item("%C3%A9%C3%A9n", 50), item("two", 20), item("three", 75));
  const certificate = h("section", { "data-certificate": "", hidden: "" });
  return { body: [start, state, path, certificate], start, state, path, certificate };
}

const done = (t) => ({ s: "done", t });

test("a course that nobody began says nothing of it", async () => {
  const { body, start, state, certificate } = course();
  open({ base: "/below/", body });
  await load("progress.js");
  assert.deepEqual([state.hidden, certificate.hidden, start.textContent], [true, true, "Start"]);
});

test("a course says how far, how long, where to go on, and what is done", async () => {
  const { body, start, state, path, certificate } = course();
  const kept = { progress: { "course/één": done("2026-01-01"), "course/gone": done("2026-01-02") } };
  const { window, storage } = open({ base: "/below/", body, kept });
  await load("progress.js");
  assert.equal(state.hidden, false);
  assert.equal(state.querySelector(".count").textContent, "1 of 3, 1 hour 35 min left");
  assert.deepEqual([start.textContent, start.href], ["Go on with: two", "/below/course/two/"]);
  const words = () => path.querySelectorAll("a").map((link) => link.textContent);
  assert.deepEqual(words(), ["%C3%A9%C3%A9n (done)", "two", "three"]);
  assert.deepEqual(path.children.map((item) => item.classList.contains("is-done")), [true, false, false]);
  assert.equal(certificate.hidden, true);
  // Another tab does the rest, and undoes the first.
  const all = { "course/één": done("1"), "course/two": done("2"), "course/three": done("3") };
  storage.setItem("leerpad:1:/below/:progress", JSON.stringify(all));
  window.dispatchEvent(new Event("storage"));
  assert.equal(state.querySelector(".count").textContent, "All 3");
  assert.deepEqual(words(), ["%C3%A9%C3%A9n (done)", "two (done)", "three (done)"]);
  assert.equal(certificate.hidden, false);
  storage.setItem("leerpad:1:/below/:progress", JSON.stringify({ ...all, "course/één": { s: "started", t: "4" } }));
  window.dispatchEvent(new Event("storage"));
  assert.deepEqual(words(), ["%C3%A9%C3%A9n", "two (done)", "three (done)"]);
  assert.equal(certificate.hidden, true);
});

test("what another put in the storage counts as nothing", async () => {
  for (const odd of [7, "x", null, []]) {
    const { body, state } = course();
    open({ base: "/below/", body, kept: { progress: odd } });
    await load("progress.js");
    assert.equal(state.hidden, true, JSON.stringify(odd));
  }
});
