//! An organisation makes the site its own: words, looks, templates.

#[path = "theme/looks.rs"]
mod looks;
mod support;
#[path = "theme/words.rs"]
mod words;
