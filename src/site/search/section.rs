//! A document as search sees it: a head and its sections, each with the words that stand for it.

use std::cmp::Ordering;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::words::{self, Stemmer};
use crate::model::{Corpus, Document, Value};
use crate::span::Span;

/// Most sections of a document that are told apart; what follows belongs to the last one.
const MOST_SECTIONS: usize = 400;
/// Most different terms of a document: more come from data that was pasted in.
const MOST_TERMS: usize = 20_000;
/// Most words of a field that are looked up.
const MOST_FIELD_BYTES: usize = 4_000;
/// Most text of a section that is kept to be shown, in bytes. A match beyond it is found and shown without its words.
const MOST_SHOWN: usize = 2_400;

/// Length of a section of average size, in words. A fixed number and not the mean, so that what a document weighs follows
/// from the document alone.
const USUAL_LENGTH: f32 = 100.0;
/// How soon further uses of a word stop counting, and how much length counts: the usual constants of BM25.
const SATURATION: f32 = 1.2;
const LENGTH_WEIGHT: f32 = 0.6;

/// What a word is worth besides its uses in the text, by where it stands. The worth of any text stays below
/// `SATURATION + 1`, so a title outweighs every text, and an id every title that names it.
const IN_ID: f32 = 7.5;
const IN_TITLE: f32 = 4.5;
const IN_HEADING: f32 = 2.0;
const IN_FIELD: f32 = 0.8;
/// Worths are whole numbers below 64 in the index: this many to one.
const STEPS: f32 = 8.0;
/// Greatest worth in the index.
const MOST_WORTH: u8 = 63;

/// What a document gives to the index besides its words.
#[derive(Debug)]
pub(super) struct Entry {
    /// How many sections it has, the head included.
    pub(super) sections: u16,
    /// What is shown of it, as JSON.
    pub(super) shown: Vec<u8>,
}

/// A part of a document with a place that a link can lead to.
struct Section<'a> {
    heading: &'a str,
    anchor: &'a str,
    text: String,
}

/// Reads a document. What its words are worth goes to `hit`, with the numbers of the term and of the section, section by
/// section.
pub(super) fn read(
    corpus: &Corpus,
    document: &Document,
    vocabulary: &mut Vocabulary,
    hit: &mut dyn FnMut(u32, u16, u8),
) -> Entry {
    let sections = sections(document);
    let mut tally = Tally::new(vocabulary);
    for (number, section) in sections.iter().enumerate() {
        let length = tally.count(&section.text);
        if number == 0 {
            head(corpus, document, &mut tally);
        } else {
            tally.give(section.heading, IN_HEADING);
        }
        tally.close(u16::try_from(number).unwrap_or(u16::MAX), length, hit);
    }
    let summary = document.fields.text("summary").unwrap_or_default();
    let shown = sections.iter().enumerate().map(|(number, section)| {
        // Marks of code are no words; what a document says of itself in one sentence stands above all else.
        let text = shortened(&section.text, MOST_SHOWN).replace('`', "");
        let text = match number {
            0 => format!("{} {text}", shortened(summary, MOST_SHOWN)).trim().to_owned(),
            _ => text,
        };
        (section.heading, section.anchor, text)
    });
    let shown = (
        &document.id.value,
        &document.title.value,
        &document.route,
        shown.collect::<Vec<_>>(),
    );
    // Texts and lists always serialise.
    let shown = serde_json::to_vec(&shown).unwrap_or_default();
    Entry {
        sections: u16::try_from(sections.len()).unwrap_or(u16::MAX),
        shown,
    }
}

/// What stands for a document as a whole: its title and id, its fields, the names of its people.
fn head(corpus: &Corpus, document: &Document, tally: &mut Tally<'_>) {
    tally.give(&document.title.value, IN_TITLE);
    tally.give(&document.id.value, IN_TITLE);
    tally.give_word(&document.id.value.to_lowercase(), IN_ID);
    for field in &document.fields {
        let mut left = MOST_FIELD_BYTES;
        Value::leaves(&field.value, &mut |value| {
            let text = match &value.value {
                Value::Text(text) | Value::None(text) => text,
                Value::Reference(reference) => &reference.id,
                Value::Team(team) => {
                    let team = corpus.team(team).map(|index| corpus.get(index).title.value.as_str());
                    return team.into_iter().for_each(|title| tally.give(title, IN_FIELD));
                }
                Value::Person(handle) => {
                    tally.give(corpus.people.name(handle), IN_FIELD);
                    handle
                }
                _ => return,
            };
            let text = shortened(text, left);
            left -= text.len();
            tally.give(text, IN_FIELD);
        });
    }
}

/// The head, which is all above the first heading that is not the title, and a section for each heading below it.
fn sections(document: &Document) -> Vec<Section<'_>> {
    let (body, text) = (&document.parsed.body, &document.parsed.text);
    let title = body.title().map(|title| title.span);
    let mut sections = vec![Section {
        heading: "",
        anchor: "",
        text: String::new(),
    }];
    let first = body
        .headings
        .first()
        .map_or(body.span.end, |heading| heading.span.start);
    let above = Span {
        start: body.span.start,
        end: first,
    };
    let add = |sections: &mut Vec<Section<'_>>, span: Span| {
        let words = body.plain_text(text, span);
        if let Some(last) = sections.last_mut() {
            if !last.text.is_empty() && !words.is_empty() {
                last.text.push(' ');
            }
            last.text.push_str(&words);
        }
    };
    add(&mut sections, above);
    for heading in &body.headings {
        let is_title = Some(heading.span) == title && sections.len() == 1;
        if !is_title && sections.len() < MOST_SECTIONS {
            sections.push(Section {
                heading: &heading.text,
                anchor: &heading.anchor,
                text: String::new(),
            });
        }
        add(&mut sections, heading.own);
    }
    sections
}

/// The beginning of a text, cut between two characters.
fn shortened(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// The words of some documents, and the terms they belong to. Documents share most of their words, so each is looked up
/// once and stemmed once for all of them.
#[derive(Debug)]
pub(super) struct Vocabulary {
    stemmer: Stemmer,
    words: FxHashMap<Box<str>, Word>,
    by_stem: FxHashMap<Arc<str>, u32>,
    /// The stems by the numbers of their terms, in the order in which they are met.
    stems: Vec<Arc<str>>,
    /// How many documents were begun.
    documents: u32,
}

/// A word of a vocabulary.
#[derive(Debug)]
struct Word {
    /// The number of its term.
    term: u32,
    /// The document in which it was met last.
    document: u32,
}

impl Vocabulary {
    /// One without words.
    pub(super) fn new(stemmer: Stemmer) -> Self {
        Self {
            stemmer,
            words: FxHashMap::default(),
            by_stem: FxHashMap::default(),
            stems: Vec::new(),
            documents: 0,
        }
    }

    /// The stems by the numbers of their terms.
    pub(super) fn stems(&self) -> &[Arc<str>] {
        &self.stems
    }

    /// The words, as they were written, in lower case, with the numbers of their terms; in no order.
    pub(super) fn words(&self) -> impl Iterator<Item = (&str, u32)> {
        self.words.iter().map(|(text, word)| (&**text, word.term))
    }

    /// The number of a word's term. `distinct` counts the words of a document, of which there are not too many.
    pub(super) fn term(&mut self, text: &str, distinct: &mut usize) -> Option<u32> {
        if let Some(word) = self.words.get_mut(text) {
            if word.document != self.documents {
                if *distinct >= MOST_TERMS {
                    return None;
                }
                *distinct += 1;
                word.document = self.documents;
            }
            return Some(word.term);
        }
        if *distinct >= MOST_TERMS || text.is_empty() || text.chars().count() > words::LONGEST {
            return None;
        }
        *distinct += 1;
        let stem = self.stemmer.stem(text);
        let next = u32::try_from(self.stems.len()).unwrap_or(u32::MAX);
        let term = match self.by_stem.get(stem.as_str()) {
            Some(term) => *term,
            None => {
                let stem: Arc<str> = stem.into();
                self.by_stem.insert(Arc::clone(&stem), next);
                self.stems.push(stem);
                next
            }
        };
        let document = self.documents;
        self.words.insert(text.into(), Word { term, document });
        Some(term)
    }
}

/// The terms of a document while it is read.
struct Tally<'a> {
    vocabulary: &'a mut Vocabulary,
    /// How many different words it has so far.
    distinct: usize,
    /// For each term, as far as it was met in the section that is read: uses in its text, and the most it was given.
    worth: Vec<(f32, f32)>,
    /// The terms that were met there.
    met: Vec<u32>,
}

impl<'a> Tally<'a> {
    fn new(vocabulary: &'a mut Vocabulary) -> Self {
        vocabulary.documents += 1;
        Self {
            worth: vec![(0.0, 0.0); vocabulary.stems.len()],
            vocabulary,
            distinct: 0,
            met: Vec::new(),
        }
    }

    /// Counts the words of a text, and how many there are.
    fn count(&mut self, text: &str) -> f32 {
        let mut length = 0.0;
        words::each(text, &mut |word| {
            length += 1.0;
            if let Some((uses, _)) = self.meet(word) {
                *uses += 1.0;
            }
        });
        length
    }

    /// Gives the words of a text a worth; once, however often they stand there.
    fn give(&mut self, text: &str, worth: f32) {
        words::each(text, &mut |word| self.give_word(word, worth));
    }

    fn give_word(&mut self, word: &str, worth: f32) {
        if let Some((_, given)) = self.meet(word) {
            *given = given.max(worth);
        }
    }

    fn meet(&mut self, word: &str) -> Option<&mut (f32, f32)> {
        let term = self.vocabulary.term(word, &mut self.distinct)?;
        let place = term as usize;
        if place >= self.worth.len() {
            self.worth.resize(self.vocabulary.stems.len(), (0.0, 0.0));
        }
        let worth = self.worth.get_mut(place)?;
        // Whoever is met is counted or given something, which is more than nothing.
        if *worth == (0.0, 0.0) {
            self.met.push(term);
        }
        Some(worth)
    }

    /// Ends a section.
    fn close(&mut self, number: u16, length: f32, hit: &mut dyn FnMut(u32, u16, u8)) {
        let norm = SATURATION * (1.0 - LENGTH_WEIGHT + LENGTH_WEIGHT * length / USUAL_LENGTH);
        for term in self.met.drain(..) {
            let (uses, given) = std::mem::take(&mut self.worth[term as usize]);
            let in_text = uses * (SATURATION + 1.0) / (uses + norm);
            hit(term, number, steps(in_text + given));
        }
    }
}

/// A worth as the index has it.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the number lies between 1 and 63"
)]
fn steps(worth: f32) -> u8 {
    let steps = (worth * STEPS).round();
    match steps.partial_cmp(&1.0) {
        Some(Ordering::Greater) => steps.min(f32::from(MOST_WORTH)) as u8,
        _ => 1,
    }
}
