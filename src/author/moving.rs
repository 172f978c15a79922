//! Another place for a file: what leads to it, and what it leads to, is written anew.

use std::collections::BTreeMap;
use std::sync::Arc;

use camino::Utf8Path;

use crate::diagnostic::{Edit, Rename};
use crate::link::{Broken, Links, Origin, Reference, Target};
use crate::model::Corpus;
use crate::repository::relative;
use crate::span::Span;

/// The edits that a move takes, by file; `None` where a link is written so that it cannot be changed in its place.
pub(super) fn edits(rename: &Rename, corpus: &Corpus, links: &Links) -> Option<BTreeMap<Arc<Utf8Path>, Vec<Edit>>> {
    let document = corpus.by_path(&rename.from)?;
    let mut edits: BTreeMap<_, Vec<Edit>> = BTreeMap::new();
    let is_path = |it: &&Reference| matches!(it.origin, Origin::Link | Origin::Image);
    for reference in links.all().filter(is_path) {
        let leads_here = reference.target.document() == Some(document);
        let is_inside = reference.from == document;
        let to: &Utf8Path = match &reference.target {
            Target::Document { .. } if leads_here && is_inside => continue,
            Target::Document { .. } if leads_here => &rename.to,
            Target::Document { index, .. } if is_inside => corpus.get(*index).path(),
            Target::File(path) | Target::Folder(path) if is_inside => path,
            Target::Broken(Broken::MissingFile(path)) if is_inside => path,
            _ => continue,
        };
        let holder = corpus.get(reference.from);
        let folder = if is_inside {
            rename.to.parent()
        } else {
            holder.path().parent()
        };
        let span = path_of(&holder.parsed.text, reference)?;
        let replacement = relative(folder.unwrap_or(Utf8Path::new("")), to);
        edits.entry(Arc::clone(holder.path())).or_default().push(Edit {
            path: Arc::clone(holder.path()),
            span,
            replacement,
        });
    }
    Some(edits)
}

/// The path within a destination that stands where it is used.
fn path_of(text: &str, reference: &Reference) -> Option<Span> {
    let span = reference.span;
    let is_here = span.text(text) == reference.written;
    let length = reference.written.find(['#', '?']).unwrap_or(reference.written.len());
    is_here.then(|| Span::new(span.start as usize, span.start as usize + length))
}
