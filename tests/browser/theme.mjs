// What the default theme does for a reader besides showing the text, in Chromium.
//
//     node theme.mjs DEMO LEERPAD
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readSite } from "./browser.mjs";
import { VIEWS, given, run, small } from "./reader.mjs";

const { demo, program } = given("theme.mjs");
const POST = "blog/prima/";
// Has a footnote, terms and a letter that can be copied.
const LESSON = "cursus/it-communicatie/voor-je-begint/scope-op-een-a4/";

const pixel = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const LIGHT = "rgb(247, 249, 248)", DARK = "rgb(17, 25, 23)";
const ground = { light: LIGHT, dark: DARK }, other = { light: "dark", dark: "light" };
const kept = (page) => page.evaluate(() => Object.entries(localStorage).filter(([key]) => key.endsWith(":theme")).map(([, value]) => value));

/** Until the page no longer scrolls by itself. */
const settled = (page) => page.evaluate(async () => {
  for (let last = NaN; last !== scrollY; ) {
    last = scrollY;
    await new Promise((ready) => setTimeout(ready, 150));
  }
});

/** What WCAG 1.4.12 asks a page to bear. The policy allows no style of ours but one that is constructed. */
const spaced = (page) => page.evaluate(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }");
  document.adoptedStyleSheets = [sheet];
});

/** What stands past the edge of the page, or of the element that holds it. */
const lost = (page) => page.evaluate(() => {
  const width = document.documentElement.clientWidth;
  const scrolls = (el) => el && (["auto", "scroll"].includes(getComputedStyle(el).overflowX) || scrolls(el.parentElement));
  const clips = (el) => el.closest(".visually-hidden, .skip") || !el.checkVisibility({ contentVisibilityAuto: true });
  return [...document.body.querySelectorAll("*")].filter((el) => {
    if (clips(el) || scrolls(el.parentElement)) return false;
    const style = getComputedStyle(el);
    const inBox = style.display === "inline" || ["auto", "scroll"].includes(style.overflowX) || el.scrollWidth <= el.clientWidth + 1;
    const whole = style.overflowY !== "hidden" || el.scrollHeight <= el.clientHeight + 1;
    return el.getBoundingClientRect().right > width + 0.5 || !whole || (el.matches("a, button, .number, .badge") && !inBox);
  }).map((el) => el.outerHTML.slice(0, 90));
});

/** How light the corners of what was painted are, 0 to 255, frame by frame. */
async function frames(page, go) {
  const session = await page.context().newCDPSession(page), seen = [];
  session.on("Page.screencastFrame", ({ data, sessionId }) => {
    seen.push(data);
    session.send("Page.screencastFrameAck", { sessionId }).catch(() => {});
  });
  await session.send("Page.startScreencast", { format: "png", everyNthFrame: 1 });
  await go();
  await page.waitForTimeout(300);
  await session.send("Page.stopScreencast");
  return page.evaluate((list) => Promise.all(list.map(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d", { willReadFrequently: true });
    canvas.drawImage(bitmap, 0, 0);
    const at = (x, y) => canvas.getImageData(x, y, 1, 1).data.slice(0, 3).reduce((a, b) => a + b) / 3;
    const right = bitmap.width - 3, bottom = bitmap.height - 3;
    return [at(2, 2), at(right, 2), at(2, bottom), at(right, bottom)];
  })), seen);
}

await run("theme.mjs", demo, {
  async "the switch changes the colours, keeps the choice, and gives way to the system"(reader) {
    for (const view of VIEWS) {
      const { colorScheme: system } = view, chosen = other[system];
      const device = await reader.device(view);
      const page = await reader.open(device, POST);
      const button = page.locator("button.theme");
      const pressed = () => button.getAttribute("aria-pressed");
      assert.equal(await pixel(page), ground[system]);
      assert.equal(await pressed(), String(system === "dark"));
      assert.equal(await button.evaluate((el) => Math.min(el.getBoundingClientRect().width, el.getBoundingClientRect().height) > 43.9), true);
      await button.focus();
      await page.keyboard.press("Enter");
      await page.waitForFunction((colour) => getComputedStyle(document.body).backgroundColor === colour, ground[chosen]);
      assert.equal(await pressed(), String(chosen === "dark"));
      assert.deepEqual(await kept(page), [`"${chosen}"`]);
      assert.equal(await page.locator("[name=color-scheme]").getAttribute("content"), chosen);
      // Whatever the system does then, the choice stays; on every page, in every tab.
      await page.emulateMedia({ colorScheme: chosen });
      const second = await reader.open(device, "");
      assert.equal(await pixel(second), ground[chosen]);
      assert.equal(await second.locator("button.theme").getAttribute("aria-pressed"), String(chosen === "dark"));
      // Back to what the system has: nothing is kept, and the system is followed again.
      await page.emulateMedia({ colorScheme: system });
      await button.click();
      await page.waitForFunction((colour) => getComputedStyle(document.body).backgroundColor === colour, ground[system]);
      assert.deepEqual(await kept(page), []);
      await page.emulateMedia({ colorScheme: chosen });
      await page.waitForFunction((is) => document.querySelector("button.theme").getAttribute("aria-pressed") === is, String(chosen === "dark"));
      assert.equal(await pixel(page), ground[chosen]);
      await second.waitForFunction(() => !document.documentElement.dataset.theme);
      await device.close();
    }
  },

  async "no frame has the colours that were not chosen"(reader) {
    for (const system of ["light", "dark"]) {
      const device = await reader.device({ colorScheme: system });
      const page = await reader.open(device, POST);
      await page.locator("button.theme").click();
      await page.waitForFunction(() => document.documentElement.dataset.theme);
      // What was painted before the click is no fault.
      await page.waitForTimeout(500);
      // A stylesheet that takes its time, and a picture that takes longer: what is painted meanwhile counts.
      const late = (kind, wait) => page.route(kind, async (route) => {
        await new Promise((ready) => setTimeout(ready, wait));
        await route.continue();
      });
      await late("**/*.css", 500);
      await late("**/*.svg", 1000);
      for (const path of ["", "cursus/it-communicatie/", "blog/"]) {
        const origin = await reader.origin();
        const painted = await frames(page, () => page.goto(origin + path, { waitUntil: "load" }));
        assert.ok(painted.length > 0, "something was painted");
        const wrong = painted.filter((corners) => corners.some((light) => (system === "light" ? light > 90 : light < 160)));
        assert.deepEqual(wrong, [], `${path}, ${system}: of ${painted.length} frames`);
      }
      await device.close();
    }
  },

  async "without a script there is no switch, and the system's colours show"(reader) {
    for (const view of VIEWS) {
      const device = await reader.device({ ...view, javaScriptEnabled: false });
      const page = await reader.open(device, POST);
      assert.ok(!(await page.locator("button.theme").isVisible()));
      assert.equal(await pixel(page), ground[view.colorScheme]);
    }
  },

  async "storage that is blocked or holds nonsense changes no colours, and the switch works for the page"(reader) {
    const blocked = await reader.device({ colorScheme: "light" }, () => {
      Object.defineProperty(window, "localStorage", { get() { throw new DOMException("blocked", "SecurityError"); } });
    });
    const page = await reader.open(blocked, POST);
    assert.equal(await pixel(page), LIGHT);
    await page.locator("button.theme").click();
    await page.waitForFunction((colour) => getComputedStyle(document.body).backgroundColor === colour, DARK);
    for (const nonsense of ["{", "[]", '"<b>"', "7"]) {
      const device = await reader.device({ colorScheme: "light" });
      const first = await reader.open(device, POST);
      await first.evaluate((text) => localStorage.setItem(`leerpad:1:${document.documentElement.dataset.base}:theme`, text), nonsense);
      await first.reload();
      assert.equal(await pixel(first), LIGHT, nonsense);
    }
  },

  async "paper is white, whatever the screen has"(reader) {
    const device = await reader.device({ colorScheme: "dark" });
    const page = await reader.open(device, POST);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    assert.equal(await pixel(page), "rgb(255, 255, 255)");
    await page.emulateMedia({ media: "screen", colorScheme: "light" });
    await page.locator("button.theme").click();
    await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
    await page.emulateMedia({ media: "print", colorScheme: "light" });
    assert.equal(await pixel(page), "rgb(255, 255, 255)");
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector("h1")).color), "rgb(0, 0, 0)");
  },

  async "what helps in reading is fetched with the first sign of a reader, and not before"(reader) {
    const device = await reader.device(VIEWS[2]);
    const asked = new Set();
    device.on("request", (request) => asked.add(new URL(request.url()).pathname.split("/").pop().replace(/\.[0-9a-f]{8}/, "")));
    const page = await reader.open(device, LESSON);
    assert.deepEqual([...asked].sort(), ["", "favicon.svg", "progress.js", "site.css", "site.js"]);
    const brought = page.waitForResponse(/\/js\/offline\./);
    await page.mouse.move(200, 200);
    await page.locator(".copy").first().waitFor();
    await brought;
    assert.deepEqual([...asked].slice(5).sort(), ["notes.js", "offline.js", "reading.css", "reading.js"]);
  },

  async "where a script cannot be fetched, links lead where they lead, and a page is as it is without any"(reader) {
    for (const view of VIEWS) {
      const device = await reader.device(view);
      const gone = new Set(), none = ":visible";
      await device.route("**/js/*.js", (route) => (gone.has(route.request().url().match(/(\w+)\.\w+\.js$/)[1]) ? route.abort() : route.continue()));
      for (const name of ["search", "reading", "notes", "progress", "share", "theme", "quiz", "certificate", "checklist", "device"]) gone.add(name);
      const page = await reader.open(device, POST);
      await page.mouse.move(100, 200);
      await page.locator("button.theme").click();
      await page.locator(".share button").click();
      await page.locator("a[data-action=search]").click();
      await page.waitForURL("**/zoeken/");
      await page.waitForFunction(() => document.querySelector("#search_instead").checkVisibility());
      assert.equal(await page.locator(`.js-only${none}`).count(), 0);
      // The key leads there too.
      await page.goto((await reader.origin()) + POST, { waitUntil: "networkidle" });
      await page.keyboard.press("/");
      await page.waitForURL("**/zoeken/");

      const list = await reader.open(device, "checklists/intake/#ticks=one");
      await list.waitForFunction(() => !document.querySelector(".js-only").checkVisibility());
      await list.locator(".task input").first().click();
      assert.ok(await list.locator(".task input").first().isChecked());
      assert.equal(await list.locator(`.js-only${none}`).count(), 0);
      const lesson = await reader.open(device, LESSON);
      await lesson.locator("form[data-quiz] summary").first().waitFor();
      assert.equal(await lesson.locator(`button[data-done]${none}`).count(), 0);
      const course = await reader.open(device, "cursus/it-communicatie/");
      assert.ok(await course.locator("a[data-go-on]").isVisible());
      // Modules that those import are missed as quietly.
      gone.delete("reading");
      gone.delete("progress");
      const half = await reader.open(device, `${LESSON}#ticks=one`);
      await half.evaluate(() => scrollBy(0, 10));
      await half.locator(".copy").first().waitFor({ state: "attached" });
      await half.locator("form[data-quiz] button[type=submit]").click();
      // When the network is back, so is what was missed.
      gone.clear();
      await half.locator("a[data-action=search]").click();
      await half.locator("dialog[open]").waitFor();
      await device.close();
    }
  },

  async "code and letters can be copied"(reader) {
    for (const view of VIEWS) {
      const device = await reader.device({ ...view, permissions: ["clipboard-read", "clipboard-write"] });
      const page = await reader.open(device, LESSON);
      const pre = page.locator("pre").first();
      const place = () => pre.evaluate((el) => { const { left, top, width, height } = el.getBoundingClientRect(); return [left, top + scrollY, width, height].map(Math.round); });
      const before = await place();
      await pre.focus();
      const button = page.locator(".code .copy").first();
      await button.waitFor();
      assert.deepEqual(await place(), before, "nothing moves when the button comes");
      assert.ok(await pre.evaluate((el) => el === document.activeElement), "the focus stays");
      await page.keyboard.press("Tab");
      assert.ok(await button.evaluate((el) => el === document.activeElement));
      assert.equal(await button.textContent(), "Kopieer");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.querySelector(".copy").textContent === "Gekopieerd.");
      assert.equal(await page.locator(".code output").first().textContent(), "Gekopieerd.");
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), (await pre.textContent()).trimEnd());
      await page.emulateMedia({ media: "print" });
      assert.ok(!(await button.isVisible()));
      await device.close();
    }
    const blocked = await reader.device(VIEWS[1], () => {
      Object.defineProperty(navigator, "clipboard", { value: undefined });
    });
    const page = await reader.open(blocked, LESSON);
    await page.mouse.move(200, 200);
    await page.locator(".copy").first().click();
    await page.waitForFunction(() => /lukt hier niet/.test(document.querySelector(".copy").textContent));
    assert.equal(await page.evaluate(() => getSelection().toString().trim()), (await page.locator("pre").first().textContent()).trim());
  },

  async "a footnote opens where it stands, and the focus comes back"(reader) {
    for (const view of VIEWS) {
      const device = await reader.device(view);
      const page = await reader.open(device, LESSON);
      await page.mouse.move(100, 300);
      await page.locator(".note").waitFor({ state: "attached" });
      const reference = page.locator(".fn a").first(), note = page.locator(".note");
      await reference.focus();
      await settled(page);
      const at = await page.evaluate(() => scrollY);
      await page.keyboard.press("Enter");
      await note.waitFor();
      assert.equal(await page.evaluate(() => scrollY), at, "the page stays where it is");
      assert.ok(await note.evaluate((el) => el === document.activeElement));
      const text = (await page.locator(".footnotes li p").first().evaluate((el) => el.cloneNode(true).textContent)).replace("↩", "").trim();
      assert.equal((await note.textContent()).trim(), text);
      assert.ok(await note.evaluate((el) => {
        const { left, right, top, bottom } = el.getBoundingClientRect();
        return left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight;
      }), "all of it is in view");
      await page.keyboard.press("Escape");
      assert.ok(!(await note.isVisible()));
      assert.ok(await reference.evaluate((el) => el === document.activeElement));
      await page.keyboard.press("Enter");
      await note.waitFor();
      await page.keyboard.press("Tab");
      assert.ok(!(await note.isVisible()));
      assert.ok(await page.evaluate(() => document.activeElement.compareDocumentPosition(document.querySelector(".fn a")) & Node.DOCUMENT_POSITION_PRECEDING), "on from where it was");
      await reference.click();
      await note.waitFor();
      await reference.click();
      assert.ok(!(await note.isVisible()));
      await reference.click();
      await note.waitFor();
      await page.mouse.click(5, 5);
      assert.ok(!(await note.isVisible()));
      await device.close();
      const plain = await reader.device({ ...view, javaScriptEnabled: false });
      const still = await reader.open(plain, LESSON);
      await still.locator(".fn a").first().click();
      assert.match(still.url(), /#fn-1$/);
    }
  },

  async "a term says what it means under the pointer, at the focus and when it is tapped"(reader) {
    const device = await reader.device(VIEWS[2]);
    const page = await reader.open(device, LESSON);
    const note = page.locator(".note"), term = page.locator("a.term").first();
    await page.mouse.move(100, 300);
    await note.waitFor({ state: "attached" });
    const href = await term.getAttribute("href");
    await term.hover();
    await note.waitFor();
    assert.equal(await note.getAttribute("role"), "tooltip");
    assert.equal(await term.getAttribute("aria-describedby"), "note_text");
    const glossary = await reader.open(device, href);
    const wanted = await glossary.locator(new URL(glossary.url()).hash).evaluate((dt) => dt.nextElementSibling.textContent.trim().replace(/\s+/g, " "));
    assert.equal(await note.textContent(), wanted);
    // It can be pointed at, put away without moving, and stays as long as the pointer.
    await note.hover();
    await page.waitForTimeout(600);
    assert.ok(await note.isVisible());
    await page.keyboard.press("Escape");
    assert.ok(!(await note.isVisible()));
    assert.equal(await term.getAttribute("aria-describedby"), null);
    await page.mouse.move(5, 5);
    await term.hover();
    await note.waitFor();
    await page.mouse.move(5, 5);
    await note.waitFor({ state: "hidden" });
    // By the keyboard.
    await page.locator(".toc summary").focus();
    await page.keyboard.press("Tab");
    await note.waitFor();
    await page.keyboard.press("Escape");
    assert.ok(!(await note.isVisible()));
    assert.ok(await term.evaluate((el) => el === document.activeElement));
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.pathname.endsWith("/begrippen/"));

    const phone = await reader.device({ ...VIEWS[1], hasTouch: true, isMobile: true });
    const small = await reader.open(phone, LESSON);
    await small.evaluate(() => scrollBy(0, 10));
    await small.locator(".note").waitFor({ state: "attached" });
    await small.locator("a.term").first().tap();
    await small.locator(".note").waitFor();
    assert.equal(await small.locator(".note").getAttribute("role"), "note");
    assert.equal(await small.locator(".note a").getAttribute("href"), new URL(href, small.url()).href);
    await small.locator(".note a").tap();
    await small.waitForURL((url) => url.pathname.endsWith("/begrippen/"));
  },

  async "a glossary that does not come hinders nobody"(reader) {
    const device = await reader.device({ ...VIEWS[1], hasTouch: true, isMobile: true });
    const page = await reader.open(device, LESSON);
    await page.evaluate(() => scrollBy(0, 10));
    await page.locator(".note").waitFor({ state: "attached" });
    await page.route("**/begrippen/", (route) => (route.request().isNavigationRequest() ? route.continue() : route.abort()));
    await page.locator("a.term").first().tap();
    await page.waitForURL((url) => url.pathname.endsWith("/begrippen/"));
  },

  async "the outline of a course stands beside a lesson, and folds away on a phone"(reader) {
    for (const javaScriptEnabled of [true, false]) {
      for (const view of VIEWS) {
        const device = await reader.device({ ...view, javaScriptEnabled });
        const page = await reader.open(device, LESSON);
        const wide = view.viewport.width > 1000;
        const summary = page.locator(".outline summary"), here = page.locator(".outline .here a");
        const shows = () => here.evaluate((el) => el.checkVisibility({ contentVisibilityAuto: true }));
        assert.equal(await summary.isVisible(), !wide);
        assert.equal(await shows(), wide);
        if (wide) {
          await page.evaluate(() => document.querySelector(".footnotes").scrollIntoView({ behavior: "instant" }));
          const { y, height } = await page.locator(".outline").boundingBox();
          assert.ok(y >= 0 && y + height <= view.viewport.height, "it stays in view");
        } else {
          await summary.focus();
          await page.keyboard.press("Enter");
          assert.ok(await shows());
          assert.ok((await page.locator(".outline").boundingBox()).y < (await page.locator("h1").boundingBox()).y, "before the text");
        }
        // Who goes by the keyboard can leave it out.
        await page.locator("main .skip").focus();
        await page.keyboard.press("Enter");
        await page.keyboard.press("Tab");
        assert.ok(await page.evaluate(() => document.querySelector("article").contains(document.activeElement)));
        await device.close();
      }
    }
  },

  async "a bar says how far a long text has been read, to who does not mind what moves"(reader) {
    const bar = (page) => page.evaluate(() => {
      const { content, scale } = getComputedStyle(document.querySelector(".prose"), "::before");
      return content === "none" ? null : parseFloat(scale);
    });
    for (const view of VIEWS) {
      const device = await reader.device(view);
      const page = await reader.open(device, POST);
      const at = async (place) => {
        await page.evaluate((place) => {
          const { top, bottom } = document.querySelector(".prose").getBoundingClientRect();
          const from = top + scrollY, to = bottom + scrollY - innerHeight;
          scrollTo({ top: from + (to - from) * place, behavior: "instant" });
        }, place);
        await settled(page);
        return bar(page);
      };
      assert.ok((await at(0)) < 0.03);
      // Where it is whole there is nothing to scale any more.
      const half = await at(0.5), end = await at(1);
      assert.ok(Math.abs(half - 0.5) < 0.03, `half way: ${half}`);
      assert.ok(Number.isNaN(end) || end > 0.97, `at the end: ${end}`);
      await page.emulateMedia({ reducedMotion: "reduce" });
      assert.equal(await bar(page), null);
      await page.emulateMedia({ reducedMotion: "no-preference", media: "print" });
      assert.equal(await bar(page), null);
      await device.close();
    }
  },

  async "nothing moves for who asked for that"(reader) {
    const device = await reader.device({ ...VIEWS[2], reducedMotion: "reduce" });
    for (const path of ["", POST, LESSON, "checklists/intake/", "cursus/it-communicatie/", "begrippen/"]) {
      const page = await reader.open(device, path);
      await page.mouse.move(100, 200);
      await page.waitForTimeout(200);
      const moving = await page.evaluate(() => [...document.querySelectorAll("*")].filter((el) => ["", "::before", "::after"].some((pseudo) => {
        const style = getComputedStyle(el, pseudo || undefined);
        return style.animationName !== "none" || style.transitionDuration !== "0s" || style.scrollBehavior !== "auto";
      })).map((el) => el.outerHTML.slice(0, 80)));
      assert.deepEqual(moving, [], path);
      await page.close();
    }
  },

  async "a page can be sent to somebody, whatever the device has for it"(reader) {
    const told = (page) => page.locator(".share output").textContent();
    const shares = await reader.device(VIEWS[1], () => {
      navigator.share = async (data) => { window.shared = data; };
    });
    let page = await reader.open(shares, POST);
    const permalink = await page.locator("link[rel=canonical]").getAttribute("href");
    await page.locator(".share button").click();
    await page.waitForFunction(() => window.shared);
    assert.deepEqual(await page.evaluate(() => window.shared), { title: "Prima!", url: permalink });
    assert.equal(await told(page), "");
    const declined = await reader.device(VIEWS[1], () => {
      navigator.share = async () => { window.asked = true; throw new DOMException("", "AbortError"); };
    });
    page = await reader.open(declined, LESSON);
    await page.locator(".share button").click();
    await page.waitForFunction(() => window.asked);
    assert.equal(await told(page), "");
    const copies = await reader.device({ ...VIEWS[0], permissions: ["clipboard-read", "clipboard-write"] }, () => {
      Object.defineProperty(navigator, "share", { value: undefined });
    });
    page = await reader.open(copies, POST);
    await page.locator(".share button").focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector(".share output").textContent);
    assert.match(await told(page), /klembord/);
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), permalink);
    const blocked = await reader.device(VIEWS[2], () => {
      Object.defineProperty(navigator, "share", { value: async () => { throw new DOMException("", "NotAllowedError"); } });
      Object.defineProperty(navigator, "clipboard", { value: undefined });
    });
    page = await reader.open(blocked, POST);
    await page.locator(".share button").click();
    await page.waitForFunction(() => document.querySelector(".share output").textContent);
    assert.ok((await told(page)).includes(permalink));
    const plain = await reader.device({ ...VIEWS[1], javaScriptEnabled: false });
    page = await reader.open(plain, POST);
    assert.ok(!(await page.locator(".share").isVisible()));
  },

  async "a heading leads to itself, and looks like a heading"(reader) {
    for (const javaScriptEnabled of [true, false]) {
      const device = await reader.device({ ...VIEWS[0], javaScriptEnabled });
      const page = await reader.open(device, POST);
      const heading = page.locator(".prose h2").nth(1), link = heading.locator("a");
      assert.deepEqual(
        await link.evaluate((el) => [getComputedStyle(el).color, getComputedStyle(el).textDecorationLine]),
        [await heading.evaluate((el) => getComputedStyle(el).color), "none"]);
      await link.focus();
      await page.keyboard.press("Enter");
      assert.equal(new URL(page.url()).hash, `#${await heading.getAttribute("id")}`);
      // Timers of the page stand still without scripts.
      await page.waitForTimeout(800);
      assert.ok((await heading.boundingBox()).y >= 0, "below the edge");
      await link.hover();
      assert.equal(await link.evaluate((el) => getComputedStyle(el).textDecorationLine), "underline");
      await device.close();
    }
  },

  async "nothing is lost at 320 px, at a zoom of 400 % and with the spacing of WCAG 1.4.12"(reader) {
    const { pages } = readSite(demo);
    const views = [{ viewport: { width: 320, height: 200 }, deviceScaleFactor: 4 }, VIEWS[2]];
    for (const view of views) {
      const device = await reader.device(view);
      const page = await reader.open(device, "");
      for (const { path, file, isRedirect } of pages) {
        if (isRedirect || file === "404.html") continue;
        await page.goto(new URL(path, await reader.origin()).href, { waitUntil: "load" });
        assert.deepEqual(await lost(page), [], file);
        await spaced(page);
        assert.deepEqual(await lost(page), [], `${file}, with wide spacing`);
      }
      await device.close();
    }
    // The test sees what is lost.
    const broken = await reader.open(await reader.device(views[0]), "");
    await broken.evaluate(() => {
      document.querySelector(".brand").style.whiteSpace = "nowrap";
      Object.assign(document.querySelector("main p").style, { maxHeight: "1em", overflow: "hidden" });
    });
    await spaced(broken);
    assert.deepEqual((await lost(broken)).map((html) => html.slice(0, 2)), ["<a", "<s", "<p"]);
    // What a script adds bears it too.
    const device = await reader.device(views[0]);
    const page = await reader.open(device, LESSON);
    await page.evaluate(() => scrollBy(0, 10));
    await page.locator(".note").waitFor({ state: "attached" });
    await spaced(page);
    await page.locator(".fn a").first().focus();
    await settled(page);
    await page.keyboard.press("Enter");
    await page.locator(".note").waitFor();
    assert.deepEqual(await lost(page), []);
    const { x, width } = await page.locator(".note").boundingBox();
    assert.ok(x >= 0 && x + width <= 320);
  },

  async "long words break off between syllables, in headings, menus, titles and on buttons"(reader) {
    const word = "Kindercarnavalsoptochtvoorbereidingswerkzaamhedenplan";
    const block = (name, body, options = "") => `\`\`\`{${name}} ${word}\n${options}\n${body}\n\`\`\`\n\n`;
    const site = small(program, {
      "site.yaml": `title: ${word}\nbase_url: https://name.example/\nlanguage: nl\nmenu: [{ page: /page.md, label: ${word} }]\n`,
      "content/_index.md": "---\ntitle: Home\n---\n",
      "content/page.md": `---\ntitle: ${word}\n---\n\n${word} is lang.\n\n## ${word}\n\n### En *${word}*\n\n${block("tip", "Tekst.")}${block("cta", "Tekst.", `:link: /page.md\n:label: ${word}\n`)}| ${word} | Kop |\n|---|---|\n| ${word} | ja |\n`,
    });
    try {
      const device = await reader.device(VIEWS[0]);
      const page = await reader.open(device, "page/", site.output);
      assert.deepEqual(await lost(page), []);
      const [soft, plain] = await page.evaluate((word) => ["h1", "h2", "h3", ".brand span", ".menu a", ".callout-title", ".box-title", ".button"]
        .map((selector) => document.querySelector(`main ${selector}, header ${selector}`))
        .reduce(([soft, plain], el) => (el.textContent.replace(/\u00ad/g, "").includes(word) && el.textContent.includes("\u00ad") ? [soft + 1, plain] : [soft, [...plain, el.outerHTML]]), [0, []]), word);
      assert.deepEqual(plain, []);
      assert.equal(soft, 8);
      // What is taken along has none: a page's name, the address of a heading.
      assert.equal(await page.title(), `${word} – ${word}`);
      assert.equal(await page.locator("h2").first().getAttribute("id"), word.toLowerCase());
      assert.ok(!readFileSync(`${site.output}/page/index.html`, "utf8").split("</head>")[0].includes("\u00ad"));
    } finally {
      site.remove();
    }
  },

  async "forced colours show what is chosen, where one is and what can be pressed"(reader) {
    const device = await reader.device({ ...VIEWS[2], forcedColors: "active" });
    const page = await reader.open(device, LESSON);
    assert.ok(!(await page.locator("button.theme").isVisible()), "the system has the last word");
    const style = (selector, name, pseudo) => page.evaluate(([selector, name, pseudo]) => getComputedStyle(document.querySelector(selector), pseudo)[name], [selector, name, pseudo]);
    assert.notEqual(await style(".menu [aria-current]", "borderBottomColor"), await style(".menu a:not([aria-current])", "borderBottomColor"));
    assert.equal(await style(".here .number", "outlineStyle"), "solid");
    assert.equal(await style(".prose", "borderTopStyle", "::before"), "solid", "the bar is a border, which stays");
    await page.mouse.move(100, 100);
    await page.locator(".copy").first().waitFor();
    assert.equal(await style(".copy", "borderTopStyle"), "solid");
    assert.equal(await style(".note", "borderTopStyle"), "solid");
  },
});
