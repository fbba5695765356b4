// What a reader wipes from the device.
import assert from "node:assert/strict";
import { test } from "node:test";
import { h, load, open } from "./page.mjs";

/** Wipes, and answers the question if it is asked. */
async function wiped(kept, answer) {
  const dialog = h("dialog", { class: "confirm" }, h("p"), h("button", { value: "yes" }));
  const button = h("button", { value: "wipe", "data-sure": "Sure?", "data-yes": "Wipe" });
  const told = h("output", { class: "told", "data-nothing": "Nothing.", "data-wiped": "Wiped." });
  const { storage } = open({ base: "/a/", kept, body: [h("div", { class: "tools" }, button, told, dialog)] });
  storage.setItem("leerpad:1:/:theme", '"dark"');
  let asked = 0;
  dialog.showModal = () => setTimeout(() => {
    asked++;
    dialog.returnValue = answer;
    dialog.dispatchEvent(new Event("close"));
  });
  const { run } = await load("device.js");
  await run(button);
  return [Object.keys(storage), told.textContent, asked];
}

const OTHER = "leerpad:1:/:theme";

test("all of this site goes, and nothing of another, once that is confirmed", async () => {
  const kept = { theme: "dark", "quiz:a#b": { c: {} }, progress: {} };
  assert.deepEqual(await wiped(kept, "yes"), [[OTHER], "Wiped.", 1]);
  assert.deepEqual(await wiped(kept, ""), [[...Object.keys(kept).map((name) => `leerpad:1:/a/:${name}`), OTHER], "", 1]);
});

test("where nothing is kept nothing is asked", async () => {
  assert.deepEqual(await wiped({}, "yes"), [[OTHER], "Nothing.", 0]);
});
