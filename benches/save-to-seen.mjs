// From the write of a file to the new text in a page that stands open in Chromium.
//
//     node save-to-seen.mjs PLAN.json
//
// `serve.py` starts the server and writes the plan: `origin`, `pid` of the server, `rounds`,
// `warmups`, `limit` (seconds) and `rows`, each a `url` that is open, a `file` that is written,
// its `text` and what to `restore` (null deletes it). MARK in a text or file name becomes a new
// word each time. The answer goes to stdout: by row the `times` in milliseconds, and `missed`
// where the word was not seen within the limit.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { launch, stop } from "../tests/browser/browser.mjs";

if (process.argv.length !== 3) stop("save-to-seen: give the plan, which serve.py writes");
const plan = JSON.parse(readFileSync(process.argv[2], "utf8"));
const limit = plan.limit * 1000;
const now = () => performance.timeOrigin + performance.now();

// Runs in every document before its own scripts, so that a page that is loaded again is watched
// from its first element on. The moment is the page's own: the way to us is not measured.
function watch() {
  const told = new Set();
  const look = () => {
    const moment = performance.timeOrigin + performance.now();
    for (const [mark] of (document.body?.textContent ?? "").matchAll(/seen\d+times/g)) {
      if (told.has(mark)) continue;
      told.add(mark);
      window.tellSeen(mark, moment);
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
}

const browser = await launch();
const page = await browser.newPage();
const seen = new Map();
await page.exposeFunction("tellSeen", (mark, moment) => seen.has(mark) || seen.set(mark, moment));
await page.addInitScript(watch);

// Two processes, two clocks: what the page's shows is asked for several times, and the quickest
// answer says how far it is from ours, give or take half the time that the answer took.
async function clock() {
  let best = { gap: Infinity };
  for (let i = 0; i < 30; i++) {
    const asked = now();
    // None where a late reload takes the page away meanwhile.
    const theirs = await page.evaluate(() => performance.timeOrigin + performance.now()).catch(() => null);
    const gap = now() - asked;
    if (theirs !== null && gap < best.gap) best = { gap, ahead: theirs - asked - gap / 2 };
  }
  return best;
}

async function until(isSo) {
  for (const end = now() + limit; now() < end; await sleep(5)) if (await isSo()) return true;
  return false;
}

// Rest, as `Server.settle` in servers.py has it.
async function settle() {
  const ticks = () => {
    const fields = readFileSync(`/proc/${plan.pid}/stat`, "utf8").split(")").at(-1).trim().split(" ");
    return Number(fields[11]) + Number(fields[12]);
  };
  let quiet = 0;
  await until(async () => {
    const before = ticks();
    await sleep(500);
    quiet = ticks() - before < 5 ? quiet + 1 : 0;
    return quiet === 5;
  });
}

let marks = 0;

/** One save: milliseconds until it is seen, or null. */
async function save(row) {
  const mark = `seen${++marks}times`;
  const file = row.file.replace("MARK", mark);
  const written = now();
  writeFileSync(file, row.text.replace("MARK", mark));
  const isSeen = await until(() => seen.has(mark));
  if (row.restore === null) {
    rmSync(file);
    // The next save would else wait for the deletion to be worked off.
    await until(() => page.evaluate((mark) => !document.body?.textContent.includes(mark), mark).catch(() => false));
  }
  await settle();
  return isSeen ? seen.get(mark) - written : null;
}

async function measure(row) {
  await page.goto(plan.origin + row.url, { waitUntil: "load" });
  await settle();
  const before = await clock();
  const times = [];
  let missed = false;
  for (let round = 0; round < plan.warmups + plan.rounds && !missed; round++) {
    const took = await save(row);
    missed = took === null;
    if (!missed && round >= plan.warmups) times.push(took - before.ahead);
    console.error(`  ${row.name}, round ${round}: ${missed ? "not seen" : `${(took - before.ahead).toFixed(1)} ms`}`);
  }
  if (row.restore !== null) writeFileSync(row.file, row.restore);
  await settle();
  const after = await clock();
  const error = Math.abs(after.ahead - before.ahead) + (before.gap + after.gap) / 2;
  if (times.some((took) => took <= 0)) stop("save-to-seen: seen before it was written; the clocks do not agree");
  return { name: row.name, times, missed, error };
}

const results = [];
for (const row of plan.rows) results.push(await measure(row));
await browser.close();
console.log(JSON.stringify(results));
