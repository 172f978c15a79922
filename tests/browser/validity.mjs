// Every page of the example is valid HTML. Its links and anchors are followed in `tests/site.rs`.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Worker, isMainThread, parentPort } from "node:worker_threads";
import { example, need, routes } from "./sites.mjs";

const rules = {
  extends: ["html-validate:standard", "html-validate:a11y"],
  rules: {
    // What scrolls is a region with a name; a `section` would say no more.
    "prefer-native-element": ["error", { exclude: ["region", "group"] }],
    // Search answers while someone types: there is nothing to submit.
    "wcag/h32": "off",
    "aria-label-misuse": ["error", { allowAnyNamable: true }],
  },
};

function complaints() {
  const { HtmlValidate } = need("html-validate");
  const validator = new HtmlValidate(rules);
  return routes(example).filter((route) => route.endsWith(".html")).flatMap((route) => {
    const report = validator.validateStringSync(readFileSync(join(example, route), "utf8"), route);
    return report.results.flatMap((it) => it.messages).map((it) => `${route}:${it.line}:${it.column}: ${it.ruleId}: ${it.message}`);
  });
}

if (isMainThread) {
  // Beside the browser, which does not need this thread's core.
  const found = new Promise((then, fail) => new Worker(new URL(import.meta.url)).once("message", then).once("error", fail));
  test("every page is valid HTML", async () => {
    const all = await found;
    assert.deepEqual(all.slice(0, 20), [], `${all.length} complaints`);
  });
} else {
  parentPort.postMessage(complaints());
}
