// What the tests of a reader's doings share: small sites that the program builds, the built demo,
// and tabs that note what must not happen on any of them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { launch, readSite, serve, stop } from "./browser.mjs";

/** How a page may be looked at; each is tried once, in both schemes. */
export const VIEWS = [
  { viewport: { width: 320, height: 700 }, colorScheme: "light" },
  { viewport: { width: 390, height: 844 }, colorScheme: "dark" },
  { viewport: { width: 1280, height: 800 }, colorScheme: "light" },
];

/** A site of some files, built by the program. `edit` writes files anew and builds again. */
export function small(program, files) {
  const root = mkdtempSync(join(tmpdir(), "leerpad-reader-"));
  const site = {
    output: join(root, "public"),
    edit(changed) {
      for (const [file, text] of Object.entries(changed)) {
        mkdirSync(dirname(join(root, file)), { recursive: true });
        writeFileSync(join(root, file), text);
      }
      execFileSync(resolve(program), ["build", "-q", "-r", root, "-o", site.output], { stdio: "pipe" });
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
  site.edit(files);
  return site;
}

/** A small site for one test. */
export async function on(program, files, test) {
  const site = small(program, files);
  try {
    await test(site);
  } finally {
    site.remove();
  }
}

/**
 * Runs tests one by one and tells which failed; a name in ONLY picks some.
 * @param {string} file of the tests, for the last line
 * @param {Record<string, (reader: Reader) => Promise<void>>} tests
 * @param {object} [settings] of the browser
 */
export async function run(file, site, tests, settings) {
  const browser = await launch(settings);
  let failed = 0;
  for (const [name, test] of Object.entries(tests)) {
    if (process.env.ONLY && !name.includes(process.env.ONLY)) continue;
    const reader = new Reader(browser, site);
    try {
      await test(reader);
      reader.quiet();
      console.log(`  ${name}`);
    } catch (error) {
      failed++;
      console.error(`  FAILED: ${name}\n    ${String(error.stack ?? error).replaceAll("\n", "\n    ")}`);
    }
    await reader.close();
  }
  await browser.close();
  console.log(failed ? `${failed} of ${Object.keys(tests).length} failed` : `${file}: all hold`);
  process.exitCode = failed ? 1 : 0;
}

/** The arguments of a test: the built demo, and the program. */
export function given(file) {
  const [demo, program] = process.argv.slice(2);
  if (!demo || !program) stop(`usage: node ${file} DEMO LEERPAD; DEMO is the demo, built, and LEERPAD the program`);
  return { demo, program };
}

export class Reader {
  constructor(browser, site) {
    Object.assign(this, { browser, site, faults: [], contexts: [], servers: new Map() });
  }

  /** Where a built site is served: the demo, unless told. */
  async origin(output = this.site) {
    if (!this.servers.has(output)) {
      const read = readSite(output);
      this.servers.set(output, { ...(await serve(read)), prefix: read.prefix });
    }
    const { origin, prefix } = this.servers.get(output);
    return origin + prefix;
  }

  /** A device: what one tab keeps, the next one finds. */
  async device(settings = {}, init) {
    const context = await this.browser.newContext({ ...VIEWS[1], ...settings });
    this.contexts.push(context);
    if (init) await context.addInitScript(init);
    return context;
  }

  /** A tab on a device; what it complains of, and what it asks of others, is a fault. */
  async open(device, path, output) {
    const origin = await this.origin(output);
    const page = await device.newPage();
    const note = (text) => this.faults.push(`${path}: ${text}`);
    page.on("console", (message) => /error|warning/.test(message.type()) && !/Failed to load resource|dynamically imported module/.test(message.text()) && note(message.text()));
    page.on("pageerror", (error) => note(error.message));
    page.on("request", (request) => /^(data|blob):/.test(request.url()) || request.url().startsWith(new URL(origin).origin) || note(`asks ${request.url()}`));
    page.on("response", (response) => response.status() < 400 || response.request().isNavigationRequest() || note(`${response.url()} answers ${response.status()}`));
    await page.goto(new URL(path, origin).href, { waitUntil: "networkidle" });
    return page;
  }

  quiet() {
    assert.deepEqual(this.faults, []);
  }

  async close() {
    for (const context of this.contexts) await context.close();
    for (const server of this.servers.values()) server.close();
  }
}
