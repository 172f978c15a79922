//! What will be done about something: one action, as `actions.rs` reads it. A document holds on to its actions, so they
//! cannot know what a document is.

use jiff::civil::Date;

use crate::span::Span;

/// One action.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Action {
    /// What will be done, without its owner, dates and link where these stand at the end.
    pub what: String,
    /// Who does it: a handle without `@`, or a name.
    pub owner: Option<String>,
    /// By which day; the last day, where a month or a quarter is written.
    pub due: Option<Date>,
    /// Whether it is done.
    pub done: bool,
    /// On which day it was done, where that is said.
    pub done_on: Option<Date>,
    /// Where it is tracked: an address, or a key such as `OPS-12` or `#483`.
    pub link: Option<String>,
    /// Where it stands.
    pub span: Span,
}

impl Action {
    /// Whether somebody sees to it: it has an owner and a due date, or it is tracked elsewhere.
    pub fn is_assigned(&self) -> bool {
        self.link.is_some() || (self.owner.is_some() && self.due.is_some())
    }
}
