// Search on the built sites, under their own Content-Security-Policy: it finds what a reader looks
// for, by mouse and by keyboard, without JavaScript too as far as that goes.
//
//     node search.mjs DEMO DOCS
import { axeSource, launch, readSite, serve, stop } from "./browser.mjs";

/** What is typed, and a page that must be among the first three. The demo is Dutch. */
const DUTCH = [
  // Inflections.
  ["gesprekken", "/"],
  ["trainingen", "/trainingen/"],
  ["training", "/trainingen/"],
  ["opleveren", "/checklists/oplevering/"],
  ["rapporten", "/cursus/it-communicatie/opleveren-en-afsluiten/het-rapport/"],
  ["bakkers", "/blog/leg-het-uit-aan-de-bakker/"],
  ["prijzen", "/cursus/it-communicatie/tijdens-de-klus/nee-met-een-prijs/"],
  ["randvoorwaarde", "/checklists/scope-en-randvoorwaarden/"],
  ["ruzies", "/cursus/it-communicatie/opleveren-en-afsluiten/na-de-ruzie/"],
  // Heads of compounds: only the whole word stands there.
  ["omgeving", "/blog/de-testomgeving-van-wim/"],
  ["brief", "/cursus/it-communicatie/voor-je-begint/de-handrem/"],
  ["lijstje", "/cursus/it-communicatie/tijdens-de-klus/de-afsprakenlijst/"],
  ["tekening", "/checklists/scope-en-randvoorwaarden/"],
  ["leiding", "/cursus/it-communicatie/voor-je-begint/de-vraag-achter-de-vraag/"],
  ["afsluiting", "/cursus/it-communicatie/opleveren-en-afsluiten/het-rapport/"],
  ["rem", "/cursus/it-communicatie/voor-je-begint/de-handrem/"],
  // And by what they begin with.
  ["rand", "/checklists/scope-en-randvoorwaarden/"],
  ["hand", "/cursus/it-communicatie/voor-je-begint/de-handrem/"],
  // Diacritics, left out, there, or wrong.
  ["een a4", "/cursus/it-communicatie/voor-je-begint/scope-op-een-a4/"],
  ["één A4", "/cursus/it-communicatie/voor-je-begint/scope-op-een-a4/"],
  ["cöntact", "/contact/"],
  // Capitals.
  ["GERDA", "/blog/gerda-en-de-gele-cellen/"],
  ["wim", "/blog/de-testomgeving-van-wim/"],
  ["Scope", "/checklists/scope-en-randvoorwaarden/"],
  // Several words; a name or a tag that the text does not hold.
  ["slecht nieuws", "/cursus/it-communicatie/tijdens-de-klus/slecht-nieuws/"],
  ["nee zeggen", "/blog/nee-zeggen/"],
  ["gele cellen", "/blog/gerda-en-de-gele-cellen/"],
  ["valkuil", "/blog/valkuilen/"],
  ["nieuwsbrief", "/nieuwsbrief/"],
  ["privacyverklaring", "/privacy/"],
  // What is typed so far.
  ["begrip", "/begrippen/"],
  ["intak", "/checklists/intake/"],
];

/** The documentation is English, and lies below a path. */
const ENGLISH = [
  ["installing", "/guide/getting-started/your-first-site/"],
  ["checklists", "/guide/courses/checklists/"],
  ["newsletters", "/guide/courses/newsletter/"],
  ["templating", "/guide/themes/your-own-templates/"],
  ["colours", "/guide/themes/colour-and-css/"],
  ["pricing", "/guide/courses/prices-and-dates/"],
  ["drafted", "/guide/writing/drafts-and-dates/"],
  ["callout", "/components/tip-warning-callout/"],
  ["footnote", "/guide/writing/markdown/"],
  ["GLOSSARY", "/guide/writing/a-glossary/"],
  ["NGINX", "/guide/deploying/nginx/"],
  ["hugo", "/guide/moving/from-hugo/"],
  ["rsync", "/guide/deploying/rsync-and-sftp/"],
  ["Café", "/guide/writing/pages-and-folders/"],
  ["fröm zola", "/guide/moving/from-zola/"],
  ["front matter", "/guide/writing/front-matter/"],
  ["live preview", "/guide/writing/the-live-preview/"],
  ["base_url", "/reference/site-yaml/"],
  ["speed", "/speed/"],
  ["langua", "/guide/themes/another-language/"],
];

const [demo, docs] = process.argv.slice(2);
if (!demo || !docs) stop("give the folders of two built sites: node search.mjs DEMO DOCS");

const faults = [];
const holds = (is, sentence) => { if (!is) faults.push(sentence); };

/** @param {string} folder @param {(it: { context: object, page: any, url: (path: string) => string, axe: (page: any, where: string) => Promise<void> }) => Promise<void>} look */
async function site(folder, look) {
  const it = readSite(folder);
  const { origin, close } = await serve(it);
  const browser = await launch();
  const watched = async (settings = {}) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", ...settings });
    const page = await context.newPage();
    await page.addInitScript(() => document.addEventListener("securitypolicyviolation", (event) =>
      console.error(`CSP: ${event.effectiveDirective} refused ${event.blockedURI || "inline"}`)));
    page.on("console", (message) => /error|warning/.test(message.type()) && !/status of 404/.test(message.text()) && faults.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => faults.push(`script error: ${error.message}`));
    page.on("request", (request) => holds(request.url().startsWith(origin) || request.url().startsWith("data:"), `asks another origin: ${request.url()}`));
    return page;
  };
  const url = (path) => origin + it.prefix + path.replace(/^\//, "");
  try {
    await look({ watched, url, prefix: it.prefix, origin });
  } finally {
    await browser.close();
    close();
  }
}

/** What the list shows for a query, once the status names it. */
async function find(page, query, within = "main") {
  await page.fill(`${within} input[name=q]`, query);
  await page.waitForFunction(([query, within]) => document.querySelector(`${within} .search-status`).textContent.includes(`“${query}”`), [query, within], { timeout: 10_000 });
  return page.$$eval(`${within} .search-results > li`, (items) => items.map((item) => ({
    path: new URL(item.querySelector("a").href).pathname,
    title: item.querySelector("a").textContent,
    meta: item.querySelector(".meta").textContent,
    text: item.querySelector(".search-excerpt").textContent,
    marks: [...item.querySelectorAll("mark")].map((mark) => mark.textContent),
  })));
}

async function table(page, prefix, rows) {
  for (const [query, wanted] of rows) {
    const found = await find(page, query).catch(() => []);
    const first = found.slice(0, 3).map((result) => result.path);
    holds(first.includes(prefix + wanted.slice(1)), `“${query}” should find ${wanted}, and finds ${first.join(", ") || "nothing"}`);
    holds(found.every(({ title, text }) => !/~\|~|&lt;|<mark/.test(title + text)), `“${query}” shows marks that are not for readers`);
    holds(found.length === 0 || found[0].marks.length > 0 || found[0].title, `“${query}” marks nothing`);
  }
}

async function accessible(page, where) {
  await page.evaluate(axeSource());
  const { violations } = await page.evaluate(() => axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], rules: { "target-size": { enabled: true } },
  }));
  for (const { id, nodes } of violations) faults.push(`${where}: axe ${id} at ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
  const [wide, room] = await page.evaluate(() => [document.scrollingElement.scrollWidth, innerWidth]);
  holds(wide <= room, `${where}: scrolls sideways, ${wide} px wide in ${room}`);
}

const focused = (page) => page.evaluate(() => document.activeElement.matches("input[name=q]") ? "input" : document.activeElement.closest("ol a")?.textContent ?? document.activeElement.outerHTML.slice(0, 60));

await site(demo, async ({ watched, url, prefix }) => {
  const page = await watched();
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(url("/"));
  holds(!asked.some((path) => /pagefind|search/.test(path)), `a page asks for search before anybody wants it: ${asked.join(" ")}`);

  // The key, and what it leaves alone.
  await page.keyboard.press("/");
  await page.waitForSelector("dialog.search-dialog[open]");
  holds(await focused(page) === "input", "the dialog opens, and the focus is not in its field");
  await page.keyboard.type("gesprek/");
  holds(await page.inputValue("dialog input[name=q]") === "gesprek/", "`/` in the field is no letter");
  const found = await find(page, "testomgeving", "dialog");
  holds(found[0]?.marks.some((mark) => mark.replaceAll("\u00ad", "").includes("testomgeving")), `what was found is not marked: ${JSON.stringify(found[0])}`);
  holds(page.workers().length === 1, `Pagefind runs in ${page.workers().length} workers`);
  await accessible(page, "the dialog");
  await page.keyboard.press("ArrowDown");
  holds(await focused(page) === found[0].title, "the arrow down does not go to the first result");
  await page.keyboard.press("ArrowUp");
  holds(await focused(page) === "input", "the arrow up does not go back to the field");
  await page.keyboard.press("Escape");
  if (await page.isVisible("dialog[open]")) await page.keyboard.press("Escape");
  holds(!(await page.isVisible("dialog[open]")), "Escape does not close the dialog");

  // The menu's link does the same, and its focus comes back.
  await page.click("a[data-action=search]");
  await page.waitForSelector("dialog[open]");
  await page.click(".search-close");
  holds(await page.evaluate(() => document.activeElement.matches("[data-action=search]")), "the focus does not come back to the link");

  // Switched off, the key is a key, on the next page too (WCAG 2.1.4).
  await page.click("a[data-action=search]");
  await page.uncheck("dialog .search-key input");
  await page.click(".search-close");
  await page.goto(url("/contact/"));
  await page.keyboard.press("/");
  await page.waitForTimeout(200);
  holds(!(await page.$("dialog[open]")), "the key opens search though it was switched off");
  await page.click("a[data-action=search]");
  await page.waitForSelector("dialog[open]");
  holds(!(await page.isChecked("dialog .search-key input")), "what was switched off is not remembered");

  // Enter leads to the page of search, and a result to its page.
  await page.fill("dialog input[name=q]", "bakker");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/zoeken/?q=bakker*");
  await page.waitForSelector(".search-results li");
  holds(await page.inputValue("main input[name=q]") === "bakker", "the page of search does not know what is asked");
  await accessible(page, "the page of search");

  // Choosing by kind and course.
  await page.selectOption("#search_kind", "checklist");
  await page.waitForFunction(() => [...document.querySelectorAll(".search-results .meta")].every((meta) => /^Checklists/.test(meta.textContent)));
  holds(/kind=checklist/.test(page.url()), `the choice is not in the address: ${page.url()}`);
  await page.reload();
  await page.waitForSelector(".search-results li");
  holds(await page.inputValue("#search_kind") === "checklist", "the choice is forgotten by the address");
  await page.selectOption("#search_kind", "");
  await page.selectOption("#search_course", { index: 1 });
  await page.waitForFunction(() => document.querySelectorAll(".search-results .meta").length && [...document.querySelectorAll(".search-results .meta")].every((meta) => / · /.test(meta.textContent)));
  await page.selectOption("#search_course", "");

  // More than a few, and nothing.
  await find(page, "gesprek");
  holds(await page.locator(".search-results > li").count() === 10, "more than ten are shown at once");
  await page.click(".search-more");
  await page.waitForFunction(() => document.querySelectorAll(".search-results > li").length > 10);
  const none = await find(page, "qqqxyz");
  holds(none.length === 0 && await page.isHidden(".search-more"), "what nobody wrote is found");

  await page.goto(url("/zoeken/"));
  await table(page, prefix, DUTCH);

  // The page of an address that does not exist leads here.
  await page.goto(url("/nergens/"));
  await page.fill("main input[name=q]", "scope");
  await page.press("main input[name=q]", "Enter");
  await page.waitForURL("**/zoeken/?q=scope");
  await page.waitForSelector(".search-results li");

  // On a telephone.
  const small = await watched({ viewport: { width: 320, height: 640 } });
  await small.goto(url("/"));
  await small.click("a[data-action=search]");
  await small.waitForSelector("dialog[open]");
  await find(small, "afspraken", "dialog");
  await accessible(small, "the dialog at 320 px");

  // Without JavaScript the link is a link, and the page says what there is instead.
  const plain = await watched({ javaScriptEnabled: false });
  await plain.goto(url("/"));
  await plain.click("a[data-action=search]");
  holds(new URL(plain.url()).pathname === `${prefix}zoeken/`, "without JavaScript the link leads nowhere");
  holds(await plain.isVisible("#search_instead") && !(await plain.isVisible("main input[name=q]")), "without JavaScript the page of search does not say so");
});

await site(docs, async ({ watched, url, prefix }) => {
  const page = await watched();
  await page.goto(url("/search/?q=redirect"));
  await page.waitForSelector(".search-results li");
  await table(page, prefix, ENGLISH);
});

for (const fault of new Set(faults)) console.error(fault);
if (faults.length > 0) process.exit(1);
console.log(`search: ${DUTCH.length + ENGLISH.length} queries find what they should, by key, by link and by address`);
