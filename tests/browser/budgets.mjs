// What a page weighs, in the example and in an organisation of 1,000 documents.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { byKind, example, thousand } from "./sites.mjs";

const MOST = { html: 30_000, css: 25_000, js: 15_000, requests: 5, compressed: 30_000 };

/** Kinds whose pages may weigh more, why, and how much. */
const HEAVIER = {
  history: { html: 60_000, compressed: 30_000, why: "the revisions themselves, capped by `MOST_HISTORY`" },
};

/** Bytes of a document's own text that count in full; a longer one is its author's affair, and what stands around it is not. */
const OWN_TEXT = 10_000;
const beyond = (html) => {
  const [start, end] = [html.indexOf('<div class="prose'), html.search(/<div class="(rail|after)">/)];
  return start < 0 || end < 0 ? 0 : Math.max(0, end - start - OWN_TEXT);
};

/** What a browser loads for a page: its own bytes, and those of each file that it names. */
function weigh(folder, { route, html }, files) {
  const load = (address) => {
    const path = posix.join(posix.dirname(route), address.split("?")[0]);
    if (!files.has(path)) {
      const bytes = readFileSync(join(folder, path));
      files.set(path, { size: bytes.length, compressed: gzipSync(bytes).length });
    }
    return { path, ...files.get(path) };
  };
  const loads = (pattern) => [...html.matchAll(pattern)].map((match) => load(match[1]));
  const sum = (all, key) => all.reduce((total, it) => total + it[key], 0);
  const scripts = loads(/<script[^>]* src="([^"]+)"/g);
  const styles = loads(/<link rel="stylesheet" href="([^"]+)"/g);
  // Pictures belong to the document. The page itself and the icon are asked for too.
  const all = [...scripts, ...styles];
  return {
    route,
    html: Buffer.byteLength(html) - beyond(html),
    css: sum(styles, "size"),
    js: sum(scripts, "size"),
    requests: all.length + 2,
    compressed: sum(all, "compressed") + gzipSync(html).length,
  };
}

describe("budgets", () => {
  for (const [name, folder] of [["the example", example], ["1,000 documents", thousand]]) {
    test(name, (t) => {
      const files = new Map();
      const over = [];
      for (const [kind, pages] of byKind(folder)) {
        const most = { ...MOST, ...HEAVIER[kind] };
        const weights = pages.map((page) => weigh(folder, page, files));
        for (const [what, limit] of Object.entries(MOST)) {
          weights.sort((a, b) => b[what] - a[what]);
          const heavy = weights.filter((it) => it[what] > most[what]);
          if (heavy.length) over.push(`${kind}: ${what} ${heavy[0][what]} of ${most[what]} at most in ${heavy[0].route} (${heavy.length} of ${pages.length} pages)`);
          weights[what] = weights[0][what];
        }
        const worst = Object.keys(MOST).map((what) => `${what} ${weights[what]}`).join(", ");
        t.diagnostic(`${kind} (${pages.length}): ${worst}`);
      }
      assert.deepEqual(over, []);
    });
  }
});
