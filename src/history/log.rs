//! What each commit did to the documents: the part of history that never changes, and is therefore kept.

use std::collections::HashMap;
use std::sync::Arc;

use camino::Utf8Path;

use super::commit::Detail;
use crate::repository::ObjectId;

/// Commits with what they changed. A commit stands after its parents.
#[derive(Debug, Default)]
pub(super) struct Log {
    /// The commits.
    pub(super) commits: Vec<Logged>,
    /// Paths that changes name.
    pub(super) paths: Vec<Arc<Utf8Path>>,
    /// States that changes name.
    pub(super) words: Vec<Arc<str>>,
}

/// A commit.
#[derive(Clone, Debug)]
pub(super) struct Logged {
    pub(super) id: ObjectId,
    /// Positions of its parents.
    pub(super) parents: Vec<u32>,
    /// Seconds since 1970 when it was committed, for the order of what has none otherwise.
    pub(super) committed: i64,
    /// Whether parents are missing, so that what it changed cannot be told from what was there.
    pub(super) boundary: bool,
    /// What it says, when it matters to a document.
    pub(super) detail: Option<Box<Detail>>,
    /// What it changed against its first parent.
    pub(super) changes: Vec<Change>,
}

/// What a commit did to one path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Change {
    /// Position of the path.
    pub(super) path: u32,
    /// Position of the path that the document had before.
    pub(super) from: Option<u32>,
    /// The new text; `None` when the path is gone.
    pub(super) content: Option<ObjectId>,
    /// The state that is written in it.
    pub(super) state: Word,
}

/// The state written in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// Position of the word.
    Is(u32),
    /// None is written.
    Missing,
    /// The text cannot be read.
    Unknown,
}

/// Gives texts that come again and again a number.
#[derive(Debug)]
pub(super) struct Numbers<T: ?Sized> {
    known: HashMap<Arc<T>, u32>,
}

impl<T: ?Sized + std::hash::Hash + Eq> Numbers<T> {
    /// Numbers for what is in a list already.
    pub(super) fn of(list: &[Arc<T>]) -> Self {
        let numbered = list.iter().zip(0..);
        Self {
            known: numbered.map(|(it, number)| (Arc::clone(it), number)).collect(),
        }
    }

    /// The number of a text, which is put at the end of the list when it is new.
    pub(super) fn number(&mut self, list: &mut Vec<Arc<T>>, text: &T) -> u32
    where
        Arc<T>: for<'a> From<&'a T>,
    {
        if let Some(number) = self.known.get(text) {
            return *number;
        }
        let text: Arc<T> = Arc::from(text);
        let number = u32::try_from(list.len()).unwrap_or(u32::MAX);
        list.push(Arc::clone(&text));
        self.known.insert(text, number);
        number
    }
}
