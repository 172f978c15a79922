//! What an edit costs an organisation that is kept warm, as preview and editor keep it.
//!
//! `cargo bench --bench warm -- [DOCUMENTS…]` holds synthetic organisations in memory, edits them again and again, and
//! prints the median of each stage. See `benches/README.md`.

#![allow(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    reason = "a benchmark prints its figures and looks at its own arguments"
)]

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::error::Error;
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use docent::pipeline::Options;
use docent::pipeline::warm::{Edit, Past, Warm};
use docent::repository::{Repository, Snapshot};

/// Organisations that are measured when none is asked for.
const SIZES: [usize; 3] = [100, 1_000, 10_000];
/// How often each edit is made.
const TIMES: usize = 21;

/// What someone does: the name of a row, and the new text of a document.
type Deed = (&'static str, fn(&str, usize) -> String);

const DEEDS: [Deed; 3] = [
    ("a word in the text", |text, time| {
        format!("{text}\nEdited {time} times.\n")
    }),
    ("a reference to another document", |text, time| {
        format!("{text}\nSee INI-{} and RW-9999.\n", time + 1)
    }),
    ("a line of the front matter", |text, time| {
        text.replacen("---\n", &format!("---\nnote: {time}\n"), 1)
    }),
];

fn main() -> Result<(), Box<dyn Error>> {
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|it| it.parse().ok()).collect();
    let sizes = if sizes.is_empty() { SIZES.to_vec() } else { sizes };
    let folder = tempfile::tempdir()?;
    let root = Utf8Path::from_path(folder.path()).ok_or("the temporary folder's path is not UTF-8")?;
    let repository = Repository::at(root)?;
    for documents in sizes {
        measure(documents, &repository)?;
    }
    Ok(())
}

fn measure(documents: usize, repository: &Repository) -> Result<(), Box<dyn Error>> {
    let snapshot = Snapshot::from_texts(support::files(documents));
    let options = Options {
        today: Some(support::TODAY.parse()?),
        ..Options::default()
    };
    let start = Instant::now();
    let mut warm = Warm::open(snapshot, repository, Past::Unknown, options);
    println!("\n{documents} documents: opened in {:.1?}", start.elapsed());
    let corpus = &warm.organisation().corpus;
    let document = corpus
        .documents()
        .iter()
        .find(|it| it.path().starts_with("initiatives"));
    let path: Utf8PathBuf = document.ok_or("no initiative")?.path().to_path_buf();
    let text = warm
        .organisation()
        .snapshot
        .text(&path)
        .and_then(|file| file.content.ok())
        .ok_or("no text")?;
    for (name, deed) in DEEDS {
        let mut whole = Vec::new();
        let mut stages: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
        for time in 0..TIMES {
            let start = Instant::now();
            let snapshot = warm.organisation().snapshot.clone();
            let edit = Edit {
                snapshot: snapshot.with_texts([(path.clone(), deed(&text, time).into_bytes())]),
                changed: vec![path.clone()],
                git: false,
            };
            warm.update(edit, repository);
            whole.push(start.elapsed());
            for timing in &warm.organisation().timings {
                stages.entry(timing.stage).or_default().push(timing.took);
            }
        }
        println!("{name}: {:.1?}", median(&mut whole));
        for (stage, mut took) in stages {
            println!("    {stage}: {:.1?}", median(&mut took));
        }
    }
    Ok(())
}

fn median(all: &mut [Duration]) -> Duration {
    all.sort_unstable();
    all.get(all.len() / 2).copied().unwrap_or_default()
}
