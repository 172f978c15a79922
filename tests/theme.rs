//! An organisation makes the site its own: words, looks, templates.

#[path = "theme/context.rs"]
mod context;
#[path = "theme/looks.rs"]
mod looks;
mod support;
#[path = "theme/templates.rs"]
mod templates;
#[path = "theme/words.rs"]
mod words;
