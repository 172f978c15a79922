// The sites that are looked at, as files.

import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, resolve, sep } from "node:path";

const packages = process.env.DOCENT_PACKAGES || resolve(import.meta.dirname, "../../target/tmp/browser-packages");
/** Loads a package from where `tests/browser.rs` installed it. */
export const need = createRequire(join(packages, "package.json"));

const sites = resolve(import.meta.dirname, "../../target/tmp/browser-sites");
/** The example. */
export const example = process.env.DOCENT_EXAMPLE || join(sites, "example");
/** An organisation of 1,000 documents. */
export const thousand = process.env.DOCENT_THOUSAND || join(sites, "thousand");

/** Routes of all files of a site, in order. */
export function routes(folder) {
  const all = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return all.map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/")).sort();
}

/** Pages of a site by kind, as `{ route, html }`. Redirects are of no kind. */
export function byKind(folder) {
  const kinds = new Map();
  for (const route of routes(folder).filter((route) => route.endsWith(".html"))) {
    const html = readFileSync(join(folder, route), "utf8");
    const kind = html.match(/<body class="page-([a-z-]+)/)?.[1];
    if (!kind) continue;
    if (!kinds.has(kind)) kinds.set(kind, []);
    kinds.get(kind).push({ route, html });
  }
  return kinds;
}

/** At most so many pages of a kind that together show what there is to see: by the elements and classes they have. */
export function telling(pages, most) {
  const words = ({ html }) => new Set([...html.matchAll(/<([a-z][a-z0-9]*)|class="([^"]*)"/g)].flatMap(([, element, classes]) => element ?? classes.split(" ")));
  const candidates = pages.map((page) => ({ route: page.route, size: page.html.length, words: words(page) }));
  const seen = new Set();
  const chosen = [];
  while (chosen.length < most) {
    for (const it of candidates) it.news = [...it.words].filter((word) => !seen.has(word)).length;
    candidates.sort((a, b) => b.news - a.news || a.size - b.size || (a.route < b.route ? -1 : 1));
    const best = candidates[0];
    if (!best?.news) break;
    best.words.forEach((word) => seen.add(word));
    chosen.push(best.route);
  }
  return chosen;
}
