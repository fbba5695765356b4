// `leerpad serve` in Chromium: the page follows the files, and mistakes show over it.
//
//     node serve.mjs LEERPAD             LEERPAD is the program: target/release/leerpad
//     node serve.mjs LEERPAD --look DIR  also leaves pictures of the mistakes in DIR, to be looked at
//
// A small site is written into a temporary folder, served on a free port, and changed under the
// browser's eyes. No navigation, no console error and no violation of the policy may come of it,
// but where a test says so.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { axeSource, launch, stop } from "./browser.mjs";

const [program, ...options] = process.argv.slice(2);
if (!program || !existsSync(program)) stop("usage: node serve.mjs LEERPAD [--look DIR]; LEERPAD is the program, built");
const binary = resolve(program);
const pictures = options[0] === "--look" ? resolve(options[1]) : null;
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "leerpad-serve-"));
/** How long anything may take that is waited for, in milliseconds: much, for a busy machine. */
const PATIENCE = 15_000;

// ---- A site, and its server ------------------------------------------------

const paragraphs = (from, to) => Array.from({ length: to - from }, (_, n) => `Paragraph ${from + n}. ${"Words go on. ".repeat(20)}\n`).join("\n");
const page = (title, body) => `---\ntitle: ${title}\ndescription: About ${title}.\n---\n\n${body}\n`;

const SITE = {
  "site.yaml": "title: Small site\nbase_url: https://name.example/\nlanguage: en\ntheme:\n  css: [css/own.css]\n  js: [js/counter.js]\n",
  "content/_index.md": page("Home", "The first text."),
  "content/blog/_index.md": "---\ntitle: Blog\nkind: post\n---\n",
  "content/blog/one.md": "---\ntitle: One\ndescription: The first.\ndate: 2026-01-02\n---\n\nPost one.\n",
  "content/blog/two.md": "---\ntitle: Two\ndescription: The second.\ndate: 2026-01-03\n---\n\nPost two.\n",
  "content/long.md": page("Long", `## Top\n\n${paragraphs(0, 40)}`),
  "content/answers.md": page("Answers", "First.\n\n```{hint} Look here\nThe answer.\n```\n\nLast."),
  "content/lists/_index.md": "---\ntitle: Lists\nkind: checklist\n---\n",
  "content/lists/go.md": page("Go", "- [ ] Bread\n- [ ] Milk\n- [ ] Cheese"),
  "static/css/own.css": ":root { --own: 1; }\n.prose { letter-spacing: 1px; }\n",
  // What a page's own script makes, and what it keeps, is not the server's.
  "static/js/counter.js": `customElements.define("my-counter", class extends HTMLElement {
    connectedCallback() {
      this.count ??= 0;
      const button = document.createElement("button");
      button.textContent = "Count";
      button.onclick = () => { this.dataset.count = ++this.count; };
      this.append(button);
    }
  });\n`,
};

function write(root, file, text) {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

function siteOf(files) {
  const root = mkdtempSync(join(scratch, "site-"));
  for (const [file, text] of Object.entries(files)) write(root, file, text);
  // A template of the site's own, with an element that has a script.
  const template = readFileSync(join(ROOT, "templates/page.html"), "utf8");
  write(root, "templates/page.html", template.replace("</article>", "<my-counter></my-counter>\n<p class=\"end\">The end.</p>\n</article>"));
  return root;
}

const servers = new Set();

/** Starts the program; gives its address, all that it said, and a way to end it. */
async function serve(root, { port = 0, args = [], env = {} } = {}) {
  const child = spawn(binary, ["serve", "-r", root, "-p", String(port), ...args], { env: { ...process.env, LEERPAD_EDITOR: "", ...env } });
  servers.add(child);
  const server = { said: "", root };
  const hear = (bytes) => (server.said += bytes);
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  await until(() => /http:\/\/\S+/.test(server.said), () => `no address: ${server.said}`);
  server.url = server.said.match(/http:\/\/[\d.:]+/)[0];
  server.kill = async () => {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    servers.delete(child);
  };
  server.write = (file, text) => write(root, file, text);
  server.edit = (file, from, to) => {
    const text = readFileSync(join(root, file), "utf8");
    assert.ok(text.includes(from), `${file} does not hold ${from}`);
    writeFileSync(join(root, file), text.replace(from, to));
  };
  return server;
}

async function until(holds, why, patience = PATIENCE) {
  for (const end = Date.now() + patience; ; ) {
    if (await holds()) return;
    if (Date.now() > end) assert.fail(typeof why === "function" ? await why() : why);
    await new Promise((done) => setTimeout(done, 10));
  }
}

// ---- The browser -----------------------------------------------------------

const browser = await launch();

/** A tab that notes what it should not see, and how often it was loaded. */
async function open(url, settings = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...settings });
  const tab = await context.newPage();
  const notes = [];
  tab.loads = 0;
  tab.notes = notes;
  await tab.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) =>
      console.error(`CSP: ${event.effectiveDirective} refused ${event.blockedURI || "inline"}`));
  });
  // A server that is gone and a page that is not there are said so by the browser too.
  const known = (text) => /Failed to load resource|ERR_CONNECTION|ERR_INCOMPLETE/.test(text);
  tab.on("console", (message) => ["error", "warning"].includes(message.type()) && !known(message.text()) && notes.push(message.text()));
  tab.on("pageerror", (error) => notes.push(String(error)));
  tab.on("framenavigated", () => tab.loads++);
  tab.end = async () => {
    await context.close();
    assert.deepEqual(notes, [], "the browser complains");
  };
  if (settings.javaScriptEnabled === false) await tab.goto(url);
  else await visit(tab, url);
  return tab;
}

/** Goes to a page, and waits until it follows: then its script has what it compares with. */
async function visit(tab, url) {
  const follows = tab.waitForResponse((response) => response.url().includes("/_leerpad/state"));
  await tab.goto(url);
  await follows;
}
const shows = (tab, text, selector = "main") =>
  until(async () => (await tab.locator(selector).first().textContent().catch(() => ""))?.includes(text),
    async () => `"${text}" does not appear in ${selector}: ${(await tab.locator(selector).first().textContent().catch(String)).slice(0, 400)}`);
const overlay = (tab) => tab.evaluate(() => document.querySelector("leerpad-faults")?.shadowRoot.querySelector("section").innerText ?? "");
const overlaid = (tab, text) => until(async () => (await overlay(tab)).includes(text), async () => `the overlay does not say "${text}": ${await overlay(tab)}`);
const cleared = (tab) => until(async () => !(await tab.locator("leerpad-faults").count()), async () => `the overlay stays: ${await overlay(tab)}`);

// ---- The tests -------------------------------------------------------------

const tests = {
  async "an edit shows without loading the page, and keeps place and focus"(server) {
    const tab = await open(`${server.url}/long/`);
    const held = async () => tab.evaluate(() => {
      const p = [...document.querySelectorAll(".prose p")].find((p) => p.textContent.startsWith("Paragraph 20."));
      return p.getBoundingClientRect().top;
    });
    await tab.evaluate(() => {
      [...document.querySelectorAll(".prose p")].find((p) => p.textContent.startsWith("Paragraph 20.")).scrollIntoView({ behavior: "instant" });
      document.querySelector(".brand").focus({ preventScroll: true });
      scrollBy({ top: -40, behavior: "instant" });
    });
    const [before, at] = [await held(), await tab.evaluate(() => scrollY)];
    server.edit("content/long.md", "Paragraph 25. ", "Paragraph 25, changed. ");
    await shows(tab, "Paragraph 25, changed.");
    assert.equal(await tab.evaluate(() => scrollY), at);
    server.edit("content/long.md", "Paragraph 3. ", `Put in front. ${"Much more of it. ".repeat(100)}\n\nParagraph 3. `);
    await shows(tab, "Put in front.");
    await until(async () => Math.abs((await held()) - before) < 2, async () => `the paragraph went from ${before} to ${await held()}`);
    assert.ok((await tab.evaluate(() => scrollY)) > at + 50, "nothing grew above");
    await tab.evaluate(() => new Promise((done) => setTimeout(done, 200)));
    assert.ok(Math.abs((await held()) - before) < 2, "and it stays there");
    assert.ok(await tab.evaluate(() => document.activeElement.matches(".brand")), "the focus is lost");
    server.edit("content/long.md", "Much more of it. ".repeat(100), "");
    await until(async () => (await tab.evaluate(() => scrollY)) < at + 200, "nothing shrank above");
    assert.ok(Math.abs((await held()) - before) < 2, "the paragraph moved as the text above it shrank");
    assert.equal(tab.loads, 1);
    await tab.end();
  },

  async "an opened answer and a ticked box stay with their text"(server) {
    const tab = await open(`${server.url}/answers/`);
    await tab.locator("details.reveal summary").click();
    server.edit("content/answers.md", "First.", "```{hint} Another\nOf another kind.\n```\n\nFirst, changed.");
    await shows(tab, "First, changed.");
    const opened = await tab.evaluate(() => [...document.querySelectorAll("details.reveal")].map((one) => one.open));
    assert.deepEqual(opened, [false, true]);
    assert.equal(tab.loads, 1);
    await tab.end();
    const list = await open(`${server.url}/lists/go/`);
    await list.locator("input[type=checkbox]").nth(1).check();
    server.edit("content/lists/go.md", "- [ ] Bread", "- [ ] Butter\n- [ ] Bread, brown");
    await shows(list, "Bread, brown");
    const ticked = await list.evaluate(() => [...document.querySelectorAll("input[type=checkbox]")].map((box) => [box.closest("li").innerText.trim(), box.checked]));
    assert.deepEqual(ticked.filter(([, is]) => is).map(([text]) => text), ["Milk"]);
    assert.equal(list.loads, 1);
    await list.end();
  },

  async "a list page shows a new title, a new page and one that is gone"(server) {
    const tab = await open(`${server.url}/blog/`);
    server.edit("content/blog/one.md", "title: One", "title: Number one");
    await shows(tab, "Number one");
    server.write("content/blog/three.md", "---\ntitle: Three\ndescription: The third.\ndate: 2026-01-04\n---\n\nPost three.\n");
    await shows(tab, "Three");
    rmSync(join(server.root, "content/blog/three.md"));
    await until(async () => !(await tab.locator("main").textContent()).includes("Three"), "the page that is gone stays in the list");
    assert.equal(tab.loads, 1);
    await tab.end();
  },

  async "a template edit shows, and what a script made and kept stays"(server) {
    const tab = await open(`${server.url}/`);
    const other = await open(`${server.url}/answers/`);
    await other.locator("my-counter button").click();
    await other.locator("my-counter button").click();
    server.edit("templates/page.html", "The end.", "The very end.");
    await shows(other, "The very end.");
    server.edit("content/answers.md", "Last.", "Last of all.");
    await shows(other, "Last of all.");
    await other.locator("my-counter button").click();
    assert.equal(await other.evaluate(() => document.querySelector("my-counter").dataset.count), "3");
    assert.equal(await other.locator("my-counter button").count(), 1);
    assert.deepEqual([tab.loads, other.loads], [1, 1]);
    // A script that changed itself can only run in a page that is loaded again.
    server.edit("static/js/counter.js", "Count", "Count more");
    await until(async () => (await other.locator("my-counter button").textContent().catch(() => "")) === "Count more", "the new script does not run");
    assert.equal(other.loads, 2);
    await tab.end();
    await other.end();
  },

  async "a stylesheet and the accent are swapped, and the page is never bare"(server) {
    const tab = await open(`${server.url}/`);
    await tab.evaluate(() => {
      window.seen = new Set();
      const look = () => {
        const { letterSpacing } = getComputedStyle(document.querySelector(".prose"));
        const { fontFamily } = getComputedStyle(document.body);
        window.seen.add(`${letterSpacing} ${fontFamily.slice(0, 12)}`);
        requestAnimationFrame(look);
      };
      look();
    });
    server.edit("static/css/own.css", "letter-spacing: 1px", "letter-spacing: 2px");
    await until(() => tab.evaluate(() => getComputedStyle(document.querySelector(".prose")).letterSpacing === "2px"), "the stylesheet is not swapped");
    const accent = () => tab.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--brand"));
    const before = await accent();
    server.edit("site.yaml", "theme:\n", "theme:\n  accent: \"#a0306a\"\n");
    await until(async () => (await accent()) !== before, "the accent is not swapped");
    server.edit("site.yaml", "#a0306a", "#2a6a30");
    await until(async () => (await tab.locator("link[rel=stylesheet]").count()) === 3, "an old stylesheet stays");
    const seen = await tab.evaluate(() => [...window.seen]);
    assert.deepEqual(new Set(seen.map((one) => one.split(" ")[0])), new Set(["1px", "2px"]), "a bare moment");
    assert.equal(new Set(seen.map((one) => one.slice(4))).size, 1, `the letters changed: ${seen}`);
    assert.equal(tab.loads, 1);
    await tab.end();
  },

  async "a picture that is replaced under its own name is shown"(server) {
    const picture = (width) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="10"><rect width="${width}" height="10"/></svg>\n`;
    server.write("content/drawn/index.md", page("Drawn", "![A bar](bar.svg)\n\n![The same bar](bar.svg)"));
    server.write("content/drawn/bar.svg", picture(30));
    await until(async () => (await fetch(`${server.url}/drawn/bar.svg`)).ok, "the picture is not served");
    const tab = await open(`${server.url}/drawn/`);
    const widths = () => tab.evaluate(() => [...document.querySelectorAll(".prose img")].map((image) => image.naturalWidth).join());
    await until(async () => (await widths()) === "30,30", widths);
    await tab.waitForTimeout(300);
    server.write("content/drawn/bar.svg", picture(70));
    await until(async () => (await widths()) === "70,70", widths);
    assert.equal(tab.loads, 1);
    await tab.end();
  },

  async "a page that is gone or renamed names the nearest, and comes back by itself"(server) {
    server.write("content/blog/gone.md", "---\ntitle: Gone\ndescription: Soon.\ndate: 2026-01-05\n---\n\nHere still.\n");
    const tab = await open(`${server.url}/blog/gone/`);
    await shows(tab, "Here still.");
    renameSync(join(server.root, "content/blog/gone.md"), join(server.root, "content/blog/gone-2.md"));
    await overlaid(tab, "Nothing is at /blog/gone/");
    await overlaid(tab, "/blog/gone-2/");
    assert.ok((await tab.locator("body").innerText()).length > 50, "a white page");
    renameSync(join(server.root, "content/blog/gone-2.md"), join(server.root, "content/blog/gone.md"));
    await shows(tab, "Here still.");
    await cleared(tab);
    rmSync(join(server.root, "content/blog/gone.md"));
    await overlaid(tab, "Nothing is at /blog/gone/");
    await overlaid(tab, "Blog /blog/");
    assert.equal(tab.loads, 1);
    await tab.end();
  },

  async "mistakes stand over the last good page until they are mended"(server) {
    const tab = await open(`${server.url}/answers/`);
    const good = await tab.locator("main").innerText();
    server.edit("content/answers.md", "title: Answers", "titel: Answers");
    await overlaid(tab, "content/answers.md:2:1");
    const said = await overlay(tab);
    for (const part of ["titel: Answers", "Error:", "Did you mean"]) assert.ok(said.includes(part), `${part} is not in: ${said}`);
    assert.equal(await tab.locator("main").innerText(), good, "the last good page is gone");
    server.edit("content/blog/two.md", "Post two.", "Post two, [see](/nowhere.md).");
    await overlaid(tab, "content/blog/two.md:");
    await overlaid(tab, "content/answers.md:2:1");
    // Closed, until something else is wrong.
    await tab.keyboard.press("Escape");
    await cleared(tab);
    server.edit("content/blog/one.md", "Post one.", "Post one, edited.");
    await tab.waitForTimeout(600);
    await cleared(tab);
    server.edit("content/blog/two.md", "/nowhere.md", "/nowhere-else.md");
    await overlaid(tab, "/nowhere-else.md");
    await tab.locator("leerpad-faults").getByRole("button", { name: "Close" }).click();
    await cleared(tab);
    server.edit("content/blog/two.md", ", [see](/nowhere-else.md)", "");
    await overlaid(tab, "content/answers.md:2:1");
    server.edit("content/answers.md", "titel: Answers", "title: Answers mended");
    await shows(tab, "Answers mended");
    await cleared(tab);
    server.edit("content/answers.md", "Answers mended", "Answers again");
    await shows(tab, "Answers again");
    // The same mistake once more is something else than none.
    server.edit("content/answers.md", "title: Answers", "titel: Answers");
    await overlaid(tab, "titel");
    server.edit("content/answers.md", "titel: Answers", "title: Answers");
    await cleared(tab);
    // A link that leads nowhere, in the page that is open.
    server.edit("content/answers.md", "Last.", "Last, with a [link](/lost.md).");
    await overlaid(tab, "/lost.md");
    assert.ok(!(await tab.locator("main").innerText()).includes("with a link"), "the last good page is gone");
    server.edit("content/answers.md", "/lost.md", "/long.md");
    await shows(tab, "with a link");
    await cleared(tab);
    assert.equal(tab.loads, 1);
    await tab.end();
  },

  async "a broken template leaves all pages as they were"(server) {
    const [home, post] = [await open(`${server.url}/`), await open(`${server.url}/blog/two/`)];
    const good = await home.locator("main").innerText();
    server.edit("templates/page.html", "<article data-pagefind-body>", "<article data-pagefind-body>{% if %}");
    for (const tab of [home, post]) await overlaid(tab, "templates/page.html:");
    assert.equal(await home.locator("main").innerText(), good);
    const visit = await open(`${server.url}/answers/`);
    await shows(visit, "Last");
    server.edit("templates/page.html", "{% if %}", "");
    for (const tab of [home, post, visit]) {
      await cleared(tab);
      await tab.end();
    }
  },

  async "the overlay is for everybody: keyboard, axe, narrow and wide, light and dark"(server) {
    server.edit("content/answers.md", "title: Answers", "titel: Answers");
    server.edit("content/blog/two.md", "Post two.", `Post two, [see](/nowhere.md). ${"A long line goes on. ".repeat(30)}`);
    for (const width of [320, 1280]) {
      for (const colorScheme of ["light", "dark"]) {
        const tab = await open(`${server.url}/`, { viewport: { width, height: 700 }, colorScheme });
        await overlaid(tab, "nowhere.md");
        assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `it scrolls sideways at ${width}`);
        // Through the debugger, which the policy lets through.
        await tab.evaluate(axeSource());
        const found = await tab.evaluate(() => axe.run(document, { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"] } }));
        const faults = found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.flat().join(" ")).join(", ")}`);
        assert.deepEqual(faults, [], `${width} px, ${colorScheme}`);
        // axe tries a style of its own, which the policy refuses.
        tab.notes.length = 0;
        // By Tab alone one comes to the way out.
        let reached = false;
        for (let n = 0; n < 80 && !reached; n++) {
          await tab.keyboard.press("Tab");
          reached = await tab.evaluate(() => document.querySelector("leerpad-faults").shadowRoot.activeElement?.getAttribute("aria-label") === "Close");
        }
        assert.ok(reached, "Tab does not reach the button that closes");
        await tab.keyboard.press("Enter");
        await cleared(tab);
        await tab.end();
      }
    }
    server.edit("content/answers.md", "titel: Answers", "title: Answers");
    server.edit("content/blog/two.md", /Post two.*/.exec(readFileSync(join(server.root, "content/blog/two.md"), "utf8"))[0], "Post two.");
  },

  async "a click opens the editor"(server) {
    server.edit("content/answers.md", "title: Answers", "titel: Answers");
    const tab = await open(`${server.url}/`);
    await overlaid(tab, "content/answers.md:2:1");
    const href = await tab.locator("leerpad-faults").getByRole("link", { name: "content/answers.md:2:1" }).getAttribute("href");
    assert.equal(href, `vscode://file${server.root}/content/answers.md:2:1`);
    await tab.end();
    // A command: here one that writes down what it was given.
    const [script, noted] = [join(scratch, "my-editor"), join(scratch, "noted")];
    writeFileSync(script, `#!/bin/sh\nprintf '%s\\n' "$@" > '${noted}.part' && mv '${noted}.part' '${noted}'\n`);
    chmodSync(script, 0o755);
    const second = await serve(server.root, { env: { LEERPAD_EDITOR: `${script} {file} +{line}` } });
    const other = await open(`${second.url}/`);
    await overlaid(other, "content/answers.md:2:1");
    await other.locator("leerpad-faults").getByRole("button", { name: "content/answers.md:2:1" }).click();
    await until(() => existsSync(noted), "the editor was not started");
    assert.equal(readFileSync(noted, "utf8"), `${server.root}/content/answers.md\n+2\n`);
    await other.end();
    await second.kill();
    const third = await serve(server.root, { env: { LEERPAD_EDITOR: join(scratch, "no-such-editor") } });
    const failing = await open(`${third.url}/`);
    await overlaid(failing, "content/answers.md:2:1");
    await failing.locator("leerpad-faults").getByRole("button", { name: "content/answers.md:2:1" }).click();
    await overlaid(failing, "Your editor did not open.");
    await failing.end();
    await third.kill();
    server.edit("content/answers.md", "titel: Answers", "title: Answers");
  },

  async "a site that is broken from the start shows once it is mended"() {
    for (const [file, wrong, right] of [
      ["site.yaml", "titel: Small site\n", SITE["site.yaml"]],
      ["content/_index.md", "---\ntitle: [\n---\n", SITE["content/_index.md"]],
    ]) {
      const server = await serve(siteOf({ ...SITE, [file]: wrong }));
      const tab = await open(`${server.url}/`);
      await overlaid(tab, file);
      server.write(file, right);
      await shows(tab, "The first text.");
      await cleared(tab);
      await until(async () => /Small site|Home/.test(await tab.title()), () => tab.title());
      await tab.end();
      await server.kill();
    }
  },

  async "a server that comes back is followed again"() {
    const root = siteOf(SITE);
    const first = await serve(root);
    const tab = await open(`${first.url}/`);
    await first.kill();
    write(root, "content/_index.md", page("Home", "Changed while nobody served."));
    await tab.waitForTimeout(300);
    const second = await serve(root, { port: new URL(first.url).port });
    await shows(tab, "Changed while nobody served.");
    second.edit("content/_index.md", "while nobody served", "while somebody served");
    await shows(tab, "Changed while somebody served.");
    assert.equal(tab.loads, 1);
    await tab.end();
    await second.kill();
  },

  async "more tabs follow than a browser has connections to one server, each when it is looked at"() {
    const root = siteOf(SITE);
    const server = await serve(root);
    const context = await browser.newContext();
    // Without a window no tab is ever hidden, so here the page says it.
    await context.addInitScript(() => {
      Object.defineProperty(document, "hidden", { get: () => window.isHidden ?? false });
      window.hide = (isHidden) => {
        window.isHidden = isHidden;
        document.dispatchEvent(new Event("visibilitychange"));
      };
    });
    const tabs = [];
    for (let n = 0; n < 9; n++) {
      const tab = await context.newPage();
      await visit(tab, `${server.url}/`);
      await tab.evaluate(() => hide(true));
      tabs.push(tab);
    }
    server.edit("content/_index.md", "The first text.", "For all tabs.");
    for (const tab of tabs) {
      await tab.evaluate(() => hide(false));
      await shows(tab, "For all tabs.");
      await tab.evaluate(() => hide(true));
    }
    // A server that was started again counts from the beginning: the number alone says nothing.
    await server.kill();
    write(root, "content/_index.md", page("Home", "While nobody looked."));
    const again = await serve(root, { port: new URL(server.url).port });
    write(root, "content/long.md", page("Long", "Another snapshot."));
    await tabs[0].waitForTimeout(500);
    await tabs[0].evaluate(() => hide(false));
    await shows(tabs[0], "While nobody looked.");
    await context.close();
    await again.kill();
  },

  async "a path that is no UTF-8 is missing like any other"(server) {
    const tab = await open(`${server.url}/caf%E9/`);
    await overlaid(tab, "Nothing is at /caf%E9/.");
    await tab.end();
  },

  async "the service worker of another project goes"() {
    // Another project on the same port: it answers everything out of its cache.
    const worker = `addEventListener("install", () => skipWaiting());
      addEventListener("activate", (event) => event.waitUntil(clients.claim()));
      addEventListener("fetch", (event) => {
        if (event.request.mode === "navigate") event.respondWith(new Response("<!doctype html><title>Old</title><p>The other project.", { headers: { "Content-Type": "text/html" } }));
      });`;
    for (const name of ["/sw.js", "/service-worker.js"]) {
      const other = createServer((request, response) => {
        const isWorker = request.url === name;
        response.writeHead(200, { "Content-Type": isWorker ? "text/javascript" : "text/html" });
        response.end(isWorker ? worker : "<!doctype html><title>Old</title>");
      });
      await new Promise((done) => other.listen(0, "127.0.0.1", done));
      const { port } = other.address();
      const context = await browser.newContext();
      const tab = await context.newPage();
      await tab.goto(`http://127.0.0.1:${port}/`);
      await tab.evaluate(async (name) => {
        await navigator.serviceWorker.register(name);
        await navigator.serviceWorker.ready;
      }, name);
      other.closeAllConnections();
      await new Promise((done) => other.close(done));
      const server = await serve(siteOf(SITE), { port });
      await tab.goto(`http://127.0.0.1:${port}/`);
      await shows(tab, "The first text.");
      await until(() => tab.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length === 0), "the worker stays");
      await context.close();
      await server.kill();
    }
  },

  async "without JavaScript the pages can be read"(server) {
    const tab = await open(`${server.url}/answers/`, { javaScriptEnabled: false });
    assert.match(await tab.content(), /First/);
    await tab.end();
  },

  async "the demo follows too"() {
    const root = mkdtempSync(join(scratch, "demo-"));
    for (const part of ["content", "site.yaml"]) cpSync(join(ROOT, part), join(root, part), { recursive: true });
    const server = await serve(root);
    const tab = await open(`${server.url}/blog/prima/`);
    server.edit("content/blog/prima.md", "\n---\n", "\n---\n\nEen eerste alinea.\n");
    await shows(tab, "Een eerste alinea.");
    assert.equal(tab.loads, 1);
    await tab.end();
    await server.kill();
  },
};

/** Pictures for the eye: one, three and many mistakes. */
async function look(folder) {
  mkdirSync(folder, { recursive: true });
  const long = "A word and another. ".repeat(30);
  const links = (count) => Array.from({ length: count }, (_, n) => `${n % 3 ? "" : long}[see](/nowhere-${n}.md) ${n % 2 ? long : ""}\n`).join("\n");
  for (const count of [1, 3, 60]) {
    const server = await serve(siteOf({ ...SITE, "content/more.md": page("More", links(count)) }));
    for (const width of [360, 1280]) {
      for (const colorScheme of ["light", "dark"]) {
        const tab = await open(`${server.url}/long/`, { viewport: { width, height: 740 }, colorScheme });
        await overlaid(tab, "nowhere-0.md");
        await tab.screenshot({ path: join(folder, `faults-${count}-${width}-${colorScheme}.png`) });
        await tab.end();
      }
    }
    await server.kill();
  }
  const server = await serve(siteOf(SITE));
  const tab = await open(`${server.url}/blog/twoo/`, { viewport: { width: 1280, height: 740 } });
  await overlaid(tab, "Nothing is at");
  await tab.screenshot({ path: join(folder, "missing.png") });
  await tab.end();
  await server.kill();
  const broken = await serve(siteOf({ ...SITE, "site.yaml": "titel: Small site\n" }));
  const page2 = await open(`${broken.url}/`, { viewport: { width: 1280, height: 740 } });
  await overlaid(page2, "site.yaml");
  await page2.screenshot({ path: join(folder, "broken.png") });
  await page2.end();
  await broken.kill();
}

let failed = 0;
try {
  if (pictures) await look(pictures);
  const only = process.env.ONLY;
  for (const [name, test] of Object.entries(tests)) {
    if (only && !name.includes(only)) continue;
    const start = Date.now();
    // Each has a server of its own, so that one fault does not become five.
    const server = test.length ? await serve(siteOf(SITE)) : undefined;
    try {
      await test(server);
      console.log(`  ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failed++;
      console.error(`  FAILED: ${name}\n    ${String(error.stack ?? error).replaceAll("\n", "\n    ")}`);
      if (server) console.error(`    the server said: ${server.said.slice(-1500)}`);
    }
    await server?.kill();
  }
} finally {
  await browser.close();
  for (const child of servers) child.kill("SIGKILL");
  rmSync(scratch, { recursive: true, force: true });
}
console.log(failed ? `${failed} of ${Object.keys(tests).length} failed` : "serve.mjs: all hold");
process.exitCode = failed ? 1 : 0;
