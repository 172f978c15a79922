//! A document or a person, as lists and cards show them.

use serde::Serialize;

use super::{DateView, StatusView};
use crate::check::Completeness;
use crate::render::phrases::Phrases;

/// A document in a list, on a card or beside a reference.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentView {
    /// Its id; empty for plain pages.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// What people call one of its type.
    pub type_name: String,
    /// The state it is in.
    pub status: Option<StatusView>,
    /// The person who answers for it.
    pub owner: Option<PersonView>,
    /// How much of it is answered.
    pub completeness: Option<CompletenessMeter>,
    /// What someone should know who reads only one sentence.
    pub summary: Option<String>,
    /// What it is sorted under within its type: the severity of an incident, the category of an initiative.
    pub facet: Option<String>,
    /// The day that lists show: its own date, else its last change.
    pub date: Option<DateView>,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonView {
    /// The word documents call them by.
    pub handle: String,
    /// The name they go by.
    pub name: String,
    /// One or two letters that stand for the name.
    pub initials: String,
    /// Their page.
    pub href: String,
}

/// Someone that Git names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct AuthorView {
    /// The name they go by.
    pub name: String,
    /// Their page, where they are listed as someone of the organisation.
    pub href: Option<String>,
}

/// How much of a document is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CompletenessMeter {
    /// How many sections are answered.
    pub done: usize,
    /// How many must be.
    pub total: usize,
}

/// Which columns a list of documents shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Columns {
    /// Whether summaries stand under the titles.
    pub summary: bool,
    /// Whether the type is shown.
    pub kind: bool,
    /// Heading of the column of facets; `None` without one.
    pub facet: Option<String>,
    /// Whether any document has a state.
    pub state: bool,
    /// Whether completeness is shown.
    pub completeness: bool,
    /// Whether any document has an owner to show.
    pub owner: bool,
    /// Heading of the column of dates; `None` without one.
    pub date: Option<String>,
}

impl Columns {
    /// The columns that say something about these documents.
    pub fn of(phrases: &Phrases, documents: &[DocumentView]) -> Self {
        Self {
            summary: documents.len() <= 60,
            kind: false,
            facet: None,
            state: documents.iter().any(|it| it.status.is_some()),
            completeness: documents
                .iter()
                .any(|it| it.completeness.is_some_and(|meter| meter.done < meter.total)),
            owner: documents.iter().any(|it| it.owner.is_some()),
            date: documents
                .iter()
                .any(|it| it.date.is_some())
                .then(|| phrases.say("listing.date").to_owned()),
        }
    }
}

impl From<&Completeness> for CompletenessMeter {
    fn from(completeness: &Completeness) -> Self {
        Self {
            done: completeness.answered(),
            total: completeness.total(),
        }
    }
}
