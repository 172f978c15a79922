//! Reading `lifecycle:` and resolving the states it names.

use super::super::{Lifecycle, State};
use super::name::Name;
use super::reader::{Reader, is_word};
use crate::span::{Span, Spanned};
use crate::yaml::expect::with_suggestion;
use crate::yaml::{Mapping, Node};

/// The keys of a lifecycle.
pub const KEYS: [&str; 7] = ["states", "aside", "end", "gate", "freeze", "may_change", "moves"];

/// Words that `required` reads for itself, and that no state can therefore have as its name.
const RESERVED: [&str; 3] = ["always", "gate", "never"];

/// A lifecycle as it was written.
#[derive(Clone, Debug, Default)]
pub(super) struct LifecycleDraft {
    states: Vec<Name>,
    aside: Vec<Aside>,
    end: Vec<Name>,
    gate: Option<Name>,
    freeze: Option<Name>,
    pub(super) may_change: Vec<Name>,
    /// States from which only some others can be reached.
    moves: Vec<(Name, Vec<Name>)>,
}

/// A state beside the order, and the state it counts as; the gate, when not said.
#[derive(Clone, Debug)]
struct Aside {
    state: Name,
    counts_as: Option<Name>,
}

impl LifecycleDraft {
    /// Every name in it.
    pub(super) fn names_mut(&mut self) -> impl Iterator<Item = &mut Name> {
        let aside = self.aside.iter_mut();
        let aside = aside.flat_map(|it| std::iter::once(&mut it.state).chain(&mut it.counts_as));
        let moves = self.moves.iter_mut();
        let moves = moves.flat_map(|(from, to)| std::iter::once(from).chain(to));
        (self.states.iter_mut())
            .chain(aside)
            .chain(moves)
            .chain(&mut self.end)
            .chain(&mut self.gate)
            .chain(&mut self.freeze)
            .chain(&mut self.may_change)
    }
}

impl Reader<'_> {
    /// Takes the keys that `lifecycle:` names into a draft, and leaves the others as they are.
    pub(super) fn read_lifecycle(&mut self, mapping: &Mapping, draft: &mut LifecycleDraft) {
        self.expect.known_keys(mapping, &KEYS, "`lifecycle`");
        if let Some(mut states) = self.expect.texts(mapping, "states") {
            let places: Vec<_> = states.iter().map(|state| state.span).collect();
            states.truncate(self.read_of("states", &places));
            draft.states = self.state_names(states);
        }
        if let Some(node) = mapping.get("aside") {
            draft.aside = self.read_aside(node);
        }
        if let Some(end) = self.optional_texts(mapping, "end") {
            draft.end = end.into_iter().map(Name::from).collect();
        }
        if let Some(gate) = self.expect.text(mapping, "gate") {
            draft.gate = Some(gate.into());
        }
        if let Some(freeze) = self.expect.text(mapping, "freeze") {
            draft.freeze = Some(freeze.into());
        }
        if let Some(names) = self.optional_texts(mapping, "may_change") {
            draft.may_change = names.into_iter().map(Name::from).collect();
        }
        if let Some(moves) = self.expect.mapping(mapping, "moves") {
            draft.moves = self.read_moves(moves);
        }
    }

    /// Which states can be reached from which.
    fn read_moves(&mut self, moves: &Mapping) -> Vec<(Name, Vec<Name>)> {
        let mut read = Vec::new();
        for entry in &moves.entries {
            let from = Name {
                text: entry.key.value.clone(),
                span: Some(entry.key.span),
            };
            let to = self.optional_texts(moves, &entry.key.value);
            read.push((from, to.unwrap_or_default().into_iter().map(Name::from).collect()));
        }
        read
    }

    /// Texts of a key for which an empty list has a meaning: an extension takes all of them away.
    pub(super) fn optional_texts(&mut self, mapping: &Mapping, key: &str) -> Option<Vec<Spanned<String>>> {
        match mapping.get(key).and_then(Node::list) {
            Some([]) => Some(Vec::new()),
            _ => self.expect.texts(mapping, key),
        }
    }

    fn read_aside(&mut self, node: &Node) -> Vec<Aside> {
        if node.list().is_some_and(<[Node]>::is_empty) {
            return Vec::new();
        }
        let items = self.expect.list_value("aside", "a list of states", node);
        items
            .unwrap_or_default()
            .iter()
            .filter_map(|item| self.read_aside_state(item))
            .collect()
    }

    fn read_aside_state(&mut self, node: &Node) -> Option<Aside> {
        let Some(mapping) = node.mapping() else {
            let state = self.expect.text_value("aside", node)?;
            let state = self.state_names(vec![state]).pop()?;
            return Some(Aside { state, counts_as: None });
        };
        self.expect.known_keys(mapping, &["state", "as"], "a state of `aside`");
        let Some(state) = self.expect.text(mapping, "state") else {
            if mapping.get("state").is_none() {
                let missing = self.expect.key_error(node.span, "a state of `aside` has no `state`");
                self.expect
                    .report(missing.with_help("write `{state: withdrawn, as: draft}`"));
            }
            return None;
        };
        Some(Aside {
            state: self.state_names(vec![state]).pop()?,
            counts_as: self.expect.text(mapping, "as").map(Name::from),
        })
    }

    /// The names of new states. One that cannot be a name is reported, and kept so that it is not missed elsewhere.
    fn state_names(&mut self, names: Vec<Spanned<String>>) -> Vec<Name> {
        for name in &names {
            if !name.value.split(' ').all(is_word) || RESERVED.contains(&name.value.as_str()) {
                let message = format!("`{}` cannot be the name of a state", name.value);
                let wrong = self.expect.value_error(name.span, message);
                let reserved = RESERVED.map(|it| format!("`{it}`")).join(", ");
                self.expect.report(wrong.with_help(format!(
                    "use letters, digits, `-` and single spaces, and not {reserved}"
                )));
            }
        }
        names.into_iter().map(Name::from).collect()
    }

    /// The lifecycle with every state it names found; `None` when there is none to be had. `place` is where `lifecycle:`
    /// stands, for what was taken over from the definition that is extended.
    pub(super) fn resolve_lifecycle(&mut self, draft: &LifecycleDraft, place: Span) -> Option<Lifecycle> {
        let ordered: Vec<_> = draft.states.iter().collect();
        let all: Vec<_> = ordered
            .iter()
            .copied()
            .chain(draft.aside.iter().map(|it| &it.state))
            .collect();
        if ordered.is_empty() {
            let missing = self.expect.key_error(place, "`lifecycle` has no `states`");
            self.expect
                .report(missing.with_help("list the states in order: `states: [draft, final]`"));
            return None;
        }
        self.report_states_given_twice(&all);
        let Some(gate) = &draft.gate else {
            let missing = self.expect.key_error(place, "`lifecycle` has no `gate`");
            let help = format!(
                "name the state from which missing content is an error: `gate: {}`",
                ordered[0].text
            );
            self.expect.report(missing.with_help(help));
            return None;
        };
        let gate = self.state_of(gate, &ordered, place)?;
        let mut states: Vec<State> = Vec::new();
        for (rank, name) in ordered.iter().enumerate() {
            states.push(state(name, rank, false));
        }
        for it in &draft.aside {
            let counts_as = it.counts_as.as_ref();
            let rank = counts_as.map_or(Some(gate), |name| self.state_of(name, &ordered, place));
            states.push(state(&it.state, rank.unwrap_or(gate), true));
        }
        for name in &draft.end {
            if let Some(end) = self.state_of(name, &all, place) {
                states[end].end = true;
            }
        }
        for (from, to) in &draft.moves {
            let to = to.iter().filter_map(|name| self.state_of(name, &all, place)).collect();
            if let Some(from) = self.state_of(from, &all, place) {
                states[from].moves = Some(to);
            }
        }
        Some(Lifecycle {
            states,
            gate,
            freeze: draft
                .freeze
                .as_ref()
                .and_then(|name| self.state_of(name, &ordered, place)),
            may_change: draft.may_change.iter().map(|name| name.text.clone()).collect(),
        })
    }

    /// Index of a state among those that may stand here, or a diagnostic.
    pub(super) fn state_of(&mut self, name: &Name, states: &[&Name], place: Span) -> Option<usize> {
        let found = states.iter().position(|state| state.text == name.text);
        if found.is_none() {
            let message = format!("`{}` is not one of the states", name.text);
            let words = states.iter().map(|state| state.text.as_str());
            match name.span {
                Some(span) => {
                    let unknown = self.expect.value_error(span, message);
                    self.expect.report(with_suggestion(unknown, &name.text, words));
                }
                None => {
                    let unknown = self.expect.value_error(place, message);
                    let help = format!("keep `{}`, or name another state where it is used", name.text);
                    let note = "the definition that is extended still names it";
                    self.expect.report(unknown.with_help(help).with_note(note));
                }
            }
        }
        found
    }

    fn report_states_given_twice(&mut self, states: &[&Name]) {
        for (index, name) in states.iter().enumerate() {
            let first = states[..index].iter().find(|other| other.text == name.text);
            if let (Some(first), Some(span)) = (first, name.span.or(first_span(states, &name.text))) {
                self.report_twice(span, first.span, &format!("state `{}` is given twice", name.text));
            }
        }
    }
}

fn first_span(states: &[&Name], text: &str) -> Option<Span> {
    states
        .iter()
        .filter(|name| name.text == text)
        .find_map(|name| name.span)
}

fn state(name: &Name, rank: usize, aside: bool) -> State {
    State {
        name: name.text.clone(),
        aside,
        end: false,
        rank,
        moves: None,
    }
}
