//! What the targets share.

use std::sync::{Arc, LazyLock};

use camino::Utf8Path;
use docent::check::{self, Levels};
use docent::config::Config;
use docent::definition::{self, Definitions};
use docent::diagnostic::Diagnostic;
use docent::link;
use docent::model::{self, Corpus};
use docent::parse;
use docent::pipeline::{self, Options, Organisation};
use docent::repository::Snapshot;

pub mod keystrokes;
#[path = "../../tests/hostile/page.rs"]
pub mod page;

/// Where a text may stand: the type, and with it the fields and sections, follows from the folder.
pub const PLACES: [&str; 8] = [
    "rewrites/0001-orders.md",
    "decisions/0002-queue.md",
    "incidents/2026-03-14-outage.md",
    "initiatives/0003-map.md",
    "metrics/0004-age.md",
    "teams/orders.md",
    "customers/0005-acme.md",
    "pages/guide.md",
];

static DEFINITIONS: LazyLock<Arc<Definitions>> = LazyLock::new(|| Arc::new(definition::builtin()));

/// The first byte says where, the rest is the text.
pub fn placed(data: &[u8]) -> Option<(&'static str, &str)> {
    let (place, text) = data.split_first()?;
    Some((
        PLACES[usize::from(*place) % PLACES.len()],
        std::str::from_utf8(text).ok()?,
    ))
}

/// The corpus of a snapshot, with the built-in types, which are read once.
pub fn gathered(snapshot: &Snapshot) -> Corpus {
    let (definitions, config) = (Arc::clone(&DEFINITIONS), Arc::new(Config::default()));
    let files = snapshot.texts(|path| model::is_document_path(path, &definitions, &config));
    model::gather(model::Input {
        people: None,
        data: Vec::new(),
        config,
        definitions,
        problems: Vec::new(),
        documents: files.iter().map(parse::parse).collect(),
    })
}

/// Everything that checking finds in a snapshot.
pub fn checked(corpus: &Corpus, snapshot: &Snapshot) -> Vec<Diagnostic> {
    let links = link::resolve(corpus, snapshot);
    let input = check::Input {
        corpus,
        links: &links,
        snapshot,
        today: Some(jiff::civil::date(2026, 3, 14)),
        as_state: None,
        levels: &Levels::default(),
        history: None,
        base: None,
        elsewhere: None,
    };
    check::check(input).diagnostics
}

/// Asserts that every finding points into its text, and that its fix could be made.
pub fn assert_located(diagnostics: &[Diagnostic], text_of: impl Fn(&Utf8Path) -> Option<Arc<str>>) {
    for diagnostic in diagnostics {
        let text = text_of(&diagnostic.path).unwrap_or_default();
        assert!(text.get(diagnostic.span.range()).is_some(), "{diagnostic:?}");
        for edit in diagnostic.fix.iter().flat_map(|fix| &fix.edits) {
            let text = text_of(&edit.path).unwrap_or_default();
            assert!(text.get(edit.span.range()).is_some(), "{edit:?}");
        }
    }
}

/// The whole way of a snapshot up to what is wrong in it.
pub fn organisation(snapshot: Snapshot) -> Organisation {
    pipeline::check(snapshot, &Options::default())
}
