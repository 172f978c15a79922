//! The text of a new document: the fields and sections it needs by its gate, each with its question.

use std::fmt::Write;

use super::new::Owner;
use crate::definition::{Definition, FieldDefinition, FieldKind, Requirement, SectionDefinition};

/// What is known of a document before anybody writes it.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its owner.
    pub owner: &'a Owner,
    /// Its id, where the file name does not give it.
    pub id: Option<&'a str>,
}

/// Writes the front matter and the headings. Questions stand in comments, so that what is left unanswered is empty to a
/// reader and to `check`.
pub fn scaffold(definition: &Definition, given: &Given<'_>) -> String {
    let mut text = String::from("---\n");
    let _ = writeln!(text, "title: {}", yaml_text(given.title));
    if let Some(id) = given.id {
        let _ = writeln!(text, "id: {id}");
    }
    if let Some(first) = definition.lifecycle.first() {
        let _ = writeln!(text, "status: {}", first.name);
    }
    for field in needed_fields(definition) {
        field_lines(&mut text, field, given);
    }
    text.push_str("---\n");
    for section in definition
        .sections
        .iter()
        .filter(|section| by_gate(definition, &section.required))
    {
        section_lines(&mut text, section);
    }
    text
}

/// The fields to fill in by the gate, besides those written already.
fn needed_fields(definition: &Definition) -> impl Iterator<Item = &FieldDefinition> {
    let written = ["title", "status", "id"];
    let wanted = |field: &&FieldDefinition| field.name == "owner" || by_gate(definition, &field.required);
    definition
        .fields
        .iter()
        .filter(move |field| !written.contains(&field.name.as_str()))
        .filter(wanted)
}

/// Whether something is required by the gate whatever the other fields say.
fn by_gate(definition: &Definition, requirements: &[Requirement]) -> bool {
    let lifecycle = &definition.lifecycle;
    let due = |it: &Requirement| it.from.is_none_or(|from| lifecycle.reached(from, lifecycle.gate));
    requirements
        .iter()
        .any(|requirement| requirement.when.is_empty() && due(requirement))
}

fn field_lines(text: &mut String, field: &FieldDefinition, given: &Given<'_>) {
    if let ("owner", Owner::Person(handle)) = (field.name.as_str(), given.owner) {
        let _ = writeln!(text, "owner: {}", yaml_text(handle));
        return;
    }
    if !field.prompt.is_empty() {
        let _ = writeln!(text, "# {}", field.prompt.trim());
    }
    let hint = match &field.kind {
        FieldKind::OneOf { values, .. } => format!(" # {}", values.join(", ")),
        FieldKind::Date => " # a date such as 2026-03-14".to_owned(),
        FieldKind::Instant => " # an instant such as 2026-03-14T09:12:00+01:00".to_owned(),
        _ if !field.example.is_empty() && !field.example.contains('\n') => format!(" # {}", field.example),
        _ => String::new(),
    };
    let _ = writeln!(text, "{}:{hint}", field.name);
    if field.example.contains('\n') {
        for line in field.example.lines() {
            let _ = writeln!(text, "#   {line}");
        }
    }
}

fn section_lines(text: &mut String, section: &SectionDefinition) {
    let _ = writeln!(
        text,
        "\n## {}\n\n<!-- {} -->",
        section.heading,
        section.prompt.trim().replace("--", "—")
    );
}

/// A text as YAML, in quotes where it needs them.
fn yaml_text(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    serde_yaml::to_string(&one_line).map_or_else(|_| format!("{one_line:?}"), |yaml| yaml.trim_end().to_owned())
}
