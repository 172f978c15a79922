//! `docent lsp`: an editor drives the real program over a pipe.

mod support;

#[path = "lsp/completion.rs"]
mod completion;
#[path = "lsp/diagnostics.rs"]
mod diagnostics;
#[path = "lsp/files.rs"]
mod files;
#[path = "lsp/fixes.rs"]
mod fixes;
#[path = "lsp/neovim.rs"]
mod neovim;
#[path = "lsp/protocol.rs"]
mod protocol;
#[path = "lsp/reading.rs"]
mod reading;
#[path = "lsp/renaming.rs"]
mod renaming;

use support::repo::Repo;

/// The proposal that the tests write at.
const PATH: &str = "rewrites/0012-stream.md";

/// Its text.
const STREAM: &str = "\
---
title: A stream
status: draft
owner: ada
motivated_by: [MET-7, CUS-2#stale-map]
---

## Summary

Show a lorry where it is, see MET-7.
";

const CUSTOMER: &str = "\
---
title: Dispatchers
status: active
summary: They decide in seconds.
owner: bob
tags: [tracking]
---

## Who

Dana in Goole.

## Pain points

- The map is late. {#stale-map}
- Mondays are slow. {#slow-monday}
";

const METRIC: &str = "\
---
title: Position age
status: active
owner: ada
tags: [tracking, monday]
---

## Definition

How old a position is when somebody looks at it.
";

/// A metric, a customer with two pain points, a team, two people, and a proposal that refers to them.
fn organisation() -> Repo {
    Repo::new()
        .write("docent.yaml", "title: Example\nbase_url: https://docs.example/\n")
        .write(
            "people.yaml",
            "ada: { name: Ada Lovelace, team: TEAM-platform }\nbob: Bob\n",
        )
        .write(
            "teams/platform.md",
            "---\ntitle: Platform\nowner: ada\n---\n\nWe build.\n",
        )
        .write("metrics/0007-position-age.md", METRIC)
        .write("customers/0002-dispatchers.md", CUSTOMER)
        .write(PATH, STREAM)
        .commit("Begin")
}
