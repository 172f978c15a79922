//! An organisation makes the site its own: words, looks, templates.

mod support;
#[path = "theme/words.rs"]
mod words;
