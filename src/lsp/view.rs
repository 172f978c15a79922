//! What a request looks at: an organisation, and the open file that it is about.

use std::collections::BTreeMap;
use std::sync::Arc;

use camino::Utf8Path;
use lsp_types::{Location, Position, Range, Uri};

use super::address;
use super::client::Client;
use super::open_file::OpenFile;
use super::positions::Lines;
use super::root::Root;
use crate::model::{Corpus, Document, DocumentIndex};
use crate::pipeline::Organisation;
use crate::span::Span;

/// An open file in its organisation.
#[derive(Debug)]
pub(super) struct View<'a> {
    /// The organisation repository.
    pub(super) root: &'a Root,
    /// What the client can do.
    pub(super) client: Client,
    /// All open files.
    pub(super) files: &'a BTreeMap<String, OpenFile>,
    /// The file, from the root.
    pub(super) path: &'a Utf8Path,
    /// Its text, as the editor has it.
    pub(super) text: &'a str,
    /// The lines of it.
    pub(super) lines: Lines<'a>,
}

impl<'a> View<'a> {
    /// The organisation.
    pub(super) fn organisation(&self) -> &'a Organisation {
        self.root.organisation()
    }

    /// Its documents.
    pub(super) fn corpus(&self) -> &'a Corpus {
        &self.root.organisation().corpus
    }

    /// The document in the file; `None` where the file is none, or holds another text than was read.
    pub(super) fn document(&self) -> Option<(DocumentIndex, &'a Document)> {
        let index = self.corpus().by_path(self.path)?;
        let document = self.corpus().get(index);
        (*document.parsed.text == *self.text).then_some((index, document))
    }

    /// Where a position is in the text.
    pub(super) fn offset(&self, position: Position) -> u32 {
        u32::try_from(self.lines.offset(position)).unwrap_or(u32::MAX)
    }

    /// The range of some bytes of the text.
    pub(super) fn range(&self, span: Span) -> Range {
        self.lines.range(span)
    }

    /// Another open file of the organisation.
    pub(super) fn open_file(&self, path: &Utf8Path) -> Option<&'a OpenFile> {
        let is_it = |file: &&OpenFile| {
            let place = file.place.as_ref();
            place.is_some_and(|(root, it)| *root == self.root.spelled && it == path)
        };
        self.files.values().find(is_it)
    }

    /// A place in a document.
    pub(super) fn location(&self, index: DocumentIndex, span: Span) -> Option<Location> {
        let parsed = &self.corpus().get(index).parsed;
        let lines = Lines::new(&parsed.text, self.client.encoding);
        Some(Location {
            uri: uri(self.root, &parsed.path)?,
            range: lines.range(span),
        })
    }

    /// Places in one document, whose lines are found once.
    pub(super) fn locations(&self, index: DocumentIndex, spans: &[Span]) -> Vec<Location> {
        let parsed = &self.corpus().get(index).parsed;
        let lines = Lines::new(&parsed.text, self.client.encoding);
        let Some(uri) = uri(self.root, &parsed.path) else {
            return Vec::new();
        };
        let location = |span: &Span| Location {
            uri: uri.clone(),
            range: lines.range(*span),
        };
        spans.iter().map(location).collect()
    }
}

/// The address of a file of an organisation, as the client spells it.
pub(super) fn uri(root: &Root, path: &Utf8Path) -> Option<Uri> {
    address::uri(&root.spelled.join(path))
}

/// The text of a file of an organisation.
pub(super) fn text(organisation: &Organisation, path: &Utf8Path) -> Option<Arc<str>> {
    match organisation.corpus.by_path(path) {
        Some(index) => Some(Arc::clone(&organisation.corpus.get(index).parsed.text)),
        None => organisation.snapshot.text(path)?.content.ok(),
    }
}
