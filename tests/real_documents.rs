//! Documents that were not written for docent: a definition is enough to check them, and what is said about them helps.

use std::collections::BTreeMap;
use std::fmt::Write;

use camino::Utf8Path;
use docent::diagnostic::Severity;
use docent::pipeline::{self, Options, Organisation};
use docent::report::{self, Colour};
use docent::repository::{Repository, Snapshot};

fn organisation(name: &str) -> Organisation {
    let folder = Utf8Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/corpora")
        .join(name);
    let repository = Repository::open(&folder).expect("a folder of documents");
    pipeline::check(repository.work_tree().expect("its files"), &Options::default())
}

/// How often each rule objects, errors and warnings apart.
fn by_rule(organisation: &Organisation) -> String {
    let mut counts: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    for diagnostic in &organisation.checked.diagnostics {
        *counts.entry((diagnostic.severity, diagnostic.rule)).or_default() += 1;
    }
    let mut text = format!("{} documents\n", organisation.corpus.documents().len());
    for ((severity, rule), count) in counts.iter().rev() {
        let _ = writeln!(text, "{count:>4} {} {rule}", severity.name());
    }
    text
}

/// Everything that is said about one document.
fn about(organisation: &Organisation, path: &str) -> String {
    let of_document = organisation
        .checked
        .diagnostics
        .iter()
        .filter(|it| it.path.as_str() == path);
    let source = |path: &Utf8Path, before| organisation.source(path, before);
    of_document
        .map(|it| report::text(it, &source, Colour::Plain))
        .collect::<Vec<_>>()
        .join("\n\n")
}

#[test]
fn decision_records_after_madr_pass_with_a_few_lines_of_definition() {
    insta::assert_snapshot!(by_rule(&organisation("madr")));
}

#[test]
fn enhancement_proposals_are_checked_by_a_type_of_their_own() {
    let organisation = organisation("operator-enhancements");
    insta::assert_snapshot!(by_rule(&organisation));
    insta::assert_snapshot!(about(&organisation, "enhancements/hybrid-helm-operator.md"));
    insta::assert_snapshot!(about(&organisation, "enhancements/deprecated-bundles.md"));
}

#[test]
fn incident_reviews_without_front_matter_are_recognised_by_their_headings() {
    let folder = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora/dfds-postmortems/incidents");
    let files = std::fs::read_dir(&folder).expect("a folder of documents").map(|entry| {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (format!("incidents/{name}"), std::fs::read(&path).expect("a document"))
    });
    let organisation = pipeline::check(Snapshot::from_texts(files), &Options::default());
    insta::assert_snapshot!(by_rule(&organisation));
    let recognised = ["Summary", "Timeline", "Contributing factors", "Actions", "Lessons"];
    assert_eq!(sections(&organisation, "ALB 502"), recognised);
}

#[test]
fn a_definition_asks_of_incident_reviews_what_their_authors_write() {
    let organisation = organisation("dfds-postmortems");
    insta::assert_snapshot!(by_rule(&organisation));
    let recognised = [
        "Summary",
        "Timeline",
        "Contributing factors",
        "Actions",
        "Lessons",
        "Attendees",
        "Stats",
    ];
    assert_eq!(sections(&organisation, "ALB 502"), recognised);
}

/// The sections of a document that were found, in the order of its definition.
fn sections<'a>(organisation: &'a Organisation, name: &str) -> Vec<&'a str> {
    let mut documents = organisation.corpus.documents().iter();
    let document = documents.find(|document| document.path().as_str().contains(name));
    let document = document.expect("the document");
    let definition = organisation.corpus.definition(document);
    let answered = definition
        .sections
        .iter()
        .zip(&document.answers)
        .filter(|(_, answers)| !answers.is_empty());
    answered.map(|(section, _)| section.heading.as_str()).collect()
}
