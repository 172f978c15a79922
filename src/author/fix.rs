//! Mending what has one obvious mending.
//!
//! Takes diagnostics that carry fixes, gives the texts with the fixes made. Nothing else in a text moves by a byte. Writes
//! nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::{moving, status};
use crate::diagnostic::{Diagnostic, Edit, Rename};
use crate::link::Links;
use crate::model::Corpus;

/// What a round of fixes makes of the files.
#[derive(Clone, Debug, Default)]
pub struct Mended {
    /// The new texts, by the paths the files had.
    pub texts: BTreeMap<Arc<Utf8Path>, String>,
    /// What is changed in each of them, sorted; no edit overlaps another.
    pub edits: BTreeMap<Arc<Utf8Path>, Vec<Edit>>,
    /// Files that move.
    pub renames: Vec<Rename>,
    /// Positions of the diagnostics whose fixes were made.
    pub fixed: Vec<usize>,
}

/// Makes the fixes of diagnostics. One that touches what another one changes is left for the next round, since it may look
/// otherwise then; so is a file that moves while something else in it is mended.
pub fn mend<'t>(
    diagnostics: &[&Diagnostic],
    corpus: &Corpus,
    links: &Links,
    text_of: impl Fn(&Utf8Path) -> Option<Arc<str>> + 't,
) -> Mended {
    let mut edits: BTreeMap<Arc<Utf8Path>, Vec<Edit>> = BTreeMap::new();
    let mut mended = Mended::default();
    for (position, diagnostic) in diagnostics.iter().enumerate() {
        let Some(fix) = &diagnostic.fix else { continue };
        let wanted = match &fix.rename {
            None => fix.edits.clone(),
            Some(rename) => {
                let is_first = mended.renames.is_empty() && edits.is_empty();
                let taken = corpus.by_path(&rename.to).is_some();
                match moving::edits(rename, corpus, links).filter(|_| is_first && !taken) {
                    Some(edits) => edits.into_values().flatten().collect(),
                    None => continue,
                }
            }
        };
        let is_free = |edit: &Edit| {
            let others = edits.get(&edit.path).into_iter().flatten();
            let fits = text_of(&edit.path).is_some_and(|text| edit.span.end as usize <= text.len());
            fits && !others.into_iter().any(|other| clash(other, edit))
        };
        // After a move, the paths of everything else in this round would be those of before.
        if !mended.renames.is_empty() || !wanted.iter().all(is_free) {
            continue;
        }
        for edit in wanted {
            edits.entry(Arc::clone(&edit.path)).or_default().push(edit);
        }
        mended.renames.extend(fix.rename.clone());
        mended.fixed.push(position);
    }
    for (path, mut edits) in edits {
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        if let Some(text) = text_of(&path) {
            close_up(&mut edits, text.len());
            mended.texts.insert(Arc::clone(&path), status::edited(&text, &edits));
            mended.edits.insert(path, edits);
        }
    }
    mended
}

/// Leaves one blank line where two insertions meet, and none at the end of the text.
fn close_up(edits: &mut [Edit], length: usize) {
    let is_spaced = |text: &str| text.ends_with("\n\n") || text.ends_with("\r\n\r\n");
    for position in 1..edits.len() {
        let (before, after) = edits.split_at_mut(position);
        let (Some(left), Some(right)) = (before.last(), after.first_mut()) else {
            continue;
        };
        if left.span == right.span && left.span.is_empty() && is_spaced(&left.replacement) {
            right.replacement = right.replacement.trim_start_matches(['\r', '\n']).to_owned();
        }
    }
    if let Some(last) = edits
        .last_mut()
        .filter(|last| last.span.start as usize == length && is_spaced(&last.replacement))
    {
        let newline = if last.replacement.ends_with("\r\n") { 2 } else { 1 };
        last.replacement.truncate(last.replacement.len() - newline);
    }
}

/// Whether two edits cannot both be made. Two insertions at one place can: they follow each other.
fn clash(left: &Edit, right: &Edit) -> bool {
    let (left, right) = (left.span, right.span);
    if left.is_empty() && right.is_empty() {
        return false;
    }
    left.start <= right.end && right.start <= left.end
}

/// Where a file is after some moves.
pub fn moved_to(path: &Utf8Path, renames: &[Rename]) -> Utf8PathBuf {
    let mut at = path.to_owned();
    for rename in renames {
        if *rename.from == *at {
            at.clone_from(&rename.to);
        }
    }
    at
}
