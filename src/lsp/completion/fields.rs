//! Keys and values of the front matter.

use lsp_types::CompletionItemKind;

use super::{Choice, Choices, escaped, values};
use crate::check::{self, Need};
use crate::definition::{Definition, FieldDefinition, FieldKind};
use crate::lsp::describe;
use crate::lsp::view::View;
use crate::lsp::yaml_place::{self, Part, YamlPlace};
use crate::model::Document;
use crate::span::Span;

/// What can be written at a place in the front matter.
pub(super) fn at(view: &View<'_>, yaml: Span, cursor: usize) -> Option<Choices> {
    let index = view.corpus().by_path(view.path)?;
    let document = view.corpus().get(index);
    let definition = view.corpus().definition(document);
    let place = yaml_place::at(view.text, yaml.start as usize, cursor)?;
    let replaces = Span::new(place.typed.start, word_end(view.text, &place));
    let choices = match place.part {
        Part::Key => keys(view, document, definition, yaml, &place),
        Part::Value | Part::Item => {
            let kind = kind_at(definition, &place.path)?;
            match (place.part, kind) {
                // The first key of a mapping in a list.
                (Part::Item, FieldKind::List(of)) if matches!(&**of, FieldKind::Mapping(_)) => {
                    keys(view, document, definition, yaml, &place)
                }
                _ => {
                    let typed = view.text.get(place.typed.clone())?.trim_start_matches(['"', '\'']);
                    let choices = values::of_key(view, definition, &place.path, kind, typed);
                    written(view, &place, choices)
                }
            }
        }
    };
    Some(Choices { replaces, choices })
}

/// The end of the word that the cursor is in, so that completing in its middle leaves no rest behind.
fn word_end(text: &str, place: &YamlPlace) -> usize {
    let rest = text.get(place.typed.end..).unwrap_or_default();
    let is_word = |c: char| c.is_alphanumeric() || "-_#".contains(c);
    let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
    place.typed.end + length
}

/// Values as YAML: with a space behind a colon that has none.
fn written(view: &View<'_>, place: &YamlPlace, choices: Vec<Choice>) -> Vec<Choice> {
    let before = view.text.get(..place.typed.start).unwrap_or_default();
    let gap = if before.ends_with(':') { " " } else { "" };
    let choice = |choice: Choice| {
        let text = choice.insert.clone().unwrap_or_else(|| choice.label.clone());
        choice.insert(format!("{gap}{}", quoted(&text)))
    };
    choices.into_iter().map(choice).collect()
}

/// A value in quotes, where YAML would read something else.
fn quoted(value: &str) -> String {
    let is_plain = value.starts_with(|c: char| c.is_alphanumeric())
        && !value.contains(": ")
        && !value.contains(" #")
        && !value.contains([',', '[', ']', '{', '}', '"'])
        && !value.ends_with(':');
    match is_plain {
        true => value.to_owned(),
        false => format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

/// The kind of the value that some keys lead to.
fn kind_at<'d>(definition: &'d Definition, path: &[String]) -> Option<&'d FieldKind> {
    field_at(definition, path).map(|field| &field.kind)
}

/// The field that some keys lead to.
pub(in crate::lsp) fn field_at<'d>(definition: &'d Definition, path: &[String]) -> Option<&'d FieldDefinition> {
    let mut fields = definition.fields.as_slice();
    let mut found = None;
    for key in path {
        let field = fields.iter().find(|field| field.name == *key)?;
        found = Some(field);
        fields = keys_of(&field.kind);
    }
    found
}

/// The keys of a mapping, or of the mappings in a list.
fn keys_of(kind: &FieldKind) -> &[FieldDefinition] {
    match kind {
        FieldKind::Mapping(keys) => keys,
        FieldKind::List(of) => keys_of(of),
        _ => &[],
    }
}

/// The keys that are not there yet, those that the document needs now first.
fn keys(view: &View<'_>, document: &Document, definition: &Definition, yaml: Span, place: &YamlPlace) -> Vec<Choice> {
    let fields = match place.path.as_slice() {
        [] => definition.fields.as_slice(),
        path => match kind_at(definition, path) {
            Some(kind) => keys_of(kind),
            None => return Vec::new(),
        },
    };
    let present = present(view, yaml, place);
    let missing = fields.iter().filter(|field| !present.contains(&field.name.as_str()));
    let mut missing: Vec<_> = missing
        .map(|field| (check::need(document, definition, &field.required), field))
        .collect();
    missing.sort_by_key(|(need, _)| std::cmp::Reverse(*need));
    let choice = |(need, field): (Need, &FieldDefinition)| {
        let says = match need {
            Need::Now => "required",
            Need::AtGate => "required later",
            Need::No => "",
        };
        let (plain, snippet) = entry(field, place.flow);
        Choice::new(&field.name, CompletionItemKind::FIELD)
            .detail(says)
            .documentation(describe::field(&view.corpus().definitions, definition, field))
            .insert(plain)
            .snippet(snippet)
    };
    missing.into_iter().map(choice).collect()
}

/// An entry as plain text and as a snippet.
fn entry(field: &FieldDefinition, flow: bool) -> (String, String) {
    let name = &field.name;
    let snippet = match &field.kind {
        FieldKind::References { .. } | FieldKind::People => format!("{}: [$0]", escaped(name)),
        FieldKind::List(of) if !matches!(&**of, FieldKind::Mapping(_)) => format!("{}: [$0]", escaped(name)),
        FieldKind::List(_) if !flow => format!("{}:\n  - $0", escaped(name)),
        FieldKind::Mapping(_) if !flow => format!("{}:\n  $0", escaped(name)),
        _ => format!("{}: $0", escaped(name)),
    };
    (format!("{name}: "), snippet)
}

/// Keys that the mapping has already.
fn present<'t>(view: &View<'t>, yaml: Span, place: &YamlPlace) -> Vec<&'t str> {
    let text = view.text;
    if place.path.is_empty() && !place.flow {
        let line = text[..place.typed.start].rfind('\n').map_or(0, |end| end + 1);
        // What is being typed is not there yet.
        let (before, after) = (yaml.start as usize..line, place.typed.end..yaml.end as usize);
        let before = text.get(before).map(yaml_place::top_keys).into_iter().flatten();
        let after = text
            .get(after)
            .map(|after| after.split_once('\n').map_or("", |it| it.1));
        return before
            .chain(after.map(yaml_place::top_keys).into_iter().flatten())
            .collect();
    }
    if place.flow {
        let before = text.get(yaml.start as usize..place.typed.start).unwrap_or_default();
        let open = before.rfind('{').map_or("", |at| &before[at + 1..]);
        let keys = open.split(',').filter_map(|entry| entry.split_once(':'));
        return keys.map(|(key, _)| key.trim()).collect();
    }
    let line_start = text[..place.typed.start].rfind('\n').map_or(0, |end| end + 1);
    let column = place.typed.start - line_start;
    let above = text.get(yaml.start as usize..line_start).unwrap_or_default();
    let below = text.get(place.typed.end..yaml.end as usize).unwrap_or_default();
    let own = |line: &'t str| siblings(line, column);
    let above = above.lines().rev().map_while(own).flatten();
    let below = below.lines().skip(1).map_while(own).flatten();
    above.chain(below).collect()
}

/// The key of a line at a column; `None` where the line ends the mapping that stands there.
fn siblings(line: &str, column: usize) -> Option<Option<&str>> {
    let content = line.trim_start_matches([' ', '-']);
    let at = line.len() - content.len();
    if content.is_empty() || at > column {
        return Some(None);
    }
    let is_own = at == column;
    let key = content.split_once(':').map(|(key, _)| key.trim());
    is_own.then_some(key)
}
