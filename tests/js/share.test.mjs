// How a page is sent to somebody, by what the device has for it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { h, load, open } from "./page.mjs";

/** What is said after a press, on a device with that. */
async function pressed(navigator, title) {
  const button = h("button"), output = h("output", { "data-copied": "Copied.", "data-failed": "Copy this:" });
  button.value = "https://name.example/page/";
  open({ navigator, body: [...(title ? [h("meta", { property: "og:title", content: title })] : []), h("p", {}, button, output)] });
  const { run } = await load("share.js");
  await run(button);
  return output.textContent;
}

const refused = (name) => async () => { throw Object.assign(new Error(), { name }); };

test("the device sends it, by its title", async () => {
  for (const title of ["Shared", undefined]) {
    let shared;
    const said = await pressed({ share: async (what) => void (shared = what) }, title);
    assert.deepEqual([shared, said], [{ title: title ?? "Page", url: "https://name.example/page/" }, ""]);
  }
});

test("who thinks better of it is left alone", async () => {
  let copied = 0;
  assert.equal(await pressed({ share: refused("AbortError"), clipboard: { writeText: async () => copied++ } }), "");
  assert.equal(copied, 0);
});

test("else its address is copied, else it stands there to be taken", async () => {
  const copied = [], clipboard = { writeText: async (text) => void copied.push(text) };
  assert.equal(await pressed({ clipboard }), "Copied.");
  assert.equal(await pressed({ clipboard, share: refused("NotAllowedError") }), "Copied.");
  assert.deepEqual(copied, ["https://name.example/page/", "https://name.example/page/"]);
  for (const device of [{}, { clipboard: { writeText: refused("NotAllowedError") } }]) {
    assert.equal(await pressed(device), "Copy this:\nhttps://name.example/page/");
  }
});
