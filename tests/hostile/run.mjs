// The organisation of attackers in a real browser: with the policy that its pages have, nothing is even tried; without it,
// nothing runs, nothing is asked for elsewhere, and nothing dangerous stands in any page, also after a reader used it.
// Started by `tests/hostile.rs`.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { byKind, example as site, routes, telling } from "../browser/sites.mjs";
import { address, browser, close, each } from "../browser/support.mjs";

after(close);
const all = routes(site);
const text = (route) => readFileSync(join(site, route), "utf8");

/** Runs in the page: gives the function that finds what may not stand in a document or a part of one. */
function install() {
  const elements = /^(iframe|frame|frameset|object|embed|applet|base|foreignobject|animate|animatetransform|animatemotion|set|discard|handler|portal|fencedframe|template|slot|plaintext|xmp|listing|noembed|noframes|marquee|area|map|video|audio|source|track|math|dialog|xss)$/i;
  const leads = ["href", "src", "action", "formaction", "xlink:href", "data", "poster", "background", "srcset", "ping", "cite", "manifest", "longdesc", "usemap", "content"];
  const own = (it) => it.id?.startsWith("d:search") || it.id === "d:keys";
  window.dangerous = (root) => {
    const found = [];
    for (const it of root.querySelectorAll("*")) {
      const call = () => it.cloneNode(false).outerHTML?.slice(0, 200);
      const name = it.localName;
      if (elements.test(name) && !own(it)) found.push(`element ${call()}`);
      if (![ "http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg" ].includes(it.namespaceURI)) found.push(`namespace ${call()}`);
      if (name === "script" && !/^(\.\.\/)*[\w./-]+\.js(\?v=\w+)?$/.test(it.getAttribute("src")?.replace(location.href.replace(/[^/]*$/, ""), "") || "")) found.push(`script ${call()}`);
      for (const { name: attribute, value } of it.attributes) {
        if (/^on|^(srcdoc|style|formaction|ping|srcset|background|poster|xml:base|autofocus|attributename|usemap|manifest)$|xss/i.test(attribute)) found.push(`attribute ${attribute} of ${call()}`);
        if (!leads.includes(attribute.toLowerCase())) continue;
        const url = URL.parse(value, "https://own.example/a/b.html");
        const isElsewhere = url && url.host !== "own.example";
        if (attribute === "content") {
          // Others are words about the page.
          if (it.getAttribute("http-equiv")?.toLowerCase() === "refresh" && URL.parse(value.replace(/^\s*\d+\s*;\s*url=/i, ""), "https://own.example/")?.host !== "own.example") found.push(`refresh ${call()}`);
          continue;
        }
        if (/^(javascript|data|vbscript|blob|file|filesystem|view-source):$/i.test(url?.protocol)) found.push(`address ${call()}`);
        const isAllowed = ["a", "link"].includes(name) && (name === "a" || /^(canonical|alternate)$/.test(it.rel)) || url?.host === location.host || value.startsWith("https://docs.example/org/");
        if (isElsewhere && !isAllowed) found.push(`loads from elsewhere ${call()}`);
      }
    }
    for (const id of ["d:main", "d:nav", "d:search-open", "d:toc", "d:stage"]) if (root.querySelectorAll(`[id="${id}"]`).length > 1) found.push(`${id} stands twice`);
    return found;
  };
  window.dangerousText = (text, kind) => window.dangerous(new DOMParser().parseFromString(text, kind));
}

test("no page, and no markup in a script, has anything dangerous in it as a browser reads it", { timeout: 300_000 }, async () => {
  const context = await browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  await page.addInitScript(install);
  await page.goto(`${address}404.html`);
  const found = [];
  const look = async (place, texts, kind = "text/html") => {
    const faults = await page.evaluate(({ texts, kind }) => texts.flatMap((text) => window.dangerousText(text, kind)), { texts, kind });
    found.push(...faults.map((fault) => `${place}: ${fault}`));
  };
  const strings = (value) => typeof value === "string" ? [value] : value && typeof value === "object" ? Object.values(value).flatMap(strings) : [];
  for (const route of all) {
    if (route.endsWith(".html")) {
      const html = text(route);
      await look(route, [route === "404.html" ? html.replace(/<script type="module">[^]*?<\/script>|<script>[^]*?<\/script>|<style>[^]*?<\/style>/g, "") : html]);
    }
    if (/\.svg$/.test(route) && !route.startsWith("assets/")) await look(route, [text(route)], "image/svg+xml");
    if (route.endsWith(".js") && /^docent(Rows|Graph)\(/.test(text(route).slice(0, 20))) {
      const call = text(route);
      await look(route, strings(JSON.parse(`[${call.slice(call.indexOf("(") + 1, call.lastIndexOf(")"))}]`)));
    }
  }
  await context.close();
  assert.deepEqual(found, []);
});

/** A tab that tells everything that happens in it which must not happen. */
async function watched(bypassCSP) {
  const context = await browser.newContext({ bypassCSP, reducedMotion: "reduce" });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const wrong = [];
  await page.exposeFunction("xss", () => wrong.push("ran"));
  await page.addInitScript(install);
  await page.addInitScript(() => {
    // A visit is remembered, as someone wrote it who has the same address.
    localStorage.setItem("docent-visit /some/path/index.html", JSON.stringify({ since: 1e12, seen: "<img/src/onerror=xss()>", at: 1, news: "x" }));
    window.refused = [];
    addEventListener("securitypolicyviolation", (event) => window.refused.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
  });
  page.on("dialog", (dialog) => { wrong.push(`said ${dialog.message()}`); dialog.dismiss(); });
  page.on("popup", () => wrong.push("opened a window"));
  page.on("download", () => wrong.push("began a download"));
  page.on("request", (request) => { if (!request.url().startsWith(new URL(address).origin)) wrong.push(`asked for ${request.url()}`); });
  const told = async (route) => {
    const faults = await page.evaluate(() => [...window.refused.map((it) => `refused ${it}`), ...window.dangerous(document).filter((it) => !it.startsWith("script") && !it.startsWith("attribute style"))]);
    return [...wrong.splice(0), ...faults].map((fault) => `${route}: ${fault}`);
  };
  return { page, told, wrong, close: () => context.close() };
}

/** What readers do, on any page. */
async function use(page, route) {
  // Everything that opens, opens.
  await page.evaluate(() => {
    document.querySelectorAll("details").forEach((it) => { it.open = true; });
    document.querySelectorAll("main *").forEach((it) => ["pointerenter", "pointerover", "mouseover", "focusin", "animationstart", "toggle"].forEach((name) => it.dispatchEvent(new Event(name, { bubbles: true }))));
  });
  const stage = page.locator("[id='d:stage']");
  if (await stage.count()) {
    await stage.scrollIntoViewIfNeeded();
    await page.waitForFunction(() => document.querySelector("[id='d:stage'] svg"));
    await stage.locator("a").first().focus();
    await page.keyboard.press("ArrowRight");
  }
  for (const link of (await page.locator("main a[href*='.html']:visible").all()).slice(0, 2)) {
    await link.hover({ force: true, timeout: 2_000 }).catch(() => {});
    await page.waitForTimeout(250);
  }
  for (const field of await page.locator("main input[type=search]:visible, main .filter input:visible").all()) await field.fill("\"><img src=x onerror=xss()>");
  for (const select of await page.locator("main select:visible").all()) {
    const last = await select.locator("option").count() - 1;
    if (last > 0) await select.selectOption({ index: last });
  }
  if (!route.startsWith("404")) {
    await page.evaluate(() => document.activeElement?.blur?.());
    await page.keyboard.press("/");
    const field = page.locator("[id='d:search'] input, [id='d:search-page'] input").first();
    for (const words of ["xss onerror", "<img src=x onerror=xss()>", "evil javascript"]) {
      if (!await field.isVisible().catch(() => false)) break;
      await field.fill(words);
      await page.waitForTimeout(150);
    }
    await page.waitForTimeout(150);
  }
}

const hash = "#%22%3E%3Cimg%20src=x%20onerror=xss()%3E";
const query = "?q=%22%3E%3Cxss%20onxss=1%3E%3Cimg%20src=x%20onerror=xss()%3E&state=%3Cxss%3E&type=__proto__&sort=constructor";

for (const [name, bypassCSP] of [["with its policy", false], ["without a policy", true]]) {
  describe(name, { concurrency: 2 }, () => {
    test("a reader can use every kind of page, and nothing runs", { timeout: 300_000 }, async () => {
      const found = [];
      await each([...byKind(site)], 2, async ([kind, pages]) => {
        const tab = await watched(bypassCSP);
        for (const route of telling(pages, kind === "document" ? 2 : 1)) {
          await tab.page.goto(address + route + query + hash);
          await use(tab.page, route);
          found.push(...await tab.told(route));
        }
        await tab.close();
      });
      assert.deepEqual(found, []);
    });
  });
}

test("no page runs anything, even without a policy", { timeout: 300_000 }, async () => {
  const pages = [...byKind(site).values()].flat().map((page) => page.route);
  const hostile = pages.filter((route) => /xss|drawings|changing|-9\d\d|-1\d\d\d/.test(route));
  assert.ok(hostile.length > 150, `${hostile.length} pages`);
  const tab = await watched(true);
  // Many at once, because starting with each takes longer than reading it.
  for (let first = 0; first < hostile.length; first += 24) {
    await tab.page.goto(`${address}404.html`);
    await tab.page.evaluate(async (routes) => {
      document.body.replaceChildren();
      await Promise.all(routes.map((src) => new Promise((done) => document.body.append(Object.assign(document.createElement("iframe"), { src, onload: done })))));
    }, hostile.slice(first, first + 24).map((route) => address + route.split("/").map(encodeURIComponent).join("/")));
    assert.deepEqual(tab.wrong, [], hostile.slice(first, first + 24).join(" "));
  }
  await tab.close();
});

test("a drawing that is opened by itself runs nothing", async () => {
  const drawings = all.filter((route) => route.endsWith(".svg"));
  const tab = await watched(true);
  for (const route of drawings) await tab.page.goto(address + route.split("/").map(encodeURIComponent).join("/"));
  await tab.page.waitForTimeout(100);
  assert.deepEqual(tab.wrong, []);
  assert.ok(drawings.some((route) => route.endsWith("images/honest.svg")), "an honest drawing is published");
  assert.deepEqual(drawings.filter((route) => /images\/(script|prefix|handler|link|entity|sheet|page|set|within)\.svg$/.test(route)), [], "a drawing that is a program is not published");
  await tab.close();
});
