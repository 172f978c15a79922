//! What definitions may say, and what is said about those that say something else.

mod built_in;
mod extension;
mod manual;
mod mistakes;
mod new_type;
mod properties;

use super::*;
use crate::definition::{DemandKind, FieldKind, Requirement, Verdict, When};
use crate::span::LineIndex;

/// A type with little in it, to be changed by what follows.
const NOTE: &str = "type: note\nname: Note\nprefix: NOTE\nfolder: notes\n";

fn read_texts(texts: &[&str]) -> (Definitions, Vec<Diagnostic>) {
    let path = |index: usize| shared_path(format!("types/{}.yaml", char::from(b'a' + index as u8)));
    let files: Vec<_> = texts
        .iter()
        .enumerate()
        .map(|(index, text)| (path(index), Arc::from(*text)))
        .collect();
    read(&files)
}

/// Diagnostics of the organisation's files: `rule at line: message`, with the file where there are several.
fn check_all(texts: &[&str]) -> Vec<String> {
    let (_, problems) = read_texts(texts);
    let describe = |it: &Diagnostic| {
        let index = usize::from(it.path.as_str().as_bytes()[6] - b'a');
        let line = LineIndex::new(texts[index]).line(it.span.start);
        let file = if texts.len() > 1 {
            format!(" of {}", it.path.file_name().unwrap_or_default())
        } else {
            String::new()
        };
        assert!(!it.help.is_empty(), "no help: {}", it.message);
        format!("{} at {line}{file}: {}", it.rule, it.message)
    };
    problems.iter().map(describe).collect()
}

fn check(text: &str) -> Vec<String> {
    check_all(&[text])
}

/// Diagnostics of the lines that follow [`NOTE`], counted from its end.
fn check_note(rest: &str) -> Vec<String> {
    let found = check(&format!("{NOTE}{rest}"));
    let after_note = |line: String| {
        let (before, message) = line.split_once(": ").expect("a message");
        let (rule, at) = before.split_once(" at ").expect("a line");
        format!(
            "{rule} at {}: {message}",
            at.parse::<usize>().expect("a number") - NOTE.lines().count()
        )
    };
    found.into_iter().map(after_note).collect()
}

fn help(text: &str) -> Vec<String> {
    read_texts(&[text]).1.into_iter().flat_map(|it| it.help).collect()
}

/// The type of that name once the organisation's files, which must be in order, are applied.
fn definition(type_name: &str, texts: &[&str]) -> Definition {
    let (definitions, problems) = read_texts(texts);
    assert_eq!(problems, []);
    let index = definitions.find(type_name).expect("the type");
    definitions.get(index).clone()
}

fn headings(definition: &Definition) -> String {
    let headings: Vec<_> = definition.sections.iter().map(|it| it.heading.as_str()).collect();
    headings.join(", ")
}

fn names(fields: &[FieldDefinition]) -> String {
    fields.iter().map(|it| it.name.as_str()).collect::<Vec<_>>().join(" ")
}

fn from(definition: &Definition, field: &str) -> Vec<Option<usize>> {
    let field = definition.field(field).expect("the field");
    field.required.iter().map(|it| it.from).collect()
}
