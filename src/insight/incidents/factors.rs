//! What several incidents have in common.
//!
//! # How recurrence is recognised
//! No program knows that "the pool ran dry" and "connections ran out" are one cause. So only what can be seen counts, and
//! each kind is named for what it is: a tag that people gave to several incidents; a document that several refer to (a
//! decision, a rewrite, an earlier incident; customers and teams aside); two words that stand side by side in what several
//! name as contributing factors, small words left out and plurals taken for singulars. An organisation that wants to see a
//! cause come back gives it a tag.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Incident;
use crate::definition::heading_key;
use crate::insight::input::Input;
use crate::insight::publish::{Publish, published};
use crate::link::Origin;
use crate::model::{Corpus, Document, DocumentIndex, Value, route_word};
use crate::parse::RunKind;

/// Most things of one kind that are kept, those that most incidents share first.
const MAX_FACTORS: usize = 60;
/// Most tags of one incident that count.
const MAX_TAGS: usize = 50;
/// Most words of one incident that are compared.
const MAX_WORDS: usize = 800;
/// The section in which causes are named.
const SECTION: &str = "Contributing factors";
/// Types whose documents are not what went wrong.
const ASIDE: [&str; 3] = ["customer", "team", "page"];
/// Words too small to mean anything, in the two languages that docent speaks.
const SMALL: &[&str] = &[
    "a", "about", "after", "again", "all", "also", "an", "and", "any", "are", "as", "at", "be", "because", "been",
    "before", "both", "but", "by", "can", "could", "did", "do", "does", "each", "for", "from", "had", "has", "have",
    "he", "how", "if", "in", "into", "is", "it", "its", "more", "most", "no", "nobody", "none", "nor", "not", "of",
    "on", "one", "only", "or", "other", "our", "out", "over", "same", "she", "so", "some", "such", "than", "that",
    "the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "too", "two", "under", "until",
    "up", "very", "was", "we", "were", "what", "when", "where", "which", "while", "who", "why", "will", "with",
    "would", "you", "aber", "als", "am", "auch", "auf", "aus", "bei", "bis", "da", "das", "dass", "dem", "den", "der",
    "des", "die", "dies", "diese", "durch", "ein", "eine", "einem", "einen", "einer", "er", "es", "für", "hat",
    "hatte", "im", "ist", "kein", "keine", "mit", "nach", "nicht", "noch", "nur", "oder", "ohne", "sich", "sie",
    "sind", "so", "um", "und", "von", "vor", "war", "waren", "weil", "wenn", "wie", "wir", "wird", "wurde", "wurden",
    "zu", "zum", "zur", "über",
];

/// What several incidents have in common, by kind; within one, what most share first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Factors {
    /// Tags.
    pub tags: Vec<Factor>,
    /// Documents they refer to.
    pub documents: Vec<Factor>,
    /// Words in what they name as contributing factors.
    pub words: Vec<Factor>,
}

/// Something that at least two incidents share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor {
    /// What it is.
    pub kind: FactorKind,
    /// The incidents that share it, the latest first.
    pub incidents: Vec<DocumentIndex>,
}

/// What incidents can share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactorKind {
    /// A tag.
    Tag(String),
    /// A document.
    Document(DocumentIndex),
    /// Words.
    Words(String),
}

published!(Factors { tags, documents, words });
published!(Factor { kind as shared, incidents });

impl Publish for FactorKind {
    fn publish(&self, corpus: &Corpus) -> serde_json::Value {
        match self {
            Self::Tag(name) | Self::Words(name) => name.publish(corpus),
            Self::Document(index) => index.publish(corpus),
        }
    }
}

/// Derives what incidents have in common.
pub(super) fn derive(input: &Input<'_>, all: &[Incident]) -> Factors {
    let corpus = input.corpus;
    let mut tags = Shared::default();
    let mut documents = Shared::default();
    let mut words = Shared::default();
    for incident in all {
        let index = incident.document;
        let document = corpus.get(index);
        for tag in self::tags(document) {
            tags.add(route_word(tag), || FactorKind::Tag(tag.to_owned()), index);
        }
        for target in referred(input, index) {
            documents.add(target, || FactorKind::Document(target), index);
        }
        for (key, written) in pairs(corpus, document) {
            words.add(key, || FactorKind::Words(written), index);
        }
    }
    Factors {
        tags: tags.recurring(),
        documents: documents.recurring(),
        words: words.recurring(),
    }
}

/// Which incidents have which thing.
struct Shared<K> {
    by_key: HashMap<K, Factor>,
}

impl<K> Default for Shared<K> {
    fn default() -> Self {
        Self { by_key: HashMap::new() }
    }
}

impl<K: std::hash::Hash + Eq + Ord> Shared<K> {
    /// Notes that an incident has a thing; incidents come one after the other.
    fn add(&mut self, key: K, kind: impl FnOnce() -> FactorKind, incident: DocumentIndex) {
        let factor = self.by_key.entry(key).or_insert_with(|| Factor {
            kind: kind(),
            incidents: Vec::new(),
        });
        if factor.incidents.last() != Some(&incident) {
            factor.incidents.push(incident);
        }
    }

    fn recurring(self) -> Vec<Factor> {
        let shared = self.by_key.into_iter().filter(|(_, factor)| factor.incidents.len() > 1);
        // Sorted by the key, so that the order does not depend on how the map lies in memory.
        let sorted: BTreeMap<K, Factor> = shared.collect();
        let mut factors: Vec<Factor> = sorted.into_values().collect();
        factors.sort_by_key(|factor| std::cmp::Reverse(factor.incidents.len()));
        factors.truncate(MAX_FACTORS);
        factors
    }
}

fn tags(document: &Document) -> impl Iterator<Item = &str> {
    let items = match document.fields.value("tags") {
        Some(Value::List(items)) => items.as_slice(),
        _ => &[],
    };
    let names = items.iter().take(MAX_TAGS).filter_map(|item| item.value.as_text());
    names.map(str::trim).filter(|name| !name.is_empty())
}

/// The documents that an incident refers to, each once.
fn referred(input: &Input<'_>, index: DocumentIndex) -> Vec<DocumentIndex> {
    let corpus = input.corpus;
    let aside: Vec<_> = ASIDE.iter().filter_map(|name| corpus.definitions.find(name)).collect();
    let mut seen = HashSet::new();
    let references = input.links.from(index).iter();
    let targets = references
        .filter(|reference| !matches!(reference.origin, Origin::Image))
        .filter_map(|reference| reference.target.document())
        .filter(|target| *target != index && !aside.contains(&corpus.get(*target).definition));
    targets.filter(|target| seen.insert(*target)).collect()
}

/// Words side by side in what an incident names as its contributing factors: as they are compared, and as they are written.
fn pairs(corpus: &Corpus, document: &Document) -> Vec<(String, String)> {
    let definition = corpus.definition(document);
    let wanted = heading_key(SECTION);
    let sections = definition.sections.iter().zip(&document.answers);
    let answers = sections.filter(|(section, _)| heading_key(&section.heading) == wanted);
    let text = &document.parsed.text;
    let body = &document.parsed.body;
    let mut pairs = Vec::new();
    let mut left = MAX_WORDS;
    for answer in answers.flat_map(|(_, answers)| answers) {
        let mut block = None;
        let mut before: Option<(String, String)> = None;
        for run in body.runs_in(answer.content) {
            if run.block != block || run.kind == RunKind::CodeBlock {
                block = run.block;
                before = None;
            }
            if run.kind == RunKind::CodeBlock {
                continue;
            }
            let words = run.span.text(text).split(|c: char| !(c.is_alphanumeric() || c == '\''));
            for word in words.filter(|word| !word.is_empty()).take(left) {
                left -= 1;
                let lower = word.to_lowercase();
                if SMALL.contains(&lower.as_str()) || lower.chars().all(|c| c.is_ascii_digit()) {
                    continue;
                }
                let stem = singular(&lower).to_owned();
                if let Some((earlier, written)) = before.take() {
                    pairs.push((format!("{earlier} {stem}"), format!("{written} {lower}")));
                }
                before = Some((stem, lower));
            }
        }
    }
    pairs
}

fn singular(word: &str) -> &str {
    let is_plural = word.len() > 4 && word.ends_with('s') && !word.ends_with("ss");
    if is_plural { &word[..word.len() - 1] } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_are_singulars() {
        assert_eq!(
            (singular("connections"), singular("less"), singular("gas")),
            ("connection", "less", "gas")
        );
    }
}
