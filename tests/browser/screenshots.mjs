// Pictures of the demo for people to look at:
//
//     node screenshots.mjs OUTDIR [SITE]      SITE is public/ unless told
//
// One page of each kind, at 360 and 1280 px, light and dark, as OUTDIR/KIND-WIDTH-SCHEME.png,
// the whole page long. Said at the end: which page stands for which kind, and kinds that the site lacks.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { launch, readSite, serve, stop } from "./browser.mjs";

const [out, folder = "public"] = process.argv.slice(2);
if (!out) stop("say where to: node screenshots.mjs OUTDIR [SITE]");

// By the path below the base; the first page that fits stands for its kind. Dutch and English sites name them so.
const KINDS = [
  ["home", /^$/],
  ["blog", /^blog\/$/],
  ["post", /^blog\/valkuilen\/$/, /^blog\/(?!page\/|pagina\/)[^/]+\/$/],
  ["course", /^(cursus|courses?)\/[^/]+\/$/],
  ["module", /^(cursus|courses?)\/[^/]+\/[^/]+\/$/],
  ["lesson", /^(cursus|courses?)\/[^/]+\/[^/]+\/[^/]+\/$/],
  ["checklists", /^checklists\/$/],
  ["checklist", /^checklists\/[^/]+\/$/],
  ["tags", /^tags\/$/],
  ["tag", /^tags\/[^/]+\/$/],
  ["signup", /^(nieuwsbrief|newsletter|aanmelden|sign-?up)\/$/],
  ["contact", /^contact\/$/],
  ["about", /^(over-mij|about)\/$/],
  ["404", /^404\.html$/],
];

const site = readSite(folder);
const pages = site.pages.filter((page) => !page.isRedirect);
const { origin, close } = await serve(site);
const browser = await launch();
mkdirSync(out, { recursive: true });
try {
  for (const [kind, ...patterns] of KINDS) {
    const below = (page) => page.path.slice(site.prefix.length);
    const page = patterns.map((pattern) => pages.find((it) => pattern.test(below(it)))).find(Boolean);
    console.log(`${kind}: ${page?.path ?? "the site has none"}`);
    if (!page) continue;
    for (const width of [360, 1280]) {
      for (const colorScheme of ["light", "dark"]) {
        const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, reducedMotion: "reduce" });
        const tab = await context.newPage();
        await tab.goto(origin + page.path, { waitUntil: "load" });
        await tab.screenshot({ path: join(out, `${kind}-${width}-${colorScheme}.png`), fullPage: true });
        await context.close();
      }
    }
  }
} finally {
  await browser.close();
  close();
}
