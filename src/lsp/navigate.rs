//! From a reference to what it means, and from a thing to everything that refers to it.

use std::collections::BTreeMap;

use lsp_types::{Location, Position, Range};

use super::cursor::{self, Subject, Thing};
use super::describe;
use super::positions::Lines;
use super::view::{self, View};
use crate::definition::Definition;
use crate::link::Target;
use crate::model::DocumentIndex;
use crate::span::Span;
use crate::yaml::{self, Node};

/// Where what is at a position is defined.
pub(super) fn definition(view: &View<'_>, position: Position) -> Option<Location> {
    let offset = view.offset(position);
    let (index, document) = view.document()?;
    let of_type = view.corpus().definition(document);
    match cursor::at(view, index, document, offset) {
        Thing::Reference(reference) => match &reference.target {
            Target::Document { .. } => place(view, &cursor::target(reference)?),
            Target::File(path) => Some(Location {
                uri: view::uri(view.root, path)?,
                range: Range::default(),
            }),
            Target::Folder(_) | Target::External | Target::Broken(_) => None,
        },
        Thing::Type(_) => in_definition(view, of_type, |root| {
            root.mapping()?.entry("type").map(|it| it.key.span)
        }),
        Thing::State(_) => in_definition(view, of_type, |root| {
            root.mapping()?.entry("lifecycle").map(|entry| entry.key.span)
        }),
        Thing::Key(path, _) => in_definition(view, of_type, |root| field(root, &path)),
        Thing::Section(section, _) => {
            let heading = &of_type.sections.get(section)?.heading;
            in_definition(view, of_type, |root| {
                let sections = root.mapping()?.get("sections")?.list()?.iter();
                let mut named = sections.filter_map(|section| section.mapping()?.get("heading"));
                named.find(|it| it.text() == Some(heading)).map(|it| it.span)
            })
        }
        Thing::Id(_) | Thing::Person(..) | Thing::Text => None,
    }
}

/// The place of a document, or the one in it that is named.
fn place(view: &View<'_>, subject: &Subject) -> Option<Location> {
    let document = view.corpus().get(subject.document);
    let anchor = subject.anchor.as_deref();
    let span = anchor.and_then(|name| describe::anchor_span(document, name));
    view.location(subject.document, span.unwrap_or_else(|| document.head()))
}

/// A place in the file that defines a type; `None` for a built-in type, and for what an organisation has not changed in one.
fn in_definition(view: &View<'_>, of_type: &Definition, find: impl FnOnce(&Node) -> Option<Span>) -> Option<Location> {
    let path = of_type.path.as_ref()?;
    let text = view::text(view.organisation(), path)?;
    let root = yaml::read(&text, Span::new(0, text.len()), path).root?;
    let span = find(&root)?;
    Some(Location {
        uri: view::uri(view.root, path)?,
        range: Lines::new(&text, view.client.encoding).range(span),
    })
}

/// The key of a field in a definition, through the mappings around it.
fn field(root: &Node, path: &[String]) -> Option<Span> {
    let mut fields = root.mapping()?.get("fields")?.mapping()?;
    let (last, outer) = path.split_last()?;
    for key in outer {
        let kind = fields.get(key)?.mapping()?;
        fields = ["keys", "of"].into_iter().find_map(|name| kind.get(name))?.mapping()?;
    }
    fields.entry(last).map(|entry| entry.key.span)
}

/// Everything that refers to what is at a position. Anywhere in a document that is nothing else, that is the document.
pub(super) fn references(view: &View<'_>, position: Position, with_itself: bool) -> Option<Vec<Location>> {
    let (index, document) = view.document()?;
    let subject = cursor::subject(view, index, document, view.offset(position))?;
    let links = &view.organisation().links;
    let others = links.to(subject.document);
    let own = links.from(subject.document);
    let mut by_document: BTreeMap<DocumentIndex, Vec<Span>> = BTreeMap::new();
    for reference in others.chain(own) {
        let Some(found) = cursor::target(reference) else {
            continue;
        };
        let is_it = found.document == subject.document && (subject.anchor.is_none() || found.anchor == subject.anchor);
        if is_it {
            by_document.entry(reference.from).or_default().push(reference.span);
        }
    }
    let itself = with_itself.then(|| place(view, &subject)).flatten();
    let found = by_document
        .iter()
        .flat_map(|(index, spans)| view.locations(*index, spans));
    Some(itself.into_iter().chain(found).collect())
}
