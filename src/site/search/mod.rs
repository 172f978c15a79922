//! The full-text index: what a reader searches, in pieces that a browser loads as it needs them.
//!
//! Takes the corpus, gives files under `assets/search/`. Each is a script that hands its data to `docentShard`, because a
//! page that was opened from disk may load scripts and nothing else. There are four kinds:
//!
//! * `index.js`, loaded first: where everything else is, and for each document what results are filtered by;
//! * `words-N.js`: a range of the words that were written, each with the term it belongs to;
//! * `hits-N.js`: for a range of terms, the sections they stand in and how much they say about them;
//! * `d/N.js`: one document: its title and the text of its sections, for what is shown of a result.
//!
//! A search loads the index, the words that begin like those asked for, their hits, and the few documents it shows; so
//! what it costs follows the question and not the size of the organisation. How well a section fits a term is worked out
//! here, which spares the browser the lengths of all sections.
//!
//! The words are those of the documents and not their stems, so that the end of a word can be typed letter by letter and
//! a mistyped word compared with what was meant. A word that nobody wrote ("measuring", where documents say "measured")
//! is found through its stem, which the browser works out by the same algorithm: see [`words::Stemmer`].

mod encode;
mod facets;
mod gather;
mod section;
mod shards;
pub mod words;

use sha2::{Digest, Sha256};

use crate::render::{Input, Kind, Rank, Shelf};

/// Folder of the index, from the root of the site.
pub(crate) const FOLDER: &str = "assets/search";

/// Puts all files of the index on the shelf.
pub fn put(input: &Input<'_>, shelf: &dyn Shelf) {
    let stemmer = words::Stemmer::of(&input.corpus.config.language);
    let put = |place: usize, (route, bytes)| shelf.put(Rank(Kind::Search, place), route, bytes);
    let gathered = gather::gather(input.corpus, stemmer, &|number, shown| {
        let (route, script) = shards::document(number, &shown);
        let hash = Sha256::digest(&script).into();
        put(number, (route, script));
        hash
    });
    let first = gathered.shown.len();
    let facets = facets::Facets::of(input);
    for (place, file) in shards::write(gathered, &facets, stemmer, input).into_iter().enumerate() {
        put(first + place, file);
    }
}
