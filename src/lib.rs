//! docent checks, links and publishes the documents of an engineering organisation.
pub mod config;
pub mod definition;
pub mod diagnostic;
pub mod span;
pub mod yaml;
