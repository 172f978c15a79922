//! Every reference and link, led to its target.
//!
//! Takes a corpus and the paths of all files, gives [`Links`]: for each id in a field or in text, each wiki-link, link and
//! image, where it leads or why it leads nowhere; backlinks; the graph. Reads no file and prints nothing.

mod destination;
mod graph;
mod mention;
mod resolve;
mod sentence;

use std::sync::Arc;

use camino::Utf8PathBuf;

use crate::model::DocumentIndex;
use crate::span::Span;

pub use graph::Edge;
pub use resolve::{resolve, resolve_like};

/// All references of a corpus and where they lead.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// For each document, the references that stand in it, in the order of its text. An edit elsewhere leaves them alone,
    /// so what comes after it shares them.
    references: Vec<Arc<[Reference]>>,
    /// For each document, the places of the references that lead to it from another document, in their order.
    incoming: Vec<Arc<[Place]>>,
}

/// Where a reference stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    /// The document.
    from: DocumentIndex,
    /// Its position among the references there.
    position: usize,
}

/// One place that points somewhere.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The document it stands in.
    pub from: DocumentIndex,
    /// How it is written.
    pub origin: Origin,
    /// The place of the id or destination.
    pub span: Span,
    /// What is written there.
    pub written: String,
    /// Where it leads.
    pub target: Target,
    /// The sentence around it; the value itself for a field.
    pub sentence: Span,
}

/// How a reference is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// As the value of a field, by its key (`success.metric` within a mapping).
    Field(String),
    /// As an id in running text.
    Mention,
    /// As `[[RW-12]]`.
    Wiki,
    /// As a Markdown link.
    Link,
    /// As an image.
    Image,
}

/// Where a reference leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To a document.
    Document {
        /// The document.
        index: DocumentIndex,
        /// The place within it that is named, and whether there is such a place.
        anchor: Option<(String, AnchorState)>,
    },
    /// To a file of the repository that is no document.
    File(Utf8PathBuf),
    /// To a folder of the repository.
    Folder(Utf8PathBuf),
    /// Out of the site.
    External,
    /// Nowhere.
    Broken(Broken),
}

/// Whether a named place exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnchorState {
    /// The target has it.
    Found,
    /// The target has no such place.
    Missing,
}

/// Why a reference leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// No document has this id.
    UnknownId,
    /// There is no such file; the path is from the root.
    MissingFile(Utf8PathBuf),
    /// The path leads out of the repository.
    LeavesRepository,
    /// It starts with `/` or with the site's own address, so it works in one place only.
    Absolute,
    /// Its scheme is not one a reader should follow: `javascript:`, `data:`, `file:`.
    Scheme(String),
    /// Nothing is written.
    Empty,
}

impl Links {
    /// All references, in the order of the documents they stand in, and within one in the order of the text.
    pub fn all(&self) -> impl Iterator<Item = &Reference> {
        self.references.iter().flat_map(|references| references.iter())
    }

    /// The references that stand in a document, in the order of its text.
    pub fn from(&self, document: DocumentIndex) -> &[Reference] {
        self.references.get(document.0).map_or(&[], AsRef::as_ref)
    }

    /// The references that lead to a document from others: its backlinks.
    pub fn to(&self, document: DocumentIndex) -> impl Iterator<Item = &Reference> {
        let places = self
            .incoming
            .get(document.0)
            .into_iter()
            .flat_map(|places| places.iter());
        places.filter_map(|place| self.from(place.from).get(place.position))
    }

    /// The reference at a place of a document, as found by the span of what is written.
    pub fn at(&self, document: DocumentIndex, span: Span) -> Option<&Reference> {
        let references = self.from(document);
        let found = references.binary_search_by_key(&(span.start, span.end), |it| (it.span.start, it.span.end));
        found.ok().map(|position| &references[position])
    }

    /// The documents that a field of a document refers to, in the order written.
    pub fn of_field<'a>(&'a self, document: DocumentIndex, field: &'a str) -> impl Iterator<Item = DocumentIndex> + 'a {
        let in_field = move |reference: &&Reference| match &reference.origin {
            Origin::Field(key) => key == field || key.strip_prefix(field).is_some_and(|rest| rest.starts_with('.')),
            _ => false,
        };
        self.from(document)
            .iter()
            .filter(in_field)
            .filter_map(|reference| reference.target.document())
    }
}

impl Target {
    /// The document it leads to.
    pub fn document(&self) -> Option<DocumentIndex> {
        match self {
            Target::Document { index, .. } => Some(*index),
            _ => None,
        }
    }
}
