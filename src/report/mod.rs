//! Diagnostics in the forms that people and programs read.
//!
//! Takes diagnostics and the texts they are about, gives output. Decides nothing: what is an error was decided before.

mod diff;
mod text;

pub use diff::diff;
pub use text::{Colour, SourceOf, Summary, text};
