//! Making all fixes, round after round, ends; and doing it again changes no byte.

#![no_main]

use std::collections::BTreeMap;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use docent::author;
use docent::diagnostic::Diagnostic;
use docent::link;
use docent::repository::Snapshot;
use docent_fuzz::{assert_located, checked, gathered, placed};

/// As `docent check --fix` does.
const MOST_ROUNDS: usize = 24;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some((path, text)) = placed(data) else { return };
    let files = BTreeMap::from([
        (Utf8PathBuf::from(path), text.to_owned()),
        (
            Utf8PathBuf::from("decisions/0009-old.md"),
            "---\nstatus: accepted\nowner: ada\n---\n# Old\n".to_owned(),
        ),
    ]);
    let once = mended(files);
    let twice = mended(once.clone());
    assert_eq!(once, twice, "fixing twice changes something");
});

/// The files with every fix made.
fn mended(mut files: BTreeMap<Utf8PathBuf, String>) -> BTreeMap<Utf8PathBuf, String> {
    for _ in 0..MOST_ROUNDS {
        let snapshot = Snapshot::from_texts(files.iter().map(|(path, text)| (path.clone(), text)));
        let corpus = gathered(&snapshot);
        let found = checked(&corpus, &snapshot);
        let text_of = |path: &Utf8Path| files.get(path).map(|text| Arc::from(text.as_str()));
        assert_located(&found, text_of);
        let found: Vec<&Diagnostic> = found.iter().collect();
        let links = link::resolve(&corpus, &snapshot);
        let made = author::mend(&found, &corpus, &links, text_of);
        if made.fixed.is_empty() {
            return files;
        }
        for (path, text) in made.texts {
            files.insert(path.to_path_buf(), text);
        }
        for rename in made.renames {
            if let Some(text) = files.remove(&*rename.from) {
                files.insert(rename.to.clone(), text);
            }
        }
    }
    files
}
