// A built site in a real browser: a small server with the headers that the site
// will be sent with, and Chromium in front of it.
import { createReadStream, existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { createRequire } from "node:module";
import { delimiter, extname, join, posix, resolve, sep } from "node:path";

const require = createRequire(new URL("../gates/node_modules/", import.meta.url));
const { chromium } = require("playwright-core");
export const axeSource = () => readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

// The policy that the site is made for, but for upgrade-insecure-requests, which plain http cannot keep.
export const POLICY = [
  "default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
  "connect-src 'self'", "media-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8", ".json": "application/json", ".webmanifest": "application/manifest+json",
  ".xml": "application/xml; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".svg": "image/svg+xml",
  ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp", ".avif": "image/avif",
  ".gif": "image/gif", ".ico": "image/x-icon", ".woff2": "font/woff2", ".pdf": "application/pdf", ".wasm": "application/wasm",
};

/** What a person gets wrong when calling a script: said on stderr, exit 2. */
export function stop(sentence) {
  console.error(sentence);
  process.exit(2);
}

/** The site's files, the path that its base URL ends with, and its pages in the order of their paths. */
export function readSite(folder) {
  const root = resolve(folder);
  if (!existsSync(join(root, "index.html"))) stop(`${folder} holds no index.html: is it a built site?`);
  const canonical = readFileSync(join(root, "index.html"), "utf8").match(/<link[^>]*\brel="?canonical"?[^>]*>/)?.[0];
  const base = canonical?.match(/href="?([^"\s>]+)/)?.[1];
  if (!base) stop("index.html has no canonical link, which gives the site's base URL");
  const prefix = new URL(base).pathname;
  const pages = readdirSync(root, { recursive: true })
    .map((name) => name.split(sep).join("/"))
    .filter((name) => name.endsWith(".html"))
    .sort()
    .map((file) => {
      const html = readFileSync(join(root, file), "utf8");
      return {
        file, html,
        path: prefix + (posix.basename(file) === "index.html" ? file.slice(0, -"index.html".length) : file),
        isRedirect: /<meta[^>]*http-equiv="?refresh/i.test(html),
      };
    });
  return { root, prefix, pages };
}

/**
 * Serves the site on a free port of 127.0.0.1, below its base path, with the policy on every answer.
 * With `tls`, a key and a certificate, over https. `before` sees each request first, and may do something to it, or answer it.
 */
export async function serve({ root, prefix }, { tls, before = () => {} } = {}) {
  const answer = async (request, response) => {
    await before(request, response);
    if (request.destroyed || response.writableEnded) return;
    let path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const below = decodeURIComponent(prefix);
    path = path.startsWith(below) ? posix.normalize("/" + path.slice(below.length)) : "/404.html/";
    let file = join(root, path.endsWith("/") ? path + "index.html" : path);
    let status = 200;
    if (!existsSync(file) || !statSync(file).isFile()) [status, file] = [404, join(root, "404.html")];
    const headers = {
      "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache",
      "Referrer-Policy": "strict-origin-when-cross-origin", "Cross-Origin-Opener-Policy": "same-origin",
      "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    };
    if (!existsSync(file)) return response.writeHead(404, headers).end();
    response.writeHead(status, { ...headers, "Content-Type": TYPES[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  };
  const server = tls ? createSecureServer(tls, answer) : createServer(answer);
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { origin: `${tls ? "https" : "http"}://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** Chromium from CHROMIUM or the PATH; its sandbox is off, as root in a container has none to use, and all it opens is ours. */
export async function launch({ args = [], env = process.env } = {}) {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const onPath = (process.env.PATH ?? "").split(delimiter).flatMap((dir) => names.map((name) => join(dir, name)));
  const executablePath = process.env.CHROMIUM || onPath.find((path) => existsSync(path));
  if (!executablePath) stop("no Chromium on the PATH (Debian: apt-get install chromium), and CHROMIUM names none");
  return chromium.launch({
    executablePath, headless: true, env,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", ...args],
  });
}
