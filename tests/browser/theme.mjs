// What the default theme does for a reader besides showing the text, in Chromium.
//
//     node theme.mjs DEMO LEERPAD
import assert from "node:assert/strict";
import { VIEWS, given, run } from "./reader.mjs";

const { demo } = given("theme.mjs");
const POST = "blog/prima/";

const pixel = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const LIGHT = "rgb(247, 249, 248)", DARK = "rgb(17, 25, 23)";
const ground = { light: LIGHT, dark: DARK }, other = { light: "dark", dark: "light" };
const kept = (page) => page.evaluate(() => Object.entries(localStorage).filter(([key]) => key.endsWith(":theme")).map(([, value]) => value));

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
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
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
});
