// A site without a network, in Chromium: what a reader has read is still there.
//
//     node offline.mjs DEMO LEERPAD
//
// The network lacks where the server hangs up. A browser has service workers over https alone, so
// the server has a certificate that was made for this run, and the browser is told to believe it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSite, serve } from "./browser.mjs";
import { given, on, run } from "./reader.mjs";

const { demo, program } = given("offline.mjs");
const lesson = (title, body) => `---\ntitle: ${title}\nduration: 20\n---\n\n${body}\n`;
const DRAWING = (colour) => `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="${colour}"/></svg>`;
const SITE = {
  "site.yaml": "title: Small\nbase_url: https://name.example/below/\nlanguage: en\n",
  "content/_index.md": "---\ntitle: Home\n---\n",
  "content/privacy.md": "---\ntitle: Privacy\n---\n\n```{privacy}\n```\n",
  "content/course/_index.md": "---\ntitle: The course\nkind: course\n---\n",
  "content/course/01-one/index.md": lesson("One", "Read this.\n\n![A drawing](drawing.svg)"),
  "content/course/01-one/drawing.svg": DRAWING("red"),
  "content/course/02-two.md": lesson("Two", "- [ ] Call\n- [ ] Write"),
  "content/course/03-three.md": lesson("Three", "Read that."),
};

function certificate() {
  const folder = mkdtempSync(join(tmpdir(), "leerpad-tls-"));
  const [key, cert] = ["key.pem", "cert.pem"].map((name) => join(folder, name));
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", cert], { stdio: "pipe" });
  const tls = { key: readFileSync(key), cert: readFileSync(cert) };
  rmSync(folder, { recursive: true });
  return tls;
}
const tls = certificate();

/** Asks a page until the answer is yes. */
async function until(page, question, given) {
  for (const end = Date.now() + 20_000; Date.now() < end; await new Promise((later) => setTimeout(later, 50))) {
    if (await page.evaluate(question, given)) return;
  }
  throw new Error(`never so: ${question}`);
}

/** A device, and a site with a network that can be taken away. */
async function device(browser, output, secure = true) {
  const network = { is: "there", asked: [] };
  const before = async (request, response) => {
    if (network.is === "gone") return request.socket.destroy();
    // Another program below the same address.
    const { pathname } = new URL(request.url, "https://name.example");
    if (pathname.endsWith("/inbox")) return response.writeHead(200, { "Content-Type": "text/html", "Cache-Control": "private" }).end("<h1>For one reader</h1>");
    network.asked.push(request.url);
    if (network.is === "slow") await new Promise((later) => setTimeout(later, 15_000));
  };
  const site = readSite(output);
  const server = await serve(site, { tls: secure ? tls : undefined, before });
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => message.type() === "error" && !/Failed to load resource|net::ERR/.test(message.text()) && faults.push(message.text()));
  const reader = {
    network, page, context, base: server.origin + site.prefix,
    go: (path) => page.goto(server.origin + site.prefix + path, { waitUntil: "load" }),
    /** A first sign of a reader, and all that comes of it. */
    async reads(path) {
      await reader.go(path);
      await page.mouse.move(100, 100);
      await page.mouse.move(120, 140);
      await until(page, async () => (await navigator.serviceWorker.getRegistration())?.active?.state === "activated");
      await reader.keeps(path);
    },
    /** Waits until a page is kept. */
    keeps: (path) => until(page, async (url) => Boolean(await caches.match(url)), reader.base + path),
    names: () => page.evaluate(() => caches.keys()),
    registered: () => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length),
    async close() {
      assert.deepEqual(faults, []);
      await context.close();
      server.close();
    },
  };
  return reader;
}

const heading = (page) => page.locator("h1").textContent();
const colour = (page) => page.evaluate(() => getComputedStyle(document.querySelector(".site-header")).backgroundColor + getComputedStyle(document.body).marginTop);

await run("offline.mjs", demo, {
  async "nothing is fetched before a reader does something"({ browser }) {
    const reader = await device(browser, demo);
    await reader.go("");
    await reader.page.waitForLoadState("networkidle");
    assert.equal(await reader.registered(), 0);
    assert.deepEqual(await reader.names(), []);
    assert.ok(!reader.network.asked.some((url) => /sw\.js|worker/.test(url)), reader.network.asked.join(" "));
    await reader.close();
  },

  async "a path with accents is a path like any other"({ browser }) {
    await on(program, { ...SITE, "site.yaml": "title: Small\nbase_url: https://name.example/café/\nlanguage: en\n" }, async (site) => {
      const reader = await device(browser, site.output), { page, network } = reader;
      await reader.reads("course/one/");
      await reader.reads("course/two/");
      network.is = "gone";
      await reader.go("course/three/");
      await page.locator("[data-kept] a").last().click();
      assert.equal(await heading(page), "One");
      network.is = "there";
      network.asked.length = 0;
      await reader.go("course/one/");
      assert.ok(!network.asked.some((url) => /\/js\/site\./.test(url)), "what has a hash in its name is not asked for again");
      await reader.close();
    });
  },

  async "what was read is there without a network, and its tasks can be ticked"({ browser }) {
    await on(program, SITE, async (site) => {
      const reader = await device(browser, site.output), { page, network } = reader;
      await reader.reads("course/one/");
      await reader.keeps("course/one/drawing.svg");
      await reader.reads("course/two/");
      const looks = await colour(page);
      network.is = "gone";
      await reader.go("course/one/?from=mail");
      assert.equal(await heading(page), "One");
      assert.equal(await colour(page), looks);
      assert.ok(await page.locator("main img").evaluate((image) => image.complete && image.naturalWidth > 0), "the drawing is there");
      await page.locator(".neighbours a[rel=next]").click();
      await page.waitForURL("**/two/");
      await page.locator(".task input").first().check();
      await page.locator(".task input").last().check();
      await until(page, () => document.querySelector("button[data-done]")?.getAttribute("aria-pressed") === "true");
      await page.reload();
      assert.ok(await page.locator(".task input").first().isChecked());
      await reader.go("course/");
      assert.equal(await heading(page), "The course");
      assert.equal(await page.locator(".path .is-done").count(), 1, "the page of the course, never opened before, says what is done");
      await page.locator("button.theme").click();
      await until(page, () => document.documentElement.dataset.theme === "dark");
      await reader.go("");
      assert.equal(await heading(page), "Home");
      await reader.close();
    });
  },

  async "a page that was not read says so, and what can be read"({ browser }) {
    await on(program, SITE, async (site) => {
      const reader = await device(browser, site.output), { page, network } = reader;
      await reader.reads("course/one/");
      await reader.reads("course/two/");
      await reader.go("nowhere/");
      network.is = "gone";
      await reader.go("course/three/");
      assert.equal(await heading(page), "You have no internet");
      await page.locator("[data-kept] a").nth(1).waitFor();
      assert.deepEqual(await page.locator("[data-kept] a").allTextContents(), ["Two", "One"]);
      await page.locator("[data-kept] a").last().click();
      assert.equal(await heading(page), "One");
      await reader.go("course/three/");
      network.is = "there";
      await page.getByRole("button", { name: "Try again" }).click();
      await until(page, () => document.querySelector("h1").textContent === "Three");
      await reader.close();
    });
  },

  async "where the network is slow, a page that was read does not wait for it"({ browser }) {
    await on(program, SITE, async (site) => {
      const reader = await device(browser, site.output), { page, network } = reader;
      await reader.reads("course/one/");
      network.is = "slow";
      const start = Date.now();
      await page.goto(`${reader.base}course/one/`, { waitUntil: "domcontentloaded" });
      const took = Date.now() - start;
      assert.equal(await heading(page), "One");
      assert.ok(took > 2500 && took < 10_000, `it took ${took} ms`);
      network.is = "there";
      await reader.close();
    });
  },

  async "a new version is seen at once, and a page of the old one keeps its looks"({ browser }) {
    await on(program, { ...SITE, "static/css/own.css": "body { margin-top: 1px }", "site.yaml": `${SITE["site.yaml"]}theme:\n  css: [css/own.css]\n` }, async (site) => {
      const reader = await device(browser, site.output), { page, network } = reader;
      await reader.reads("course/one/");
      await reader.reads("course/three/");
      const [before] = await page.$$eval("link[href*='css/own']", (links) => links.map((link) => link.href));
      site.edit({ "static/css/own.css": "body { margin-top: 2px }", "content/course/03-three.md": lesson("Three anew", "Read that.") });
      await reader.go("course/three/");
      assert.equal(await heading(page), "Three anew");
      assert.match(await colour(page), /2px$/);
      const after = await page.$eval("link[href*='css/own']", (link) => link.href);
      assert.notEqual(after, before);
      // The worker of the new version takes over by itself.
      await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
      const isIn = (name, url) => until(page, async ([name, url]) => Boolean(await (await caches.open(`leerpad:1:/below/:${name}`)).match(url)), [name, url]);
      await isIn("shell", after);
      await isIn("read", before);
      network.is = "gone";
      await reader.go("course/one/");
      assert.equal(await heading(page), "One");
      assert.match(await colour(page), /1px$/, "the page of the old version has its old style");
      await reader.go("course/three/");
      assert.match(await colour(page), /2px$/);
      await reader.close();
    });
  },

  async "a page that was taken down is kept no longer, and one for a single reader never"({ browser }) {
    await on(program, SITE, async (site) => {
      const reader = await device(browser, site.output), { page, network } = reader;
      await reader.reads("course/one/");
      await reader.reads("course/three/");
      await reader.go("inbox");
      assert.equal(await heading(page), "For one reader");
      rmSync(join(site.output, "course/three"), { recursive: true });
      await reader.go("course/three/");
      await until(page, async () => !(await (await caches.open("leerpad:1:/below/:read")).match("/below/course/three/")));
      network.is = "gone";
      for (const path of ["inbox", "course/three/"]) {
        await reader.go(path);
        assert.equal(await heading(page), "You have no internet", path);
      }
      await reader.go("course/one/");
      assert.equal(await heading(page), "One");
      await reader.close();
    });
  },

  async "the oldest leave where there are too many"({ browser }) {
    await on(program, SITE, async (site) => {
      const reader = await device(browser, site.output), { page } = reader;
      await reader.reads("course/one/");
      await page.evaluate(async () => {
        const cache = await caches.open("leerpad:1:/below/:read");
        for (let number = 0; number < 320; number++) await cache.put(`/below/${number}/`, new Response("", { headers: { "content-type": "text/html" } }));
      });
      await reader.reads("course/two/");
      await until(page, async () => (await (await caches.open("leerpad:1:/below/:read")).keys()).length <= 300);
      const kept = await page.evaluate(async () => (await (await caches.open("leerpad:1:/below/:read")).keys()).map(({ url }) => new URL(url).pathname));
      assert.ok(kept.includes("/below/course/two/") && kept.includes("/below/319/") && !kept.includes("/below/0/") && !kept.includes("/below/course/one/"));
      await reader.close();
    });
  },

  async "the page of privacy says that pages are kept, and wipes them"({ browser }) {
    await on(program, SITE, async (site) => {
      const reader = await device(browser, site.output), { page, network } = reader;
      await reader.reads("course/one/");
      await reader.reads("privacy/");
      assert.match(await page.locator("main").textContent(), /the pages that you have read/);
      await page.locator("[data-action=device][value=wipe]").click();
      await page.locator(".tools .confirm button, .tools [data-yes], .sure button").first().waitFor();
      await page.getByRole("button", { name: "Yes, wipe it" }).click();
      await until(page, () => /wiped/i.test(document.querySelector(".tools .told").textContent));
      assert.ok(!(await reader.names()).some((name) => name.endsWith(":read")));
      network.is = "gone";
      await reader.go("course/one/");
      assert.equal(await heading(page), "You have no internet");
      await reader.close();
    });
  },

  async "switched off, it goes with all that it kept, and leaves what is another's"({ browser }) {
    await on(program, SITE, async (site) => {
      const reader = await device(browser, site.output), { page, network } = reader;
      await reader.reads("course/one/");
      await page.evaluate(() => caches.open("leerpad:1:/:read"));
      assert.equal(await reader.registered(), 1);
      site.edit({ "site.yaml": `${SITE["site.yaml"]}offline: false\n` });
      network.asked.length = 0;
      await reader.go("course/one/");
      await until(page, async () => (await navigator.serviceWorker.getRegistrations()).length === 0);
      assert.deepEqual(await reader.names(), ["leerpad:1:/:read"]);
      await reader.go("privacy/");
      await page.mouse.move(50, 60);
      await page.waitForLoadState("networkidle");
      assert.equal(await reader.registered(), 0, "no page brings it back");
      assert.doesNotMatch(await page.locator("main").textContent(), /the pages that you have read/);
      network.is = "gone";
      await assert.rejects(reader.go("course/one/"));
      await reader.close();
    });
  },

  async "a site that is looked at over http keeps nothing"({ browser }) {
    const reader = await device(browser, demo, false);
    await reader.go("");
    await reader.page.mouse.move(100, 100);
    await reader.page.mouse.move(120, 140);
    await reader.page.waitForLoadState("networkidle");
    assert.ok(reader.network.asked.some((url) => /\/js\/offline\./.test(url)), "its script was asked for");
    assert.ok(!reader.network.asked.some((url) => /sw\.js/.test(url)));
    assert.equal(await reader.registered(), 0);
    await reader.close();
  },

  async "it can be put among the apps of a device"({ browser }) {
    const reader = await device(browser, demo), { page } = reader;
    await reader.reads("");
    const session = await reader.context.newCDPSession(page);
    const { errors, data } = await session.send("Page.getAppManifest");
    assert.deepEqual(errors, []);
    const manifest = JSON.parse(data);
    assert.equal(new URL(manifest.start_url, reader.base).href, reader.base);
    assert.ok(manifest.name && manifest.icons.length);
    // A private window cannot install anything; Chromium has no other complaint.
    const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
    assert.deepEqual(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito"), []);
    await reader.close();
  },
}, { args: ["--ignore-certificate-errors"] });
