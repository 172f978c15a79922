//! One document.

use std::sync::OnceLock;

use crate::definition::TypeIndex;
use crate::parse::Parsed;
use crate::span::{Span, Spanned};

use super::action::Action;
use super::sections::Answer;
use super::value::{Fields, Value};

/// A document with what its definition makes of it.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its type.
    pub definition: TypeIndex,
    /// Its id as people write it, `RW-12`, and where it stands: in the front matter, or an empty span at the start when it
    /// comes from the file name.
    pub id: Spanned<String>,
    /// Its title: from the front matter, the first heading of level 1, or the file name.
    pub title: Spanned<String>,
    /// The state it is in.
    pub status: Status,
    /// Its fields.
    pub fields: Fields,
    /// For each section of the definition, in that order, the parts of the body that answer it.
    pub answers: Vec<Vec<Answer>>,
    /// Where its page stands in the site: `rewrites/rw-12.html`.
    pub route: String,
    /// The text it was read from.
    pub parsed: Parsed,
    /// What will be done, once somebody has asked: checks, insights and pages do, and a document that stays is not read
    /// again.
    pub(super) actions: OnceLock<Box<[Action]>>,
}

/// The state a document is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Its type has no states.
    NotApplicable,
    /// `status` is not there or empty, so it counts as the first state.
    Missing,
    /// Index of the state in the lifecycle of its type.
    Known(Spanned<usize>),
    /// A word that is no state.
    Unknown(Spanned<String>),
}

impl Document {
    /// Index of the state it is in; the first one when none is written, `None` when the word is no state or the type has
    /// no states.
    pub fn state(&self) -> Option<usize> {
        match &self.status {
            Status::Known(state) => Some(state.value),
            Status::Missing => Some(0),
            Status::NotApplicable | Status::Unknown(_) => None,
        }
    }

    /// Names of the places in it that a link can lead to: headings, named items, and the `id` of each entry in a list of
    /// its fields, such as the attributes of a vision.
    pub fn anchors(&self) -> impl Iterator<Item = &str> {
        let body = &self.parsed.body;
        let in_body = body.headings.iter().map(|heading| heading.anchor.as_str());
        let named = body.anchors.iter().map(|anchor| anchor.value.as_str());
        let lists = self.fields.iter().filter_map(|field| match &field.value.value {
            Value::List(items) => Some(items),
            _ => None,
        });
        let in_fields = lists.flatten().filter_map(|item| item.value.as_mapping()?.text("id"));
        in_body.chain(named).chain(in_fields)
    }

    /// Its old addresses on the site, as they are written.
    pub fn aliases(&self) -> impl Iterator<Item = Spanned<&str>> {
        let items = match self.fields.value("aliases") {
            Some(Value::List(items)) => items.as_slice(),
            _ => &[],
        };
        items
            .iter()
            .filter_map(|item| Some(Spanned::new(item.value.as_text()?, item.span)))
    }

    /// Path of its file from the root of the organisation repository.
    pub fn path(&self) -> &std::sync::Arc<camino::Utf8Path> {
        &self.parsed.path
    }

    /// The handle of its owner.
    pub fn owner(&self) -> Option<&str> {
        self.fields.text("owner")
    }

    /// The place of its state: the word in `status`, else what stands for the document as a whole.
    pub fn status_place(&self) -> Span {
        match &self.status {
            Status::Known(state) => state.span,
            Status::Unknown(word) => word.span,
            Status::NotApplicable | Status::Missing => self.head(),
        }
    }

    /// The place of what is said about the document as a whole: its title, else its first line.
    pub fn head(&self) -> Span {
        if self.title.span.is_empty() {
            self.first_line()
        } else {
            self.title.span
        }
    }

    /// The first line of the file.
    pub fn first_line(&self) -> Span {
        self.parsed.lines.line_span(&self.parsed.text, 1).unwrap_or_default()
    }
}
