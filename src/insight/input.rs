//! What insights are derived from.

use jiff::civil::Date;

use crate::check::Checked;
use crate::history::{Archive, History};
use crate::link::Links;
use crate::model::Corpus;

/// What insights are derived from.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The documents.
    pub corpus: &'a Corpus,
    /// Their references.
    pub links: &'a Links,
    /// Their past; empty where Git was not asked.
    pub history: &'a History,
    /// The texts they had in it: what was planned once is read from them. `None` where Git was not asked.
    pub archive: Option<&'a Archive>,
    /// What checking found: how complete documents are.
    pub checked: &'a Checked,
    /// The day that overdue and stale are counted from; without one, nothing is.
    pub today: Option<Date>,
}
