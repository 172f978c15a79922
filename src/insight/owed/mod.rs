//! What people owe each other: actions they promised, days on which something is due, and what is in whose hands.

pub mod actions;
pub(super) mod due;
pub mod ownership;
