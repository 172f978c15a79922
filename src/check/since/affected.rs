//! Which documents a change can have touched: those it changed, and those that have to do with one of them.

use std::collections::HashSet;
use std::sync::Arc;

use super::Since;
use super::pairs::Touched;
use crate::link::{Broken, Links, Target};
use crate::model::{Corpus, Document, DocumentIndex, Value, id_key};

/// For each document, whether what the rules say of it can differ from what they said before.
#[derive(Debug)]
pub struct Affected {
    /// After the change.
    pub after: Vec<bool>,
    /// Before it.
    pub before: Vec<bool>,
    /// The documents that the change itself added, changed or moved.
    pub changed: Vec<DocumentIndex>,
}

/// One moment of the organisation.
struct Side<'a> {
    corpus: &'a Corpus,
    links: &'a Links,
    changed: Vec<bool>,
}

/// What the changed documents of both sides are known by.
#[derive(Default)]
struct Names {
    ids: HashSet<String>,
    routes: HashSet<String>,
    team: bool,
}

impl Affected {
    pub(in crate::check) fn by(since: &Since<'_>, corpus: &Corpus, links: &Links) -> Self {
        let base = since.base;
        let shared = |index: DocumentIndex, document: &Arc<Document>| {
            since.before(index).is_some_and(|before| Arc::ptr_eq(before, document))
        };
        let changed_after: Vec<_> = numbered(corpus).map(|(index, it)| !shared(index, it)).collect();
        let is_shared = |before: DocumentIndex| {
            let after = since.pairs.after(before);
            after.is_some_and(|after| !changed_after[after.0])
        };
        let changed_before = numbered(base.corpus).map(|(index, _)| !is_shared(index)).collect();
        let after = Side {
            corpus,
            links,
            changed: changed_after,
        };
        let before = Side {
            corpus: base.corpus,
            links: base.links,
            changed: changed_before,
        };
        let paths = Touched::by(base.changes);
        let mut names = Names::default();
        names.collect(&after);
        names.collect(&before);
        let (after, before) = rayon::join(|| touched(&after, &names, &paths), || touched(&before, &names, &paths));
        let mut affected = Self {
            changed: base.changes.iter().filter_map(|it| corpus.by_path(&it.path)).collect(),
            after,
            before,
        };
        affected.join(since);
        affected
    }

    /// A document is looked at on both sides or on neither.
    fn join(&mut self, since: &Since<'_>) {
        for (before, is_before) in self.before.iter_mut().enumerate() {
            let Some(after) = since.pairs.after(DocumentIndex(before)) else {
                continue;
            };
            let either = *is_before || self.after[after.0];
            (*is_before, self.after[after.0]) = (either, either);
        }
    }
}

impl Names {
    fn collect(&mut self, side: &Side<'_>) {
        let team = side.corpus.definitions.find("team");
        for (_, document) in side.corpus.iter().filter(|(index, _)| side.changed[index.0]) {
            self.ids.insert(id_key(&document.id.value));
            self.routes.insert(document.route.to_lowercase());
            let aliases = document.aliases();
            self.routes.extend(aliases.map(|alias| alias.value.to_lowercase()));
            self.team |= Some(document.definition) == team;
        }
    }

    /// The documents of a corpus that are known by one of the names.
    fn of<'a>(&'a self, corpus: &'a Corpus) -> impl Iterator<Item = DocumentIndex> + 'a {
        let by_id = self.ids.iter().flat_map(|id| corpus.all_by_id(id));
        let by_route = self.routes.iter().flat_map(|route| corpus.all_by_route(route));
        by_id.chain(by_route).copied()
    }
}

fn numbered(corpus: &Corpus) -> impl Iterator<Item = (DocumentIndex, &Arc<Document>)> {
    let documents = corpus.documents().iter().enumerate();
    documents.map(|(position, document)| (DocumentIndex(position), document))
}

fn touched(side: &Side<'_>, names: &Names, paths: &Touched<'_>) -> Vec<bool> {
    // Any text may name a team, by id or without its prefix.
    if names.team {
        return vec![true; side.changed.len()];
    }
    let mut known = vec![false; side.changed.len()];
    for index in names.of(side.corpus) {
        known[index.0] = true;
    }
    let has_data = paths.has_data();
    let leads_to_change = |target: &Target| match target {
        Target::Document { index, .. } => side.changed[index.0] || known[index.0],
        Target::File(path) | Target::Folder(path) => paths.has(path),
        Target::Broken(broken) => matches!(broken, Broken::UnknownId | Broken::MissingFile(_)),
        Target::External => false,
    };
    let mut touched: Vec<_> = side
        .corpus
        .iter()
        .map(|(index, document)| {
            side.changed[index.0]
                || known[index.0]
                || side.links.from(index).iter().any(|it| leads_to_change(&it.target))
                || document.aliases().next().is_some()
                || has_data && reads_changed_data(side.corpus, document, paths)
        })
        .collect();
    for (index, _) in side.corpus.iter().filter(|(index, _)| side.changed[index.0]) {
        for target in side.links.from(index).iter().filter_map(|it| it.target.document()) {
            touched[target.0] = true;
        }
    }
    touched
}

fn reads_changed_data(corpus: &Corpus, document: &Document, paths: &Touched<'_>) -> bool {
    let mut files = document.fields.iter().filter_map(|field| match &field.value.value {
        Value::DataFile(name) => corpus.data_path(document, name),
        _ => None,
    });
    files.any(|path| paths.has(&path))
}
