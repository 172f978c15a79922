//! The index cut into files.

use rayon::prelude::*;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use super::FOLDER;
use super::encode;
use super::facets::{Facet, Facets};
use super::gather::{Gathered, Hash};
use super::words::Stemmer;
use crate::render::Input;

/// Size at which a file of words ends, in characters: about 3 kB compressed, so that a search loads little that it does
/// not need, and ten times the documents are not ten times the requests.
const WORDS_SIZE: usize = 7_000;
/// The same for a file of hits. A single long list may be longer.
const HITS_SIZE: usize = 5_000;

/// The file of what is shown of a document.
pub(super) fn document(number: usize, shown: &[u8]) -> (String, Vec<u8>) {
    script(&format!("d/{number}"), shown)
}

/// Writes the other files of the index: routes and contents.
pub(super) fn write(
    mut gathered: Gathered,
    facets: &Facets,
    stemmer: Stemmer,
    input: &Input<'_>,
) -> Vec<(String, Vec<u8>)> {
    let (words, order) = sorted(&mut gathered);
    let counts: Vec<usize> = order.iter().map(|term| gathered.terms[*term as usize].count).collect();
    let (word_shards, first_words) = word_shards(&words, &counts);
    let (hit_shards, terms) = hit_shards(&gathered, &order);
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for (number, text) in word_shards.into_iter().enumerate() {
        files.push(file(&format!("words-{number}"), &Json::from(text)));
    }
    for (number, lists) in hit_shards.into_iter().enumerate() {
        files.push(file(&format!("hits-{number}"), &Json::from(lists)));
    }
    let mut sections = String::new();
    for count in &gathered.sections {
        encode::number(&mut sections, u32::from(*count));
    }
    let index = json!({
        "version": version(&files, &gathered.shown),
        "lang": input.corpus.config.language,
        "stemmer": stemmer.name(),
        "total": gathered.total,
        "words": first_words,
        "hits": terms,
        "sections": sections,
        "type": facet(&facets.kind),
        "state": facet(&facets.state),
        "owner": facet(&facets.owner),
        "year": facet(&facets.year),
    });
    files.push(file("index", &index));
    files
}

/// Words with the terms they belong to, sorted as a browser compares texts. Terms are given new numbers in the order of
/// the words: words that begin alike have neighbouring terms, which are short to write and stand in one file of hits.
/// The second list says which term has which new number.
fn sorted(gathered: &mut Gathered) -> (Vec<(String, u32)>, Vec<u32>) {
    let words = std::mem::take(&mut gathered.words);
    let mut words: Vec<(String, u32)> = words
        .into_iter()
        .flat_map(|(word, terms)| terms.into_iter().map(move |term| (word.clone(), term)))
        .collect();
    words.par_sort_unstable_by(|(left, left_term), (right, right_term)| {
        let texts = match left.is_ascii() && right.is_ascii() {
            true => left.cmp(right),
            false => left.encode_utf16().cmp(right.encode_utf16()),
        };
        texts.then(left_term.cmp(right_term))
    });
    let mut new = vec![None; gathered.terms.len()];
    let mut order = Vec::with_capacity(new.len());
    for (_, term) in &mut words {
        let old = *term;
        *term = *new[old as usize].get_or_insert_with(|| {
            order.push(old);
            u32::try_from(order.len() - 1).unwrap_or(u32::MAX)
        });
    }
    (words, order)
}

/// Files of words, and the first word of each. A word is written as how much of its beginning it shares with the one before,
/// the rest, a space, in how many sections its term stands, how far the number of its term is from the one before, a space.
fn word_shards(words: &[(String, u32)], counts: &[usize]) -> (Vec<String>, Vec<String>) {
    let (mut shards, mut firsts) = (Vec::new(), Vec::new());
    let mut shard = String::new();
    let (mut before, mut before_term) = ("", 0);
    for (word, term) in words {
        // One word may have several terms; they stay together, since a search looks into one file for a word.
        if shard.len() >= WORDS_SIZE && word != before {
            shards.push(std::mem::take(&mut shard));
        }
        if shard.is_empty() {
            firsts.push(word.clone());
            (before, before_term) = ("", 0);
        }
        let shared = shared(before, word);
        encode::digit(&mut shard, shared);
        shard.push_str(&word[usize::from(shared)..]);
        shard.push(' ');
        encode::digit(&mut shard, encode::magnitude(counts[*term as usize]));
        encode::signed(&mut shard, i64::from(*term) - before_term);
        shard.push(' ');
        (before, before_term) = (word, i64::from(*term));
    }
    if !shard.is_empty() {
        shards.push(shard);
    }
    (shards, firsts)
}

/// How many letters two words begin with alike. Counted in ASCII only, where a byte of Rust is a character of a browser.
fn shared(left: &str, right: &str) -> u8 {
    let pairs = left.bytes().zip(right.bytes());
    let alike = pairs
        .take_while(|(left, right)| left == right && left.is_ascii())
        .take(63);
    u8::try_from(alike.count()).unwrap_or(0)
}

/// Files of hits, one list a term, and how many terms there are in each.
fn hit_shards(gathered: &Gathered, order: &[u32]) -> (Vec<Vec<String>>, String) {
    let lists: Vec<String> = order
        .par_iter()
        .map(|term| gathered.terms[*term as usize].encoded())
        .collect();
    let mut shards: Vec<Vec<String>> = Vec::new();
    let mut size = HITS_SIZE;
    for list in lists {
        // A long list stands alone, so that its neighbours do not cost what it costs.
        if size + list.len() > HITS_SIZE {
            shards.push(Vec::new());
            size = 0;
        }
        size += list.len() + 3;
        if let Some(shard) = shards.last_mut() {
            shard.push(list);
        }
    }
    let mut terms = String::new();
    for shard in &shards {
        encode::number(&mut terms, u32::try_from(shard.len()).unwrap_or(u32::MAX));
    }
    (shards, terms)
}

fn facet(facet: &Facet) -> Json {
    json!({ "values": facet.values, "of": facet.of })
}

/// A word that changes when any of the files does, so that a browser does not mix an old piece with a new one.
fn version(files: &[(String, Vec<u8>)], shown: &[Hash]) -> String {
    let mut digest = Sha256::new();
    for (_, bytes) in files {
        digest.update(bytes);
    }
    for hash in shown {
        digest.update(hash);
    }
    let digest = digest.finalize();
    digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

fn file(name: &str, data: &Json) -> (String, Vec<u8>) {
    script(name, data.to_string().as_bytes())
}

/// A script that hands its data over under its name. JSON is a part of JavaScript, and a script of its own has no element
/// that its text could end.
fn script(name: &str, json: &[u8]) -> (String, Vec<u8>) {
    let mut bytes = Vec::with_capacity(json.len() + name.len() + 20);
    bytes.extend_from_slice(format!("docentShard(\"{name}\",").as_bytes());
    bytes.extend_from_slice(json);
    bytes.extend_from_slice(b")\n");
    (format!("{FOLDER}/{name}.js"), bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_share_their_beginnings() {
        let words: Vec<_> = [("order", 0), ("ordered", 0), ("orders", 0), ("other", 1)]
            .map(|(word, term)| (word.to_owned(), term))
            .into();
        let (shards, firsts) = word_shards(&words, &[8, 1]);
        assert_eq!(shards, ["0order C0 5ed C0 5s C0 1ther 02 "]);
        assert_eq!(firsts, ["order"]);
        assert_eq!(shared("größe", "größer"), 2, "letters beyond ASCII are not counted");
    }

    #[test]
    fn a_file_of_words_ends_between_two_words() {
        let words: Vec<_> = (0..5_000).map(|number| (format!("word{number:05}"), number)).collect();
        let (shards, firsts) = word_shards(&words, &vec![1; 5_000]);
        assert_eq!(shards.len(), firsts.len());
        assert!(shards.len() > 1 && shards.iter().all(|shard| shard.len() < WORDS_SIZE + 64));
        assert!(shards.iter().all(|shard| shard.starts_with('0')), "each is read alone");
    }
}
