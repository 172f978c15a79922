//! Whatever stands between the `---` lines is read, checked and found at its place.

#![no_main]

use std::sync::Arc;

use docent::repository::Snapshot;
use docent_fuzz::{assert_located, checked, gathered, placed};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some((path, yaml)) = placed(data) else { return };
    let snapshot = Snapshot::from_texts([(path, format!("---\n{yaml}\n---\n# Title\n"))]);
    let corpus = gathered(&snapshot);
    let found = checked(&corpus, &snapshot);
    assert_located(&found, |path| {
        corpus
            .by_path(path)
            .map(|index| Arc::clone(&corpus.get(index).parsed.text))
    });
});
