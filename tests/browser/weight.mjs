// What a browser really fetches before a reader does anything, with the site's own headers.
//
//     node weight.mjs DEMO [--table]     the table is that of docs/content/speed.md
//
// Of each page of the demo, at phone width, from an empty cache: at most 5 requests; gzipped, HTML at most 8 kB,
// CSS at most 10 kB in one file, scripts at most 2 kB, and 6 kB more where there is a checklist, a
// quiz, a course or pages that were kept to remember; no font, no other host. The pictures and films that lie beside a page
// are its author's, and not counted. A page that is a search itself is left out.
import { gzipSync } from "node:zlib";
import { launch, readSite, serve, stop } from "./browser.mjs";

const [demo, ...options] = process.argv.slice(2);
if (!demo) stop("usage: node weight.mjs DEMO [--table]; DEMO is the demo, built");
const site = readSite(demo);
const server = await serve(site);
const browser = await launch();
const faults = [], rows = [];

for (const page of site.pages.filter((page) => !page.isRedirect && page.file !== "404.html" && !page.html.includes("data-search="))) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const tab = await context.newPage();
  const fetched = new Map();
  const bodies = [];
  tab.on("response", (response) => {
    // What the memory cache answers again is no request of a real server.
    const url = response.url();
    const isContent = /\.(svg|png|jpe?g|webp|avif|gif|vtt|webm|mp4)$/.test(url) && !/^[^/]*$/.test(new URL(url).pathname.slice(site.prefix.length));
    if (fetched.has(url) || isContent) return;
    fetched.set(response.url(), response);
    bodies.push(response.body().then((body) => [response.url(), gzipSync(body, { level: 9 }).length]));
  });
  await tab.goto(server.origin + page.path, { waitUntil: "networkidle" });
  const sizes = await Promise.all(bodies);
  const sum = (...ends) => sizes.filter(([url]) => ends.some((end) => new URL(url).pathname.endsWith(end))).map(([, size]) => size).reduce((a, b) => a + b, 0);
  const remembers = /data-(checklist|quiz|course)=|data-kept|class="path"/.test(page.html);
  const row = { page: page.path, requests: fetched.size, html: sizes[0]?.[1] ?? 0, css: sum(".css"), js: sum(".js"), total: sizes.reduce((all, [, size]) => all + size, 0) };
  rows.push(row);
  const most = { requests: 5, html: 8000, css: 10000, js: remembers ? 8000 : 2000 };
  for (const [what, limit] of Object.entries(most)) {
    if (row[what] > limit) faults.push(`${page.path}: ${what} ${row[what]}, the limit is ${limit}: ${[...fetched.keys()].map((url) => new URL(url).pathname).join(" ")}`);
  }
  for (const url of fetched.keys()) {
    if (!url.startsWith(server.origin) || /\.(woff2?|ttf)$/.test(url)) faults.push(`${page.path} fetches ${url}`);
  }
  await context.close();
}
await browser.close();
server.close();

if (options.includes("--table")) {
  console.log("| page | requests | HTML | CSS | scripts | all |\n|---|---:|---:|---:|---:|---:|");
  for (const { page, requests, html, css, js, total } of rows) {
    console.log(`| ${page} | ${requests} | ${[html, css, js, total].map((bytes) => `${(bytes / 1000).toFixed(1)} kB`).join(" | ")} |`);
  }
}
for (const fault of faults) console.error(`  ${fault}`);
const heaviest = Math.max(...rows.map((row) => row.total));
console.log(faults.length ? `${faults.length} pages weigh too much` : `weight.mjs: ${rows.length} pages, all within their budget; the heaviest takes ${heaviest} bytes`);
process.exitCode = faults.length || rows.length < 10 ? 1 : 0;
