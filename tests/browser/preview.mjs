// The live preview as a writer has it open beside the editor. Started by `tests/serve.rs`, which serves an organisation at
// DOCENT_PREVIEW and lets its files in DOCENT_ORGANISATION be written.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { violations } from "./axe.mjs";
import { close, visit } from "./support.mjs";

after(close);

const address = process.env.DOCENT_PREVIEW;
const file = (name) => join(process.env.DOCENT_ORGANISATION, name);
const document = file("rewrites/0001-orders.md");
const edit = (name, change) => writeFileSync(name, change(readFileSync(name, "utf8")));
const page = `${address}rewrites/rw-1.html`;

test("an edit leaves the reader where they are", () => visit(page, {}, async (page) => {
  await page.evaluate(() => {
    document.querySelectorAll("main details").forEach((it) => { it.open = !it.open; });
    document.getElementById("section-30").scrollIntoView();
    scrollBy(0, -200);
  });
  const where = () => page.evaluate(() => ({
    top: Math.round(document.getElementById("section-30").getBoundingClientRect().top),
    open: [...document.querySelectorAll("main details")].map((it) => it.open),
  }));
  const before = await where();
  edit(document, (text) => text.replace("The first word.", `${"A new paragraph above.\n\n".repeat(12)}The first word.`));
  await page.waitForFunction(() => document.querySelector("main")?.textContent.includes("A new paragraph above."));
  await page.waitForLoadState("load");
  await page.waitForFunction((top) => Math.abs(document.getElementById("section-30").getBoundingClientRect().top - top) < 3, before.top);
  assert.deepEqual((await where()).open, before.open);
}));

test("an edit elsewhere leaves the page alone", () => visit(page, {}, async (page) => {
  let loads = 0;
  page.on("load", () => { loads += 1; });
  edit(file("rewrites/0002-mail.md"), (text) => text.replace("The first word.", "The second word."));
  const other = async () => (await (await fetch(`${address}rewrites/rw-2.html`)).text()).includes("The second word.");
  while (!await other()) await new Promise((then) => setTimeout(then, 20));
  // What is told later is told after it, so only this loads the page anew.
  edit(document, (text) => `${text}\nSee [it](nowhere.md).\n`);
  await page.waitForFunction(() => document.readyState === "complete" && document.querySelector("main").textContent.includes("See it."));
  assert.equal(loads, 1);
}));

test("what is wrong stands beside the page", () => visit(page, {}, async (page) => {
  const link = page.locator("#docent-preview li", { hasText: "nowhere.md" }).locator("a");
  await link.waitFor();
  assert.match(await link.getAttribute("href"), /^vscode:\/\/file\/.*0001-orders\.md:\d+:\d+$/);
  const toggle = page.locator("#docent-preview button.toggle");
  assert.equal(await toggle.getAttribute("aria-expanded"), "true");
  for (const [width, height] of [[1280, 900], [320, 700]]) {
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await violations(page), [], `${width} ${colorScheme}`);
    }
  }
  await toggle.focus();
  await page.keyboard.press("Enter");
  assert.equal(await toggle.getAttribute("aria-expanded"), "false");
  assert.equal(await link.isVisible(), false);
}));

test("broken settings are told over the site as it was", () => visit(page, {}, async (page) => {
  const settings = readFileSync(file("docent.yaml"), "utf8");
  writeFileSync(file("docent.yaml"), "title: [\n");
  const trouble = page.locator("#docent-preview .trouble");
  await trouble.waitFor();
  assert.match(await trouble.textContent(), /docent\.yaml:1:8/);
  assert.match(await page.locator("h1").textContent(), /Orders/);
  assert.deepEqual(await violations(page), []);
  writeFileSync(file("docent.yaml"), settings.replace("Northwind", "Southwind"));
  await page.waitForFunction(() => document.title.includes("Southwind"));
  await trouble.waitFor({ state: "hidden" });
}));
