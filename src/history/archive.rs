//! The texts of old revisions, read when somebody asks.

use std::sync::{Arc, Mutex, PoisonError};

use crate::repository::{MAX_DOCUMENT_BYTES, ObjectId, ObjectKind, ObjectReader, ObjectStore, Repository};

/// Reads old texts out of Git, from any thread: each asks with a reader of its own, and leaves it for the next one.
#[derive(Debug)]
pub struct Archive {
    objects: ObjectStore,
    idle: Mutex<Vec<ObjectReader>>,
}

/// Why the text of a revision cannot be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoText {
    /// It is not there, as in a partial clone, or broken.
    Missing,
    /// It is larger than a document may be.
    TooLarge,
    /// It is not UTF-8 text.
    NotText,
}

impl Archive {
    /// The texts of a repository; `None` without Git.
    pub fn of(repository: &Repository) -> Option<Self> {
        Some(Self {
            objects: repository.objects()?,
            idle: Mutex::default(),
        })
    }

    /// The text behind the `content` of a revision.
    ///
    /// # Errors
    /// When Git does not have it, or it is no text that a document may be.
    pub fn text(&self, content: ObjectId) -> Result<String, NoText> {
        let mut reader = self.take().unwrap_or_else(|| self.objects.reader_of_texts());
        let bytes = match reader.read_limited(ObjectKind::Blob, content, MAX_DOCUMENT_BYTES) {
            Some(bytes) => Ok(Arc::unwrap_or_clone(bytes)),
            None if reader.has(content) => Err(NoText::TooLarge),
            None => Err(NoText::Missing),
        };
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
        String::from_utf8(bytes?).map_err(|_| NoText::NotText)
    }

    fn take(&self) -> Option<ObjectReader> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }
}
