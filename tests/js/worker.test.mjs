// What every page needs without a network.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../", import.meta.url);

test("each script of a page is fetched before the network goes, but the search, which needs it", () => {
  const scripts = readdirSync(new URL("static/js/", root)).filter((name) => !["search.js", "worker.js", "no-worker.js"].includes(name));
  const listed = readFileSync(new URL("templates/sw.js", root), "utf8").match(/"js\/[\w-]+\.js"(?=[,\]])/g).map((name) => name.slice(4, -1));
  assert.deepEqual(listed.sort(), scripts.sort());
});
