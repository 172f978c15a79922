//! Synthetic organisations of any size, for benchmarks and tests.
//!
//! Takes a number of documents, gives files: documents of about 6 KB over all types in the proportions of a real
//! organisation, which refer to each other in every way there is, and which check clean, so that what is measured is the
//! normal path. The same number gives the same bytes. Knows nothing of docent but the format of its documents.

#![allow(dead_code, reason = "each benchmark and test uses a part of it")]

mod documents;
pub mod past;
mod plan;
mod prose;
mod random;

use std::fs;
use std::io;
use std::path::Path;

use jiff::ToSpan;
use jiff::civil::{Date, date};

use plan::Plan;

/// The day on which the organisation is looked at: nothing in it is overdue then.
pub const TODAY: &str = "2026-06-30";

/// The files of an organisation of so many documents, made one by one: their paths from its root, and their texts.
pub fn files(documents: usize) -> impl Iterator<Item = (String, String)> {
    let plan = Plan::new(documents);
    let settings = [
        (
            "docent.yaml".to_owned(),
            "title: Synthetic\npages: [pages]\n".to_owned(),
        ),
        ("people.yaml".to_owned(), documents::people(&plan)),
    ];
    let planned: Vec<_> = plan.documents().cloned().collect();
    settings
        .into_iter()
        .chain(planned.into_iter().flat_map(move |it| documents::write(&plan, &it)))
}

/// Writes an organisation into a folder.
///
/// # Errors
/// When a file cannot be written.
pub fn write(documents: usize, root: &Path) -> io::Result<()> {
    for (path, text) in files(documents) {
        let path = root.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, text)?;
    }
    Ok(())
}

/// So many days after a date.
fn day(year: i16, month: i8, of_month: i8, days: usize) -> Date {
    date(year, month, of_month).saturating_add(i64::try_from(days).unwrap_or(i64::MAX).days())
}
