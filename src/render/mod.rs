//! Pages: what a reader sees.
pub mod compact;
pub mod href;
pub mod markdown;
pub mod theme;
