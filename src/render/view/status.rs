//! The state of a document, with a tone that stands for how far it has come.

use serde::Serialize;

use crate::definition::Lifecycle;
use crate::history::WrittenState;
use crate::model::{Corpus, Document, Status};

/// How far a state has come, which decides its colour and mark. The word is always shown with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// Being written.
    Idle,
    /// Waiting for a decision or a review.
    Wait,
    /// Under way, or simply valid.
    Active,
    /// Done.
    Done,
    /// Ended beside the way: rejected, withdrawn, superseded. Not a fault, so never red.
    Closed,
    /// Set aside for now.
    Paused,
    /// A word that is no state.
    Error,
}

impl Tone {
    /// As classes name it.
    pub fn word(self) -> &'static str {
        match self {
            Tone::Idle => "idle",
            Tone::Wait => "wait",
            Tone::Active => "active",
            Tone::Done => "done",
            Tone::Closed => "closed",
            Tone::Paused => "paused",
            Tone::Error => "error",
        }
    }
}

/// A state as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatusView {
    /// As written in `status`: `in-progress`.
    pub name: String,
    /// For people: "In progress".
    pub label: String,
    /// How far it has come.
    pub tone: Tone,
}

/// The state of a document; `None` when its type has no states.
pub fn status(corpus: &Corpus, document: &Document) -> Option<StatusView> {
    let lifecycle = &corpus.definition(document).lifecycle;
    match &document.status {
        Status::NotApplicable => None,
        Status::Missing => state_view(lifecycle, 0),
        Status::Known(state) => state_view(lifecycle, state.value),
        Status::Unknown(word) => Some(StatusView {
            name: word.value.clone(),
            label: word.value.clone(),
            tone: Tone::Error,
        }),
    }
}

/// A state of a lifecycle by its index.
pub fn state_view(lifecycle: &Lifecycle, state: usize) -> Option<StatusView> {
    let name = lifecycle.states.get(state)?.name.clone();
    Some(StatusView {
        label: state_label(&name),
        tone: tone(lifecycle, state),
        name,
    })
}

/// The tone of a state, from its place in the lifecycle.
pub fn tone(lifecycle: &Lifecycle, state: usize) -> Tone {
    let Some(it) = lifecycle.states.get(state) else {
        return Tone::Error;
    };
    let last_in_order = lifecycle.states.iter().rposition(|state| !state.aside);
    match (it.aside, it.end) {
        (true, true) => Tone::Closed,
        (true, false) => Tone::Paused,
        (false, true) => Tone::Done,
        (false, false) if state < lifecycle.gate => Tone::Idle,
        (false, false) if last_in_order != Some(state) => match state == lifecycle.gate {
            true => Tone::Wait,
            false => Tone::Active,
        },
        (false, false) if state == 0 || state == lifecycle.gate => Tone::Active,
        (false, false) => Tone::Done,
    }
}

/// The name of a state as people write it: `in-progress` is "In progress".
pub fn state_label(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut characters = words.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => words,
    }
}

/// A state as a text had it, in the words of a page; the `first` one where none was written. `None` for a type without states,
/// and where the text cannot be read.
pub fn written_label(state: &WrittenState, first: Option<&str>) -> Option<String> {
    match state {
        _ if first.is_none() => None,
        WrittenState::Word(word) => Some(state_label(word)),
        WrittenState::Missing => first.map(state_label),
        WrittenState::Unknown => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tones_follow_the_lifecycle() {
        let (definitions, _) = crate::definition::read(&[]);
        let tones = |type_name: &str| {
            let index = definitions.find(type_name).expect("a type");
            let lifecycle = &definitions.get(index).lifecycle;
            let states = lifecycle.states.iter().enumerate();
            states
                .map(|(index, state)| format!("{} {:?}", state.name, tone(lifecycle, index)))
                .collect::<Vec<_>>()
                .join(", ")
        };
        assert_eq!(
            tones("rewrite"),
            "draft Idle, proposed Wait, accepted Active, in-progress Active, completed Done, paused Paused, rejected Closed, withdrawn Closed, superseded Closed"
        );
        assert_eq!(tones("metric"), "active Active, retired Closed");
        assert_eq!(tones("vision"), "draft Idle, current Active, archived Closed");
    }
}
