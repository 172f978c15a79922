//! What can be written in the text: headings, ids, links and people.

use lsp_types::CompletionItemKind;

use super::{Choice, Choices, documents, escaped, values};
use crate::check::{self, Need};
use crate::lsp::describe;
use crate::lsp::view::View;
use crate::model::{Document, DocumentIndex};
use crate::parse::BlockKind;
use crate::repository::join;
use crate::span::Span;

/// What can be written at a place in the text.
pub(super) fn at(view: &View<'_>, cursor: usize) -> Option<Choices> {
    let (index, document) = view.document()?;
    let line_start = view.text.get(..cursor)?.rfind('\n').map_or(0, |end| end + 1);
    let before = view.text.get(line_start..cursor)?;
    let after = view.text.get(cursor..)?.split(['\n', '\r']).next().unwrap_or_default();
    if in_code(document, line_start, cursor) || before.matches('`').count() % 2 == 1 {
        return None;
    }
    wiki(view, cursor, before, after)
        .or_else(|| destination(view, index, cursor, before, after))
        .or_else(|| heading(view, document, line_start, before, after))
        .or_else(|| mention(view, cursor, before))
        .or_else(|| person(view, cursor, before))
}

fn in_code(document: &Document, line_start: usize, cursor: usize) -> bool {
    let (line, cursor) = (Span::at(line_start).start, Span::at(cursor).start);
    let code = document.parsed.body.blocks.iter();
    let mut code = code.filter(|block| matches!(block.kind, BlockKind::Code { .. }));
    code.any(|block| block.span.start < line.max(1) && cursor < block.span.end)
}

/// `[[RW-` and `[[RW-12#`.
fn wiki(view: &View<'_>, cursor: usize, before: &str, after: &str) -> Option<Choices> {
    let open = before.rfind("[[")? + 2;
    let typed = &before[open..];
    if typed.contains("]]") || typed.contains('|') {
        return None;
    }
    let end = if after.starts_with("]]") { "" } else { "]]" };
    let close = |choice: Choice| {
        let text = format!("{}{end}", choice.label);
        choice.insert(text)
    };
    let choices = values::references(view, &[], typed).into_iter().map(close).collect();
    let replaces = Span::new(cursor - typed.len(), cursor + id_length(after));
    Some(Choices { replaces, choices })
}

/// `](../metrics/` and `](#`.
fn destination(view: &View<'_>, own: DocumentIndex, cursor: usize, before: &str, after: &str) -> Option<Choices> {
    let open = before.rfind("](")? + 2;
    let typed = &before[open..];
    if typed.contains([')', ' ']) || typed.contains("://") {
        return None;
    }
    let rest = after
        .find([')', ' '])
        .filter(|end| after[*end..].starts_with(')'))
        .unwrap_or(0);
    let end = cursor + rest;
    let Some((path, anchor)) = typed.split_once('#') else {
        let choices = documents::paths(view);
        let replaces = Span::new(cursor - typed.len(), end);
        return Some(Choices { replaces, choices });
    };
    let folder = view.path.parent().unwrap_or(camino::Utf8Path::new(""));
    let index = match path {
        "" => own,
        path => view.corpus().by_path(&join(folder, &path.replace("%20", " "))?)?,
    };
    let choices = documents::anchors(view.corpus(), index);
    let replaces = Span::new(cursor - anchor.len(), end);
    Some(Choices { replaces, choices })
}

/// A heading that is begun, or an empty line on which one can begin.
fn heading(view: &View<'_>, document: &Document, line_start: usize, before: &str, after: &str) -> Option<Choices> {
    let marks = before.bytes().take_while(|byte| *byte == b'#').count();
    let is_heading = (1..=6).contains(&marks) && before[marks..].is_empty() | before[marks..].starts_with(' ');
    if !(is_heading || before.is_empty() && after.is_empty()) {
        return None;
    }
    let definition = view.corpus().definition(document);
    let sections = definition.sections.iter().zip(&document.answers);
    let mut missing: Vec<_> = sections
        .filter(|(_, answers)| answers.is_empty())
        .map(|(section, _)| {
            let need = check::need(document, definition, &section.required);
            let advised = check::need(document, definition, &section.advised);
            (need, advised, section)
        })
        .collect();
    missing.sort_by_key(|(need, advised, _)| std::cmp::Reverse((*need, *advised)));
    let level = "#".repeat(marks.max(2));
    let choice = |(need, advised, section): (Need, Need, &crate::definition::SectionDefinition)| {
        let says = match (need, advised) {
            (Need::Now, _) => "required",
            (Need::AtGate, _) => "required later",
            (Need::No, Need::No) => "optional",
            (Need::No, _) => "advised",
        };
        let title = format!("{level} {}", section.heading);
        let prompt = section.prompt.trim().replace("--", "—");
        Choice::new(&title, CompletionItemKind::STRUCT)
            .detail(says)
            .documentation(describe::section(definition, section))
            .snippet(format!("{}\n\n<!-- {} -->\n\n$0", escaped(&title), escaped(&prompt)))
    };
    let choices: Vec<_> = missing.into_iter().map(choice).collect();
    let end = line_start + before.len() + after.len();
    let replaces = Span::new(line_start, end);
    (!choices.is_empty()).then_some(Choices { replaces, choices })
}

/// A word that begins as ids do: `RW-`.
fn mention(view: &View<'_>, cursor: usize, before: &str) -> Option<Choices> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-#_".contains(c);
    let word = &before[before.trim_end_matches(is_part).len()..];
    let prefix = word.split('-').next()?;
    let starts = prefix.len() >= 2
        && prefix
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let definitions = &view.corpus().definitions;
    let known = definitions.iter().any(|(_, definition)| match word.contains('-') {
        true => definition.prefix == prefix,
        false => definition.prefix.starts_with(prefix),
    });
    if !(starts && known) {
        return None;
    }
    let choices = values::references(view, &[], word);
    let choices: Vec<_> = choices.into_iter().filter(|it| it.label.starts_with(prefix)).collect();
    let after = view.text.get(cursor..).unwrap_or_default();
    let replaces = Span::new(cursor - word.len(), cursor + id_length(after));
    Some(Choices { replaces, choices })
}

/// `@ada`, as in tables of actions.
fn person(view: &View<'_>, cursor: usize, before: &str) -> Option<Choices> {
    let at = before.rfind('@')?;
    let typed = &before[at + 1..];
    let is_handle = typed.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c));
    let begins = before[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    if !(is_handle && begins) {
        return None;
    }
    let with_sign = |choice: Choice| {
        let label = format!("@{}", choice.label);
        Choice { label, ..choice }
    };
    let choices = values::people(view).into_iter().map(with_sign).collect();
    let replaces = Span::new(cursor - typed.len() - 1, cursor);
    Some(Choices { replaces, choices })
}

/// How much of a text behind the cursor belongs to the same id.
fn id_length(after: &str) -> usize {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-#_".contains(c);
    after.find(|c| !is_part(c)).unwrap_or(after.len())
}
