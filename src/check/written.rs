//! Walking over the fields of a document with what their definitions say.

use super::context::Subject;
use crate::definition::{FieldDefinition, FieldKind};
use crate::model::{Fields, Value};
use crate::span::{Span, Spanned};
use crate::yaml::{Mapping, Node, Value as Yaml};

/// One value that was written, with the kind that it should be of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written<'a> {
    /// The keys that lead to it: `success.by`.
    pub(super) name: &'a str,
    /// What it should be.
    pub(super) kind: &'a FieldKind,
    /// What it is.
    pub(super) value: &'a Spanned<Value>,
}

/// Visits every value of every known field, lists and mappings before what they hold.
pub(super) fn values(subject: &Subject<'_>, visit: &mut dyn FnMut(Written<'_>)) {
    in_fields(&subject.document.fields, &subject.definition.fields, "", visit);
}

/// Visits every mapping in the fields, with the keys it may have; the front matter itself is not one of them.
pub(super) fn mappings(subject: &Subject<'_>, visit: &mut dyn FnMut(&str, Span, &Fields, &[FieldDefinition])) {
    values(subject, &mut |written| {
        if let (Value::Mapping(fields), FieldKind::Mapping(keys)) = (&written.value.value, written.kind) {
            visit(written.name, written.value.span, fields, keys);
        }
    });
}

fn in_fields(fields: &Fields, definitions: &[FieldDefinition], within: &str, visit: &mut dyn FnMut(Written<'_>)) {
    for field in fields {
        let Some(definition) = definitions.iter().find(|it| it.name == field.key.value) else {
            continue;
        };
        let name = match within {
            "" => field.key.value.clone(),
            _ => format!("{within}.{}", field.key.value),
        };
        in_value(&field.value, &definition.kind, &name, visit);
    }
}

fn in_value(value: &Spanned<Value>, kind: &FieldKind, name: &str, visit: &mut dyn FnMut(Written<'_>)) {
    visit(Written { name, kind, value });
    match (&value.value, kind) {
        (Value::Mapping(fields), FieldKind::Mapping(keys)) => in_fields(fields, keys, name, visit),
        (Value::List(items), FieldKind::List(of)) => {
            items.iter().for_each(|item| in_value(item, of, name, visit));
        }
        (Value::List(items), FieldKind::People) => {
            for item in items {
                in_value(item, &FieldKind::Person, name, visit);
            }
        }
        (Value::List(items), FieldKind::References { to, .. }) => {
            let one = FieldKind::Reference { to: to.clone() };
            items.iter().for_each(|item| in_value(item, &one, name, visit));
        }
        _ => {}
    }
}

/// The node that was written at a place of the front matter.
pub(super) fn node<'a>(subject: &Subject<'a>, place: Span) -> Option<&'a Node> {
    in_mapping(subject.document.parsed.front_matter.fields()?, place)
}

fn in_mapping(mapping: &Mapping, place: Span) -> Option<&Node> {
    let values = mapping.entries.iter().map(|entry| &entry.value);
    values
        .filter(|value| value.span.contains(place))
        .find_map(|value| in_node(value, place))
}

fn in_node(node: &Node, place: Span) -> Option<&Node> {
    if node.span == place {
        return Some(node);
    }
    match &node.value {
        Yaml::Scalar(_) => None,
        Yaml::List(items) => items
            .iter()
            .filter(|item| item.span.contains(place))
            .find_map(|item| in_node(item, place)),
        Yaml::Mapping(mapping) => in_mapping(mapping, place),
    }
}
