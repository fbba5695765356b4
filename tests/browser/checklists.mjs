// Checklists in Chromium: ticks that stay with their tasks, and what else a reader does with a list.
//
//     node checklists.mjs DEMO LEERPAD
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VIEWS, given, on, run } from "./reader.mjs";

const { demo, program } = given("checklists.mjs");
const LIST = "checklists/intake/";

const list = (tasks) => `---\ntitle: List\nkind: checklist\n---\n\n${tasks}\n`;
const SITE = {
  "site.yaml": "title: Small\nbase_url: https://name.example/below/\nlanguage: en\n",
  "content/_index.md": "---\ntitle: Home\n---\n",
  "content/list.md": list("- [ ] One\n- [ ] Two\n- [ ] Three *(soon)*\n- [ ] Four {#four}\n- [x] Five"),
  "content/both.md": list("```{checklist} Inner\n- [ ] Call\n```\n\n- [ ] Outer"),
  "content/two.md": "---\ntitle: Two lists\n---\n\n- [ ] Call\n\n```{checklist} First\n- [ ] Call\n  - [ ] Deeper\n```\n\n```{checklist} Second\n- [ ] Call\n```\n",
};

const ticked = (page, within = "") => page.$$eval(`${within} .task input:checked`, (boxes) => boxes.map((box) => box.name));
const count = (page, within = "main") => page.locator(within).locator(".count").first().textContent();
const notice = (page) => page.locator(".notice").first().textContent();
const tick = (page, name, within = "main") => page.locator(within).locator(`.task input[name="${name}"]`).first().click();
const tools = async (page, within = "main") => page.locator(within).locator(".tools summary").first().click();
const press = (page, what, within = "main") => page.locator(within).locator(`button[value="${what}"]`).first().click();

await run("checklists.mjs", demo, {
  async "ticks are there the next time, and are counted"(reader) {
    for (const view of VIEWS) {
      const device = await reader.device(view);
      const page = await reader.open(device, LIST);
      const total = await page.locator(".task input").count();
      assert.equal(await count(page), "Nog niets afgevinkt");
      const [first, second] = await page.$$eval(".task input", (boxes) => boxes.map((box) => box.name));
      await tick(page, first);
      await tick(page, second);
      assert.equal(await count(page), `2 van ${total} afgevinkt`);
      await page.reload({ waitUntil: "networkidle" });
      assert.deepEqual(await ticked(page), [first, second]);
      assert.deepEqual(await page.$eval("progress", (bar) => [bar.value, bar.max]), [2, total]);
      await tick(page, first);
      const again = await reader.open(device, LIST);
      assert.deepEqual(await ticked(again), [second]);
      assert.equal(await notice(again), "");
      for (const box of await page.$$(".task input:not(:checked)")) await box.click();
      assert.equal(await count(page), "Alles afgevinkt. Klaar!");
    }
  },

  async "one tab follows the other"(reader) {
    const device = await reader.device();
    const [one, other] = [await reader.open(device, LIST), await reader.open(device, LIST)];
    const [name] = await one.$$eval(".task input", (boxes) => boxes.map((box) => box.name));
    await tick(one, name);
    await other.waitForFunction((name) => document.querySelector(`input[name="${name}"]`).checked, name);
    assert.match(await count(other), /^1 van/);
  },

  async "without JavaScript boxes tick, all text is there, and nothing is offered that does not work"(reader) {
    for (const view of VIEWS) {
      const device = await reader.device({ ...view, javaScriptEnabled: false });
      const page = await reader.open(device, LIST);
      const box = page.locator(".task input").first();
      await box.click();
      assert.ok(await box.isChecked());
      assert.equal(await page.locator(".js-only:visible").count(), 0);
      assert.equal(await page.locator("main label:visible").count(), await page.locator("main label").count());
    }
  },

  async "an edited list keeps the ticks of the tasks that stay, and says that it changed"(reader) {
    await on(program, SITE, async (site) => {
      const device = await reader.device();
      const page = await reader.open(device, "list/", site.output);
      assert.deepEqual(await ticked(page), ["five"], "what the author ticked is ticked");
      for (const name of ["one", "three", "four"]) await tick(page, name);
      // Moved, worded anew with and without an id, another remark, one new, one gone.
      site.edit({ "content/list.md": list("- [ ] Before\n- [ ] The fourth {#four}\n- [ ] Three *(later)*\n- [ ] The first\n  - [ ] Two\n- [x] Five") });
      await page.reload({ waitUntil: "networkidle" });
      assert.deepEqual(await ticked(page), ["four", "three", "five"]);
      assert.match(await notice(page), /has changed/);
      assert.equal(await count(page), "3 of 6 ticked");
      await page.reload({ waitUntil: "networkidle" });
      assert.equal(await notice(page), "", "it is said once");
      // What was dropped does not come back with its task.
      site.edit({ "content/list.md": list("- [ ] One\n- [ ] Two\n- [ ] Three\n- [ ] Four {#four}\n- [x] Five") });
      await page.reload({ waitUntil: "networkidle" });
      assert.deepEqual(await ticked(page), ["three", "four", "five"]);
    });
  },

  async "the lists of a page are remembered apart"(reader) {
    await on(program, SITE, async (site) => {
      const device = await reader.device();
      const page = await reader.open(device, "two/", site.output);
      const [first, second] = ["[data-checklist='two#first']", "[data-checklist='two#second']"];
      await tick(page, "call", second);
      await tick(page, "deeper", first);
      await page.reload({ waitUntil: "networkidle" });
      assert.deepEqual(await ticked(page, first), ["deeper"]);
      assert.deepEqual(await ticked(page, second), ["call"]);
      assert.deepEqual(await ticked(page), ["deeper", "call"]);
      assert.equal(await count(page, first), "1 of 2 ticked");
      const keys = await page.evaluate(() => Object.keys(localStorage).sort());
      assert.deepEqual(keys, ["leerpad:1:/below/:two#first", "leerpad:1:/below/:two#second"]);
    });
  },

  async "where nothing is kept it works on and says so"(reader) {
    const blocked = () => Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } });
    const full = () => { Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }; };
    for (const storage of [blocked, full]) {
      const page = await reader.open(await reader.device({}, storage), LIST);
      const [name] = await page.$$eval(".task input", (boxes) => boxes.map((box) => box.name));
      assert.equal(await notice(page), "");
      await tick(page, name);
      assert.match(await count(page), /^1 van/);
      assert.match(await notice(page), /bewaart niets/);
    }
  },

  async "what another has put in the storage does no harm"(reader) {
    for (const odd of ["nonsense", "null", "7", "[]", '"x"', '{"c":null}', '{"c":7}', '{"c":"ab","v":1}']) {
      const device = await reader.device({}, `localStorage.setItem("leerpad:1:/:${LIST.slice(0, -1)}#", ${JSON.stringify(odd)});localStorage.setItem("leerpad:1:/:progress", ${JSON.stringify(odd)})`);
      const page = await reader.open(device, LIST);
      assert.deepEqual(await ticked(page), [], odd);
      await tick(page, (await page.$$eval(".task input", (boxes) => boxes.map((box) => box.name)))[0]);
      assert.match(await count(page), /^1 van/, odd);
      await reader.open(device, "cursus/it-communicatie/");
    }
  },

  async "all ticks go only when that is confirmed"(reader) {
    const page = await reader.open(await reader.device(), LIST);
    const [first] = await page.$$eval(".task input", (boxes) => boxes.map((box) => box.name));
    await tick(page, first);
    await tools(page);
    for (const leave of ["Escape", "cancel"]) {
      await press(page, "reset");
      await page.locator("dialog[open]").waitFor();
      if (leave === "Escape") await page.keyboard.press("Escape");
      else await page.locator("dialog button.quiet").click();
      assert.equal(await page.locator("dialog[open]").count(), 0);
      assert.deepEqual(await ticked(page), [first], leave);
    }
    await press(page, "reset");
    await page.locator("dialog button[value=yes]").click();
    await page.waitForFunction(() => !document.querySelector(".task input:checked"));
    assert.match(await page.locator(".told").textContent(), /weer leeg/);
    await page.reload({ waitUntil: "networkidle" });
    assert.deepEqual(await ticked(page), []);
  },

  async "the list is copied as Markdown"(reader) {
    await on(program, SITE, async (site) => {
      const device = await reader.device({ permissions: ["clipboard-read", "clipboard-write"] });
      const page = await reader.open(device, "two/", site.output);
      const first = "[data-checklist='two#first']";
      await tick(page, "deeper", first);
      await tools(page, first);
      await press(page, "copy", first);
      await page.waitForFunction(() => document.querySelector(".told").textContent);
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "# First\n\n- [ ] Call\n  - [x] Deeper\n");
    });
    await on(program, SITE, async (site) => {
      const device = await reader.device({ permissions: ["clipboard-read", "clipboard-write"] });
      const page = await reader.open(device, "both/", site.output);
      await page.locator(".tools summary").last().click();
      await page.locator("button[value=copy]").last().click();
      await page.waitForFunction(() => [...document.querySelectorAll(".told")].at(-1).textContent);
      assert.equal(await page.locator(".told").first().textContent(), "", "the list within says nothing of that around it");
    });
    const refused = () => Object.defineProperty(navigator, "clipboard", { value: undefined });
    const page = await reader.open(await reader.device({}, refused), LIST);
    await tools(page);
    await press(page, "copy");
    await page.waitForFunction(() => document.querySelector(".told").textContent.includes("- [ ]"));
  },

  async "a link carries the ticks to another device, which asks before it loses its own"(reader) {
    const one = await reader.device({ permissions: ["clipboard-read", "clipboard-write"] });
    const page = await reader.open(one, LIST);
    const names = await page.$$eval(".task input", (boxes) => boxes.map((box) => box.name));
    await tick(page, names[0]);
    await tick(page, names[2]);
    await tools(page);
    await press(page, "link");
    await page.waitForFunction(() => document.querySelector(".told").textContent);
    const link = await page.evaluate(() => navigator.clipboard.readText());

    const other = await reader.device();
    const there = await reader.open(other, link);
    await there.waitForFunction(() => document.querySelectorAll(".task input:checked").length === 2);
    assert.deepEqual(await ticked(there), [names[0], names[2]]);
    assert.equal(new URL(there.url()).hash, "", "the ticks do not stay in the address");

    const third = await reader.device();
    const busy = await reader.open(third, LIST);
    await tick(busy, names[1]);
    const asked = await reader.open(third, link);
    await asked.locator("dialog[open] button.quiet").click();
    assert.deepEqual(await ticked(asked), [names[1]]);
    const again = await reader.open(third, link);
    await again.locator("dialog[open] button[value=yes]").click();
    await again.waitForFunction(() => document.querySelectorAll(".task input:checked").length === 2);
  },

  async "ticks are taken along in a file, and back"(reader) {
    const page = await reader.open(await reader.device(), LIST);
    const names = await page.$$eval(".task input", (boxes) => boxes.map((box) => box.name));
    await tick(page, names[1]);
    await tools(page);
    const [download] = await Promise.all([page.waitForEvent("download"), press(page, "save")]);
    const file = join(tmpdir(), `leerpad-${process.pid}.json`);
    await download.saveAs(file);
    const saved = JSON.parse(readFileSync(file, "utf8"));
    assert.deepEqual([saved.list, saved.c], [`${LIST.slice(0, -1)}#`, { [names[1]]: 1 }]);
    assert.match(saved.v, /^[0-9a-f]{8}$/);

    const there = await reader.open(await reader.device(), LIST);
    await tools(there);
    const load = async (content) => {
      writeFileSync(file, content);
      const [chooser] = await Promise.all([there.waitForEvent("filechooser"), press(there, "load")]);
      await chooser.setFiles(file);
    };
    const told = (text) => there.waitForFunction((text) => document.querySelector(".told").textContent.includes(text), text);
    await load("no JSON");
    await told("niet lezen");
    await load(JSON.stringify({ ...saved, list: "another" }));
    await told("andere lijst");
    await load(JSON.stringify({ ...saved, c: { ...saved.c, "no-such-task": 1 } }));
    await told("staan er weer");
    assert.deepEqual(await ticked(there), [names[1]]);
  },

  async "on paper there are boxes, a line for name and date, and the address; no controls"(reader) {
    const page = await reader.open(await reader.device(VIEWS[2]), LIST);
    await tick(page, (await page.$$eval(".task input", (boxes) => boxes.map((box) => box.name)))[0]);
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator("main button:visible, main progress:visible, .tools:visible").count(), 0);
    assert.equal(await page.locator(".task input:visible").count(), await page.locator(".task input").count());
    assert.ok(await page.locator(".fill-in").isVisible());
    assert.match(await page.locator(".site-footer .print-only").textContent(), /checklists\/intake/);
    assert.match(await page.$eval(".task input", (box) => getComputedStyle(box, "::before").content), /✓/);
  },

  async "the keyboard does all of it, on targets that a finger finds"(reader) {
    const page = await reader.open(await reader.device(VIEWS[0]), LIST);
    for (let presses = 0; !(await page.evaluate(() => document.activeElement.matches(".task input"))); presses++) {
      assert.ok(presses < 40, "no box is reached");
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Space");
    assert.match(await count(page), /^1 van/);
    await page.locator(".tools summary").focus();
    await page.keyboard.press("Enter");
    await page.locator("button[value=reset]").focus();
    await page.keyboard.press("Enter");
    await page.locator("dialog[open]").waitFor();
    assert.ok(await page.evaluate(() => document.activeElement.closest("dialog")));
    await page.keyboard.press("Escape");
    assert.equal(await page.evaluate(() => document.activeElement.value), "reset", "the focus returns");
    for (const box of await page.locator(".task label, .tools button:visible").all()) {
      const { width, height } = await box.boundingBox();
      assert.ok(width >= 24 && height >= 24, await box.textContent());
    }
  },
});
