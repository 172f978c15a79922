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

    /// Whether nobody writes on at a document in this state: it rests or stands aside before the gate.
    pub fn abandoned(&self, state: usize) -> bool {
        self.states
            .get(state)
            .is_some_and(|it| (it.aside || it.end) && it.rank < self.gate)
    }
}
