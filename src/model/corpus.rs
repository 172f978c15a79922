//! All documents of an organisation.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use camino::{Utf8Path, Utf8PathBuf};

use super::data::DataFile;
use super::document::Document;
use super::identity::id_key;
use super::people::People;
use crate::config::Config;
use crate::definition::{Definition, Definitions, TypeIndex};
use crate::diagnostic::Diagnostic;
use crate::parse::Parsed;
use crate::repository::join;

/// Position of a document in the corpus, where documents are sorted by path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentIndex(pub usize);

/// The typed documents of an organisation and what they are read against.
#[derive(Clone, Debug)]
pub struct Corpus {
    /// The document types.
    pub definitions: Arc<Definitions>,
    /// The configuration.
    pub config: Arc<Config>,
    /// The people.
    pub people: Arc<People>,
    /// Data files, by path.
    pub data: Arc<HashMap<Arc<Utf8Path>, Arc<DataFile>>>,
    /// Mistakes in files that are no documents: configuration, definitions, people.
    pub problems: Vec<Diagnostic>,
    documents: Vec<Arc<Document>>,
    index: Arc<Index>,
}

/// Where documents are in the corpus. Most edits change what is in them and not this, so it is shared.
#[derive(Debug)]
struct Index {
    by_id: HashMap<String, Vec<DocumentIndex>>,
    by_path: HashMap<Arc<Utf8Path>, DocumentIndex>,
    /// The documents of each type, so that asking for a few of them does not walk over all.
    by_type: Vec<Vec<DocumentIndex>>,
    /// By the address of their page in lower case: made when somebody asks.
    by_route: OnceLock<HashMap<String, Vec<DocumentIndex>>>,
}

impl Index {
    fn of(documents: &[Arc<Document>], types: usize) -> Self {
        let mut by_id: HashMap<String, Vec<DocumentIndex>> = HashMap::with_capacity(documents.len());
        let mut by_path = HashMap::with_capacity(documents.len());
        let mut by_type = vec![Vec::new(); types];
        for (position, document) in documents.iter().enumerate() {
            let index = DocumentIndex(position);
            by_id.entry(id_key(&document.id.value)).or_default().push(index);
            by_path.insert(Arc::clone(&document.parsed.path), index);
            by_type[document.definition.0].push(index);
        }
        Self {
            by_id,
            by_path,
            by_type,
            by_route: OnceLock::new(),
        }
    }
}

impl Corpus {
    /// A corpus of documents, which are put in the order of their paths.
    pub(super) fn new(
        definitions: Arc<Definitions>,
        config: Arc<Config>,
        people: Arc<People>,
        data: Arc<HashMap<Arc<Utf8Path>, Arc<DataFile>>>,
        problems: Vec<Diagnostic>,
        mut documents: Vec<Arc<Document>>,
    ) -> Self {
        documents.sort_by(|left, right| left.parsed.path.cmp(&right.parsed.path));
        let index = Arc::new(Index::of(&documents, definitions.iter().count()));
        Self {
            definitions,
            config,
            people,
            data,
            problems,
            documents,
            index,
        }
    }

    /// The corpus with other documents and data files, under the same definitions. Documents that stay are shared.
    pub(super) fn with_documents(
        &self,
        documents: Vec<Arc<Document>>,
        data: Arc<HashMap<Arc<Utf8Path>, Arc<DataFile>>>,
    ) -> Self {
        let (definitions, config) = (Arc::clone(&self.definitions), Arc::clone(&self.config));
        let (people, problems) = (Arc::clone(&self.people), self.problems.clone());
        Self::new(definitions, config, people, data, problems, documents)
    }

    /// The corpus with some documents written anew; `None` when one of them is not where one of the same type, id and
    /// address is now.
    pub(super) fn with_rewritten(
        &self,
        documents: &[Arc<Document>],
        data: Arc<HashMap<Arc<Utf8Path>, Arc<DataFile>>>,
    ) -> Option<Self> {
        let mut all = self.documents.clone();
        for document in documents {
            let index = self.by_path(document.path())?;
            let before = &self.documents[index.0];
            let is_same = before.definition == document.definition
                && before.id.value == document.id.value
                && before.route == document.route;
            all[index.0] = Arc::clone(Some(document).filter(|_| is_same)?);
        }
        Some(Self {
            definitions: Arc::clone(&self.definitions),
            config: Arc::clone(&self.config),
            people: Arc::clone(&self.people),
            data,
            problems: self.problems.clone(),
            documents: all,
            index: Arc::clone(&self.index),
        })
    }

    /// The texts that the documents were read from, in their order.
    pub fn into_texts(self) -> Vec<Parsed> {
        let documents = self.documents.into_iter();
        documents
            .map(|document| Arc::unwrap_or_clone(document).parsed)
            .collect()
    }

    /// Whether all documents are where those of another corpus are, with the same ids, types and addresses. May miss that
    /// they are.
    pub fn has_places_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.index, &other.index)
    }

    /// All documents, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (DocumentIndex, &Document)> {
        self.documents
            .iter()
            .enumerate()
            .map(|(position, document)| (DocumentIndex(position), &**document))
    }

    /// All documents, sorted by path; a document's position is its [`DocumentIndex`].
    pub fn documents(&self) -> &[Arc<Document>] {
        &self.documents
    }

    /// A document of this corpus.
    pub fn get(&self, index: DocumentIndex) -> &Document {
        &self.documents[index.0]
    }

    /// The documents of one type.
    pub fn of_type(&self, wanted: TypeIndex) -> impl Iterator<Item = (DocumentIndex, &Document)> {
        let of_type = self.index.by_type.get(wanted.0).into_iter().flatten();
        of_type.map(|index| (*index, self.get(*index)))
    }

    /// All documents whose page has an address, case aside; more than one is a mistake.
    pub fn all_by_route(&self, route: &str) -> &[DocumentIndex] {
        let by_route = self.index.by_route.get_or_init(|| {
            let mut by_route: HashMap<String, Vec<DocumentIndex>> = HashMap::with_capacity(self.documents.len());
            for (index, document) in self.iter() {
                by_route.entry(document.route.to_lowercase()).or_default().push(index);
            }
            by_route
        });
        by_route.get(&route.to_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// The definition of a document's type.
    pub fn definition(&self, document: &Document) -> &Definition {
        self.definitions.get(document.definition)
    }

    /// All documents with an id, case and leading zeros aside; more than one is a mistake.
    pub fn all_by_id(&self, id: &str) -> &[DocumentIndex] {
        self.index.by_id.get(&id_key(id)).map_or(&[], Vec::as_slice)
    }

    /// The first document with an id.
    pub fn by_id(&self, id: &str) -> Option<DocumentIndex> {
        self.all_by_id(id).first().copied()
    }

    /// The document in a file.
    pub fn by_path(&self, path: &Utf8Path) -> Option<DocumentIndex> {
        self.index.by_path.get(path).copied()
    }

    /// The team that a word names: a team's id, or its id without the prefix.
    pub fn team(&self, word: &str) -> Option<DocumentIndex> {
        let of_type = self.definitions.find("team")?;
        let prefix = &self.definitions.get(of_type).prefix;
        let named = self.by_id(word).or_else(|| self.by_id(&format!("{prefix}-{word}")))?;
        (self.get(named).definition == of_type).then_some(named)
    }

    /// The data file that a document names, and its path from the root: `None` when the name leaves the repository.
    pub fn data_path(&self, document: &Document, name: &str) -> Option<Utf8PathBuf> {
        let folder = document.path().parent().unwrap_or(Utf8Path::new(""));
        join(folder, name)
    }

    /// The state's name of a document; `None` when it has none or an unknown one.
    pub fn state_name(&self, document: &Document) -> Option<&str> {
        let states = &self.definition(document).lifecycle.states;
        document
            .state()
            .and_then(|state| states.get(state))
            .map(|state| state.name.as_str())
    }
}
