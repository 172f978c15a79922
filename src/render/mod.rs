//! Pages: what a reader sees.
pub mod markdown;
