// Pictures of one page of each kind, in both schemes and two widths, to look at:
//
//     cargo test --test browser && node tests/browser/shots.mjs FOLDER [KIND…]
//
// shows the example as the tests built it; DOCENT_EXAMPLE names another site.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { byKind, example, telling } from "./sites.mjs";
import { address, browser, close } from "./support.mjs";

const [folder, ...only] = process.argv.slice(2);
if (!folder) throw new Error("say which folder the pictures go to");
mkdirSync(folder, { recursive: true });
for (const [width, height] of [[1280, 1000], [320, 700]]) {
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: "reduce" });
    const page = await context.newPage();
    for (const [kind, pages] of byKind(example)) {
      if (only.length && !only.includes(kind)) continue;
      await page.goto(address + telling(pages, 1)[0]);
      // Two screens say enough of a page, and stay legible beside others.
      const clip = await page.evaluate((most) => ({ x: 0, y: 0, width: innerWidth, height: Math.min(document.documentElement.scrollHeight, most) }), height * 3);
      await page.screenshot({ path: join(folder, `${kind}-${colorScheme}-${width}.png`), clip, fullPage: true });
    }
    await context.close();
  }
}
await close();
