//! What the tests are built with.
#![allow(dead_code, reason = "every test file uses its own part")]

pub mod browser;
pub mod client;
pub mod command;
pub mod decisions;
pub mod editor;
pub mod expression;
pub mod github;
pub mod gitlab;
pub mod program;
pub mod repo;
pub mod synthetic;
pub mod xml;
