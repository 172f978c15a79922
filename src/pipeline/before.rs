//! The organisation as it was before a change, made from what it is now: what did not change is neither read nor linked
//! again.

use std::collections::HashSet;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::{Stopwatch, TYPES_FOLDER, linked};
use crate::check;
use crate::link::{self, Links};
use crate::model::{self, Corpus, DocumentIndex};
use crate::parse;
use crate::repository::{CONFIG_FILE, Change, ChangedPath, Snapshot};

/// What an organisation is compared with.
#[derive(Clone, Debug)]
pub struct Base {
    /// What people call it: `origin/main`.
    pub name: String,
    /// Its files.
    pub snapshot: Snapshot,
    /// The files that differ since.
    pub changes: Vec<ChangedPath>,
}

impl Base {
    /// Takes in that a file has changed besides, in its text or by moving from another place.
    pub fn note_change(&mut self, path: &Utf8Path, from: Option<&Utf8Path>) {
        let known = self.changes.iter_mut().find(|it| it.path == from.unwrap_or(path));
        match (known, from) {
            (Some(_), None) => {}
            (Some(known), Some(from)) => {
                if known.change == Change::Modified {
                    known.change = Change::Renamed { from: from.to_owned() };
                }
                known.path = path.to_owned();
            }
            (None, from) => self.changes.push(ChangedPath {
                path: path.to_owned(),
                change: from.map_or(Change::Modified, |from| Change::Renamed { from: from.to_owned() }),
                old: None,
            }),
        }
    }
}

/// An organisation before a change.
#[derive(Debug)]
pub struct Before {
    /// Its files, and what became of them.
    pub base: Base,
    /// Its documents.
    pub corpus: Corpus,
    /// Their references.
    pub links: Links,
}

impl Base {
    /// Whether what all documents are read by has changed: then each of them may be another.
    pub(super) fn changes_settings(&self) -> bool {
        sides(&self.changes).any(is_setting)
    }
}

/// Whether all documents are read by what a file says.
pub fn is_setting(path: &Utf8Path) -> bool {
    path == CONFIG_FILE || path == model::PEOPLE_FILE || path.starts_with(TYPES_FOLDER)
}

impl Before {
    /// Reads what was before a change, given what is after it.
    pub(super) fn read(base: Base, corpus: &Corpus, links: &Links) -> Self {
        if base.changes_settings() {
            let (corpus, links) = linked(&base.snapshot, &mut Stopwatch::start());
            return Self { base, corpus, links };
        }
        let before = documents(&base, corpus);
        let same = same(&before, corpus);
        let touched: HashSet<Utf8PathBuf> = sides(&base.changes)
            .flat_map(Utf8Path::ancestors)
            .map(Utf8Path::to_owned)
            .collect();
        let links = link::resolve_like(&before, &base.snapshot, links, &same, |path| !touched.contains(path));
        Self {
            base,
            corpus: before,
            links,
        }
    }

    /// What checking compares with.
    pub(super) fn as_base(&self) -> check::Base<'_> {
        check::Base {
            name: &self.base.name,
            corpus: &self.corpus,
            links: &self.links,
            snapshot: &self.base.snapshot,
            changes: &self.base.changes,
        }
    }
}

/// The paths that changes name, on both sides.
pub(super) fn sides(changes: &[ChangedPath]) -> impl Iterator<Item = &Utf8Path> {
    changes.iter().flat_map(|it| {
        let from = match &it.change {
            Change::Renamed { from } => Some(from.as_path()),
            _ => None,
        };
        from.into_iter().chain([it.path.as_path()])
    })
}

/// The corpus with the documents that differ as they were.
fn documents(base: &Base, corpus: &Corpus) -> Corpus {
    let paths: HashSet<_> = sides(&base.changes).collect();
    let (definitions, config) = (&corpus.definitions, &corpus.config);
    let texts = |wanted: &dyn Fn(&Utf8Path) -> bool| {
        let found = paths.iter().filter(|path| wanted(path));
        found.filter_map(|path| base.snapshot.text(path)).collect::<Vec<_>>()
    };
    let documents = parse::all(&texts(&|path| model::is_document_path(path, definitions, config)));
    let data = texts(&|path| model::is_data_path(path, definitions));
    model::change(corpus, &paths, documents, &data)
}

/// For each document, where it was before, if neither it nor another one under its id has changed.
pub(super) fn same(before: &Corpus, corpus: &Corpus) -> Vec<Option<DocumentIndex>> {
    let has_same_places = corpus.has_places_of(before);
    let documents = corpus.documents().iter().enumerate();
    let mut same: Vec<_> = documents
        .map(|(position, document)| {
            let index = match has_same_places {
                true => DocumentIndex(position),
                false => before.by_path(document.path())?,
            };
            Arc::ptr_eq(&before.documents()[index.0], document).then_some(index)
        })
        .collect();
    let stays: HashSet<_> = same.iter().flatten().collect();
    let now = corpus.iter().filter(|(index, _)| same[index.0].is_none());
    let then = before.iter().filter(|(index, _)| !stays.contains(index));
    let ids: HashSet<_> = now.chain(then).map(|(_, document)| &document.id.value).collect();
    for index in ids.into_iter().flat_map(|id| corpus.all_by_id(id)) {
        same[index.0] = None;
    }
    same
}
