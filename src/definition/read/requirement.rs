//! Reading `required:` of a field or section, and `advised:` of a section.

use super::super::{Lifecycle, Requirement, When};
use super::draft::state_index;
use super::name::Name;
use super::reader::{Condition, Reader};
use crate::span::{Span, Spanned};
use crate::yaml::expect::with_suggestion;
use crate::yaml::{Mapping, Node};

impl Reader<'_> {
    /// When something is required or advised: a word, a mapping, or a list of these of which any one suffices. `name` is
    /// the key it stands under.
    pub(super) fn read_required(&mut self, name: &str, node: &Node) -> Vec<Requirement> {
        match node.list() {
            Some(_) => {
                let items = self
                    .expect
                    .list_value(name, "a list of circumstances", node)
                    .unwrap_or_default();
                items
                    .iter()
                    .filter_map(|item| self.read_circumstance(name, item))
                    .collect()
            }
            None => self.read_circumstance(name, node).into_iter().collect(),
        }
    }

    fn read_circumstance(&mut self, name: &str, node: &Node) -> Option<Requirement> {
        let Some(mapping) = node.mapping() else {
            let word = self.expect.text_value(name, node)?;
            return self.read_from(word);
        };
        self.expect
            .known_keys(mapping, &["from", "when", "unless"], &format!("`{name}`"));
        let requirement = match self.expect.text(mapping, "from") {
            Some(word) => self.read_from(word)?,
            None => Requirement::default(),
        };
        Some(Requirement {
            when: self.read_conditions(mapping, "when"),
            unless: self.read_conditions(mapping, "unless"),
            ..requirement
        })
    }

    /// `always`, `never`, `gate` or a state. Whether the state exists is seen when the lifecycle is known.
    fn read_from(&mut self, word: Spanned<String>) -> Option<Requirement> {
        match word.value.as_str() {
            "never" => None,
            "always" => Some(Requirement::default()),
            _ => {
                self.states.push(Name::from(word));
                Some(Requirement {
                    from: Some(self.states.len() - 1),
                    ..Requirement::default()
                })
            }
        }
    }

    fn read_conditions(&mut self, mapping: &Mapping, key: &str) -> Vec<When> {
        let Some(conditions) = self.expect.mapping(mapping, key) else {
            return Vec::new();
        };
        let mut read = Vec::new();
        for entry in &conditions.entries {
            if let Some(values) = self.expect.texts(conditions, &entry.key.value) {
                read.push(When {
                    field: entry.key.value.clone(),
                    values: values.iter().map(|value| value.value.clone()).collect(),
                });
                self.conditions.push(Condition {
                    field: entry.key.clone(),
                    values,
                });
            }
        }
        read
    }

    /// Reports requirements that begin from a state which the lifecycle lacks; each state once.
    pub(super) fn check_required_states(&mut self, names: &[Name], lifecycle: &Lifecycle, place: Span) {
        let mut reported: Vec<&str> = Vec::new();
        for name in names {
            let known = state_index(lifecycle, &name.text).is_some();
            if known || (name.span.is_none() && reported.contains(&name.text.as_str())) {
                continue;
            }
            reported.push(&name.text);
            let message = format!("`{}` is not one of the states", name.text);
            let diagnostic = match name.span {
                Some(span) => {
                    let words = lifecycle.names().chain(["always", "gate", "never"]);
                    with_suggestion(
                        self.expect.value_error(span, message),
                        &name.text,
                        words.collect::<Vec<_>>(),
                    )
                }
                None => (self.expect.value_error(place, message))
                    .with_help(format!(
                        "keep `{}`, or give what is required from it another `required`",
                        name.text
                    ))
                    .with_note("a field or section of the definition that is extended is required from it"),
            };
            self.expect.report(diagnostic);
        }
    }
}
