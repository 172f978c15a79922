//! The text of a new document: the fields and sections it needs by its gate, each with its question.

use std::fmt::Write;

use super::owner::Owner;
use super::yaml::{yaml_comment, yaml_text};
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
    /// Whether it has to name its type, because the file name would make it a plain page.
    pub names_type: bool,
}

/// Writes the front matter and the headings. Questions stand in comments, so that what is left unanswered is empty to a
/// reader and to `check`.
pub fn scaffold(definition: &Definition, given: &Given<'_>) -> String {
    let mut text = String::from("---\n");
    let _ = writeln!(text, "title: {}", yaml_text(given.title));
    if given.names_type {
        let _ = writeln!(text, "type: {}", yaml_text(&definition.type_name));
    }
    if let Some(id) = given.id {
        let _ = writeln!(text, "id: {}", yaml_text(id));
    }
    if let Some(first) = definition.lifecycle.first() {
        let _ = writeln!(text, "status: {}", yaml_text(&first.name));
    }
    let (needed, optional): (Vec<_>, Vec<_>) = definition
        .fields
        .iter()
        .filter(|field| !WRITTEN.contains(&field.name.as_str()))
        .partition(|field| is_needed(definition, field, given));
    for field in needed {
        field_lines(&mut text, field, given);
    }
    text.push_str(&optional_line(definition, &optional));
    text.push_str("---\n");
    let sections = definition.sections.iter();
    for section in sections.filter(|section| by_gate(definition, &section.required)) {
        section_lines(&mut text, section);
    }
    text
}

/// Fields that are written apart from the others, or only once there is a reason to.
const WRITTEN: [&str; 6] = ["title", "type", "status", "id", "reopened", "amended"];

/// Whether a field is to be filled in by the gate, or is known already.
fn is_needed(definition: &Definition, field: &FieldDefinition, given: &Given<'_>) -> bool {
    let is_known_owner = field.name == "owner" && *given.owner != Owner::Unknown;
    is_known_owner || by_gate(definition, &field.required)
}

/// The names of the other fields, those of the type first.
fn optional_line(definition: &Definition, fields: &[&FieldDefinition]) -> String {
    if fields.is_empty() {
        return String::new();
    }
    let names: Vec<_> = fields.iter().map(|field| field.name.as_str()).collect();
    format!(
        "# There may also be: {} (docent explain {})\n",
        names.join(", "),
        definition.type_name
    )
}

/// Whether something is required by the gate whatever the other fields say.
fn by_gate(definition: &Definition, requirements: &[Requirement]) -> bool {
    let lifecycle = &definition.lifecycle;
    let due = |it: &Requirement| it.from.is_none_or(|from| lifecycle.reached(from, lifecycle.gate));
    requirements
        .iter()
        .any(|requirement| requirement.when.is_empty() && due(requirement))
}

/// The prompt as a comment, then the key with an example or the values it takes behind it.
fn field_lines(text: &mut String, field: &FieldDefinition, given: &Given<'_>) {
    if let ("owner", Owner::Person(handle)) = (field.name.as_str(), given.owner) {
        let _ = writeln!(text, "owner: {}", yaml_text(handle));
        return;
    }
    if !field.prompt.trim().is_empty() {
        text.push_str(&yaml_comment(field.prompt.trim()));
    }
    let example = field.example.trim();
    let hint = match &field.kind {
        _ if example.contains('\n') => String::new(),
        _ if !example.is_empty() => example.to_owned(),
        FieldKind::OneOf { values, .. } => values.join(", "),
        FieldKind::Boolean => "true, false".to_owned(),
        FieldKind::Date => "2026-03-14".to_owned(),
        FieldKind::Instant => "2026-03-14T09:12:00+01:00".to_owned(),
        FieldKind::Duration => "90 min".to_owned(),
        _ => String::new(),
    };
    let hint = if hint.is_empty() { hint } else { format!(" # {hint}") };
    let _ = writeln!(text, "{}:{hint}", field.name);
    if example.contains('\n') {
        // Without their `# ` these lines are the value of the key.
        let indented: Vec<_> = example.lines().map(|line| format!("  {line}")).collect();
        text.push_str(&yaml_comment(&indented.join("\n")));
    }
}

fn section_lines(text: &mut String, section: &SectionDefinition) {
    let _ = writeln!(text, "\n## {}", section.heading.trim());
    // Two hyphens could end the comment.
    let prompt = section.prompt.trim().replace("--", "—");
    if !prompt.is_empty() {
        let _ = writeln!(text, "\n<!-- {prompt} -->");
    }
}
