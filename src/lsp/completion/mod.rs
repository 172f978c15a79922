//! What can be written at a place.
//!
//! In the front matter: keys, and the values that their kinds take. In the text: headings that are still missing, ids,
//! link targets and anchors, and people. Every completion says which part of the text it replaces, since words such as
//! `RW-12` are not what an editor takes for one.

mod body;
mod documents;
mod fields;
mod settings;
mod values;

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemLabelDetails, CompletionList, CompletionTextEdit, Documentation,
    InsertTextFormat, Position, TextEdit,
};

pub(super) use fields::field_at;

use super::client::markup;
use super::describe;
use super::view::View;
use crate::model::DocumentIndex;
use crate::span::Span;

/// Most completions of one answer. An editor that gets fewer than there are asks again after each letter.
const MOST: usize = 200;

/// Something that can be written.
#[derive(Clone, Debug)]
struct Choice {
    /// What is shown.
    label: String,
    kind: CompletionItemKind,
    /// A few words behind the label.
    detail: String,
    /// What is shown beside the list, in Markdown.
    documentation: String,
    /// The document that is shown there instead: described only once it is known to be among those that are shown.
    document: Option<DocumentIndex>,
    /// What is written, where it is not the label.
    insert: Option<String>,
    /// What is written by a client that fills in places, in the syntax of snippets.
    snippet: Option<String>,
    /// What else it is found by.
    words: String,
}

impl Choice {
    fn new(label: impl Into<String>, kind: CompletionItemKind) -> Self {
        Self {
            label: label.into(),
            kind,
            detail: String::new(),
            documentation: String::new(),
            document: None,
            insert: None,
            snippet: None,
            words: String::new(),
        }
    }

    fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    fn documentation(mut self, text: impl Into<String>) -> Self {
        self.documentation = text.into();
        self
    }

    fn document(mut self, document: DocumentIndex) -> Self {
        self.document = Some(document);
        self
    }

    fn insert(mut self, text: impl Into<String>) -> Self {
        self.insert = Some(text.into());
        self
    }

    fn snippet(mut self, text: impl Into<String>) -> Self {
        self.snippet = Some(text.into());
        self
    }

    /// Lets it be found by a title, and not by what it writes alone.
    fn found_by(mut self, words: impl Into<String>) -> Self {
        self.words = words.into();
        self
    }
}

/// Everything that can be written at one place.
#[derive(Debug)]
struct Choices {
    /// What is replaced.
    replaces: Span,
    /// The best first.
    choices: Vec<Choice>,
}

/// The completions at a position.
pub(super) fn complete(view: &View<'_>, position: Position) -> CompletionList {
    let cursor = view.offset(position) as usize;
    let found = match front_matter(view.text) {
        _ if matches!(view.path.extension(), Some("yaml" | "yml")) => settings::at(view, cursor),
        Some(yaml) if yaml.start as usize <= cursor && cursor <= yaml.end as usize => fields::at(view, yaml, cursor),
        _ => body::at(view, cursor),
    };
    match found {
        Some(found) => list(view, cursor, found),
        None => CompletionList::default(),
    }
}

/// The YAML between the `---` lines, also while the second is not there yet.
fn front_matter(text: &str) -> Option<Span> {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut lines = text.get(start..)?.split_inclusive('\n');
    let opening = lines.next().filter(|line| line.trim_end() == "---")?;
    let content = start + opening.len();
    if !opening.ends_with('\n') {
        return None;
    }
    let mut offset = content;
    for line in lines {
        let is_end = matches!(line.trim_end(), "---" | "...");
        // Without a second `---`, the first heading of the body says that it is missing.
        if is_end || line.starts_with("## ") {
            return Some(Span::new(content, offset));
        }
        offset += line.len();
    }
    Some(Span::new(content, offset))
}

fn list(view: &View<'_>, cursor: usize, found: Choices) -> CompletionList {
    let Choices { replaces, choices } = found;
    let typed = view.text.get(replaces.start as usize..cursor).unwrap_or_default();
    let mut choices: Vec<_> = choices.into_iter().filter(|it| matches(it, typed)).collect();
    let is_incomplete = choices.len() > MOST;
    choices.truncate(MOST);
    let range = view.range(replaces);
    let items = choices.into_iter().enumerate();
    let items = items.map(|(position, choice)| {
        let is_snippet = view.client.snippets && choice.snippet.is_some();
        let text = choice.snippet.filter(|_| is_snippet).or(choice.insert);
        let documentation = match choice.document {
            Some(index) => describe::document(view.organisation(), index),
            None => choice.documentation,
        };
        CompletionItem {
            // What is typed already must be found in it, so it is the text that is typed and then the title.
            filter_text: Some(filter(&choice.label, &choice.words, typed)),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit {
                range,
                new_text: text.unwrap_or_else(|| choice.label.clone()),
            })),
            label: choice.label,
            kind: Some(choice.kind),
            label_details: Some(CompletionItemLabelDetails {
                detail: None,
                description: Some(choice.detail.clone()).filter(|it| !it.is_empty()),
            }),
            detail: Some(choice.detail).filter(|it| !it.is_empty()),
            documentation: Some(documentation)
                .filter(|it| !it.is_empty())
                .map(|text| Documentation::MarkupContent(markup(view.client.completion_markdown, text))),
            insert_text_format: Some(match is_snippet {
                true => InsertTextFormat::SNIPPET,
                false => InsertTextFormat::PLAIN_TEXT,
            }),
            sort_text: Some(format!("{position:04}")),
            ..CompletionItem::default()
        }
    });
    CompletionList {
        is_incomplete,
        items: items.collect(),
    }
}

/// Whether a choice can be what is being typed: its letters in their order, in the label or in the words it is found by.
fn matches(choice: &Choice, typed: &str) -> bool {
    is_within(typed, &choice.label) || is_within(typed, &choice.words)
}

/// Whether the letters of a word stand in another in their order, case aside.
pub(super) fn is_within(word: &str, text: &str) -> bool {
    let mut text = text.chars().flat_map(char::to_lowercase);
    let mut letters = word
        .chars()
        .filter(|it| !it.is_whitespace())
        .flat_map(char::to_lowercase);
    letters.all(|letter| text.any(|it| it == letter))
}

/// What an editor compares with what is typed. Where the label does not have it, the title does, and goes first.
fn filter(label: &str, words: &str, typed: &str) -> String {
    match is_within(typed, label) {
        true => format!("{label} {words}").trim_end().to_owned(),
        false => format!("{words} {label}"),
    }
}

/// A text in the syntax of snippets, in which some characters mean something.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}
