//! All documents of a corpus, read and merged into one index.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::encode;
use super::section::{self, Entry};
use super::words::{self, Stemmer};
use crate::model::Corpus;

/// Documents that are read at once: their entries are merged before the next are read, so that memory holds the index and
/// not all of them.
const AT_ONCE: usize = 256;

/// Most sections that a term leads to, the best ones. A word that stands in more says so little that leaving the rest out
/// changes no order, and one that stands everywhere would be most of the index.
pub(super) const MOST_HITS: usize = 1_500;

/// The index before it is cut into files.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// The terms by number.
    pub(super) terms: Vec<Hits>,
    /// Stem → number.
    by_stem: FxHashMap<String, u32>,
    /// Word → numbers of its terms; more than one where a word without marks is also another word.
    pub(super) words: FxHashMap<String, Vec<u32>>,
    /// For each document, how many sections it has.
    pub(super) sections: Vec<u16>,
    /// For each document, what is shown of it.
    pub(super) shown: Vec<Vec<u8>>,
    /// The stemmer it was made with.
    pub(super) stemmer: Option<Stemmer>,
}

/// Where a term stands.
#[derive(Debug, Default)]
pub(super) struct Hits {
    /// In how many sections.
    pub(super) count: usize,
    /// Sections and worths as the index has them: the distance from the section before, and the worth.
    pub(super) list: Vec<(u32, u8)>,
}

/// Reads all documents. The same corpus gives the same index: terms are numbered in the order of the documents, and sorted
/// before they are written.
pub(super) fn gather(corpus: &Corpus, stemmer: Stemmer) -> Gathered {
    let mut gathered = Gathered {
        stemmer: Some(stemmer),
        ..Gathered::default()
    };
    let mut first = 0_u32;
    for documents in corpus.documents().chunks(AT_ONCE) {
        let entries: Vec<(Entry, Vec<u8>)> = documents
            .par_iter()
            .map(|document| {
                let mut entry = section::read(corpus, document, stemmer);
                let shown = entry.shown.take().to_string().into_bytes();
                (entry, shown)
            })
            .collect();
        for (entry, shown) in entries {
            gathered.sections.push(entry.sections);
            gathered.shown.push(shown);
            let sections = u32::from(entry.sections);
            gathered.merge(entry, first);
            first = first.saturating_add(sections);
        }
    }
    for hits in &mut gathered.terms {
        hits.keep_best();
    }
    gathered
}

impl Gathered {
    fn merge(&mut self, entry: Entry, first: u32) {
        let mut numbers = Vec::with_capacity(entry.terms.len());
        for term in entry.terms {
            let next = u32::try_from(self.terms.len()).unwrap_or(u32::MAX);
            let number = *self.by_stem.entry(term.stem).or_insert(next);
            if number == next {
                self.terms.push(Hits::default());
            }
            numbers.push(number);
            for word in term.words {
                if self.words.get(&word).is_some_and(|known| known.contains(&number)) {
                    continue;
                }
                if let Some(plain) = words::without_marks(&word) {
                    self.name(plain, number);
                }
                self.name(word, number);
            }
        }
        for (term, section, worth) in entry.hits {
            let hits = &mut self.terms[numbers[term as usize] as usize];
            hits.count += 1;
            hits.list.push((first.saturating_add(u32::from(section)), worth));
        }
    }

    fn name(&mut self, word: String, number: u32) {
        let numbers = self.words.entry(word).or_default();
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
}

impl Hits {
    fn keep_best(&mut self) {
        if self.list.len() <= MOST_HITS {
            return;
        }
        // The first of equals stay, so that the same corpus keeps the same.
        self.list
            .sort_by_key(|(section, worth)| (std::cmp::Reverse(*worth), *section));
        self.list.truncate(MOST_HITS);
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
        hits.keep_best();
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
        let mut gathered = Gathered::default();
        let entry = |stem: &str, word: &str| Entry {
            terms: vec![section::Term {
                stem: stem.to_owned(),
                words: vec![word.to_owned()],
            }],
            hits: vec![(0, 0, 8)],
            sections: 1,
            shown: serde_json::Value::Null,
        };
        gathered.merge(entry("resum", "resume"), 0);
        gathered.merge(entry("résumé", "résumé"), 1);
        assert_eq!(gathered.words["resume"], [0, 1]);
        assert_eq!(gathered.words["résumé"], [1]);
    }
}
