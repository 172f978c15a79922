// All checks, in one process so that they share one browser. Started by `tests/browser.rs`.

import { after } from "node:test";
import { close } from "./support.mjs";

after(close);
await import("./validity.mjs");
await import("./kinds.mjs");
await import("./budgets.mjs");
await import("./journeys.mjs");
