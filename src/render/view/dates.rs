//! Days, as pages show them.

use jiff::civil::Date;
use serde::Serialize;

/// When a document was first and last committed, as far as that is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// Day of the first commit.
    pub created: Option<Date>,
    /// Day of the last commit that changed it.
    pub updated: Option<Date>,
}

/// A day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct DateView {
    /// For machines: `2026-03-14`.
    pub iso: String,
    /// For people.
    pub label: String,
}

impl From<Date> for DateView {
    fn from(date: Date) -> Self {
        Self {
            iso: date.to_string(),
            label: date.to_string(),
        }
    }
}
