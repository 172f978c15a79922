// All checks, in one process so that they share one browser. Started by `tests/browser.rs`, and by hand with the sites that
// it built: `node --test-name-pattern=search tests/browser/all.mjs`.

import { after } from "node:test";
import { close } from "./support.mjs";
import "./validity.mjs";
import "./kinds.mjs";
import "./journeys.mjs";
import "./budgets.mjs";

after(close);
