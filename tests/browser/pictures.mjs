// The demo as it looked when somebody last said that it looks right:
//
//     node pictures.mjs SITE           compares with the pictures in docs/screenshots/
//     node pictures.mjs --bless SITE   makes them anew; look at each before you commit it
//     node pictures.mjs --self-test    shows that what must not change is caught
//
// SITE is built with the clock of the pictures, since what is ahead shows:
//
//     cargo run --release -- build --now 2026-11-23T09:00:00Z -o SITE
//
// Pages of each kind, at three widths, light, dark and as they are printed, the whole page long. The
// letters are those of DejaVu, without hinting, whatever else a machine has; nothing moves.
// What differs is told with its place and the element there; how it looks now, and where it differs,
// lies in target/pictures/ then.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch, readSite, serve, stop } from "./browser.mjs";
import { compare } from "./compare.mjs";

const REFERENCES = fileURLToPath(new URL("../../docs/screenshots", import.meta.url));
const OUT = fileURLToPath(new URL("../../target/pictures", import.meta.url));

// By URL below the base.
const PAGES = [
  ["home", ""],
  ["post", "blog/valkuilen/"],
  ["course", "cursus/it-communicatie/"],
  ["lesson", "cursus/it-communicatie/voor-je-begint/scope-op-een-a4/"],
  ["checklist", "checklists/scope-en-randvoorwaarden/"],
  ["signup", "nieuwsbrief/"],
  ["sessions", "trainingen/"],
];
const WIDTHS = [360, 768, 1280];
const MEDIA = ["light", "dark", "print"];

/** Pictures are half as large as the page: small enough for a repository, and each border still shows. */
const SCALE = 0.5;
const QUALITY = 70;
/** WebP holds no more than 16383 pixels; what is below so many of the page is not looked at. */
const LONGEST = 16000 / SCALE;
/** All of them together, in bytes. */
const MOST = 4_500_000;
/** Of one picture, so many places are told. */
const TOLD = 4;

/** What fonts-dejavu-core has; other packages have more styles of the same families. */
const FONTS = ["DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono", "DejaVuSansMono-Bold", "DejaVuSerif", "DejaVuSerif-Bold"];

const STYLE = `
  :root { --serif: "DejaVu Serif" !important; --sans: "DejaVu Sans" !important; --mono: "DejaVu Sans Mono" !important; }
  *, ::before, ::after { animation: none !important; transition: none !important; caret-color: transparent !important; }
  video::-webkit-media-controls { display: none !important; }`;

/** A folder in which Chromium finds DejaVu and no other font. */
function onlyDejaVu() {
  let files = "";
  try {
    files = execFileSync("fc-list", ["--format", "%{file}\n", ":fontformat=TrueType"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch { /* told below */ }
  const known = new Map(files.split("\n").map((file) => [basename(file, ".ttf"), file]));
  const missing = FONTS.filter((name) => !known.has(name));
  if (missing.length) stop(`the font ${missing[0]} is not installed (Debian: apt-get install fontconfig fonts-dejavu-core)`);
  const folder = mkdtempSync(join(tmpdir(), "leerpad-fonts-"));
  mkdirSync(join(folder, "fonts"));
  for (const name of FONTS) symlinkSync(known.get(name), join(folder, "fonts", `${name}.ttf`));
  const alias = (generic, family) => `<alias binding="same"><family>${generic}</family><prefer><family>${family}</family></prefer></alias>`;
  const set = (name, value) => `<edit name="${name}" mode="assign">${value}</edit>`;
  writeFileSync(join(folder, "fonts.conf"), `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<dir>${folder}/fonts</dir><cachedir>${folder}/cache</cachedir>
${alias("serif", "DejaVu Serif")}${alias("sans-serif", "DejaVu Sans")}${alias("system-ui", "DejaVu Sans")}${alias("monospace", "DejaVu Sans Mono")}
<match target="font">${set("antialias", "<bool>true</bool>")}${set("hinting", "<bool>false</bool>")}${set("hintstyle", "<const>hintnone</const>")}${set("rgba", "<const>none</const>")}</match>
</fontconfig>
`);
  return folder;
}

/** Chromium as it draws the same on any machine, and how to close it. */
async function studio() {
  const fonts = onlyDejaVu();
  const browser = await launch({
    args: ["--font-render-hinting=none", "--disable-lcd-text", "--force-color-profile=srgb"],
    env: { ...process.env, FONTCONFIG_FILE: join(fonts, "fonts.conf") },
  });
  const close = async () => {
    await browser.close();
    rmSync(fonts, { recursive: true });
  };
  return { browser, close };
}

/** A page and its picture, in base64. The page stays open, to be asked what stands where. */
async function shoot(context, url, medium) {
  const tab = await context.newPage();
  if (medium === "print") await tab.emulateMedia({ media: "print", colorScheme: "light" });
  await tab.goto(url, { waitUntil: "load" });
  await tab.evaluate(async (style) => {
    // Not as an element, which the page's policy would refuse.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    document.adoptedStyleSheets = [sheet];
    for (const image of document.images) image.loading = "eager";
    await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
    await document.fonts.ready;
    await new Promise((ready) => requestAnimationFrame(() => requestAnimationFrame(ready)));
  }, STYLE);
  const [width, height] = await tab.evaluate(() => [innerWidth, document.documentElement.scrollHeight]);
  const devtools = await context.newCDPSession(tab);
  const { data } = await devtools.send("Page.captureScreenshot", {
    format: "webp", quality: QUALITY, captureBeyondViewport: true,
    clip: { x: 0, y: 0, width, height: Math.min(height, LONGEST), scale: SCALE },
  });
  return { tab, picture: data };
}

/** The element at a place of the page, as a short selector: itself and the two around it. */
const elementAt = ([x, y]) => {
  scrollTo(0, y - innerHeight / 2);
  const names = [];
  for (let el = document.elementFromPoint(x, y - scrollY); el && names.length < 3 && el !== document.body; el = el.parentElement) {
    names.unshift(el.localName + (el.id ? `#${el.id}` : [...el.classList].slice(0, 2).map((name) => `.${name}`).join("")));
  }
  return names.join(" > ") || "body";
};

/** What is to be said of a picture that differs, as sentences. */
async function sentences(tab, { heights: [was, is], places }) {
  const page = (pixels) => Math.round(pixels / SCALE);
  const element = (place) => tab.evaluate(elementAt, [page(place.x), page(place.y)]);
  if (Math.abs(is - was) > 1) {
    // All that is below has moved: only where it begins says something.
    const first = places.reduce((a, b) => (!a || b.top < a.top ? b : a), null);
    const from = first ? `; it differs from ${page(first.top)} px on, at ${await element(first)}` : " at its end";
    return [`is ${Math.abs(page(is - was))} px ${is > was ? "higher" : "lower"}${from}`];
  }
  const largest = [...places].sort((a, b) => b.blocks - a.blocks);
  const told = [];
  for (const place of largest.slice(0, TOLD)) {
    const size = `${page(place.right - place.left)} × ${page(place.bottom - place.top)} px at ${page(place.left)}, ${page(place.top)}`;
    told.push(`differs in ${size}: ${await element(place)}`);
  }
  if (largest.length > TOLD) told.push(`differs in ${largest.length - TOLD} more places`);
  return told;
}

/** Looks at the pages of a site; says what is wrong, by picture. */
async function look({ browser }, folder, { pages = PAGES, widths = WIDTHS, media = MEDIA, references = REFERENCES, out = OUT, bless = false } = {}) {
  const site = readSite(folder);
  const { origin, close } = await serve(site);
  const faults = [], names = new Set();
  const plain = await browser.newContext();
  const table = await plain.newPage();
  rmSync(out, { recursive: true, force: true });
  for (const folder of [references, out]) mkdirSync(folder, { recursive: true });
  const one = async (context, kind, path, width, medium) => {
    const name = `${kind}-${width}-${medium}`, file = join(references, `${name}.webp`);
    names.add(`${name}.webp`);
    const { tab, picture } = await shoot(context, origin + site.prefix + path, medium);
    if (bless) {
      writeFileSync(file, Buffer.from(picture, "base64"));
    } else if (!existsSync(file)) {
      faults.push(`${name}: there is no picture to compare with`);
    } else {
      const found = await compare(table, readFileSync(file).toString("base64"), picture);
      const told = await sentences(tab, found);
      faults.push(...told.map((sentence) => `${name}: ${sentence}`));
      if (told.length) {
        writeFileSync(join(out, `${name}.actual.webp`), Buffer.from(picture, "base64"));
        writeFileSync(join(out, `${name}.diff.webp`), Buffer.from(found.picture, "base64"));
      }
    }
    await tab.close();
  };
  try {
    const there = new Set(site.pages.map((page) => page.path));
    for (const [kind, path] of pages) {
      if (there.has(site.prefix + path)) continue;
      // Of a page that is gone, each of its pictures would say the same.
      for (const width of widths) for (const medium of media) names.add(`${kind}-${width}-${medium}.webp`);
      faults.push(`${kind}: the site has no page /${path}: mend PAGES in pictures.mjs`);
    }
    for (const width of widths) {
      await Promise.all(media.map(async (medium) => {
        const colorScheme = medium === "dark" ? "dark" : "light";
        const context = await browser.newContext({ viewport: { width, height: 800 }, deviceScaleFactor: 1, colorScheme, reducedMotion: "reduce" });
        for (const [kind, path] of pages) {
          if (there.has(site.prefix + path)) await one(context, kind, path, width, medium);
        }
        await context.close();
      }));
    }
  } finally {
    await plain.close();
    close();
  }
  for (const file of readdirSync(references).filter((file) => file.endsWith(".webp") && !names.has(file)).sort()) {
    if (bless) rmSync(join(references, file));
    else faults.push(`${basename(file, ".webp")}: no page stands for this picture any more`);
  }
  const bytes = readdirSync(references).reduce((sum, file) => sum + (names.has(file) ? readFileSync(join(references, file)).length : 0), 0);
  return { faults: faults.sort(), count: names.size, bytes };
}

// What is added to the style of the small good site, and what must be said; null where nothing may be.
const SELF_TEST = [
  ["", null],
  ["body { -webkit-text-stroke: .1px }", null],
  ["h2 { position: relative; top: .4px }", null],
  [".kader { animation: weg 9s infinite } @keyframes weg { from { opacity: 0 } }", null],
  ["body { font-family: Charter, fantasy }", null],
  [".klaar { visibility: hidden }", [/^thuis-360-light: differs in \d+ × \d+ px at \d+, \d+: main#inhoud > div\.kader/]],
  [".knop { background: #0b5d6f }", [/^thuis-360-light: differs in .* a\.knop$/]],
  [".knop { position: relative; left: 8px }", [/^thuis-360-light: differs in .*kader > p$/]],
  [".kader { border-color: transparent }", [/^thuis-360-light: differs in .* div\.kader$/]],
  [".klaar { margin-top: 3rem }", [/^thuis-360-light: is 36 px higher; it differs from \d+ px on, at .*kader/]],
  [".klaar { display: none }", [/^thuis-360-light: is \d+ px lower; it differs from/]],
];

async function selfTest(room) {
  const scratch = mkdtempSync(join(tmpdir(), "leerpad-"));
  const site = join(scratch, "site"), references = join(scratch, "pictures"), out = join(scratch, "out");
  const options = { pages: [["thuis", ""]], widths: [360], media: ["light"], references, out };
  const wrong = [];
  const expect = (what, faults, patterns) => {
    const good = patterns.every((pattern) => faults.some((fault) => pattern.test(fault)))
      && faults.every((fault) => patterns.some((pattern) => pattern.test(fault)));
    if (!good) wrong.push(`${what}: ${patterns.join(" and ") || "nothing"} must be said; said was:\n  ${faults.join("\n  ")}`);
  };
  try {
    cpSync(fileURLToPath(new URL("../gates/good", import.meta.url)), site, { recursive: true });
    const page = join(site, "index.html"), css = join(site, "assets/style.css");
    const html = readFileSync(page, "utf8"), old = "<p>Klaar.</p>";
    if (!html.includes(old)) stop(`self-test: index.html does not hold ${old}: mend it here`);
    writeFileSync(page, html.replace(old, '<div class="kader"><p class="klaar">Klaar is het.</p><p><a class="knop" href="blog/">Lees verder</a></p></div>'));
    const style = readFileSync(css, "utf8")
      + "body { background: #f7f9f8 } .kader { padding: 0 1rem; border: 1px solid #cbd6d2 } .klaar { margin-top: .75rem }"
      + ".knop { display: inline-block; padding: .5rem 1rem; background: #0b5d4f; color: #fff }\n";
    writeFileSync(css, style);
    expect("without pictures", (await look(room, site, options)).faults, [/^thuis-360-light: there is no picture/]);
    await look(room, site, { ...options, bless: true });
    for (const [planted, patterns] of SELF_TEST) {
      writeFileSync(css, style + planted);
      expect(planted || "the same page", (await look(room, site, options)).faults, patterns ?? []);
      if (patterns && readdirSync(out).length !== 2) wrong.push(`${planted}: the folder for what differs must hold two pictures`);
    }
    writeFileSync(css, style);
    const moved = { ...options, pages: [["elders", "blog/"], ["weg", "is-er-niet/"]] };
    expect("other pages", (await look(room, site, moved)).faults, [/^elders-360-light: there is no picture/, /^thuis-360-light: no page stands/, /^weg: the site has no page/]);
  } finally {
    rmSync(scratch, { recursive: true });
  }
  for (const line of wrong) console.log(line);
  console.log(`pictures self-test: ${SELF_TEST.length + 2} looks, ${wrong.length || "none"} wrong`);
  return wrong.length;
}

const words = process.argv.slice(2);
const options = words.filter((word) => word.startsWith("--")), [folder, more] = words.filter((word) => !word.startsWith("--"));
const usage = "say which site: node pictures.mjs [--bless] SITE, or --self-test";
if (more || options.length > 1 || options.some((option) => !["--bless", "--self-test"].includes(option))) stop(usage);
if (!folder === (options[0] !== "--self-test")) stop(usage);
const room = await studio();
try {
  if (!folder) {
    process.exitCode = (await selfTest(room)) ? 1 : 0;
  } else {
    const bless = options[0] === "--bless";
    const { faults, count, bytes } = await look(room, folder, { bless });
    if (bytes > MOST) faults.push(`the pictures take ${bytes} bytes together, more than ${MOST}: show less, or on fewer pages`);
    for (const fault of faults) console.log(fault);
    const size = `${count} pictures, ${Math.ceil(bytes / 1024)} KiB`;
    if (bless) {
      console.log(`pictures: ${size} in docs/screenshots; look at each before you commit it`);
    } else if (faults.length) {
      console.log(`pictures: ${size}; ${faults.length} faults. How it looks now and where it differs: target/pictures/*.actual.webp and *.diff.webp.`);
      console.log("pictures: where it is meant, node tests/browser/pictures.mjs --bless SITE");
    } else {
      console.log(`pictures: ${size}, all as they were`);
    }
    process.exitCode = faults.length ? 1 : 0;
  }
} finally {
  await room.close();
}
