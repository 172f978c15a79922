//! What was found, in the forms that people and programs read.
//!
//! Takes what a check found as a [`Report`], a document's past, a list of documents, or what happened
//! in a period, gives text; each format is a file.
//! Decides nothing: what is an error, and which documents are listed, was decided before.

mod address;
mod diff;
mod format;
mod github;
mod gitlab;
mod hyperlink;
mod json;
mod junit;
mod list;
mod log;
mod markdown;
mod period;
mod plain;
mod rdjson;
mod sarif;
mod subject;
mod table;
mod text;
mod words;

pub use diff::diff;
pub use format::Format;
pub use hyperlink::LinkTargets;
pub use list::{Column, Listing, csv, json, listing_table};
pub use log::{Log, log_json, log_text};
pub use period::{PeriodReport, period_json, period_markdown, period_text};
pub use plain::{lines, plain};
pub use subject::{BaseName, Finding, Place, Point, Report, Website};
pub use text::{Colour, SourceOf, Summary, linked_text, text};
