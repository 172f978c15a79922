//! The synthetic organisations that benchmarks measure are what they claim to be.

#[path = "../benches/support/mod.rs"]
mod support;

use docent::pipeline::{self, Options};
use docent::repository::Snapshot;

fn check(documents: usize) -> pipeline::Organisation {
    let options = Options {
        today: support::TODAY.parse().ok(),
        ..Options::default()
    };
    pipeline::check(Snapshot::from_texts(support::files(documents)), &options)
}

#[test]
fn a_synthetic_organisation_checks_clean() {
    let organisation = check(100);
    let source = |path: &camino::Utf8Path, before| organisation.source(path, before);
    let found = organisation.checked.diagnostics.iter();
    let found: Vec<_> = found
        .map(|it| docent::report::text(it, &source, docent::report::Colour::Plain))
        .collect();
    assert!(found.is_empty(), "{} findings\n\n{}", found.len(), found.join("\n\n"));
    assert_eq!(organisation.corpus.documents().len(), 100);
}

#[test]
fn its_documents_refer_to_each_other_in_every_way() {
    use docent::link::Origin;
    let organisation = check(100);
    let count = |wanted: fn(&Origin) -> bool| organisation.links.all().filter(|it| wanted(&it.origin)).count();
    assert!(count(|it| matches!(it, Origin::Field(_))) > 300);
    assert!(count(|it| *it == Origin::Mention) > 100);
    assert!(count(|it| *it == Origin::Wiki) > 30);
    assert!(count(|it| *it == Origin::Link) > 50);
}

#[test]
fn a_document_is_as_long_as_those_that_people_write() {
    let organisation = check(200);
    let documents = organisation.corpus.documents();
    let mean = |total: usize| total / documents.len();
    let words = |it: &std::sync::Arc<docent::model::Document>| {
        let text = it.parsed.body.plain_text(&it.parsed.text, it.parsed.body.span);
        docent::parse::count_words(&text)
    };
    let bytes = mean(documents.iter().map(|it| it.parsed.text.len()).sum());
    let words = mean(documents.iter().map(words).sum());
    assert!((5_600..6_400).contains(&bytes), "{bytes} bytes a document");
    assert!((800..1_000).contains(&words), "{words} words a document");
}

#[test]
fn the_same_number_of_documents_gives_the_same_bytes() {
    assert!(support::files(100).eq(support::files(100)));
}
