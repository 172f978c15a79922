//! What ids, files and routes there are, for rules that say what someone may have meant.
//!
//! Each list is made when the first rule asks for it: a corpus without mistakes never pays for one.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use camino::{Utf8Path, Utf8PathBuf};

use crate::definition::TypeIndex;
use crate::diagnostic::did_you_mean;
use crate::model::{Corpus, DocumentIndex, id_key};
use crate::repository::Snapshot;

/// Most words that one misspelt word is compared with, so that a text full of mistakes stays quick to check.
const MOST_COMPARED: usize = 4_000;

/// Lists of names, made when asked for.
#[derive(Debug)]
pub struct Catalogue<'a> {
    corpus: &'a Corpus,
    snapshot: &'a Snapshot,
    numbers: OnceLock<HashMap<TypeIndex, BTreeSet<u64>>>,
    titles: OnceLock<HashMap<String, Option<DocumentIndex>>>,
    files: OnceLock<Files>,
    teams: OnceLock<Vec<DocumentIndex>>,
}

/// Paths of all files, by name and by folder.
#[derive(Debug, Default)]
struct Files {
    by_name: HashMap<String, Vec<Arc<Utf8Path>>>,
    by_folder: HashMap<Utf8PathBuf, Vec<Arc<Utf8Path>>>,
}

/// The id that a wrong one probably stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The document it belongs to.
    pub document: DocumentIndex,
    /// Whether it is near enough to be written without asking.
    pub certain: bool,
}

impl<'a> Catalogue<'a> {
    pub(super) fn new(corpus: &'a Corpus, snapshot: &'a Snapshot) -> Self {
        Self {
            corpus,
            snapshot,
            numbers: OnceLock::new(),
            titles: OnceLock::new(),
            files: OnceLock::new(),
            teams: OnceLock::new(),
        }
    }

    /// The document meant by an id that no document has: another spelling of its prefix, the nearest number, a title, or
    /// the name of a file.
    pub fn meant_by_id(&self, written: &str) -> Option<Suggestion> {
        self.named(written)
            .or_else(|| self.by_other_prefix(written))
            .or_else(|| self.by_number(written))
            .or_else(|| self.by_spelling(written))
    }

    /// The next number that no document of a type has.
    pub fn next_number(&self, of_type: TypeIndex) -> u64 {
        let taken = self.numbers().get(&of_type).and_then(BTreeSet::last);
        taken.map_or(1, |last| last.saturating_add(1))
    }

    /// The only file of a name, or a file nearly so called in the same folder, for a path where there is none.
    pub fn meant_by_path(&self, missing: &Utf8Path) -> Option<Utf8PathBuf> {
        let files = self.files();
        let name = missing.file_name()?;
        let folder = missing.parent().unwrap_or(Utf8Path::new(""));
        let beside = files.by_folder.get(folder).map_or(&[][..], Vec::as_slice);
        let names = || beside.iter().take(MOST_COMPARED).filter_map(|path| path.file_name());
        let with_extension = names().find(|it| it.strip_suffix(".md") == Some(name));
        if let Some(found) = with_extension {
            return Some(folder.join(found));
        }
        if let Some(document) = self.by_route(missing.as_str()) {
            return Some(self.corpus.get(document).path().to_path_buf());
        }
        if let Some([only]) = files.by_name.get(&name.to_lowercase()).map(Vec::as_slice) {
            return Some(only.to_path_buf());
        }
        did_you_mean(name, names()).map(|found| folder.join(found))
    }

    /// The document whose page has a route, if only one has.
    pub fn by_route(&self, route: &str) -> Option<DocumentIndex> {
        match self.corpus.all_by_route(route) {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// The documents of teams; none where the organisation has no such type.
    pub fn teams(&self) -> &[DocumentIndex] {
        self.teams.get_or_init(|| {
            let of_type = self.corpus.definitions.find("team");
            let teams = of_type.map(|of_type| self.corpus.of_type(of_type));
            teams.into_iter().flatten().map(|(index, _)| index).collect()
        })
    }

    fn named(&self, written: &str) -> Option<Suggestion> {
        let plain = plain(written);
        let found = (*self.titles().get(&plain)?)?;
        Some(Suggestion {
            document: found,
            certain: true,
        })
    }

    /// `MTE-3` for `MET-3`, `rw12` for `RW-12`.
    fn by_other_prefix(&self, written: &str) -> Option<Suggestion> {
        let letters = written.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (prefix, rest) = written.split_at(letters);
        let rest = rest.trim_start_matches(['-', '_', ' ']);
        if prefix.is_empty() || rest.is_empty() {
            return None;
        }
        let prefixes = self
            .corpus
            .definitions
            .iter()
            .map(|(_, definition)| definition.prefix.as_str());
        let meant = did_you_mean(prefix, prefixes)?;
        let document = self.corpus.by_id(&format!("{meant}-{rest}"))?;
        Some(Suggestion {
            document,
            certain: true,
        })
    }

    /// The nearest number of the same type.
    fn by_number(&self, written: &str) -> Option<Suggestion> {
        let (prefix, number) = written.split_once('-')?;
        let number: u64 = number.parse().ok()?;
        let of_type = self.corpus.definitions.by_prefix(prefix)?;
        let numbers = self.numbers().get(&of_type)?;
        let below = numbers.range(..=number).next_back();
        let above = numbers.range(number..).next();
        let nearest = match (below, above) {
            (Some(below), Some(above)) if number - below > above - number => above,
            (Some(below), _) => below,
            (None, above) => above?,
        };
        let document = self.corpus.by_id(&format!("{prefix}-{nearest}"))?;
        Some(Suggestion {
            document,
            certain: false,
        })
    }

    fn by_spelling(&self, written: &str) -> Option<Suggestion> {
        let prefix = written.split_once('-').map(|(prefix, _)| prefix);
        let of_type = prefix.and_then(|prefix| self.corpus.definitions.by_prefix(prefix));
        let candidates = self.corpus.documents().iter();
        let candidates = candidates
            .filter(|document| of_type.is_none_or(|of_type| document.definition == of_type))
            .map(|document| document.id.value.as_str())
            .filter(|id| id.len().abs_diff(written.len()) <= written.len() / 3 + 1);
        let meant = did_you_mean(written, candidates.take(MOST_COMPARED))?;
        let document = self.corpus.by_id(meant)?;
        Some(Suggestion {
            document,
            certain: true,
        })
    }

    fn numbers(&self) -> &HashMap<TypeIndex, BTreeSet<u64>> {
        self.numbers.get_or_init(|| {
            let mut numbers: HashMap<TypeIndex, BTreeSet<u64>> = HashMap::new();
            for document in self.corpus.documents() {
                let number = id_key(&document.id.value)
                    .split_once('-')
                    .and_then(|(_, number)| number.parse().ok());
                if let Some(number) = number {
                    numbers.entry(document.definition).or_default().insert(number);
                }
            }
            numbers
        })
    }

    /// Documents by title, by the name of their file and by their id without its prefix; `None` where two share one.
    fn titles(&self) -> &HashMap<String, Option<DocumentIndex>> {
        self.titles.get_or_init(|| {
            let mut titles: HashMap<String, Option<DocumentIndex>> = HashMap::new();
            for (index, document) in self.corpus.iter() {
                let path = document.path();
                let names = [
                    document.title.value.as_str(),
                    path.file_stem().unwrap_or_default(),
                    path.file_name().unwrap_or_default(),
                    path.as_str(),
                ];
                for name in names {
                    let known = titles.entry(plain(name)).or_insert(Some(index));
                    if *known != Some(index) {
                        *known = None;
                    }
                }
            }
            titles
        })
    }

    fn files(&self) -> &Files {
        self.files.get_or_init(|| {
            let mut files = Files::default();
            for path in self.snapshot.paths() {
                let name = path.file_name().unwrap_or_default().to_lowercase();
                files.by_name.entry(name).or_default().push(Arc::clone(path));
                let folder = path.parent().unwrap_or(Utf8Path::new("")).to_owned();
                files.by_folder.entry(folder).or_default().push(Arc::clone(path));
            }
            files
        })
    }
}

/// A title or name by which it is compared.
fn plain(name: &str) -> String {
    name.trim().trim_start_matches("./").to_lowercase()
}
