//! Documents, fields, sections and states in a few lines of Markdown, for hovering and beside completions.

use std::fmt::Write;

use crate::check::wording;
use crate::definition::{Definition, Definitions, FieldDefinition, Lifecycle, SectionDefinition};
use crate::model::{Document, DocumentIndex};
use crate::pipeline::Organisation;
use crate::span::Span;

/// Most characters of a summary.
const MOST: usize = 400;

/// A document: title, type, state, owner, summary.
pub(super) fn document(organisation: &Organisation, index: DocumentIndex) -> String {
    let corpus = &organisation.corpus;
    let document = corpus.get(index);
    let definition = corpus.definition(document);
    let mut text = format!("**{}**  \n{}", plain(&document.title.value), document.id.value);
    let _ = write!(text, " · {}", definition.name);
    if let Some(state) = corpus.state_name(document) {
        let _ = write!(text, " · `{state}`");
    }
    if let Some(owner) = document.owner() {
        let name = corpus.people.name(owner);
        let _ = write!(text, " · {}", plain(name));
    }
    let summary = match document.fields.text("summary") {
        Some(summary) => summary.to_owned(),
        None => first_paragraph(document),
    };
    if !summary.is_empty() {
        let _ = write!(text, "\n\n{}", plain(&cut(&summary)));
    }
    text
}

/// What a document begins with.
fn first_paragraph(document: &Document) -> String {
    let body = &document.parsed.body;
    let paragraphs = body.blocks.iter();
    let mut paragraphs =
        paragraphs.filter(|block| matches!(block.kind, crate::parse::BlockKind::Paragraph) && block.parent.is_none());
    let first = paragraphs
        .next()
        .map(|block| body.plain_text(&document.parsed.text, block.span));
    first.unwrap_or_default()
}

/// The words that a named place of a document stands at: the item of a list, or the line.
pub(super) fn anchor_words(document: &Document, name: &str) -> String {
    let Some(span) = anchor_span(document, name) else {
        return String::new();
    };
    let parsed = &document.parsed;
    if let Some(heading) = parsed.body.headings.iter().find(|heading| heading.anchor == name) {
        return heading.text.clone();
    }
    let around = parsed.body.blocks.iter().rev();
    let mut around = around.filter(|block| block.span.contains(span));
    let words = around
        .next()
        .map(|block| parsed.body.plain_text(&parsed.text, block.span));
    cut(&words.unwrap_or_default())
}

/// Where a named place of a document is.
pub(super) fn anchor_span(document: &Document, name: &str) -> Option<Span> {
    let body = &document.parsed.body;
    let heading = body
        .headings
        .iter()
        .find(|heading| heading.anchor == name)
        .map(|it| it.span);
    let named = || {
        body.anchors
            .iter()
            .find(|anchor| anchor.value == name)
            .map(|it| it.span)
    };
    heading.or_else(named).or_else(|| {
        let items = document.fields.iter().filter_map(|field| match &field.value.value {
            crate::model::Value::List(items) => Some(items),
            _ => None,
        });
        let mut ids = items
            .flatten()
            .filter_map(|item| item.value.as_mapping()?.get("id"))
            .filter(|field| field.value.value.as_text() == Some(name));
        ids.next().map(|field| field.value.span)
    })
}

/// The manual of a field: what it takes, when it is required, what to write.
pub(super) fn field(definitions: &Definitions, definition: &Definition, field: &FieldDefinition) -> String {
    let mut text = format!("**`{}`**: {}", field.name, wording::kind(definitions, &field.kind));
    if let Some(when) = wording::required(definition, &field.required) {
        let _ = write!(text, "  \nrequired {when}");
    }
    if !field.prompt.is_empty() {
        let _ = write!(text, "\n\n{}", field.prompt.trim());
    }
    let example = field.example.trim();
    if !example.is_empty() {
        let _ = match example.contains('\n') {
            true => write!(
                text,
                "\n\n```yaml\n{}:\n  {}\n```",
                field.name,
                example.replace('\n', "\n  ")
            ),
            false => write!(text, "\n\n```yaml\n{}: {example}\n```", field.name),
        };
    }
    text
}

/// The manual of a section: its question, when it is required, and what the answer must hold.
pub(super) fn section(definition: &Definition, section: &SectionDefinition) -> String {
    let mut text = format!("**{}**", section.heading);
    if let Some(number) = section.question {
        let _ = write!(text, " (question {number})");
    }
    let _ = write!(
        text,
        "\n\n{}\n\n{}",
        section.prompt.trim(),
        wording::section_line(definition, section)
    );
    text
}

/// The states of a type in order, with the one that is meant in bold.
pub(super) fn lifecycle(lifecycle: &Lifecycle, current: Option<usize>) -> String {
    let name = |(position, state): (usize, &crate::definition::State)| match Some(position) == current {
        true => format!("**{}**", state.name),
        false => state.name.clone(),
    };
    let states = |aside: bool| {
        let states = lifecycle.states.iter().enumerate();
        states
            .filter(move |(_, state)| state.aside == aside)
            .map(name)
            .collect::<Vec<_>>()
    };
    let mut text = states(false).join(" → ");
    let aside = states(true);
    if !aside.is_empty() {
        let _ = write!(text, "\n\naside: {}", aside.join(", "));
    }
    if let Some(gate) = lifecycle.states.get(lifecycle.gate) {
        let _ = write!(text, "\n\nFrom `{}` on, what is missing is an error.", gate.name);
    }
    if let Some(freeze) = lifecycle.freeze.and_then(|freeze| lifecycle.states.get(freeze)) {
        let _ = write!(text, " From `{}` on, changes need `amended`.", freeze.name);
    }
    text
}

/// A text of a document within Markdown, without a meaning of its own.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' | '\t' => plain.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '!' | '|' | '~' | '&' => {
                plain.push('\\');
                plain.push(character);
            }
            other => plain.push(other),
        }
    }
    plain
}

/// A text that is not longer than it is read.
pub(super) fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
