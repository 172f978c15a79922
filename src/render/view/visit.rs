//! What changed since a reader was here last: the part of it that the browser does not know.
//!
//! The browser remembers which pieces of news it saw listed, not when: so nothing is missed that was written long before it
//! was merged, and no clock has to be right. A page gives it the newest ones and says, for readers without a script, what
//! changed in the last fourteen days.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use super::DocumentView;
use crate::render::NewsItem;
use crate::render::library::Library;

/// Days told of where nobody knows the last visit.
const DAYS: i64 = 14;
/// Most pieces of news that a browser remembers.
const MOST: usize = 100;

/// What is new, for those who were here before and those who were not.
#[derive(Clone, Debug, Serialize)]
pub struct VisitView {
    /// Words that the newest pieces of news are known by, one for each document, the newest first.
    pub stamps: String,
    /// How many documents changed in the last fourteen days, in a sentence.
    pub sentence: String,
}

/// A document that says something else now.
#[derive(Clone, Debug, Serialize)]
pub struct RecentView {
    /// The document, with the day of the change.
    pub document: DocumentView,
    /// The word that this piece of news is known by.
    pub stamp: String,
}

/// What is new; `None` where nothing is known of the past.
pub fn visit(library: &Library<'_>) -> Option<VisitView> {
    let newest = library.news().by_document();
    let today = library.input.insights.today.or(newest.first()?.day.into());
    let since = today.and_then(|today| today.checked_sub(DAYS.days()).ok());
    let is_recent = |day: Date| since.is_none_or(|since| day > since);
    let count = newest.iter().filter(|item| is_recent(item.day)).count();
    let is_cut = library.news().cut_at.is_some_and(is_recent);
    let key = match (count, is_cut) {
        (0, _) => "sharing.none_lately",
        (_, false) => "sharing.lately",
        (_, true) => "sharing.lately_at_least",
    };
    let stamps: Vec<_> = newest.iter().take(MOST).map(|item| item.stamp()).collect();
    Some(VisitView {
        stamps: stamps.join(" "),
        sentence: library.phrases.fill(key, &[("n", &count), ("days", &DAYS)]),
    })
}

/// The documents of the newest pieces of news, as the page at `from` lists them; plain pages aside.
pub fn recent(library: &Library<'_>, from: &str, most: usize) -> Vec<RecentView> {
    let view = |item: &NewsItem| {
        let index = item.document.filter(|_| !item.id.is_empty())?;
        Some(RecentView {
            document: DocumentView {
                date: Some(item.day.into()),
                ..library.row(from, index)
            },
            stamp: item.stamp(),
        })
    };
    let newest = library.news().by_document();
    newest.into_iter().filter_map(view).take(most).collect()
}
