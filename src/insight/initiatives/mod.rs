//! Bets and what comes of them: the initiatives, read once, and the subjects that are all about them.

pub mod debt;
pub mod initiative;
pub mod mix;
pub mod outcomes;
pub mod roadmap;
