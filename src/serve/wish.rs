//! What the desk is asked for, and how it is asked.

use std::sync::mpsc::{self, Sender};

use super::found::Found;
use super::look::Look;
use super::tree::Touched;

/// What the desk is asked for.
#[derive(Debug)]
pub(super) enum Wish {
    /// What stands at a route.
    Ask(Asked),
    /// How the page at a route stands.
    Look(String, Sender<Look>),
    /// What the preview's script says, as a statement that puts it into a variable.
    Words(Sender<String>),
    /// Somebody touched files.
    Touched(Touched),
    /// An end.
    Stop,
}

/// A route, and whoever asks for it.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) route: String,
    pub(super) to: Sender<Found>,
}

/// How the page at a route stands; `None` when the desk has ended.
pub(super) fn look(wishes: &Sender<Wish>, route: &str) -> Option<Look> {
    ask(wishes, |to| Wish::Look(route.to_owned(), to))
}

/// Asks the desk and waits for the answer; `None` when it has ended.
pub(super) fn ask<T>(wishes: &Sender<Wish>, wish: impl FnOnce(Sender<T>) -> Wish) -> Option<T> {
    let (to, from) = mpsc::channel();
    wishes.send(wish(to)).ok()?;
    from.recv().ok()
}
