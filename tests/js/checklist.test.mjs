// What a reader takes along of a checklist: Markdown, and a link that carries the ticks.
import assert from "node:assert/strict";
import { test } from "node:test";
import { h, load, open } from "./page.mjs";

const task = (name, label, ...below) => h("li", { class: "task" }, h("input", { type: "checkbox", name }), h("label", {}, label), ...below);
const tools = () => h("details", { class: "tools" },
  ...["copy", "link", "load", "reset"].map((value) => h("button", { value, "data-sure": `${value}?`, "data-yes": "Yes" })),
  h("output", { class: "told", "data-copied": "Copied", "data-linked": "Linked", "data-failed": "Failed", "data-loaded": "Loaded", "data-reset": "Reset" }),
  h("dialog", { class: "confirm" }, h("p"), h("button", { value: "yes" })));
const list = (name, title, ...tasks) =>
  h("div", { "data-checklist": name, "data-version": "v1" }, h("p", { class: "box-title" }, title), h("ul", { class: "tasks" }, ...tasks), tools());
const box = (list, name) => list.querySelector(`[name=${name}]`);
const ticked = (list) => list.querySelectorAll("input").filter((box) => box.checked).map((box) => box.name);
const said = (list) => list.querySelector(".told").textContent;

/** A device that has the list, and what it copies. */
function device(lists, kept = {}) {
  const copied = [];
  const page = open({ path: "/below/page/", body: lists, kept, navigator: { clipboard: { writeText: async (text) => void copied.push(text) } } });
  return { ...page, copied };
}

/** Presses a tool; a question is answered. */
async function press({ run }, list, value, answer) {
  const dialog = list.querySelector("dialog");
  dialog.showModal = () => setTimeout(() => {
    dialog.returnValue = answer;
    dialog.dispatchEvent(new Event("close"));
  });
  await run(list.querySelector(`button[value=${value}]`));
}

test("a list becomes Markdown, with what is ticked and what stands below what", async () => {
  const one = list("page#", "The\u00adlist ", task("call", " Call\n  Ada "),
    task("write", "Write", h("ol", {}, h("li", {}, h("ul", { class: "tasks" }, task("deep", "Deep"))))), task("sleep", "Sleep"));
  const { copied } = device([one]);
  const module = await load("checklist.js");
  box(one, "deep").checked = true;
  await press(module, one, "copy");
  assert.deepEqual(copied, ["# Thelist\n\n- [ ] Call Ada\n- [ ] Write\n    - [x] Deep\n- [ ] Sleep\n"]);
  assert.equal(said(one), "Copied");
});

test("where nothing can be copied, it stands there to be taken", async () => {
  const one = list("page#", "List", task("call", "Call"));
  open({ body: [one] });
  await press(await load("checklist.js"), one, "copy");
  assert.equal(said(one), "Failed\n# List\n\n- [ ] Call\n");
});

/** The address that a press of `link` copies. */
async function linkOf(name, ...ids) {
  const one = list(name, "List", ...["one", "two", "three"].map((id) => task(id, id)));
  const { copied } = device([one]);
  const module = await load("checklist.js");
  for (const id of ids) box(one, id).checked = true;
  await press(module, one, "link");
  return new URL(copied[0]);
}

test("the ticks that a link carries are those that another device gets", async () => {
  for (const name of ["page#", "page#list"]) {
    for (const ids of [["one", "three"], ["two"], []]) {
      const link = await linkOf(name, ...ids);
      assert.equal(link.origin + link.pathname, "https://name.example/below/page/");
      const others = ["page#", "page#list", "page#more"].map((other) => list(other, "List", ...["one", "two", "three"].map((id) => task(id, id))));
      const { history } = device(others);
      const { receive } = await load("checklist.js");
      await receive(new URLSearchParams(link.hash.slice(1)));
      const got = Object.fromEntries(others.map((other) => [other.dataset.checklist, ticked(other)]));
      assert.deepEqual(got, { "page#": [], "page#list": [], "page#more": [], [name]: ids });
      assert.equal(history.now, "/below/page/", "they do not stay in the address");
    }
  }
});

test("a link works where its page is open already", async () => {
  const one = list("page#", "List", task("one", "One"), task("two", "Two"));
  const { window } = device([one]);
  await load("progress.js");
  location.hash = "#ticks=two";
  window.dispatchEvent(new Event("hashchange"));
  for (const end = Date.now() + 5000; !said(one) && Date.now() < end;) await new Promise((later) => setTimeout(later, 5));
  assert.deepEqual([ticked(one), said(one)], [["two"], "Loaded"]);
});

test("a link for a list that is not there changes nothing", async () => {
  const one = list("page#", "List", task("one", "One"));
  device([one]);
  const { receive } = await load("checklist.js");
  await receive(new URLSearchParams("ticks=one&list=gone"));
  assert.deepEqual([ticked(one), said(one)], [[], ""]);
});

test("ticks go only when that is confirmed", async () => {
  const one = list("page#", "List", task("one", "One"), task("two", "Two"));
  const { storage } = device([one], { "page#": { v: "v1", t: "", c: { two: 1 } } });
  const module = await load("checklist.js");
  await press(module, one, "reset", "");
  assert.deepEqual([ticked(one), said(one)], [["two"], ""]);
  await press(module, one, "reset", "yes");
  assert.deepEqual([ticked(one), said(one)], [[], "Reset"]);
  assert.deepEqual(JSON.parse(storage.getItem("leerpad:1:/:page#")).c, {});
});
