//! What kind of document a folder holds, by its name, the names of its files, and their headings.

use camino::Utf8Path;

use super::survey::Sheet;
use crate::definition::{Definition, Definitions};

/// A kind of document that organisations write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    /// Words in the names of folders and files that stand for it, singular.
    words: &'static [&'static str],
    /// Name of the type.
    pub(super) type_name: &'static str,
    /// What people call one, and several.
    pub(super) name: &'static str,
    pub(super) plural: &'static str,
    /// What its ids begin with, where the names of files do not say.
    pub(super) prefix: &'static str,
    /// The built-in type that it changes.
    pub(super) extends: Option<&'static str>,
}

const fn own(
    words: &'static [&'static str],
    type_name: &'static str,
    [name, plural, prefix]: [&'static str; 3],
    extends: Option<&'static str>,
) -> Kind {
    Kind {
        words,
        type_name,
        name,
        plural,
        prefix,
        extends,
    }
}

/// The kinds, those that are told apart most surely first.
pub(super) const KINDS: [Kind; 9] = [
    own(
        &["postmortem", "mortem", "incident", "outage", "pir", "rca"],
        "incident",
        ["Incident review", "Incident reviews", "INC"],
        Some("incident"),
    ),
    own(
        &["adr", "decision", "madr"],
        "decision",
        ["Decision", "Decisions", "ADR"],
        Some("decision"),
    ),
    own(&["rfc"], "rfc", ["RFC", "RFCs", "RFC"], None),
    own(&["rfd"], "rfd", ["RFD", "RFDs", "RFD"], None),
    own(&["kep"], "kep", ["KEP", "KEPs", "KEP"], None),
    own(
        &["enhancement"],
        "enhancement",
        ["Enhancement proposal", "Enhancement proposals", "EP"],
        None,
    ),
    own(&["proposal"], "proposal", ["Proposal", "Proposals", "PROP"], None),
    own(
        &["design"],
        "design",
        ["Design document", "Design documents", "DD"],
        None,
    ),
    own(&["goal"], "goal", ["Goal", "Goals", "GOAL"], None),
];

impl Kind {
    /// The kind whose words stand in a name; the last word of it counts most.
    pub(super) fn of_name(name: &str) -> Option<Kind> {
        let words: Vec<_> = words(name).collect();
        words.iter().rev().find_map(|word| {
            let singular = word.strip_suffix('s').unwrap_or(word);
            let known = |kind: &&Kind| kind.words.contains(&singular) || kind.words.contains(&word.as_str());
            KINDS.iter().find(known).copied()
        })
    }

    /// The kind that the innermost folder with such a word stands for; `outside` is the name of the repository.
    pub(super) fn of_folder(folder: &Utf8Path, outside: &str) -> Option<Kind> {
        let parts: Vec<_> = folder.components().map(|part| part.as_str()).collect();
        let inside = parts.iter().rev().find_map(|part| Kind::of_name(part));
        inside.or_else(|| Kind::of_name(outside))
    }

    /// The kind that most of some documents are by their headings: those of an incident review or a decision.
    pub(super) fn of_headings(sheets: &[&Sheet], definitions: &Definitions) -> Option<Kind> {
        let [incident, decision, ..] = KINDS;
        [
            (incident, 3, &["Timeline"][..]),
            (decision, 2, &["Context", "Decision"]),
        ]
        .into_iter()
        .find_map(|(kind, at_least, needed)| {
            let definition = definitions.get(definitions.find(kind.type_name)?);
            let fits = |sheet: &&&Sheet| {
                let found = answered(sheet, definition);
                found.len() >= at_least && needed.iter().all(|it| found.contains(it))
            };
            (sheets.iter().filter(fits).count() * 2 > sheets.len()).then_some(kind)
        })
    }
}

/// Headings of a type's sections that a document has, under whatever name.
fn answered<'a>(sheet: &Sheet, definition: &'a Definition) -> Vec<&'a str> {
    let found = sheet
        .headings
        .iter()
        .filter_map(|(_, text)| definition.section_index(text));
    let mut found: Vec<_> = found.map(|index| definition.sections[index].heading.as_str()).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The words of a name, lower case; letters and digits are told apart.
pub(super) fn words(name: &str) -> impl Iterator<Item = String> {
    let parts = name.split(|c: char| !c.is_alphabetic()).filter(|part| !part.is_empty());
    parts.map(str::to_lowercase)
}
