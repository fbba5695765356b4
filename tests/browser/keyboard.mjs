// A whole course by the keyboard alone, in Chromium: from its page through every lesson to the certificate, and a
// search on the way. But for the first page nothing is opened, pressed or focused except by keys.
//
//     node keyboard.mjs DEMO
import assert from "node:assert/strict";
import { stop } from "./browser.mjs";
import { answer, tabTo } from "./keys.mjs";
import { VIEWS, run } from "./reader.mjs";

const [demo] = process.argv.slice(2);
if (!demo) stop("usage: node keyboard.mjs DEMO; DEMO is the demo, built");
const COURSE = "cursus/it-communicatie/";
// Where the focus goes, the page is at once.
const STILL = { reducedMotion: "reduce" };
const NAME = "Ada Lovelace";

/** Where the focus is, and whether a reader sees it there. */
const focus = (page) => page.evaluate(() => {
  const at = document.activeElement, { outlineStyle, outlineWidth } = getComputedStyle(at);
  const { left, top, right, bottom } = at.getBoundingClientRect();
  return {
    html: at.outerHTML.slice(0, 100),
    lost: at === document.body,
    // A region that a link leads to is shown by what stands there; what is within a film the browser marks.
    marked: at.matches("main, article, video:not(:focus)") || (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2),
    inView: right > 0 && bottom > 0 && left < innerWidth && top < innerHeight,
  };
});

/** The focus is somewhere, and is seen there. */
async function seen(page) {
  const { html, lost, marked, inView } = await focus(page);
  assert.ok(!lost, "the focus is lost");
  assert.ok(marked, `the focus cannot be seen on ${html}`);
  assert.ok(inView, `the focus is out of view on ${html}`);
}

/** Presses Tab until it is there; the focus is seen all the way. */
async function to(page, selector, key) {
  assert.ok(await tabTo(page, selector, { key, each: () => seen(page) }), `Tab does not lead to ${selector}`);
}

/** Goes where the focused link leads. */
async function follow(page) {
  const path = await page.evaluate(() => document.activeElement.pathname);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname === path);
  await page.waitForLoadState("networkidle");
}

const text = (page, selector) => page.locator(selector).first().textContent();

/** Waits until words say what is expected of them. */
async function says(page, selector, words) {
  await page.waitForFunction(([selector, words]) => document.querySelector(selector)?.textContent.includes(words), [selector, words], { timeout: 5000 })
    .catch(async () => assert.equal(await text(page, selector), words));
}

/** Ticks what there is to tick. */
async function tickAll(page) {
  const names = await page.$$eval(".task input", (boxes) => boxes.map((box) => box.name));
  for (const [at, name] of names.entries()) {
    await to(page, `.task input[name="${name}"]`);
    await page.keyboard.press("Space");
    await seen(page);
    assert.ok(await page.evaluate(() => document.activeElement.checked), `${name} is ticked`);
    const list = await page.locator(".checklist .count").count();
    if (list === 1) await says(page, ".checklist .count", at + 1 < names.length ? `${at + 1} van ${names.length}` : "Alles afgevinkt");
  }
}

/** Does the quizzes of a page, the first question wrong at first. */
async function answerAll(page) {
  const forms = await page.$$eval("form[data-quiz]", (forms) => forms.map((form) => [form.id, [...form.querySelectorAll("[data-question]")].map((one) => one.dataset.question)]));
  for (const [form, ids] of forms) {
    const each = () => seen(page), check = `#${form} button[type=submit]`;
    await answer(page, ids[0], false, { each });
    for (const id of ids.slice(1)) await answer(page, id, true, { each });
    await to(page, check);
    await page.keyboard.press("Enter");
    await says(page, `#${form} [data-quiz-score]`, `${ids.length - 1} van de ${ids.length} goed`);
    await says(page, `#${form} [data-question="${ids[0]}"] > output`, "Nog niet goed.");
    await seen(page);
    assert.equal((await focus(page)).html.slice(0, 8), "<button ", "the focus stays on the button");
    // Another try takes the reader to what was wrong.
    await to(page, `#${form} button[type=button]`);
    await page.keyboard.press("Space");
    await page.waitForFunction((id) => document.activeElement.closest("[data-question]")?.dataset.question === id, ids[0]);
    await seen(page);
    await answer(page, ids[0], true, { each });
    await to(page, check);
    await page.keyboard.press("Enter");
    await says(page, `#${form} [data-quiz-score]`, `${ids.length} van de ${ids.length} goed`);
    await says(page, `#${form} [data-question="${ids[0]}"] > output`, "Goed!");
    await seen(page);
  }
}

await run("keyboard.mjs", demo, {
  async "from the page of a course to its certificate"(reader) {
    for (const view of [VIEWS[2], VIEWS[0]]) {
      const device = await reader.device({ ...view, ...STILL }, () => { window.print = () => { window.printed = true; }; });
      const page = await reader.open(device, COURSE);
      const titles = await page.$$eval(".path .title", (titles) => titles.map((title) => title.textContent));
      const total = titles.length;
      await to(page, "a[data-go-on]");
      assert.equal(await text(page, "a[data-go-on]"), "Begin bij les 1");
      await follow(page);

      for (let number = 1; number <= total; number++) {
        assert.match(await text(page, ".place"), new RegExp(`Les ${number} van ${total}`));
        // The page can be read on by keys, and what is beside the lesson left out.
        // A key that comes before the page is laid out scrolls nothing, and a reader presses it again.
        for (let tries = 0; tries < 5 && !(await page.evaluate(() => scrollY > 0)); tries++) {
          await page.keyboard.press("Space");
          await page.waitForFunction(() => scrollY > 0, null, { timeout: 3000 }).catch(() => {});
        }
        assert.ok(await page.evaluate(() => scrollY > 0), "Space reads on");
        await page.keyboard.press("Home");
        await page.waitForFunction(() => scrollY === 0);
        await to(page, "main .skip");
        await page.keyboard.press("Enter");
        await page.keyboard.press("Tab");
        await seen(page);
        assert.ok(await page.evaluate(() => document.querySelector("article").contains(document.activeElement)));

        await answerAll(page);
        await tickAll(page);
        await to(page, "button[data-done]");
        const pressed = () => page.locator("button[data-done]").getAttribute("aria-pressed");
        // What asks something was done by itself.
        const asks = await page.locator(".task, form[data-quiz]").count();
        assert.equal(await pressed(), String(asks > 0));
        if (!asks) await page.keyboard.press(number % 2 ? "Enter" : "Space");
        // The reader has the last word.
        if (number === 1) {
          await page.keyboard.press("Space");
          assert.equal(await pressed(), "false");
          await page.keyboard.press("Enter");
        }
        assert.equal(await pressed(), "true");
        await seen(page);
        assert.match(await text(page, ".outline .here a"), /\(klaar\)$/);

        if (number === 1) {
          // Back to the page of the course, by the trail, and on from there.
          await to(page, `.breadcrumbs a[href$="/${COURSE}"]`, "Shift+Tab");
          await follow(page);
          assert.match(await text(page, "[data-course] .count"), new RegExp(`^1 van ${total} lessen klaar, nog ongeveer \\d+ uur`));
          assert.equal(await page.locator(".path .is-done").count(), 1);
          await to(page, "a[data-go-on]");
          assert.equal(await text(page, "a[data-go-on]"), `Ga verder met: ${titles[1]}`);
          await follow(page);
        } else if (number === 2) {
          // By arrow, from the text as a whole.
          await to(page, "main .skip", "Shift+Tab");
          await page.keyboard.press("Enter");
          await page.waitForFunction(() => document.activeElement.matches("article"));
          const next = await page.locator(".neighbours a[rel=next]").evaluate((link) => link.pathname);
          await page.keyboard.press("ArrowRight");
          await page.waitForURL((url) => url.pathname === next);
          await page.waitForLoadState("networkidle");
        } else {
          await to(page, ".neighbour-next");
          await follow(page);
        }
      }

      assert.equal(await text(page, "[data-course] .count"), `Alle ${total} lessen klaar. Goed gedaan!`);
      assert.deepEqual(await page.$eval("[data-course] progress", (bar) => [bar.value, bar.max]), [total, total]);
      assert.equal(await page.locator(".path .is-done").count(), total);
      await to(page, "#certificate_name");
      await page.keyboard.type(NAME);
      await to(page, "[data-certificate] button");
      assert.match(await page.evaluate(() => document.activeElement.textContent), /^Print/);
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => window.printed);
      await seen(page);
      await page.emulateMedia({ media: "print" });
      const sheet = await page.locator(".certificate").innerText();
      for (const part of [NAME, ...titles]) assert.ok(sheet.replaceAll("\u00ad", "").includes(part.replaceAll("\u00ad", "")), `${part} is missing in ${sheet}`);
      await device.close();
    }
  },

  async "a search, to a page that was found and back to where one was"(reader) {
    for (const view of VIEWS) {
      const device = await reader.device({ ...view, ...STILL });
      const page = await reader.open(device, COURSE);
      const first = "dialog .search-results > li:first-child .search-title a";
      /** Opens search by its key, and looks for something. */
      const search = async (words) => {
        await page.keyboard.press("/");
        await page.locator("dialog[open]").waitFor();
        assert.ok(await page.evaluate(() => document.activeElement.matches("dialog input[name=q]")), "the focus is in the field");
        await seen(page);
        await page.keyboard.type(words);
        await says(page, "dialog .search-status", `“${words}”`);
      };
      await to(page, "a[data-go-on]");
      await search("ruzie");
      await page.keyboard.press("ArrowDown");
      await seen(page);
      assert.ok(await page.evaluate((first) => document.activeElement.matches(first), first), "the arrow leads to what was found");
      await page.keyboard.press("ArrowUp");
      await seen(page);
      assert.ok(await page.evaluate(() => document.activeElement.matches("dialog input[name=q]")), "and back");
      // Escape empties a field first, as fields of search do.
      for (let presses = 0; presses < 2 && (await page.locator("dialog[open]").count()); presses++) await page.keyboard.press("Escape");
      assert.equal(await page.locator("dialog[open]").count(), 0, "Escape closes it");
      await seen(page);
      assert.ok(await page.evaluate(() => document.activeElement.matches("a[data-go-on]")), "the focus is back where it was");

      await search("handrem");
      await to(page, first);
      await follow(page);
      assert.match(await text(page, "h1"), /hand.?rem/i);
      await device.close();
    }
  },
});
