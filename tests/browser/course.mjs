// A course in Chromium: what is done, where to go on, and what a reader gets at the end.
//
//     node course.mjs DEMO LEERPAD
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VIEWS, given, on, run } from "./reader.mjs";

const { demo, program } = given("course.mjs");
const COURSE = "cursus/it-communicatie/";

const lesson = (title, body, minutes = 20) => `---\ntitle: ${title}\nduration: ${minutes}\n---\n\n${body}\n`;
const SITE = {
  "site.yaml": "title: Small\nbase_url: https://name.example/below/\nlanguage: en\n",
  "content/_index.md": "---\ntitle: Home\n---\n",
  "content/course/_index.md": "---\ntitle: The course\nkind: course\nobjectives: [You can say no]\n---\n",
  "content/course/01-one.md": lesson("One", "Read this.", 50),
  "content/course/02-two.md": lesson("Two", "- [ ] Call\n- [ ] Write\n\n```{checklist} Also\n- [ ] Sleep\n```"),
  "content/course/03-three.md": lesson("Three", "Read that.", 75),
};

/** The lessons of a course page, as paths below the origin. */
const lessonsOf = (page) => page.$$eval(".path a", (links) => links.map((link) => link.pathname));
const done = (page) => page.$$eval(".path .is-done .title", (titles) => titles.map((title) => title.textContent));
const pressed = (page) => page.locator("button[data-done]").getAttribute("aria-pressed");
const start = (page) => page.$eval("a[data-go-on]", (link) => [link.textContent, link.pathname]);

await run("course.mjs", demo, {
  async "a lesson is marked as done, and the outline says so"(reader) {
    for (const view of VIEWS) {
      const device = await reader.device(view);
      const page = await reader.open(device, COURSE);
      const [first, second] = await lessonsOf(page);
      await page.goto((await reader.origin()).slice(0, -1) + first, { waitUntil: "networkidle" });
      assert.equal(await pressed(page), "false");
      await page.locator("button[data-done]").click();
      assert.equal(await pressed(page), "true");
      assert.equal((await done(page)).length, 1);
      assert.match(await page.locator(".outline .is-done a").first().textContent(), /\(klaar\)$/);
      await page.goto((await reader.origin()).slice(0, -1) + second, { waitUntil: "networkidle" });
      assert.equal(await pressed(page), "false");
      assert.equal((await done(page)).length, 1);
      await page.goto((await reader.origin()).slice(0, -1) + first.replace(/[^/]+\/$/, ""), { waitUntil: "networkidle" });
      assert.equal((await done(page)).length, 1, "the page of the module says so too");
      await page.goto((await reader.origin()).slice(0, -1) + first, { waitUntil: "networkidle" });
      await page.locator("button[data-done]").click();
      assert.equal(await pressed(page), "false");
      assert.equal((await done(page)).length, 0);
    }
  },

  async "the course page says how far, how long, and where to go on"(reader) {
    await on(program, SITE, async (site) => {
      const device = await reader.device();
      const page = await reader.open(device, "course/", site.output);
      const at = async (path) => page.goto((await reader.origin(site.output)) + path, { waitUntil: "networkidle" });
      const count = () => page.locator("[data-course] .count").textContent();
      assert.deepEqual(await start(page), ["Start with lesson 1", "/below/course/one/"]);
      assert.ok(!(await page.locator("[data-course]").isVisible()), "before the first lesson there is nothing to say");
      await at("course/one/");
      await at("course/");
      assert.deepEqual(await start(page), ["Go on with: One", "/below/course/one/"]);
      assert.equal(await count(), "0 of 3 lessons done, about 2 hours 25 minutes to go");
      await at("course/one/");
      await page.locator("button[data-done]").click();
      await at("course/");
      assert.deepEqual(await start(page), ["Go on with: Two", "/below/course/two/"]);
      assert.equal(await count(), "1 of 3 lessons done, about 1 hour 35 minutes to go");
      assert.ok(!(await page.locator("[data-certificate]").isVisible()));
      // Who skips one comes back to it at the end.
      await at("course/three/");
      await page.locator("button[data-done]").click();
      await at("course/");
      assert.deepEqual(await start(page), ["Go on with: Two", "/below/course/two/"]);
    });
  },

  async "a lesson is done by itself when all its tasks are"(reader) {
    await on(program, SITE, async (site) => {
      const page = await reader.open(await reader.device(), "course/two/", site.output);
      const boxes = await page.$$(".task input");
      for (const box of boxes.slice(0, -1)) await box.click();
      assert.equal(await pressed(page), "false");
      await boxes.at(-1).click();
      assert.equal(await pressed(page), "true");
      // The reader's word counts: a tick less does not undo it, nor a visit.
      await boxes[0].click();
      assert.equal(await pressed(page), "true");
      await page.locator("button[data-done]").click();
      await page.reload({ waitUntil: "networkidle" });
      assert.equal(await pressed(page), "false");
    });
  },

  async "arrows lead to the lesson before and after, but not out of a field"(reader) {
    await on(program, SITE, async (site) => {
      const page = await reader.open(await reader.device(), "course/one/", site.output);
      const to = async (key, path) => {
        await page.keyboard.press(key);
        await page.waitForURL((url) => url.pathname === path);
        await page.waitForLoadState("networkidle");
      };
      await to("ArrowRight", "/below/course/two/");
      await to("ArrowRight", "/below/course/three/");
      await to("ArrowLeft", "/below/course/two/");
      await page.locator(".task input").first().focus();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Alt+ArrowRight").catch(() => {});
      await page.waitForTimeout(300);
      assert.equal(new URL(page.url()).pathname, "/below/course/two/");
    });
  },

  async "who has done all prints a certificate, which says that nobody verified it"(reader) {
    await on(program, SITE, async (site) => {
      const device = await reader.device({ viewport: { width: 1280, height: 800 } }, () => { window.print = () => { window.printed = true; }; });
      const page = await reader.open(device, "course/", site.output);
      for (const path of await lessonsOf(page)) {
        await page.goto(new URL(path, await reader.origin(site.output)).href, { waitUntil: "networkidle" });
        await page.locator("button[data-done]").click();
      }
      await page.goto((await reader.origin(site.output)) + "course/", { waitUntil: "networkidle" });
      assert.equal(await page.locator("[data-course] .count").textContent(), "All 3 lessons done. Well done!");
      await page.fill("#certificate_name", "Ada <b>Lovelace</b>");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => window.printed);
      await page.emulateMedia({ media: "print" });
      const sheet = await page.locator(".certificate").innerText();
      const today = new Intl.DateTimeFormat("en", { dateStyle: "long" }).format(new Date());
      for (const part of ["Ada <b>Lovelace</b>", "The course", `on ${today}`, "You can say no", "https://name.example/below/course/", "Nobody has verified it"]) {
        assert.ok(sheet.includes(part), `${part} is missing in ${sheet}`);
      }
      assert.equal(await page.locator("h1:visible, form:visible, .site-header:visible, .path:visible").count(), 0, "the sheet stands alone");
      await page.evaluate(() => dispatchEvent(new Event("afterprint")));
      assert.ok(await page.locator("h1").isVisible(), "the next print is the page");
      assert.ok(!(await page.locator(".certificate").isVisible()));
    });
  },

  async "on the privacy page a reader takes all along, brings it back, and wipes it"(reader) {
    const one = await reader.device();
    const page = await reader.open(one, COURSE);
    const [first] = await lessonsOf(page);
    const visit = async (tab, path) => tab.goto(new URL(path, await reader.origin()).href, { waitUntil: "networkidle" });
    await visit(page, first);
    await page.locator("button[data-done]").click();
    await visit(page, "/privacy/");
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator("button[value=save]").click()]);
    const file = join(tmpdir(), `leerpad-course-${process.pid}.json`);
    await download.saveAs(file);
    assert.equal(JSON.parse(readFileSync(file, "utf8")).kept.progress[first.slice(1, -1)].s, "done");

    const other = await reader.device();
    const there = await reader.open(other, "privacy/");
    const told = (text) => there.waitForFunction((text) => document.querySelector(".told").textContent.includes(text), text);
    await there.locator("button[value=wipe]").click();
    await told("onthoudt niets");
    const load = async (content) => {
      writeFileSync(file, content);
      const [chooser] = await Promise.all([there.waitForEvent("filechooser"), there.locator("button[value=load]").click()]);
      await chooser.setFiles(file);
    };
    const good = readFileSync(file, "utf8");
    await load("[]");
    await told("niet lezen");
    await load(JSON.stringify({ ...JSON.parse(good), base: "/elsewhere/" }));
    await told("andere site");
    await load(good);
    await told("staat er weer");
    await visit(there, first);
    assert.equal(await pressed(there), "true");

    await visit(there, "/privacy/");
    await there.locator("button[value=wipe]").click();
    await there.locator("dialog[open] button[value=yes]").click();
    await told("Alles is gewist");
    assert.deepEqual(await there.evaluate(() => Object.keys(localStorage)), []);
  },

  async "without JavaScript the course is whole, and offers nothing that does not work"(reader) {
    for (const view of VIEWS) {
      const page = await reader.open(await reader.device({ ...view, javaScriptEnabled: false }), COURSE);
      assert.ok(await page.locator("a[data-go-on]").isVisible());
      assert.equal(await page.locator("[data-course]:visible, [data-certificate]:visible").count(), 0);
      const [first] = await lessonsOf(page);
      await page.goto((await reader.origin()).slice(0, -1) + first);
      assert.equal(await page.locator("button[data-done]:visible").count(), 0);
    }
  },
});
