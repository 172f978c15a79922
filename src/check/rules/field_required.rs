//! A field that must be there is not.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::check::{wording, written};
use crate::definition::{FieldDefinition, FieldKind};
use crate::diagnostic::Severity;
use crate::model::{Fields, Value};
use crate::span::Span;

/// The rule.
pub static RULE: Rule = Rule {
    name: "field-required",
    group: Group::Fields,
    severity: Weight::Gate,
    summary: "a field that the document's type requires in its state is missing or empty",
    why: "Each field is asked for from the state in which somebody relies on it: an owner always, the cost when it is to be \
          decided, the outcome when it is closed. Of public incident reviews, one in twenty names who does the actions.",
    example: "---\nstatus: proposed\nowner: ada\n---   (a rewrite proposal without `cost_weeks`)",
    mend: "Add the line that the message shows, with your own value. `docent explain TYPE` lists a type's fields, what each \
           holds and from which state it is required.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    if !subject.front_matter_is_known() {
        return;
    }
    let fields = &subject.document.fields;
    for field in &subject.definition.fields {
        let Some(severity) = lacking(subject, fields, field) else {
            continue;
        };
        let need = subject.need(&field.required);
        let found = match fields.get(&field.name) {
            Some(empty) => {
                let place = empty.key.span;
                let message = format!("field `{}` is empty", field.name);
                findings.add(severity, subject.document.path(), place, message)
            }
            None => {
                let message = format!("missing field `{}`", field.name);
                let found = findings.add(severity, subject.document.path(), subject.head(), message);
                match insertion(subject, field) {
                    Some((at, line)) => found.fix(format!("insert the field `{}`", field.name), at, line),
                    None => found,
                }
            }
        };
        found
            .help(add_line(subject, field))
            .notes(wording::since_when(subject, &field.required, need));
    }
    written::mappings(subject, &mut |name, place, fields, keys| {
        for key in keys {
            let Some(severity) = lacking(subject, fields, key) else {
                continue;
            };
            let (message, place) = match fields.get(&key.name) {
                Some(empty) => (format!("`{}` in `{name}` is empty", key.name), empty.key.span),
                None => (
                    format!("`{name}` lacks `{}`", key.name),
                    // A mapping may be long.
                    place.first_line(subject.text()),
                ),
            };
            findings
                .add(severity, subject.document.path(), place, message)
                .help(add_line(subject, key));
        }
    });
}

/// How much a missing or empty field weighs; `None` when it is filled in, or need not be. What is of the wrong kind is not
/// missing.
fn lacking(subject: &Subject<'_>, fields: &Fields, field: &FieldDefinition) -> Option<Severity> {
    let severity = subject.need(&field.required).severity()?;
    let there = fields.get(&field.name).is_some_and(|field| {
        let value = &field.value.value;
        value.is_filled() || *value == Value::Invalid || holds_invalid(value)
    });
    (!there).then_some(severity)
}

fn holds_invalid(value: &Value) -> bool {
    matches!(value, Value::List(items) if items.iter().any(|item| item.value == Value::Invalid))
}

/// "add `owner: ada`: who answers for it?"
fn add_line(subject: &Subject<'_>, field: &FieldDefinition) -> String {
    let definitions = &subject.context.corpus().definitions;
    let line = match example(field) {
        Some(example) => format!("{}: {}", field.name, wording::on_one_line(&example)),
        None => return format!("add `{}:` with {}", field.name, wording::kind(definitions, &field.kind)),
    };
    match field.prompt.as_str() {
        "" => format!("add `{line}` with your own value"),
        prompt => format!("add `{line}` with your own value: {prompt}"),
    }
}

/// A value to show: the definition's, or one of the kind.
fn example(field: &FieldDefinition) -> Option<String> {
    if !field.example.is_empty() {
        return Some(field.example.clone());
    }
    let example = match &field.kind {
        FieldKind::Text | FieldKind::Markdown => "…",
        FieldKind::Number => "12",
        FieldKind::Range => "[20, 30]",
        FieldKind::Boolean => "true",
        FieldKind::Date => "2026-03-14",
        FieldKind::Instant => "2026-03-14T09:12:00+01:00",
        FieldKind::Duration => "6 weeks",
        FieldKind::Url => "https://example.com",
        FieldKind::Person => "ada",
        FieldKind::People => "[ada, grace]",
        FieldKind::Team => "platform",
        FieldKind::OneOf { values, .. } => return values.first().cloned(),
        FieldKind::Reference { .. }
        | FieldKind::References { .. }
        | FieldKind::List(_)
        | FieldKind::Mapping(_)
        | FieldKind::DataFile => return None,
    };
    Some(example.to_owned())
}

/// Where the line belongs, and the line: after the last field that the definition names before it, with the question as a
/// comment and no value, because only a person knows it.
fn insertion(subject: &Subject<'_>, field: &FieldDefinition) -> Option<(Span, String)> {
    let text = subject.text();
    if !subject.takes_lines() {
        return None;
    }
    let entries = &subject.document.parsed.front_matter.fields()?.entries;
    let order = |name: &str| subject.definition.fields.iter().position(|it| it.name == name);
    let own = order(&field.name);
    let before = entries.iter().filter(|entry| order(&entry.key.value) < own);
    let after = before.map(|entry| entry.value.span.end.max(entry.key.span.end)).max();
    let block = subject.document.parsed.front_matter.span()?;
    let from = after.unwrap_or(block.start) as usize;
    // A value that is the last of a block, or empty below `?`, may end where the next line begins.
    let at = match text.get(..from)?.ends_with('\n') {
        true => from,
        false => from + text.get(from..)?.find('\n')? + 1,
    };
    let newline = if text.get(..at)?.ends_with("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let prompt = field.prompt.split_whitespace().collect::<Vec<_>>().join(" ");
    let comment = if prompt.is_empty() {
        String::new()
    } else {
        format!(" # {prompt}")
    };
    Some((Span::at(at), format!("{}:{comment}{newline}", field.name)))
}
