//! One document by what people call it.

use std::fmt;

use camino::{Utf8Path, Utf8PathBuf};

use crate::diagnostic::did_you_mean;
use crate::model::{Corpus, DocumentIndex, id_key};

/// Most ids that are named in a message.
const MOST_NAMED: usize = 5;

/// Why a word is no document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoDocument {
    /// No document is called so.
    Unknown {
        /// What was asked for.
        word: String,
        /// What may have been meant.
        meant: Option<String>,
    },
    /// Several documents share the id.
    Several {
        /// The id.
        id: String,
        /// Where they are.
        paths: Vec<Utf8PathBuf>,
    },
    /// There is such a file, and it is no document.
    NotADocument {
        /// The file.
        path: Utf8PathBuf,
    },
}

/// The document with an id, however it is written, or in a file. `path` is the word as a path from the root, where there is
/// a file.
///
/// # Errors
/// When there is none, or more than one with the id.
pub fn find(corpus: &Corpus, word: &str, path: Option<&Utf8Path>) -> Result<DocumentIndex, NoDocument> {
    match corpus.all_by_id(word) {
        [one] => return Ok(*one),
        [] => {}
        several => {
            return Err(NoDocument::Several {
                id: corpus.get(several[0]).id.value.clone(),
                paths: several.iter().map(|it| corpus.get(*it).path().to_path_buf()).collect(),
            });
        }
    }
    match path {
        Some(path) => corpus
            .by_path(path)
            .ok_or_else(|| NoDocument::NotADocument { path: path.to_owned() }),
        None => Err(NoDocument::Unknown {
            word: word.to_owned(),
            meant: meant(corpus, word),
        }),
    }
}

/// The id or path nearest to a word.
fn meant(corpus: &Corpus, word: &str) -> Option<String> {
    let documents = corpus.documents();
    if word.contains('/') || Utf8Path::new(word).extension() == Some("md") {
        let paths = documents.iter().map(|it| it.path().as_str());
        return did_you_mean(word, paths).map(str::to_owned);
    }
    let ids = || documents.iter().map(|it| it.id.value.as_str());
    // `RW12` and `12` lack what makes them an id, and digits are not guessed.
    let bare = |id: &str| -> String { id_key(id).chars().filter(|c| c.is_alphanumeric()).collect() };
    let number = |id: &str| id_key(id).rsplit('-').next().unwrap_or_default().to_owned();
    let exact: Vec<&str> = ids()
        .filter(|id| bare(id) == bare(word) || number(id) == word.trim_start_matches('0'))
        .take(MOST_NAMED)
        .collect();
    match exact.is_empty() {
        true => did_you_mean(word, ids()).map(str::to_owned),
        false => Some(exact.join("`, `")),
    }
}

impl fmt::Display for NoDocument {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoDocument::Unknown {
                word,
                meant: Some(meant),
            } => {
                write!(formatter, "there is no document `{word}`; did you mean `{meant}`?")
            }
            NoDocument::Unknown { word, meant: None } => {
                write!(formatter, "there is no document `{word}`; `docent list` lists them all")
            }
            NoDocument::Several { id, paths } => {
                let paths: Vec<_> = paths.iter().map(|path| format!("`{path}`")).collect();
                let paths = paths.join(" and ");
                write!(
                    formatter,
                    "several documents have the id `{id}`: {paths}; name one by its path"
                )
            }
            NoDocument::NotADocument { path } => write!(formatter, "`{path}` is no document"),
        }
    }
}

impl std::error::Error for NoDocument {}
