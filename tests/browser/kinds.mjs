// Every kind of page: axe, and the faults that axe does not see, wide and on a phone, in light and dark.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { violations } from "./axe.mjs";
import { faults, unseen } from "./faults.mjs";
import { byKind, example, telling } from "./sites.mjs";
import { address, onDisk, visit } from "./support.mjs";

const kinds = byKind(example);
const wanted = (process.env.DOCENT_KINDS || "").split(" ").filter(Boolean);

test("the example has a page of every kind", () => {
  assert.deepEqual(wanted.filter((kind) => !kinds.has(kind)), [], "add what the example lacks, so that these are looked at too");
});

describe("every kind of page", { concurrency: 3 }, () => {
  for (const [kind, pages] of kinds) {
    for (const route of telling(pages, kind === "document" ? 3 : 1)) {
      // Wide from a server below a path, narrow from disk: what differs between them differs for other reasons too.
      for (const [width, url] of [[1280, address + route], [320, onDisk(example, route)]]) {
        test(`${kind}, ${width} pixels: ${route}`, async () => {
          await visit(url, { width }, async (page) => {
            const found = (await page.evaluate(() => window.watched.shifts)).map((shift) => `moves while it is built up: ${shift}`);
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
