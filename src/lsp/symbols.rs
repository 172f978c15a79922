//! What a document consists of, and all documents by name.

use lsp_types::{
    DocumentSymbol, DocumentSymbolResponse, Location, OneOf, SymbolInformation, SymbolKind, WorkspaceSymbol,
};

use super::client::Client;
use super::completion::is_within;
use super::positions::Lines;
use super::root::Root;
use super::view::{self, View};
use crate::parse::Heading;
use crate::span::Span;

/// Most documents that one question gives.
const MOST: usize = 200;
/// Most characters of a value that are shown.
const LONGEST: usize = 60;

/// The front matter with its fields, and the sections as a tree.
pub(super) fn of_document(view: &View<'_>) -> Option<DocumentSymbolResponse> {
    let (_, document) = view.document()?;
    let parsed = &document.parsed;
    let mut symbols = Vec::new();
    if let (Some(span), Some(fields)) = (parsed.front_matter.span(), parsed.front_matter.fields()) {
        let fields = fields.entries.iter().map(|entry| {
            let whole = entry.key.span.to(entry.value.span);
            let value = entry.value.span.text(&parsed.text);
            let mut symbol = symbol(view, &entry.key.value, SymbolKind::PROPERTY, whole, entry.key.span);
            symbol.detail = Some(value.lines().next().unwrap_or_default().chars().take(LONGEST).collect());
            symbol
        });
        let children = fields.collect();
        let first = Span::new(span.start as usize, span.start as usize + 3);
        let mut front = symbol(view, "Front matter", SymbolKind::NAMESPACE, span, first);
        front.children = Some(children);
        symbols.push(front);
    }
    symbols.extend(sections(view, &parsed.body.headings));
    Some(match view.client.symbol_tree {
        true => DocumentSymbolResponse::Nested(symbols),
        false => DocumentSymbolResponse::Flat(flat(view, symbols)?),
    })
}

/// Headings as a tree, by their levels.
fn sections(view: &View<'_>, headings: &[Heading]) -> Vec<DocumentSymbol> {
    let mut done = Vec::new();
    // The headings that are open, outermost first.
    let mut open: Vec<(u8, DocumentSymbol)> = Vec::new();
    for heading in headings {
        close(&mut open, &mut done, heading.level);
        let whole = heading.span.to(heading.section);
        let name = if heading.text.trim().is_empty() {
            "(no words)"
        } else {
            &heading.text
        };
        let mut symbol = symbol(view, name, SymbolKind::STRING, whole, heading.span);
        symbol.children = Some(Vec::new());
        open.push((heading.level, symbol));
    }
    close(&mut open, &mut done, 0);
    done
}

/// Closes what is no deeper than a level.
fn close(open: &mut Vec<(u8, DocumentSymbol)>, done: &mut Vec<DocumentSymbol>, level: u8) {
    while open.last().is_some_and(|(it, _)| *it >= level) {
        let Some((_, symbol)) = open.pop() else { break };
        match open.last_mut() {
            Some((_, around)) => around.children.get_or_insert_default().push(symbol),
            None => done.push(symbol),
        }
    }
}

#[expect(deprecated, reason = "the field has to be given, and is left empty")]
fn symbol(view: &View<'_>, name: &str, kind: SymbolKind, whole: Span, name_span: Span) -> DocumentSymbol {
    DocumentSymbol {
        name: name.to_owned(),
        detail: None,
        kind,
        tags: None,
        deprecated: None,
        range: view.range(whole.to(name_span)),
        selection_range: view.range(name_span),
        children: None,
    }
}

#[expect(deprecated, reason = "the field has to be given, and is left empty")]
fn flat(view: &View<'_>, symbols: Vec<DocumentSymbol>) -> Option<Vec<SymbolInformation>> {
    let uri = view::uri(view.root, view.path)?;
    let mut flat = Vec::new();
    let mut waiting: Vec<_> = symbols.into_iter().rev().map(|symbol| (symbol, None)).collect();
    while let Some((symbol, container)) = waiting.pop() {
        let children = symbol.children.into_iter().flatten().rev();
        waiting.extend(children.map(|child| (child, Some(symbol.name.clone()))));
        flat.push(SymbolInformation {
            name: symbol.name,
            kind: symbol.kind,
            tags: None,
            deprecated: None,
            location: Location {
                uri: uri.clone(),
                range: symbol.range,
            },
            container_name: container,
        });
    }
    Some(flat)
}

/// Documents whose id or title has the letters of a query in their order; those with its words first.
pub(super) fn of_workspace<'r>(
    roots: impl Iterator<Item = &'r Root>,
    client: Client,
    query: &str,
) -> Vec<WorkspaceSymbol> {
    let wanted = query.to_lowercase();
    let mut found = Vec::new();
    for root in roots {
        let corpus = &root.organisation().corpus;
        for document in corpus.documents() {
            let name = format!("{} {}", document.id.value, document.title.value);
            if is_within(query, &name) {
                found.push((!name.to_lowercase().contains(&wanted), root, document, name));
            }
        }
    }
    found.sort_by_key(|(is_scattered, ..)| *is_scattered);
    let symbol = |(_, root, document, name): (bool, &Root, &std::sync::Arc<crate::model::Document>, String)| {
        let lines = Lines::new(&document.parsed.text, client.encoding);
        Some(WorkspaceSymbol {
            name,
            kind: SymbolKind::FILE,
            tags: None,
            container_name: Some(root.organisation().corpus.definition(document).name.clone()),
            location: OneOf::Left(Location {
                uri: view::uri(root, document.path())?,
                range: lines.range(document.head()),
            }),
            data: None,
        })
    };
    found.into_iter().take(MOST).filter_map(symbol).collect()
}
