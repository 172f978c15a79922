//! docent checks, links and publishes the documents of an engineering organisation.
#![forbid(unsafe_code)]

pub mod author;
pub mod check;
pub mod cli;
pub mod config;
pub mod definition;
pub mod diagnostic;
pub mod history;
pub mod insight;
pub mod link;
pub mod lsp;
pub mod model;
pub mod parse;
pub mod pipeline;
pub mod query;
pub mod redline;
pub mod render;
pub mod report;
pub mod repository;
pub mod serve;
pub mod site;
pub mod span;
pub mod yaml;
