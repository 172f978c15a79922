//! The words that documents are picked by: types, states, owners, teams and tags.

use std::collections::BTreeSet;
use std::fmt;

use crate::definition::TypeIndex;
use crate::diagnostic::did_you_mean;
use crate::model::{Corpus, Document, Value};

/// Most words that are named in a message.
const MOST_NAMED: usize = 12;

/// A word that no document could fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSuchWord {
    /// What it should have been: "type", "state", "owner" …
    kind: &'static str,
    word: String,
    /// The nearest known word.
    meant: Option<String>,
    /// All known words, where they are few.
    known: Vec<String>,
}

impl NoSuchWord {
    fn new<'a>(kind: &'static str, word: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let mut seen = BTreeSet::new();
        let known: Vec<&str> = known.into_iter().filter(|it| seen.insert(*it)).collect();
        Self {
            kind,
            word: word.to_owned(),
            meant: did_you_mean(word, known.iter().copied()).map(str::to_owned),
            known: match known.len() <= MOST_NAMED {
                true => known.into_iter().map(str::to_owned).collect(),
                false => Vec::new(),
            },
        }
    }
}

impl fmt::Display for NoSuchWord {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            kind,
            word,
            meant,
            known,
        } = self;
        write!(formatter, "there is no {kind} `{word}`")?;
        match meant {
            Some(meant) => write!(formatter, "; did you mean `{meant}`?"),
            None if known.is_empty() => Ok(()),
            None => write!(formatter, "; there are {}", known.join(", ")),
        }
    }
}

impl std::error::Error for NoSuchWord {}

/// The type that a word names: its name, folder or prefix.
///
/// # Errors
/// When there is none.
pub fn of_type(corpus: &Corpus, word: &str) -> Result<TypeIndex, NoSuchWord> {
    let names = corpus.definitions.iter().map(|(_, it)| it.type_name.as_str());
    let found = corpus.definitions.find(word);
    found.ok_or_else(|| NoSuchWord::new("type", word, names))
}

/// The name of a state of one type, or of any.
///
/// # Errors
/// When none has it.
pub fn state<'a>(corpus: &'a Corpus, of_type: Option<TypeIndex>, word: &str) -> Result<&'a str, NoSuchWord> {
    let definitions = corpus.definitions.iter();
    let wanted = definitions.filter(|(index, _)| of_type.is_none_or(|it| it == *index));
    let names: Vec<&str> = wanted.flat_map(|(_, it)| it.lifecycle.names()).collect();
    let found = names.iter().find(|name| **name == word);
    found.copied().ok_or_else(|| NoSuchWord::new("state", word, names))
}

/// The handle of an owner of some document, or of a person that is listed. Case and an `@` in front are left aside.
///
/// # Errors
/// When nobody is called so.
pub fn owner<'a>(corpus: &'a Corpus, word: &str) -> Result<&'a str, NoSuchWord> {
    let handle = word.trim().trim_start_matches('@');
    let owners = corpus.documents().iter().filter_map(|it| it.owner());
    let listed = corpus.people.iter().map(|person| person.handle.as_str());
    known("owner", handle, owners.chain(listed))
}

/// The name of a team: as some document writes it, or the id of its document. With or without its prefix.
///
/// # Errors
/// When there is none.
pub fn team<'a>(corpus: &'a Corpus, word: &str) -> Result<&'a str, NoSuchWord> {
    if let Some(index) = corpus.team(word.trim()) {
        return Ok(&corpus.get(index).id.value);
    }
    let written = corpus.documents().iter().filter_map(|it| it.fields.text("team"));
    let of_team = corpus.definitions.find("team");
    let documents = of_team.into_iter().flat_map(|it| corpus.of_type(it));
    let ids = documents.map(|(_, document)| document.id.value.as_str());
    known("team", word, written.chain(ids))
}

/// A tag of some document, case aside.
///
/// # Errors
/// When no document has it.
pub fn tag<'a>(corpus: &'a Corpus, word: &str) -> Result<&'a str, NoSuchWord> {
    known("tag", word, corpus.documents().iter().flat_map(|it| tags(it)))
}

/// The tags of a document.
pub(super) fn tags(document: &Document) -> impl Iterator<Item = &str> {
    let items = match document.fields.value("tags") {
        Some(Value::List(items)) => items.as_slice(),
        _ => &[],
    };
    items.iter().filter_map(|item| item.value.as_text())
}

/// The word among known ones, as it is written there.
fn known<'a>(kind: &'static str, word: &str, known: impl Iterator<Item = &'a str>) -> Result<&'a str, NoSuchWord> {
    let known: Vec<&str> = known.collect();
    let wanted = word.trim().to_lowercase();
    let found = known.iter().find(|it| it.to_lowercase() == wanted);
    found.copied().ok_or_else(|| {
        let sorted: BTreeSet<&str> = known.into_iter().collect();
        NoSuchWord::new(kind, word, sorted)
    })
}
