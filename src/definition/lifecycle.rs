//! The states of a document type and their order.

/// The states a document of one type goes through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lifecycle {
    /// The states in order, then the ones aside.
    pub states: Vec<State>,
    /// Index of the state from which missing content is an error.
    pub gate: usize,
    /// Index of the state from which sections and fields may no longer change without `amended:`.
    pub freeze: Option<usize>,
    /// Sections and fields that may still change after that.
    pub may_change: Vec<String>,
}

/// One state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// As written in `status`: `in-progress`.
    pub name: String,
    /// Whether it stands beside the order (paused, rejected).
    pub aside: bool,
    /// Whether a document rests here; leaving it needs `reopened`.
    pub end: bool,
    /// Index of the ordered state whose demands hold here: the state itself, or what a state aside counts as.
    pub rank: usize,
    /// Indices of the states that can be reached from here, where the definition lists them.
    pub moves: Option<Vec<usize>>,
}

/// What a lifecycle says of a document that goes from one state to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may.
    Allowed,
    /// It may, when the document says in `reopened` why: it leaves a state in which it rested.
    ToReopen,
    /// It may, when the document says in `reopened` why: what was agreed to is open again.
    ToUndo,
    /// It may not: the definition lists the states that can be reached, and this is none of them.
    Forbidden,
}

impl Lifecycle {
    /// Index of a state by its exact name.
    pub fn index(&self, name: &str) -> Option<usize> {
        self.states.iter().position(|state| state.name == name)
    }

    /// Names of all states, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.states.iter().map(|state| state.name.as_str())
    }

    /// The state that a new document starts in.
    pub fn first(&self) -> Option<&State> {
        self.states.first()
    }

    /// Whether missing content in this state is an error rather than a warning.
    pub fn past_gate(&self, state: usize) -> bool {
        self.states.get(state).is_some_and(|it| it.rank >= self.gate)
    }

    /// Whether the demands that begin `from` one state hold in another. A demand that begins in a state aside holds
    /// there only.
    pub fn reached(&self, from: usize, state: usize) -> bool {
        match (self.states.get(from), self.states.get(state)) {
            (Some(first), Some(_)) if first.aside => from == state,
            (Some(first), Some(now)) => now.rank >= first.rank,
            _ => false,
        }
    }

    /// What is said of a move from one state to another.
    ///
    /// States may be skipped, and a document may be set aside and taken up again. It needs a reason to leave a state in
    /// which it rests, or to go back behind the state in which it froze. Where the definition lists the moves from a state,
    /// there are no others.
    pub fn verdict(&self, from: usize, to: usize) -> Verdict {
        let (Some(old), Some(new)) = (self.states.get(from), self.states.get(to)) else {
            return Verdict::Allowed;
        };
        let is_listed = old.moves.as_ref().is_none_or(|moves| moves.contains(&to));
        let undoes = |freeze| old.rank >= freeze && new.rank < freeze && !new.aside;
        if from == to {
            Verdict::Allowed
        } else if !is_listed {
            Verdict::Forbidden
        } else if old.end && !(new.end && new.aside) {
            Verdict::ToReopen
        } else if self.freeze.is_some_and(undoes) {
            Verdict::ToUndo
        } else {
            Verdict::Allowed
        }
    }

    /// The rank from which a document has been agreed upon: what comes after the gate, or the gate itself where nothing does.
    pub fn agreed(&self) -> usize {
        let last = self.states.iter().filter(|it| !it.aside).count().saturating_sub(1);
        self.freeze.unwrap_or_else(|| last.min(self.gate + 1))
    }

    /// Whether a document in a state has been agreed upon.
    pub fn settled(&self, state: usize) -> bool {
        self.states.get(state).is_some_and(|it| it.rank >= self.agreed())
    }

    /// Whether nobody writes on at a document in this state: it rests or stands aside before the gate.
    pub fn abandoned(&self, state: usize) -> bool {
        self.states
            .get(state)
            .is_some_and(|it| (it.aside || it.end) && it.rank < self.gate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::{Definitions, builtin};

    fn verdict(definitions: &Definitions, of_type: &str, from: &str, to: &str) -> Verdict {
        let of_type = definitions.find(of_type).expect("a type");
        let lifecycle = &definitions.get(of_type).lifecycle;
        let index = |name| lifecycle.index(name).expect("a state");
        lifecycle.verdict(index(from), index(to))
    }

    #[test]
    fn states_are_skipped_forward_and_left_with_a_reason() {
        let built_in = builtin();
        let of_rewrite = |from, to| verdict(&built_in, "rewrite", from, to);
        for (from, to) in [
            ("draft", "accepted"),
            ("proposed", "draft"),
            ("accepted", "paused"),
            ("paused", "in-progress"),
            ("in-progress", "accepted"),
            ("accepted", "rejected"),
            ("completed", "superseded"),
            ("completed", "completed"),
        ] {
            assert_eq!(of_rewrite(from, to), Verdict::Allowed, "{from} to {to}");
        }
        assert_eq!(of_rewrite("rejected", "proposed"), Verdict::ToReopen);
        assert_eq!(of_rewrite("rejected", "completed"), Verdict::ToReopen);
        assert_eq!(of_rewrite("completed", "in-progress"), Verdict::ToReopen);
        assert_eq!(of_rewrite("accepted", "proposed"), Verdict::ToUndo);
        assert_eq!(of_rewrite("paused", "draft"), Verdict::ToUndo);
        assert_eq!(verdict(&built_in, "decision", "accepted", "proposed"), Verdict::Allowed);
    }
}
