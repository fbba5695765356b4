// What is remembered of a reader's colours.
import assert from "node:assert/strict";
import { test } from "node:test";
import { h, load, open } from "./page.mjs";

/** Presses the switch on a device whose system has those colours. */
async function pressed(system, now, kept) {
  const told = [];
  const globals = { matchMedia: (query) => ({ matches: query === `(prefers-color-scheme: ${system})` }), dispatchEvent: ({ type, detail }) => told.push(type, detail) };
  const { storage } = open({ kept, globals });
  const { run } = await load("theme.js");
  run(h("button", { "aria-pressed": String(now === "dark") }));
  return [storage.getItem("leerpad:1:/:theme"), told];
}

test("what the system does not have is kept, and told to the page", async () => {
  assert.deepEqual(await pressed("light", "light"), ['"dark"', ["theme", "dark"]]);
  assert.deepEqual(await pressed("dark", "dark"), ['"light"', ["theme", "light"]]);
});

test("who chooses what the system has follows it from then on", async () => {
  assert.deepEqual(await pressed("light", "dark", { theme: "dark" }), [null, ["theme", null]]);
  assert.deepEqual(await pressed("dark", "light", { theme: "light" }), [null, ["theme", null]]);
});
