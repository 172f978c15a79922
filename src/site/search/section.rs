//! A document as search sees it: a head and its sections, each with the words that stand for it.

use std::cmp::Ordering;

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

/// What a document gives to the index.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its terms: the stem, and the words written in the document that have it.
    pub(super) terms: Vec<Term>,
    /// Position in `terms`, number of the section, worth; sorted.
    pub(super) hits: Vec<(u32, u16, u8)>,
    /// How many sections it has, the head included.
    pub(super) sections: u16,
    /// What is shown of it, as JSON.
    pub(super) shown: Vec<u8>,
}

/// A stem and the words that have it.
#[derive(Debug)]
pub(super) struct Term {
    /// The stem.
    pub(super) stem: String,
    /// The words, as they were written, in lower case.
    pub(super) words: Vec<String>,
}

/// A part of a document with a place that a link can lead to.
struct Section<'a> {
    heading: &'a str,
    anchor: &'a str,
    text: String,
}

/// Reads a document.
pub(super) fn read(corpus: &Corpus, document: &Document, stemmer: Stemmer) -> Entry {
    let sections = sections(document);
    let mut tally = Tally::new(stemmer);
    for (number, section) in sections.iter().enumerate() {
        let length = tally.count(&section.text);
        if number == 0 {
            head(corpus, document, &mut tally);
        } else {
            tally.give(section.heading, IN_HEADING);
        }
        tally.close(u16::try_from(number).unwrap_or(u16::MAX), length);
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
    tally.hits.sort_unstable();
    Entry {
        sections: u16::try_from(sections.len()).unwrap_or(u16::MAX),
        terms: tally.terms,
        hits: tally.hits,
        shown,
    }
}

/// What stands for a document as a whole: its title and id, its fields, the names of its people.
fn head(corpus: &Corpus, document: &Document, tally: &mut Tally) {
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

/// The terms of a document while it is read.
struct Tally {
    stemmer: Stemmer,
    by_word: FxHashMap<String, u32>,
    by_stem: FxHashMap<String, u32>,
    terms: Vec<Term>,
    /// For each term of the section that is read: uses in its text, and the most it was given.
    section: FxHashMap<u32, (f32, f32)>,
    hits: Vec<(u32, u16, u8)>,
}

impl Tally {
    fn new(stemmer: Stemmer) -> Self {
        Self {
            stemmer,
            by_word: FxHashMap::default(),
            by_stem: FxHashMap::default(),
            terms: Vec::new(),
            section: FxHashMap::default(),
            hits: Vec::new(),
        }
    }

    /// Counts the words of a text, and how many there are.
    fn count(&mut self, text: &str) -> f32 {
        let mut length = 0.0;
        words::each(text, &mut |word| {
            length += 1.0;
            if let Some(term) = self.term(word) {
                self.section.entry(term).or_default().0 += 1.0;
            }
        });
        length
    }

    /// Gives the words of a text a worth; once, however often they stand there.
    fn give(&mut self, text: &str, worth: f32) {
        words::each(text, &mut |word| self.give_word(word, worth));
    }

    fn give_word(&mut self, word: &str, worth: f32) {
        if let Some(term) = self.term(word) {
            let given = &mut self.section.entry(term).or_default().1;
            *given = given.max(worth);
        }
    }

    fn term(&mut self, word: &str) -> Option<u32> {
        if let Some(term) = self.by_word.get(word) {
            return Some(*term);
        }
        if self.by_word.len() >= MOST_TERMS || word.is_empty() || word.chars().count() > words::LONGEST {
            return None;
        }
        let stem = self.stemmer.stem(word);
        let next = u32::try_from(self.terms.len()).unwrap_or(u32::MAX);
        let term = match self.by_stem.get(&stem) {
            Some(term) => *term,
            None => {
                self.by_stem.insert(stem.clone(), next);
                self.terms.push(Term {
                    stem,
                    words: Vec::new(),
                });
                next
            }
        };
        self.terms[term as usize].words.push(word.to_owned());
        self.by_word.insert(word.to_owned(), term);
        Some(term)
    }

    /// Ends a section.
    fn close(&mut self, number: u16, length: f32) {
        let norm = SATURATION * (1.0 - LENGTH_WEIGHT + LENGTH_WEIGHT * length / USUAL_LENGTH);
        for (term, (uses, given)) in self.section.drain() {
            let in_text = uses * (SATURATION + 1.0) / (uses + norm);
            self.hits.push((term, number, steps(in_text + given)));
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
