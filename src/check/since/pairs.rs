//! Which document of the base became which.

use std::collections::{HashMap, HashSet};

use camino::Utf8Path;

use crate::model::{Corpus, DocumentIndex, id_key};
use crate::repository::{Change, ChangedPath};

/// The documents of two moments, paired.
#[derive(Debug)]
pub(super) struct Pairs {
    before: Vec<Option<DocumentIndex>>,
    after: Vec<Option<DocumentIndex>>,
}

impl Pairs {
    /// Pairs documents by their path, then by an id that only one on each side still has, then by what Git recognises as a
    /// rename. Two documents from one template are alike without being the same, so a rename to another id must keep the
    /// text or the title.
    pub(super) fn find(base: &Corpus, corpus: &Corpus, changes: &[ChangedPath]) -> Self {
        if corpus.has_places_of(base) {
            let same: Vec<_> = (0..corpus.documents().len()).map(DocumentIndex).map(Some).collect();
            return Self {
                before: same.clone(),
                after: same,
            };
        }
        let mut pairs = Self {
            before: vec![None; corpus.documents().len()],
            after: vec![None; base.documents().len()],
        };
        for (index, document) in corpus.iter() {
            if let Some(before) = base.by_path(document.path()) {
                pairs.join(before, index);
            }
        }
        let gone = single(base, &pairs.after);
        for (id, after) in single(corpus, &pairs.before) {
            if let (Some(after), Some(Some(before))) = (after, gone.get(&id)) {
                pairs.join(*before, after);
            }
        }
        for it in changes {
            let Change::Renamed { from } = &it.change else {
                continue;
            };
            if let (Some(before), Some(after)) = (base.by_path(from), corpus.by_path(&it.path)) {
                let (old, new) = (base.get(before), corpus.get(after));
                let same_title = old.title.value.eq_ignore_ascii_case(&new.title.value);
                if same_title || old.parsed.text == new.parsed.text {
                    pairs.join(before, after);
                }
            }
        }
        pairs
    }

    fn join(&mut self, before: DocumentIndex, after: DocumentIndex) {
        if self.before[after.0].is_none() && self.after[before.0].is_none() {
            self.before[after.0] = Some(before);
            self.after[before.0] = Some(after);
        }
    }

    pub(super) fn before(&self, after: DocumentIndex) -> Option<DocumentIndex> {
        self.before.get(after.0).copied().flatten()
    }

    pub(super) fn after(&self, before: DocumentIndex) -> Option<DocumentIndex> {
        self.after.get(before.0).copied().flatten()
    }
}

/// The documents without a partner by id; `None` where several share it.
fn single(corpus: &Corpus, partners: &[Option<DocumentIndex>]) -> HashMap<String, Option<DocumentIndex>> {
    let mut single = HashMap::new();
    for (index, document) in corpus.iter().filter(|(index, _)| partners[index.0].is_none()) {
        single
            .entry(id_key(&document.id.value))
            .and_modify(|only| *only = None)
            .or_insert(Some(index));
    }
    single
}

/// The paths that changed on either side, with all folders above them.
#[derive(Debug)]
pub(super) struct Touched<'a>(HashSet<&'a Utf8Path>);

impl<'a> Touched<'a> {
    pub(super) fn by(changes: &'a [ChangedPath]) -> Self {
        let sides = changes.iter().flat_map(|it| {
            let from = match &it.change {
                Change::Renamed { from } => Some(from.as_path()),
                _ => None,
            };
            from.into_iter().chain([it.path.as_path()])
        });
        Self(sides.flat_map(Utf8Path::ancestors).collect())
    }

    /// Whether any file changed that is no Markdown, so that a document can read data from it.
    pub(super) fn has_data(&self) -> bool {
        let is_text = |path: &&&Utf8Path| matches!(path.extension(), None | Some("md" | "markdown"));
        !self.0.iter().all(|path| is_text(&path))
    }

    /// Whether a file, or something in a folder, changed.
    pub(super) fn has(&self, path: &Utf8Path) -> bool {
        self.0.contains(path)
    }
}
