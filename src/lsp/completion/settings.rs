//! Keys and words of `docent.yaml`, of definitions and of `people.yaml`.

use lsp_types::CompletionItemKind;

use super::{Choice, Choices, documents};
use crate::check;
use crate::config;
use crate::definition::words;
use crate::lsp::view::View;
use crate::lsp::yaml_place::{self, Part, YamlPlace};
use crate::model::PEOPLE_FILE;
use crate::pipeline::TYPES_FOLDER;
use crate::repository::CONFIG_FILE;
use crate::span::Span;

/// How much a rule can weigh.
const WEIGHTS: [&str; 3] = ["allow", "warn", "deny"];
/// Words for when something is required, beside the states.
const WHEN: [&str; 3] = ["always", "gate", "never"];

/// What can be written at a place in a file of settings.
pub(super) fn at(view: &View<'_>, cursor: usize) -> Option<Choices> {
    let place = yaml_place::at(view.text, 0, cursor)?;
    let path: Vec<&str> = place.path.iter().map(String::as_str).collect();
    let choices = if view.path == CONFIG_FILE {
        in_config(&path, place.part)
    } else if view.path == PEOPLE_FILE {
        in_people(view, &path, place.part)
    } else if view.path.starts_with(TYPES_FOLDER) {
        in_definition(view, &path, &place)
    } else {
        Vec::new()
    };
    let replaces = Span::new(place.typed.start, place.typed.end);
    (!choices.is_empty()).then_some(Choices { replaces, choices })
}

fn in_config(path: &[&str], part: Part) -> Vec<Choice> {
    match (path, part) {
        ([], Part::Key) => keys(&config::KEYS),
        (["rules"], Part::Key) => rules().map(|it| it.insert_as_key()).collect(),
        (["rules", _] | ["rules", _, _], Part::Value) => values(&WEIGHTS),
        (["exempt", "rules"] | ["exempt"], Part::Item) if path.len() > 1 => rules().collect(),
        (["exempt"], Part::Key | Part::Item) => keys(&["document", "rules", "reason"]),
        (["check"], Part::Key) => keys(&["base", "baseline"]),
        _ => Vec::new(),
    }
}

fn rules() -> impl Iterator<Item = Choice> {
    check::ALL.iter().map(|rule| {
        Choice::new(rule.name, CompletionItemKind::VALUE)
            .detail(rule.summary)
            .documentation(rule.why)
    })
}

fn in_people(view: &View<'_>, path: &[&str], part: Part) -> Vec<Choice> {
    match (path, part) {
        ([_], Part::Key) => keys(&["name", "team", "emails"]),
        ([_, "team"], Part::Value) => documents::ids(view, &["team".to_owned()]),
        _ => Vec::new(),
    }
}

fn in_definition(view: &View<'_>, path: &[&str], place: &YamlPlace) -> Vec<Choice> {
    let types = || {
        let types = view.corpus().definitions.iter();
        types.map(|(_, definition)| {
            Choice::new(&definition.type_name, CompletionItemKind::CLASS).detail(&definition.name)
        })
    };
    let of_field = || keys(&words::FIELD).into_iter().chain(keys(&words::OF_KIND)).collect();
    match (path, place.part) {
        ([], Part::Key) => keys(&words::FILE),
        (["extends"], Part::Value) => types().collect(),
        (["lifecycle"], Part::Key) => keys(&words::LIFECYCLE),
        (["sections"], Part::Key | Part::Item) => keys(&words::SECTION),
        (["fields", .., "kind" | "of"], Part::Value) => values(&words::KINDS),
        (["fields", _], Part::Value) => values(&words::KINDS),
        (["fields", .., "to"], Part::Item | Part::Value) => types().collect(),
        (["fields", .., "required"] | ["sections", "required" | "advised"], Part::Value | Part::Item) => when(view),
        (["fields", _, ..], Part::Key) => of_field(),
        _ => Vec::new(),
    }
}

/// When something can be required: the states of the type that the file defines, and the words that are no states.
fn when(view: &View<'_>) -> Vec<Choice> {
    let mut types = view.corpus().definitions.iter();
    let own = types.find(|(_, definition)| definition.path.as_deref() == Some(view.path));
    let states = own.into_iter().flat_map(|(_, definition)| definition.lifecycle.names());
    let states = states.map(|name| Choice::new(name, CompletionItemKind::ENUM_MEMBER));
    values(&WHEN).into_iter().chain(states).collect()
}

fn keys(names: &[&str]) -> Vec<Choice> {
    let key = |name: &&str| Choice::new(*name, CompletionItemKind::FIELD).insert_as_key();
    names.iter().map(key).collect()
}

fn values(words: &[&str]) -> Vec<Choice> {
    let value = |word: &&str| Choice::new(*word, CompletionItemKind::VALUE);
    words.iter().map(value).collect()
}

impl Choice {
    /// Writes it as a key.
    fn insert_as_key(self) -> Self {
        let text = format!("{}: ", self.label);
        self.insert(text)
    }
}
