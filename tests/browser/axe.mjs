// axe, as all checks use it.

import { readFileSync } from "node:fs";
import { need } from "./sites.mjs";

const source = readFileSync(need.resolve("axe-core/axe.min.js"), "utf8");
const rules = {
  runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
  rules: { "target-size": { enabled: true } },
  resultTypes: ["violations"],
  // Style sheets are read as the page has them: asking for them again is what the policy refuses.
  preload: false,
};

/** What axe finds in a page as it stands, a line for each element. */
export async function violations(page) {
  if (!await page.evaluate(() => "axe" in window)) await page.evaluate(source);
  const found = await page.evaluate(async (rules) => (await window.axe.run(document, rules)).violations, rules);
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.any[0]?.message || node.failureSummary}`));
}
