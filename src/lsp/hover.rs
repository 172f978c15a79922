//! What an editor shows beside the pointer: the document behind an id, the manual of a field or section, where in its life
//! a document is.

use std::fmt::Write;

use lsp_types::{Hover, HoverContents, Position};

use super::client::markup;
use super::completion::field_at;
use super::cursor::{self, Thing};
use super::describe;
use super::view::View;
use crate::check;
use crate::link::{Reference, Target};
use crate::repository::CONFIG_FILE;
use crate::span::Span;

/// What is to be said of a place.
pub(super) fn hover(view: &View<'_>, position: Position) -> Option<Hover> {
    let offset = view.offset(position);
    let (text, span) = match view.document() {
        Some(_) => in_document(view, offset)?,
        None if view.path == CONFIG_FILE => {
            let (rule, span) = cursor::rule_at(view.text, offset as usize)?;
            (check::manual(rule.name, &view.corpus().definitions)?, span)
        }
        None => return None,
    };
    Some(Hover {
        contents: HoverContents::Markup(markup(view.client.hover_markdown, text)),
        range: Some(view.range(span)),
    })
}

fn in_document(view: &View<'_>, offset: u32) -> Option<(String, Span)> {
    let (index, document) = view.document()?;
    let corpus = view.corpus();
    let definition = corpus.definition(document);
    Some(match cursor::at(view, index, document, offset) {
        Thing::Reference(reference) => (about_reference(view, reference)?, reference.span),
        Thing::Person(handle, span) => {
            let person = corpus.people.get(handle)?;
            let mut text = format!("**{}**", describe::plain(&person.name));
            if let Some(team) = &person.team {
                let _ = write!(text, " · {}", describe::plain(&team.value));
            }
            (text, span)
        }
        Thing::State(span) => (describe::lifecycle(&definition.lifecycle, document.state()), span),
        Thing::Type(span) => (format!("**{}**\n\n{}", definition.name, definition.purpose), span),
        Thing::Id(span) => (describe::document(view.organisation(), index), span),
        Thing::Key(path, span) => {
            let field = field_at(definition, &path)?;
            let mut text = describe::field(&corpus.definitions, definition, field);
            if path == ["status"] {
                let _ = write!(
                    text,
                    "\n\n{}",
                    describe::lifecycle(&definition.lifecycle, document.state())
                );
            }
            (text, span)
        }
        Thing::Section(section, span) => (describe::section(definition, definition.sections.get(section)?), span),
        Thing::Text => return None,
    })
}

fn about_reference(view: &View<'_>, reference: &Reference) -> Option<String> {
    match &reference.target {
        Target::Document { index, anchor } => {
            let mut text = describe::document(view.organisation(), *index);
            if let Some((name, _)) = anchor {
                let words = describe::anchor_words(view.corpus().get(*index), name);
                if !words.is_empty() {
                    let _ = write!(text, "\n\n> {}", describe::plain(&words));
                }
            }
            Some(text)
        }
        Target::File(path) | Target::Folder(path) => Some(format!("`{path}`")),
        Target::External | Target::Broken(_) => None,
    }
}
