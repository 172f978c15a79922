//! Which document a word in running text means.

use crate::model::{Corpus, DocumentIndex};

/// What a word that looks like an id turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A document, named by so many bytes of the word.
    Document(DocumentIndex, usize),
    /// An id of a known type with a number that no document has, in so many bytes of the word.
    Unknown(usize),
    /// No id at all: `UTF-8`.
    NoId,
}

/// Longest id that is looked for in running text: a word of hyphens is cut at each of them.
const LONGEST: usize = 100;

/// Reads a word such as `RW-12` or `RW-12-based`: the longest part of it, cut at hyphens, that is the id of a document.
pub(super) fn meaning(word: &str, corpus: &Corpus) -> Meaning {
    let Some((prefix, rest)) = word.split_once('-') else {
        return Meaning::NoId;
    };
    if corpus
        .definitions
        .by_prefix(prefix)
        .is_none_or(|index| corpus.definitions.get(index).prefix != prefix)
    {
        return Meaning::NoId;
    }
    // Such words are ASCII throughout.
    let mut end = match word.get(..LONGEST) {
        Some(start) if word.len() > LONGEST => start.rfind('-').unwrap_or(prefix.len()).max(prefix.len() + 1),
        _ => word.len(),
    };
    loop {
        if let Some(index) = corpus.by_id(&word[..end]) {
            return Meaning::Document(index, end);
        }
        match word[prefix.len() + 1..end].rfind('-') {
            Some(hyphen) => end = prefix.len() + 1 + hyphen,
            None => break,
        }
    }
    let number = rest.split('-').next().unwrap_or_default();
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    if !is_number {
        return Meaning::NoId;
    }
    let date = rest.get(..10).filter(|date| date.parse::<jiff::civil::Date>().is_ok());
    Meaning::Unknown(prefix.len() + 1 + date.map_or(number.len(), str::len))
}
