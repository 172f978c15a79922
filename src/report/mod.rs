//! Diagnostics in the forms that people and programs read.
//!
//! Takes an organisation and what was found in it as a [`Report`], gives text; each format is a file. Decides nothing: what
//! is an error was decided before. Writes nothing.

mod address;
mod format;
mod github;
mod gitlab;
mod json;
mod junit;
mod markdown;
mod rdjson;
mod sarif;
mod subject;
mod text;
mod words;

pub use format::Format;
pub use subject::{BaseName, Finding, Place, Point, Report, Website};
pub use text::{Colour, SourceOf, Summary, text};
