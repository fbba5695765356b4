// The built site in Chromium, under its own Content-Security-Policy.
//
//     node a11y.mjs SITE          looks at a site
//     node a11y.mjs --self-test   shows that each fault below is caught
//
// Every page, at 320 px: no sideways scrolling, no console error, no CSP
// violation, no answer but 200, no request to another origin; without
// JavaScript the same words stand in <main>.
// Then axe-core (WCAG 2.2 A and AA, best practice), at 320 and 1280 px, light
// and dark, as the page comes and with all that opens open in the colours of
// the switch, on the fewest pages that together show every kind of element and
// class that the site has: one page of each template, and more where it needs.
// There a walk with the Tab key too: the skip link comes first, and the focus
// can be seen at every stop.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { axeSource, launch, readSite, serve, stop } from "./browser.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
const WIDTHS = [320, 1280];
const SCHEMES = ["light", "dark"];

/** Loads a page and collects what the browser complains of, as sentences. */
async function watch(context, origin, note) {
  const page = await context.newPage();
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) =>
      console.error(`CSP: ${event.effectiveDirective} refused ${event.blockedURI || "inline"}`));
  });
  // A page that answers 404 as it should makes the console say so too.
  const known = (text) => /Failed to load resource/.test(text);
  page.on("console", (message) => message.type() === "error" && !known(message.text()) && note(`console: ${message.text()}`));
  page.on("pageerror", (error) => note(`script error: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin + "/") && !url.startsWith("data:")) note(`asks another origin: ${url}`);
  });
  page.on("response", (response) => {
    const main = response.request().isNavigationRequest() && response.frame() === page.mainFrame();
    if (response.status() !== 200 && !main) note(`${response.url().replace(origin, "")} answers ${response.status()}`);
  });
  // No request leaves this machine, whatever the page wants.
  await page.route((url) => url.origin !== origin && url.protocol !== "data:", (route) => route.abort());
  return page;
}

const mainText = (page) => page.evaluate(() => (document.querySelector("main") ?? document.body).textContent.replace(/\s+/g, " ").trim());

/** The elements that stand past the right edge, for the message. */
const tooWide = () => {
  const width = document.documentElement.clientWidth;
  const within = (el) => el && (getComputedStyle(el).overflowX !== "visible" || within(el.parentElement));
  return [...document.body.querySelectorAll("*")]
    .filter((el) => el.getBoundingClientRect().right > width + 0.5 && !within(el.parentElement))
    .slice(0, 3).map((el) => el.outerHTML.slice(0, 80).replace(/\s+/g, " "));
};

/** What a page shows: its elements with their classes, types and roles; two pages of one template show the same. */
function kinds(html) {
  const plain = html.replace(/<pre[\s>].*?<\/pre>/gs, "<pre>").replace(/<script.*?<\/script>/gs, "");
  return new Set([...plain.matchAll(/<([a-z][a-z0-9-]*)([^>]*)>/g)].flatMap(([, name, attributes]) => {
    const [classes, type, role] = ["class", "type", "role"].map((a) => attributes.match(new RegExp(`\\b${a}="?([^">]+)`))?.[1] ?? "");
    return [name, ...classes.split(/\s+/).filter(Boolean).map((c) => `${name}.${c}`), `${name}:${type}:${role}`];
  }));
}

/** Greedy: home, the 404 page, then whichever page shows the most that has not been seen yet. */
function fewest(pages) {
  const rest = new Map(pages.map((page) => [page, kinds(page.html)]));
  const seen = new Set(), chosen = [];
  const take = (page) => { chosen.push(page); for (const kind of rest.get(page)) seen.add(kind); rest.delete(page); };
  pages.filter((p) => p.file === "index.html" || p.file === "404.html").forEach(take);
  for (;;) {
    let best = null, most = 0;
    for (const [page, shown] of rest) {
      const fresh = [...shown].filter((kind) => !seen.has(kind)).length;
      if (fresh > most) [best, most] = [page, fresh];
    }
    if (!best) return chosen;
    take(best);
  }
}

/** Presses Tab through the page; says where the focus cannot be seen. */
async function tabWalk(page, note) {
  await page.evaluate(() => { document.activeElement?.blur(); scrollTo(0, 0); });
  const first = new Set();
  for (let n = 0; n < 60; n++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const el = document.activeElement;
      if (!el || el === document.body) return null;
      window.__stops ??= new Map();
      if (!window.__stops.has(el)) window.__stops.set(el, window.__stops.size);
      const look = () => { const s = getComputedStyle(el); return [s.outlineStyle === "none" ? "" : s.outlineWidth + s.outlineColor, s.boxShadow, s.backgroundColor, s.borderColor, s.textDecoration].join("|"); };
      const focused = look(), box = el.getBoundingClientRect();
      const inView = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      const middle = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      const covered = inView && middle && !el.contains(middle) && !middle.contains(el) && !el.closest("label")?.contains(middle);
      el.blur();
      const plain = look();
      el.focus({ preventScroll: true });
      const jump = el.matches('a[href^="#"]') && document.getElementById(decodeURIComponent(el.hash.slice(1))) !== null;
      return { id: window.__stops.get(el), html: el.outerHTML.slice(0, 80).replace(/\s+/g, " "), inView, covered: Boolean(covered), marked: focused !== plain, jump };
    });
    if (!at || first.has(at.id)) break;
    first.add(at.id);
    if (n === 0 && !at.jump) note(`the first Tab stop is no skip link: ${at.html}`);
    if (!at.inView) note(`the focus is out of view on ${at.html}`);
    if (at.covered) note(`something covers the focused ${at.html}`);
    if (!at.marked) note(`the focus cannot be seen on ${at.html}`);
  }
  if (first.size === 0) note("Tab reaches nothing");
}

/** Whether a link in there takes the focus: axe takes a folded `details` for hidden, also where ::details-content shows it. */
const takesFocus = (selector) =>
  [...document.querySelectorAll(`${selector} a`)].some((link) => {
    link.focus();
    return document.activeElement === link;
  });

/** Unfolds and shows what a page has: its details, its copy buttons, a footnote or else a term; in the colours of the switch. */
async function opened(page) {
  const click = (selector) => page.evaluate((selector) => {
    const el = document.querySelector(selector);
    el?.click();
    return el !== null;
  }, selector);
  if (!(await click("button.theme"))) return false;
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
    dispatchEvent(new Event("scroll"));
  });
  if (await page.evaluate(() => document.querySelector("#reading_tools") !== null)) {
    await page.waitForFunction(() => document.querySelector(".copy, .note"));
    if (await page.evaluate(() => document.querySelector(".fn, .term") !== null)) {
      await page.waitForFunction(() => document.querySelector(".note"));
      if (!(await click(".fn a"))) {
        await page.evaluate(() => document.querySelector("a.term").dispatchEvent(new PointerEvent("pointerover", { bubbles: true, pointerType: "mouse" })));
      }
      await page.waitForFunction(() => document.querySelector(".note:not([hidden])"));
    }
  }
  // The colours of links and buttons change within an eighth of a second.
  await page.waitForTimeout(200);
  return true;
}

async function look(folder, widths = WIDTHS, schemes = SCHEMES) {
  const site = readSite(folder);
  const pages = site.pages.filter((page) => !page.isRedirect);
  const { origin, close } = await serve(site);
  const browser = await launch();
  const faults = new Map();
  const noter = (page, where) => (sentence) => {
    const line = `${page.file}: ${sentence.replaceAll(origin, "")}`;
    faults.set(line, [...new Set([...(faults.get(line) ?? []), where])]);
  };
  const unsure = new Set();
  try {
    const small = { viewport: { width: WIDTHS[0], height: 640 }, reducedMotion: "reduce" };
    const [scripted, plain] = [await browser.newContext(small), await browser.newContext({ ...small, javaScriptEnabled: false })];
    for (const it of pages) {
      const note = noter(it, `${WIDTHS[0]} px`);
      const page = await watch(scripted, origin, note);
      const answer = await page.goto(origin + it.path, { waitUntil: "load" });
      if (answer.status() !== 200) note(`answers ${answer.status()}`);
      const [wide, room] = await page.evaluate(() => [document.scrollingElement.scrollWidth, innerWidth]);
      if (wide > room) note(`scrolls sideways: ${wide} px wide in ${room} (${(await page.evaluate(tooWide)).join(" and ")})`);
      // A page without a script says the same in any case.
      if (/<script[^>]*\ssrc/i.test(it.html)) {
        const still = await plain.newPage();
        await still.goto(origin + it.path, { waitUntil: "load" });
        const [without, withIt] = [await mainText(still), await mainText(page)];
        if (!without || (without !== withIt && without.length < withIt.length * 0.98)) note("says less without JavaScript");
        await still.close();
      }
      await page.close();
    }
    const chosen = fewest(pages), axe = axeSource();
    const judge = async (page, it, note) => {
      const result = await page.evaluate((tags) => axe.run(document, {
        runOnly: tags, rules: { "target-size": { enabled: true } }, resultTypes: ["violations", "incomplete"],
      }), TAGS);
      for (const { id, help, nodes } of result.violations) {
        for (const { target, failureSummary } of nodes.slice(0, 5)) {
          if (id === "scrollable-region-focusable" && (await page.evaluate(takesFocus, target[0]))) continue;
          note(`axe ${id}: ${help} (${target.join(" ")}): ${failureSummary.split("\n").slice(1).join(" ").trim()}`);
        }
      }
      for (const { id, nodes } of result.incomplete) unsure.add(`${id} (${it.file} ${nodes[0].target.join(" ")})`);
    };
    const round = async (width, colorScheme) => {
      const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, reducedMotion: "reduce" });
      for (const it of chosen) {
        const note = noter(it, `${width} px ${colorScheme}`);
        const page = await watch(context, origin, note);
        await page.goto(origin + it.path, { waitUntil: "load" });
        await page.evaluate(axe);
        await judge(page, it, note);
        if (await opened(page)) await judge(page, it, (sentence) => note(`with all open: ${sentence}`));
        await page.evaluate(() => localStorage.clear());
        await page.reload({ waitUntil: "load" });
        if (colorScheme === schemes[0]) await tabWalk(page, note);
        await page.close();
      }
      await context.close();
    };
    await Promise.all(schemes.flatMap((scheme) => widths.map((width) => round(width, scheme))));
    return { faults, pages: pages.length, chosen: chosen.map((page) => page.file), unsure };
  } finally {
    await browser.close();
    close();
  }
}

// One change to the small good site, and what must be said of it.
const SELF_TEST = [
  ["index.html", "<p>Klaar.</p>", '<div class="breed">Breed</div>', /index.html: scrolls sideways: .*breed/],
  ["index.html", "<h2>Waarom</h2>", '<h2 style="color:red">Waarom</h2>', /index.html: console: .*(CSP|Content Security Policy)/],
  ["index.html", 'srcset="assets/foto.png 1x', 'srcset="https://elders.example/foto.png 1x', /index.html: (asks another origin|console: .*img-src)/],
  ["index.html", 'alt="Een vlak in één kleur"', "", /index.html: axe image-alt/],
  ["index.html", '<p>Lees', '<p class="licht">Lees', /index.html: axe color-contrast/],
  ["index.html", '<p>Bel', '<p><button class="mini">a</button><button class="mini">b</button></p><p>Bel', /index.html: axe target-size/],
  ["index.html", '<a href="/cursus/contact/">', '<a class="blind" href="/cursus/contact/">', /index.html: the focus cannot be seen/],
  ["404.html", '<a class="skip" href="#inhoud">Naar de inhoud</a>', "", /404.html: the first Tab stop is no skip link/],
  ["blog/index.html", '/cursus/assets/menu.js', "/cursus/assets/weg.js", /blog\/index.html: \/cursus\/assets\/weg.js answers 404/],
  ["blog/eerste/index.html", '/cursus/assets/menu.js', "/cursus/assets/fout.js", /eerste\/index.html: (script error|console): .*kapot/],
  ["contact/index.html", '<label for="email">E-mail</label> ', "", /contact\/index.html: axe label/],
  ["blog/page/2/index.html", '<h1>Blog, bladzijde 2</h1>', '<h1>Blog, bladzijde 2</h1><p class="nieuw"></p>', /page\/2\/index.html: says less without JavaScript/],
  ["blog/page/2/index.html", '/cursus/assets/menu.js', "/cursus/assets/woorden.js", null],
];

async function selfTest() {
  const good = fileURLToPath(new URL("../gates/good", import.meta.url));
  const wrong = [];
  const clean = await look(good, [320], ["light"]);
  for (const line of clean.faults.keys()) wrong.push(`the good site must pass, but: ${line}`);
  const folder = mkdtempSync(join(tmpdir(), "leerpad-"));
  try {
    cpSync(good, folder, { recursive: true });
    for (const [file, old, words] of SELF_TEST) {
      const text = readFileSync(join(folder, file), "utf8");
      if (!text.includes(old)) stop(`self-test: ${file} does not hold ${old}: mend the table`);
      writeFileSync(join(folder, file), text.replaceAll(old, words));
    }
    writeFileSync(join(folder, "assets/fout.js"), 'throw new Error("kapot");');
    writeFileSync(join(folder, "assets/woorden.js"), 'document.querySelector(".nieuw").textContent = "Deze woorden stonden er niet, en er zijn er veel van. ".repeat(9);');
    const css = join(folder, "assets/style.css");
    writeFileSync(css, readFileSync(css, "utf8") + ".breed{width:40rem}.licht{color:#999;background:#aaa}.mini{width:9px;height:9px;padding:0;margin:0}.blind:focus,.blind:focus-visible{outline:none}");
    const { faults } = await look(folder, [320], ["light"]);
    for (const [file, , words, pattern] of SELF_TEST) {
      if (pattern && ![...faults.keys()].some((line) => pattern.test(line))) {
        wrong.push(`${pattern} must be said when ${file} has ${words || "nothing there"}; said was:\n  ${[...faults.keys()].join("\n  ")}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  for (const line of wrong) console.log(line);
  console.log(`a11y self-test: ${SELF_TEST.filter((row) => row[3]).length} faults to catch, ${wrong.length || "none"} missed`);
  return wrong.length;
}

const [folder, more] = process.argv.slice(2);
if (!folder || more) stop("say which site: node a11y.mjs SITE, or --self-test");
if (folder === "--self-test") {
  process.exitCode = (await selfTest()) ? 1 : 0;
} else {
  const { faults, pages, chosen, unsure } = await look(folder);
  for (const [line, where] of [...faults].sort()) console.log(`${line} [${where.join(", ")}]`);
  console.log(`a11y: ${pages} pages; axe and Tab on ${chosen.length}: ${chosen.join(" ")}`);
  if (unsure.size) console.log(`a11y: axe leaves to a person: ${[...unsure].sort().join(", ")}`);
  console.log(`a11y: ${faults.size || "no"} fault${faults.size === 1 ? "" : "s"}`);
  process.exitCode = faults.size ? 1 : 0;
}
