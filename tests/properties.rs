//! What holds for every text: findings point into it, fixes end and are made once, and the same text gives the same bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use docent::author;
use docent::diagnostic::Diagnostic;
use docent::parse::{self, Parsed};
use docent::pipeline::{self, BuildOptions, Options, Organisation};
use docent::repository::Snapshot;
use docent::span::Span;
use proptest::prelude::*;

type Files = BTreeMap<Utf8PathBuf, String>;

/// As `docent check --fix` does.
const MOST_ROUNDS: usize = 24;

const PLACES: [&str; 6] = [
    "decisions/0001-it.md",
    "rewrites/0001-it.md",
    "incidents/2026-03-14-it.md",
    "initiatives/0001-it.md",
    "metrics/0001-it.md",
    "pages/it.md",
];

/// A line of front matter, right or nearly so.
fn field() -> impl Strategy<Value = String> {
    let keys = prop::sample::select(vec![
        "status",
        "owner",
        "onwer",
        "title",
        "tags",
        "date",
        "deciders",
        "supersedes",
        "severity",
        "started",
        "team",
        "id",
        "aliases",
        "ünknown",
    ]);
    let values = prop_oneof![
        prop::sample::select(vec![
            "draft",
            "propsed",
            "accepted",
            "@ada",
            "[@ada, @bo]",
            "2026-03-14",
            "2026-3-4",
            "sev1",
            "[ADR-1, ADR-9]",
            "\"a: b\"",
            "a: b",
            "|\n  block 😀",
            "",
            "[a,  b]",
            "'it''s'",
            "日本語 # c",
            "{a: b",
            "\tx",
            "RW-0001",
            "[]",
            "null",
        ])
        .prop_map(str::to_owned),
        "[ -~äß😀漢\u{301}]{0,12}",
    ];
    (keys, values).prop_map(|(key, value)| format!("{key}: {value}"))
}

/// A line of a body.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "# It",
            "## Context",
            "## Contxt",
            "## Options",
            "### 1",
            "## Decision {#d}",
            "",
            "- a [link](gone.md)",
            "ADR-2 and [[RW-1]]",
            "| a | b |",
            "|---|---|",
            "```mermaid",
            "```",
            "> [!NOTE]",
            "<details>",
            "TBD",
            "- [ ] @ada do it by 2026-01-01",
            "[^1]: x",
            "a[^1] ![x](y.png)",
            "<!-- docent -->",
            "---",
            "é́漢字😀",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,24}",
    ]
}

fn document() -> impl Strategy<Value = String> {
    let newline = prop::sample::select(vec!["\n", "\r\n"]);
    (
        prop::collection::vec(field(), 0..8),
        prop::collection::vec(line(), 0..16),
        newline,
        any::<bool>(),
    )
        .prop_map(|(fields, lines, newline, ends)| {
            let all = [vec!["---".to_owned()], fields, vec!["---".to_owned()], lines].concat();
            let text = all.join("\n") + if ends { "\n" } else { "" };
            text.replace('\n', newline)
        })
}

fn organisation(files: &Files) -> Organisation {
    let texts = files.iter().map(|(path, text)| (path.clone(), text));
    pipeline::check(Snapshot::from_texts(texts), &Options::default())
}

fn files(place: usize, text: &str) -> Files {
    Files::from([
        (Utf8PathBuf::from(PLACES[place % PLACES.len()]), text.to_owned()),
        (
            "decisions/0009-old.md".into(),
            "---\nstatus: accepted\nowner: ada\n---\n# Old\n".to_owned(),
        ),
        ("people.yaml".into(), "ada: Ada\n".to_owned()),
    ])
}

/// What did not end once: each round wrote the same again.
#[test]
fn fixes_end() {
    for text in [
        "---\n---\n```mermaid\n```\n```mermaid",
        "---\n---\n# It\n\n<!-- open",
        "---\ntags: |\n  block 😀\n---",
        "---\n a: b\n---\n# It\n",
        "---\n{a: b}\n---\n# It\n",
        "---\ntitle: x\n? - b\n---\n# It\n",
    ] {
        for place in 0..PLACES.len() {
            let once = mended(files(place, text));
            assert_eq!(mended(once.clone()), once);
        }
    }
}

/// Every place that parsing gives.
fn places(parsed: &Parsed) -> Vec<Span> {
    let body = &parsed.body;
    let mut spans = vec![body.span];
    spans.extend(body.headings.iter().map(|it| it.span));
    spans.extend(body.links.iter().map(|it| it.span));
    spans.extend(body.mentions.iter().map(|it| it.span));
    spans.extend(body.blocks.iter().map(|it| it.span));
    spans.extend(parsed.problems.iter().map(|it| it.span));
    spans
}

fn mended(mut files: Files) -> Files {
    for _ in 0..MOST_ROUNDS {
        let organisation = organisation(&files);
        let found: Vec<&Diagnostic> = organisation.checked.diagnostics.iter().collect();
        let text_of = |path: &Utf8Path| files.get(path).map(|text| Arc::from(text.as_str()));
        let made = author::mend(&found, &organisation.corpus, &organisation.links, text_of);
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
    panic!("fixes do not end");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_place_is_in_the_text_and_between_letters(place in 0..6_usize, text in prop_oneof![document(), "\\PC{0,200}"]) {
        let files = files(place, &text);
        let organisation = organisation(&files);
        for diagnostic in &organisation.checked.diagnostics {
            let source = files.get(&*diagnostic.path).map(String::as_str).unwrap_or_default();
            prop_assert!(source.get(diagnostic.span.range()).is_some(), "{diagnostic:?}");
            for edit in diagnostic.fix.iter().flat_map(|fix| &fix.edits) {
                let source = files.get(&*edit.path).map(String::as_str).unwrap_or_default();
                prop_assert!(source.get(edit.span.range()).is_some(), "{edit:?}");
            }
        }
        for document in organisation.corpus.documents() {
            for span in places(&document.parsed) {
                prop_assert!(document.parsed.text.get(span.range()).is_some(), "{span:?} of {:?}", document.parsed.text);
            }
        }
    }

    #[test]
    fn any_bytes_are_a_document_or_a_finding(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let snapshot = Snapshot::from_texts([("decisions/0001-it.md", bytes.as_slice())]);
        let organisation = pipeline::check(snapshot, &Options::default());
        let is_text = std::str::from_utf8(&bytes).is_ok();
        let is_refused = organisation.checked.diagnostics.iter().any(|it| it.rule == parse::UNREADABLE);
        prop_assert!(is_text || is_refused);
    }

    #[test]
    fn fixing_twice_is_fixing_once(place in 0..6_usize, text in document()) {
        let once = mended(files(place, &text));
        prop_assert_eq!(&mended(once.clone()), &once);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_text_gives_the_same_bytes(place in 0..6_usize, text in document()) {
        let build = || {
            let mut organisation = organisation(&files(place, &text));
            pipeline::build(&mut organisation, &BuildOptions::default()).expect("a theme without errors").site
        };
        let (one, two) = (build(), build());
        prop_assert!(one.iter().eq(two.iter()));
    }
}
