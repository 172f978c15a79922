//! All documents of a corpus, read and merged into one index.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::encode;
use super::section::{self, Vocabulary};
use super::words::{self, Stemmer};
use crate::model::{Corpus, Document};

/// Documents that one thread reads into a part of the index.
const IN_A_PART: usize = 64;
/// Parts that are made side by side before they are merged, so that memory holds the index and not all parts of it.
const AT_ONCE: usize = 16;

/// Most sections that a term leads to, the best ones. A word that stands in more says so little that leaving the rest out
/// changes no order, and one that stands everywhere would be most of the index.
pub(super) const MOST_HITS: usize = 1_500;

/// The index before it is cut into files.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// The terms by number.
    pub(super) terms: Vec<Hits>,
    /// Stem → number.
    by_stem: FxHashMap<Arc<str>, u32>,
    /// The stems by number.
    stems: Vec<Arc<str>>,
    /// Word → numbers of its terms; more than one where a word without marks is also another word.
    pub(super) words: FxHashMap<String, Vec<u32>>,
    /// For each document, how many sections it has.
    pub(super) sections: Vec<u16>,
    /// How many sections there are.
    pub(super) total: u32,
    /// For each document, a hash of what is shown of it.
    pub(super) shown: Vec<Hash>,
}

/// Where a term stands.
#[derive(Debug, Default)]
pub(super) struct Hits {
    /// In how many sections.
    pub(super) count: usize,
    /// Sections and worths as the index has them: the distance from the section before, and the worth.
    pub(super) list: Vec<(u32, u8)>,
}

/// What tells apart what is shown of a document.
pub(super) type Hash = [u8; 32];

/// Reads all documents. `show` is given what is shown of each. The same corpus gives the same index: terms are numbered in
/// the order of the documents, and sorted before they are written.
pub(super) fn gather(corpus: &Corpus, stemmer: Stemmer, show: &(dyn Fn(usize, Vec<u8>) -> Hash + Sync)) -> Gathered {
    let read = |(number, documents): (usize, &[Arc<Document>])| {
        let mut part = Gathered::default();
        let mut vocabulary = Vocabulary::new(stemmer);
        for (place, document) in documents.iter().enumerate() {
            let first = part.total;
            let entry = section::read(corpus, document, &mut vocabulary, &mut |term, section, worth| {
                part.hit(term, first.saturating_add(u32::from(section)), worth);
            });
            part.shown.push(show(number * IN_A_PART + place, entry.shown));
            part.total = first.saturating_add(u32::from(entry.sections));
            part.sections.push(entry.sections);
        }
        part.name_all(&vocabulary);
        part
    };
    let parts: Vec<_> = corpus.documents().chunks(IN_A_PART).enumerate().collect();
    let mut gathered = Gathered::default();
    for parts in parts.chunks(AT_ONCE) {
        let parts: Vec<Gathered> = parts.par_iter().copied().map(read).collect();
        for part in parts {
            gathered.merge(part);
        }
    }
    for hits in &mut gathered.terms {
        hits.keep_best(MOST_HITS);
    }
    gathered
}

impl Gathered {
    /// Adds what a term is worth in a section.
    fn hit(&mut self, term: u32, section: u32, worth: u8) {
        let place = term as usize;
        if place >= self.terms.len() {
            self.terms.resize_with(place + 1, Hits::default);
        }
        let hits = &mut self.terms[place];
        hits.count += 1;
        hits.list.push((section, worth));
    }

    /// Adds the terms and words that the hits are of.
    fn name_all(&mut self, vocabulary: &Vocabulary) {
        self.stems = vocabulary.stems().to_vec();
        for (word, term) in vocabulary.words() {
            if let Some(plain) = words::without_marks(word) {
                self.name(&plain, term);
            }
            self.name(word, term);
        }
    }

    /// Adds what was read of the documents that follow.
    fn merge(&mut self, part: Gathered) {
        let first = self.total;
        self.total = first.saturating_add(part.total);
        self.sections.extend(part.sections);
        self.shown.extend(part.shown);
        let numbers: Vec<u32> = part.stems.into_iter().map(|stem| self.number(stem)).collect();
        for (word, terms) in part.words {
            for term in terms {
                self.name(&word, numbers[term as usize]);
            }
        }
        for (number, hits) in numbers.iter().zip(part.terms) {
            let all = &mut self.terms[*number as usize];
            all.count += hits.count;
            let list = hits.list.into_iter();
            all.list
                .extend(list.map(|(section, worth)| (first.saturating_add(section), worth)));
            // The best of all are among the best of the first and what follows.
            if all.list.len() > 4 * MOST_HITS {
                all.keep_best(MOST_HITS);
            }
        }
    }

    fn number(&mut self, stem: Arc<str>) -> u32 {
        let next = u32::try_from(self.terms.len()).unwrap_or(u32::MAX);
        *self.by_stem.entry(stem).or_insert_with_key(|stem| {
            self.terms.push(Hits::default());
            self.stems.push(Arc::clone(stem));
            next
        })
    }

    fn name(&mut self, word: &str, number: u32) {
        match self.words.get_mut(word) {
            Some(known) if known.contains(&number) => {}
            Some(known) => known.push(number),
            None => drop(self.words.insert(word.to_owned(), vec![number])),
        }
    }
}

impl Hits {
    fn keep_best(&mut self, most: usize) {
        if self.list.len() <= most {
            return;
        }
        // The first of equals stay, so that the same corpus keeps the same.
        self.list
            .sort_unstable_by_key(|(section, worth)| (std::cmp::Reverse(*worth), *section));
        self.list.truncate(most);
        self.list.sort_unstable();
    }

    /// The list as text.
    pub(super) fn encoded(&self) -> String {
        let mut text = String::with_capacity(self.list.len() * 3);
        let mut before = 0;
        for (section, worth) in &self.list {
            encode::number(&mut text, section - before);
            encode::digit(&mut text, *worth);
            before = *section;
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_hits_of_a_common_word_are_kept_in_order() {
        let list = (0..5_000)
            .map(|section| (section, u8::from(section % 4 == 0) + 1))
            .collect();
        let mut hits = Hits { count: 5_000, list };
        hits.keep_best(MOST_HITS);
        assert_eq!(hits.list.len(), MOST_HITS);
        assert!(hits.list.is_sorted());
        assert_eq!(hits.list.iter().filter(|(_, worth)| *worth == 2).count(), 1_250);
        assert_eq!(hits.list[..3], [(0, 2), (1, 1), (2, 1)]);
    }

    #[test]
    fn a_list_is_written_as_distances_and_worths() {
        let hits = Hits {
            count: 2,
            list: vec![(3, 10), (40, 63)],
        };
        assert_eq!(hits.encoded(), "3Ab1_");
    }

    #[test]
    fn a_word_without_its_marks_may_be_another_word_too() {
        let part = |words: &[&str]| {
            let mut part = Gathered::default();
            let mut vocabulary = Vocabulary::new(Stemmer::English);
            for (section, word) in (0..).zip(words) {
                let term = vocabulary.term(word, &mut 0).expect("a word");
                part.hit(term, section, 8);
                part.total += 1;
            }
            part.name_all(&vocabulary);
            part
        };
        let together = part(&["resume", "résumé"]);
        assert_eq!(together.words["résumé"], [1]);
        let mut merged = Gathered::default();
        merged.merge(part(&["resume"]));
        merged.merge(part(&["résumé"]));
        for gathered in [together, merged] {
            let mut terms = gathered.words["resume"].clone();
            terms.sort_unstable();
            assert_eq!(terms, [0, 1]);
            assert_eq!(
                gathered.terms[1].list,
                [(1, 8)],
                "the second word's section follows the first's"
            );
        }
    }
}
