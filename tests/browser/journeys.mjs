// What a reader does, from the first page to the answer.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { violations } from "./axe.mjs";
import { faults } from "./faults.mjs";
import { example } from "./sites.mjs";
import { address, onDisk, visit } from "./support.mjs";

const rewrite = "rewrites/rw-5.html";

/** What has the focus, in a few words. */
const focused = (page) => page.evaluate(() => {
  const { activeElement: it } = document;
  return it.getAttribute("aria-label") || it.textContent.trim().slice(0, 60) || it.id;
});

describe("a reader", { concurrency: 3 }, () => {
  test("follows a proposal to the initiative and the metric that it is about", async () => {
    await visit(`${address}rewrites/index.html`, {}, async (page) => {
      await page.getByRole("main").getByRole("link", { name: /position/i }).first().click();
      await page.waitForURL(/rw-5\.html$/);
      await page.getByRole("main").getByRole("link", { name: "A map that dispatchers believe" }).first().click();
      await page.waitForURL(/initiatives\/ini-6\.html$/);
      await page.getByRole("main").getByRole("link", { name: "Age of positions" }).first().click();
      await page.waitForURL(/metrics\/met-7\.html$/);
      assert.match(await page.getByRole("heading", { level: 1 }).innerText(), /Age of positions/);
    });
  });

  for (const [where, from] of [["a server", `${address}initiatives/index.html`], ["disk", onDisk(example, "initiatives/index.html")]]) {
    test(`finds a proposal by words, from ${where}`, async () => {
      await visit(from, { width: where === "disk" ? 320 : 1280 }, async (page) => {
        await page.keyboard.press("/");
        const dialog = page.getByRole("dialog", { name: /search/i });
        await dialog.waitFor();
        assert.equal(await page.evaluate(() => document.activeElement.type), "search", "someone can type at once");
        await page.keyboard.type("stream positons instead of the poller");
        const first = dialog.getByRole("listitem").first();
        await first.getByText("RW-5", { exact: false }).first().waitFor();
        assert.match(await dialog.getByRole("status").innerText(), /\d/, "how much was found is said");
        for (const colorScheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme });
          assert.deepEqual([...await violations(page), ...await page.evaluate(faults)], [], colorScheme);
        }
        await page.keyboard.press("Escape");
        assert.equal(await dialog.isVisible(), false);
        await page.keyboard.press("/");
        await dialog.waitFor();
        await page.keyboard.press("Control+A");
        await page.keyboard.type("stream positons instead of the poller");
        await first.getByText("RW-5", { exact: false }).first().waitFor();
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("Enter");
        await page.waitForURL(/rewrites\/rw-5\.html/);
      });
    });
  }

  test("asks which keys there are", async () => {
    await visit(address, {}, async (page) => {
      await page.keyboard.press("?");
      const dialog = page.getByRole("dialog");
      await dialog.waitFor();
      assert.deepEqual([...await violations(page), ...await page.evaluate(faults)], []);
      await page.keyboard.press("Escape");
      assert.equal(await dialog.isVisible(), false);
    });
  });

  test("filters rewrites by state and words, and shares the address", async () => {
    const view = (page) => page.locator(".list tbody tr:not([hidden]) td.id").allTextContents();
    const shared = await visit(`${address}rewrites/index.html`, {}, async (page) => {
      const before = (await view(page)).length;
      await page.getByLabel("State").selectOption({ index: 1 });
      await page.getByLabel(/^Filter/).fill("the");
      const rows = await view(page);
      assert.ok(rows.length > 0 && rows.length < before, `${rows.length} of ${before}`);
      await page.getByRole("button", { name: "Title" }).click();
      return { url: page.url(), rows: await view(page) };
    });
    await visit(shared.url, {}, async (page) => {
      assert.deepEqual(await view(page), shared.rows);
      await page.getByRole("link", { name: "Board", exact: true }).click();
      await page.waitForURL(/board\.html\?.*q=the/);
    });
  });

  test("switches the colours, and finds them so before the next page is painted", async () => {
    await visit(address, { colorScheme: "light" }, async (page) => {
      const shown = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      const button = page.getByRole("button", { name: /colours/ });
      const light = await shown();
      await button.click();
      const dark = await shown();
      assert.notEqual(dark, light, "the first click shows something new");
      await page.addInitScript(() => requestAnimationFrame(() => {
        window.atFirst = getComputedStyle(document.documentElement).backgroundColor;
      }));
      await page.goto(address + rewrite);
      assert.equal(await page.evaluate(() => window.atFirst), dark);
      await button.click();
      assert.equal(await shown(), light);
      await page.emulateMedia({ colorScheme: "dark" });
      assert.equal(await shown(), dark, "back with the system, it follows the system");
    });
    await visit(address, { colorScheme: "dark" }, async (page) => {
      const dark = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      await page.getByRole("button", { name: /colours/ }).click();
      assert.notEqual(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), dark);
    });
  });

  test("uses the board by keyboard", async () => {
    await visit(`${address}rewrites/board.html`, { width: 700 }, async (page) => {
      const board = page.getByRole("region", { name: /board/i });
      await board.focus();
      const at = () => board.evaluate((it) => it.scrollLeft);
      await page.keyboard.press("ArrowRight");
      await page.waitForFunction(() => document.activeElement.scrollLeft > 0);
      assert.ok(await at() > 0);
      await page.keyboard.press("Tab");
      const card = await focused(page);
      assert.match(card, /RW-\d+/);
      await page.keyboard.press("Enter");
      await page.waitForURL(/rw-\d+\.html$/);
    });
  });

  test("skips to the content", async () => {
    await visit(address + rewrite, {}, async (page) => {
      await page.keyboard.press("Tab");
      assert.equal(await focused(page), "Skip to content");
      await page.keyboard.press("Enter");
      assert.equal(await page.evaluate(() => document.activeElement.localName), "main");
      await page.keyboard.press("Tab");
      assert.ok(await page.evaluate(() => document.activeElement.closest("main") !== null));
    });
  });

  test("opens and closes the menus of a phone by keyboard", async () => {
    await visit(address + rewrite, { width: 320 }, async (page) => {
      for (const [name, id] of [["Menu", "d:nav"], ["On this page", "d:toc"]]) {
        const open = () => page.evaluate((id) => document.getElementById(id).matches(":popover-open"), id);
        await page.getByRole("button", { name }).focus();
        await page.keyboard.press("Enter");
        assert.equal(await open(), true, name);
        await page.keyboard.press("Tab");
        assert.equal(await page.evaluate((id) => document.activeElement.closest(`[id="${id}"]`) !== null, id), true, `${name}: the next stop is in it`);
        await page.keyboard.press("Escape");
        assert.equal(await open(), false, name);
        assert.equal(await focused(page), name, "the focus is back where it was");
      }
    });
  });

  test("reads from disk", async () => {
    await visit(onDisk(example, "index.html"), {}, async (page) => {
      await page.locator("nav[aria-label=Site]").getByRole("link", { name: /^Rewrite proposals/ }).click();
      await page.waitForURL(/rewrites\/index\.html/);
      await page.getByLabel(/^Filter/).fill("tariff");
      assert.equal(await page.locator(".list tbody tr:not([hidden])").count() > 0, true);
    });
  });

  test("reads without JavaScript", async () => {
    for (const [route, words] of [["rewrites/index.html", /RW-5/], [rewrite, /Refers to/], ["rewrites/board.html", /RW-5/], ["index.html", /Outcomes/]]) {
      await visit(address + route, { javaScriptEnabled: false, width: 320 }, async (page) => {
        assert.match(await page.locator("main").innerText(), words);
        assert.equal(await page.locator(".filter, .choice, .theme-switch").evaluateAll((all) => all.filter((it) => it.checkVisibility()).length), 0, "nothing is offered that needs it");
        await page.getByRole("button", { name: "Menu" }).click();
        assert.equal(await page.getByRole("navigation", { name: "Site" }).isVisible(), true);
      });
    }
  });

  test("sees states and focus in forced colours, and nothing that moves", async () => {
    await visit(address + rewrite, { forcedColors: "active" }, async (page) => {
      const status = await page.locator(".status").first().evaluate((it) => getComputedStyle(it).borderTopStyle);
      assert.equal(status, "solid", "a status has an edge where its tint is gone");
      const current = await page.locator(".nav [aria-current]").first().evaluate((it) => getComputedStyle(it).outlineStyle);
      assert.equal(current, "solid", "where the reader is shows without a tint");
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), "solid");
      const moving = await page.evaluate(() => [...document.querySelectorAll("*")].filter((it) => parseFloat(getComputedStyle(it).transitionDuration) > 0.01 || getComputedStyle(it).animationName !== "none").map((it) => it.className));
      assert.deepEqual(moving, []);
    });
  });
});
