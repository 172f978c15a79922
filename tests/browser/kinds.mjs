// Every kind of page: axe, and the faults that axe does not see, wide and on a phone, in light and dark.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { faults, unseen } from "./faults.mjs";
import { byKind, example, need, telling } from "./sites.mjs";
import { onDisk, serve, visit } from "./support.mjs";

const axe = readFileSync(need.resolve("axe-core/axe.min.js"), "utf8");
const rules = {
  runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
  rules: { "target-size": { enabled: true } },
  resultTypes: ["violations"],
  // Style sheets are read as the page has them: asking for them again is what the policy refuses.
  preload: false,
};

/** What axe finds, a line for each element. */
async function violations(page) {
  const found = await page.evaluate(async (rules) => (await window.axe.run(document, rules)).violations, rules);
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.any[0]?.message || node.failureSummary}`));
}

const kinds = byKind(example);
const wanted = (process.env.DOCENT_KINDS || "").split(" ").filter(Boolean);

test("the example has a page of every kind", () => {
  assert.deepEqual(wanted.filter((kind) => !kinds.has(kind)), [], "add what the example lacks, so that these are looked at too");
});

describe("every kind of page", { concurrency: 3 }, async () => {
  const address = await serve(example);
  for (const [kind, pages] of kinds) {
    for (const route of telling(pages, kind === "document" ? 3 : 1)) {
      // Wide from a server below a path, narrow from disk: what differs between them differs for other reasons too.
      for (const [width, url] of [[1280, address + route], [320, onDisk(example, route)]]) {
        test(`${kind}, ${width} pixels: ${route}`, async () => {
          await visit(url, { width }, async (page) => {
            const found = (await page.evaluate(() => window.watched.shifts)).map((shift) => `moves while it is built up: ${shift}`);
            await page.evaluate(axe);
            if (width === 320) await page.evaluate(() => document.querySelectorAll("details").forEach((it) => { it.open = true; }));
            for (const colorScheme of ["light", "dark"]) {
              await page.emulateMedia({ colorScheme });
              const both = [...await violations(page), ...await page.evaluate(faults)];
              found.push(...both.map((fault) => `${colorScheme}: ${fault}`));
            }
            await page.keyboard.press("Tab");
            found.push(...await page.evaluate(unseen));
            assert.deepEqual(found, []);
          });
        });
      }
    }
  }
});
