// What all checks share: one browser, the sites over a loopback server, and pages that tell what went wrong in them.

import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { example, need } from "./sites.mjs";

const { chromium } = need("playwright-core");

const profile = mkdtempSync(join(tmpdir(), "docent-browser-"));
const quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** The one browser. */
export const browser = await chromium.launch({
  executablePath: process.env.DOCENT_CHROMIUM?.startsWith("/") ? process.env.DOCENT_CHROMIUM : found(process.env.DOCENT_CHROMIUM || "chromium"),
  args: ["--no-sandbox", ...quiet],
  env: { ...process.env, HOME: profile },
});

/** Ends the browser and clears away what it left. */
export async function close() {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}

function found(name) {
  const places = (process.env.PATH || "").split(":").map((folder) => join(folder, name));
  return places.find((place) => existsSync(place)) || name;
}

const types = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".json": "application/json", ".png": "image/png", ".webmanifest": "application/manifest+json" };

/** Serves a site below a path, as pages of a project are; gives its address. */
async function serve(folder) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    // Asked for by the browser of its own accord, for the one page that names no icon.
    if (path === "/favicon.ico") return response.writeHead(204).end();
    if (!path.startsWith("/some/path/")) return response.writeHead(404).end();
    let file = join(folder, path.slice("/some/path".length));
    if (file.endsWith("/")) file = join(file, "index.html");
    if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404, { "content-type": "text/html" }).end(readFileSync(join(folder, "404.html")));
    response.writeHead(200, { "content-type": `${types[extname(file)] || "application/octet-stream"}; charset=utf-8` });
    createReadStream(file).pipe(response);
  });
  await new Promise((then) => server.listen(0, "127.0.0.1", then));
  server.unref();
  return `http://127.0.0.1:${server.address().port}/some/path/`;
}

/** The address of the example. */
export const address = await serve(example);

/** The address of a file of a site on disk. */
export const onDisk = (folder, route) => pathToFileURL(join(folder, route)).href;

/** Runs in every page before its own scripts: remembers layout shifts and what the policy refused. */
function watch() {
  window.watched = { shifts: [], refused: [] };
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
    // A table settles by fractions of a pixel while its last rows arrive; nobody sees that.
    if (entry.value < 0.005) return;
    const moved = entry.sources.map(({ node }) => node?.nodeType === 1 ? `${node.localName}.${node.className}` : node?.nodeName);
    window.watched.shifts.push(`${entry.value.toFixed(4)} of ${moved.join(", ")}`);
  })).observe({ type: "layout-shift", buffered: true });
  addEventListener("securitypolicyviolation", (event) => window.watched.refused.push(`${event.violatedDirective}: ${event.blockedURI}`));
}

/**
 * Opens an address in a context of its own, gives what `visit(page)` gives, and fails when the page complained or asked for
 * something elsewhere.
 */
export async function visit(address, options, visit) {
  const { width = 1280, height = 900, ...rest } = options;
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: "reduce", ...rest });
  try {
    context.setDefaultTimeout(60_000);
    const page = await context.newPage();
    const wrong = [];
    const home = address.startsWith("file:") ? "file:" : new URL(address).origin;
    page.on("console", (message) => { if (["error", "warning"].includes(message.type())) wrong.push(`console: ${message.text()}`); });
    page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
    page.on("request", (request) => { if (!request.url().startsWith(home) && !request.url().startsWith("data:")) wrong.push(`asks elsewhere: ${request.url()}`); });
    // What a reader leaves behind by going on is given up.
    page.on("requestfailed", (request) => { if (request.failure()?.errorText !== "net::ERR_ABORTED") wrong.push(`not loaded: ${request.url()}`); });
    page.on("response", (response) => { if (response.status() >= 400) wrong.push(`${response.status()}: ${response.url()}`); });
    if (rest.javaScriptEnabled !== false) await page.addInitScript(watch);
    await page.goto(address);
    const given = await visit(page, context);
    if (rest.javaScriptEnabled !== false) {
      wrong.push(...(await page.evaluate(() => window.watched.refused)).map((what) => `refused: ${what}`));
    }
    if (wrong.length) throw new Error(`${address}: ${[...new Set(wrong)].join("; ")}`);
    return given;
  } finally {
    await context.close();
  }
}

/** Does work on all items, so many at a time. */
export async function each(items, atOnce, work) {
  const rest = [...items];
  await Promise.all(Array.from({ length: atOnce }, async () => {
    while (rest.length) await work(rest.shift());
  }));
}
