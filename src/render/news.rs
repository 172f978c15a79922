//! What is new in the documents: for feeds, and for a reader who was here before.
//!
//! Takes what Git knows, gives [`News`]: documents that came, went, went on to another state or say something else now, the
//! newest first. What changes nothing for a reader is no news: layout, typing errors mended, tags and old addresses.
//! Bounded for each type, so that what it costs follows what is told and not the length of the past.

mod find;

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::definition::TypeIndex;
use crate::model::DocumentIndex;
use crate::repository::ObjectId;

/// What is new, the newest first.
#[derive(Clone, Debug, Default)]
pub struct News {
    /// The pieces of news.
    pub items: Vec<NewsItem>,
    /// The day of the oldest piece of a type that had more than are told; `None` where all are.
    pub cut_at: Option<Date>,
}

/// A piece of news: what one commit did to one document.
#[derive(Clone, Debug)]
pub struct NewsItem {
    /// The document; `None` when it was deleted.
    pub document: Option<DocumentIndex>,
    /// Its position among the deleted ones; `None` when it is there.
    pub gone: Option<usize>,
    /// Its id; empty for a plain page.
    pub id: String,
    /// Its title, the last one when it was deleted.
    pub title: String,
    /// Its type.
    pub definition: TypeIndex,
    /// The commit.
    pub commit: ObjectId,
    /// When it was committed.
    pub at: Timestamp,
    /// The day on the clock of who changed it, which every page shows for it.
    pub day: Date,
    /// Who changed it.
    pub author: String,
    /// What happened.
    pub doing: Doing,
    /// Sections and fields that say something else now.
    pub changed: Vec<String>,
}

/// What happened to a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doing {
    /// It came.
    Created,
    /// It went.
    Deleted,
    /// It came back.
    Restored,
    /// It went from one state to another.
    Moved {
        /// The state it left, as people write it.
        from: String,
        /// The state it came to.
        to: String,
    },
    /// It says something else.
    Edited,
}

impl News {
    /// The newest piece of news of each document, the newest first.
    pub fn by_document(&self) -> Vec<&NewsItem> {
        let mut seen = HashSet::new();
        let mut newest = Vec::new();
        for item in &self.items {
            if seen.insert((item.document, item.gone)) {
                newest.push(item);
            }
        }
        newest
    }
}

impl NewsItem {
    /// A word that a browser knows this piece of news by.
    pub fn stamp(&self) -> String {
        let commit: String = self.commit.to_string().chars().take(6).collect();
        // Two documents of one commit are two pieces of news.
        let name = if self.id.is_empty() { &self.title } else { &self.id };
        let sum = name.bytes().fold(0_u32, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(u32::from(byte)) & 0xfff
        });
        format!("{commit}{sum:03x}")
    }
}
