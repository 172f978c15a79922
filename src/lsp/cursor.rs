//! What stands where the cursor is.

use super::view::View;
use crate::check::find;
use crate::link::{Origin, Reference, Target};
use crate::model::{Document, DocumentIndex, Place, Status, Value};
use crate::span::Span;
use crate::yaml::{Mapping, Node, Value as YamlValue};

/// Something in a document that can be asked about.
#[derive(Clone, Debug)]
pub(super) enum Thing<'a> {
    /// A reference to something else.
    Reference(&'a Reference),
    /// The handle of a person.
    Person(&'a str, Span),
    /// The state of the document.
    State(Span),
    /// The name of the document's type, in `type`.
    Type(Span),
    /// The id of the document, in `id`.
    Id(Span),
    /// The key of a field; the keys that lead to it.
    Key(Vec<String>, Span),
    /// A heading that answers a section: its position in the definition, and the heading.
    Section(usize, Span),
    /// Anything else of the document.
    Text,
}

/// A document, or a place in it, that others can refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Subject {
    /// The document.
    pub(super) document: DocumentIndex,
    /// The name of the place in it.
    pub(super) anchor: Option<String>,
}

/// What stands at a byte of a document.
pub(super) fn at<'a>(view: &View<'a>, index: DocumentIndex, document: &'a Document, offset: u32) -> Thing<'a> {
    let is_here = |span: Span| span.start <= offset && offset <= span.end && !span.is_empty();
    let references = view.organisation().links.from(index);
    // Of two that touch, such as in `[RW-1](a.md)`, the shorter one is meant.
    let here = references.iter().filter(|it| is_here(it.span));
    if let Some(reference) = here.min_by_key(|it| it.span.len()) {
        return Thing::Reference(reference);
    }
    if let Some(fields) = document.parsed.front_matter.fields()
        && let Some(found) = in_fields(fields, &mut Vec::new(), &is_here)
    {
        return found;
    }
    if let Status::Known(_) | Status::Unknown(_) = &document.status
        && is_here(document.status_place())
    {
        return Thing::State(document.status_place());
    }
    for field in &document.fields {
        let mut person = None;
        Value::leaves(&field.value, &mut |leaf| {
            if let (Value::Person(handle), true) = (&leaf.value, is_here(leaf.span)) {
                person = Some(Thing::Person(handle, leaf.span));
            }
        });
        if let Some(person) = person {
            return person;
        }
        if is_here(field.value.span) {
            match field.key.value.as_str() {
                "id" => return Thing::Id(field.value.span),
                "type" => return Thing::Type(field.value.span),
                _ => {}
            }
        }
    }
    let answers = document.answers.iter().enumerate();
    let named = |(section, answers): (usize, &Vec<crate::model::Answer>)| {
        let mut here = answers.iter().filter(|answer| is_here(answer.name));
        here.next().map(|answer| (section, answer.place, answer.name))
    };
    match answers.filter_map(named).next() {
        Some((section, Place::Heading(_) | Place::Row(_), name)) => Thing::Section(section, name),
        None => Thing::Text,
    }
}

/// The key at a place.
fn in_fields<'a>(fields: &Mapping, path: &mut Vec<String>, is_here: &dyn Fn(Span) -> bool) -> Option<Thing<'a>> {
    for entry in &fields.entries {
        path.push(entry.key.value.clone());
        if is_here(entry.key.span) {
            return Some(Thing::Key(std::mem::take(path), entry.key.span));
        }
        if let Some(found) = in_node(&entry.value, path, is_here) {
            return Some(found);
        }
        path.pop();
    }
    None
}

fn in_node<'a>(node: &Node, path: &mut Vec<String>, is_here: &dyn Fn(Span) -> bool) -> Option<Thing<'a>> {
    match &node.value {
        YamlValue::Scalar(_) => None,
        YamlValue::List(items) => items.iter().find_map(|item| in_node(item, path, is_here)),
        YamlValue::Mapping(fields) => in_fields(fields, path, is_here),
    }
}

/// What others refer to when they refer to what is at a byte: the target of a reference, a named place, or the document.
pub(super) fn subject(view: &View<'_>, index: DocumentIndex, document: &Document, offset: u32) -> Option<Subject> {
    match at(view, index, document, offset) {
        Thing::Reference(reference) => target(reference),
        Thing::Key(..) | Thing::Person(..) | Thing::State(_) | Thing::Type(_) | Thing::Id(_) => Some(whole(index)),
        Thing::Section(..) | Thing::Text => Some(Subject {
            document: index,
            anchor: anchor_at(view, index, document, offset),
        }),
    }
}

/// What a reference leads to, where it is a document.
pub(super) fn target(reference: &Reference) -> Option<Subject> {
    match &reference.target {
        Target::Document { index, anchor } => Some(Subject {
            document: *index,
            anchor: anchor.as_ref().map(|(name, _)| name.clone()),
        }),
        _ => None,
    }
}

fn whole(document: DocumentIndex) -> Subject {
    Subject { document, anchor: None }
}

/// The named place on the line of a byte. A heading that nobody refers to stands for the document.
fn anchor_at(view: &View<'_>, index: DocumentIndex, document: &Document, offset: u32) -> Option<String> {
    let line = view.lines.line_of(offset as usize);
    let (start, content) = view.lines.line(line)?;
    let line = Span::new(start, start + content.len());
    let body = &document.parsed.body;
    if let Some(anchor) = body.anchors.iter().find(|anchor| line.contains(anchor.span)) {
        return Some(anchor.value.clone());
    }
    let heading = body
        .headings
        .iter()
        .find(|heading| heading.span.start >= line.start && heading.span.start <= line.end)?;
    let wanted = Subject {
        document: index,
        anchor: Some(heading.anchor.clone()),
    };
    let links = &view.organisation().links;
    let mut all = links.to(index).chain(links.from(index));
    all.any(|reference| target(reference).as_ref() == Some(&wanted))
        .then(|| heading.anchor.clone())
}

/// Where the id of a reference stands: without the anchor behind it. `None` where it is a path.
pub(super) fn id_span(reference: &Reference) -> Option<Span> {
    if matches!(reference.origin, Origin::Link | Origin::Image) {
        return None;
    }
    let start = reference.span.start as usize;
    let length = reference.written.find('#').unwrap_or(reference.written.len());
    let end = (start + length).min(reference.span.end as usize);
    Some(Span::new(start, end))
}

/// The name of a rule at a byte of a text, and where it stands.
pub(super) fn rule_at(text: &str, offset: usize) -> Option<(&'static crate::check::rule::Rule, Span)> {
    let is_part = |c: char| c.is_ascii_lowercase() || c == '-';
    let before = text.get(..offset)?;
    let start = before.trim_end_matches(is_part).len();
    let rest = text.get(start..)?;
    let end = start + rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    Some((find(text.get(start..end)?)?, Span::new(start, end)))
}
