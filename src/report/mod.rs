//! What was found, in the forms that people and programs read.
//!
//! Takes diagnostics and the texts they are about, a document's past, or a list of documents, gives output. Decides nothing:
//! what is an error, and which documents are listed, was decided before.

mod diff;
mod list;
mod log;
mod plain;
mod table;
mod text;

pub use diff::diff;
pub use list::{Column, Listing, csv, json, listing_table};
pub use log::{Log, log_json, log_text};
pub use plain::{lines, plain};
pub use text::{Colour, SourceOf, Summary, text};
