//! `docent.yaml` and `people.yaml` are read or their mistakes are found, and rules with patterns are applied.

#![no_main]

use std::sync::Arc;

use docent::repository::Snapshot;
use docent_fuzz::{assert_located, organisation};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let (config, people) = text.split_once("\n---\n").unwrap_or((text, "ada: Ada\n"));
    let organisation = organisation(Snapshot::from_texts([
        ("docent.yaml", config),
        ("people.yaml", people),
        (
            "rewrites/0001-orders.md",
            "---\nstatus: draft\nowner: ada\nteam: x\n---\n# Orders\n",
        ),
        ("pages/deep/down/guide.md", "# Guide\n\n[gone](gone.md)\n"),
    ]));
    assert_located(&organisation.checked.diagnostics, |path| {
        organisation.source(path, false).map(|source| Arc::clone(&source.text))
    });
});
