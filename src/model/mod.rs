//! Typed documents.
//!
//! Takes parsed files and definitions, gives the [`Corpus`]: every document with its type, id, status, typed fields and
//! the sections its definition asks for, and the people they name. Mistakes stay in the values ([`Value::Invalid`],
//! [`Status::Unknown`]) for `check` to report. Touches neither Git nor disk.

mod action;
mod actions;
mod corpus;
mod data;
mod document;
mod gather;
mod identity;
mod metric;
mod moments;
mod people;
mod read;
mod reserved;
mod sections;
mod typed;
mod value;

pub use action::Action;
pub use actions::{actions, dates};
pub use corpus::{Corpus, DocumentIndex};
pub use data::{DataFile, Reading};
pub use document::{Document, Status};
pub(crate) use gather::folder_type;
pub use gather::{Input, change, gather, is_about_the_folder, is_data_path, is_document_path, read_one};
pub use identity::{Identity, alias_route, id_key, is_device, natural_key, route_word};
pub use metric::{cadence_days, is_stale, next_reading, readings};
pub use moments::{Measure, Moments};
pub use people::{PEOPLE_FILE, People, Person};
pub use read::fits;
pub use reserved::is_reserved;
pub use sections::{Answer, Place};
pub use typed::{TypedDuration, typed_durations};
pub use value::{Field, Fields, Instant, Reference, Value, boolean};
