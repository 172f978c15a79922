//! Walking over the fields of a document with what their definitions say.

use std::borrow::Cow;

use super::context::Subject;
use crate::definition::{FieldDefinition, FieldKind};
use crate::model::{Fields, Value};
use crate::span::{Span, Spanned};
use crate::yaml::{Mapping, Node};

/// One value that was written, with the kind that it should be of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written<'a> {
    /// The keys that lead to it: `success.by`.
    pub(super) name: &'a str,
    /// What it should be.
    pub(super) kind: &'a FieldKind,
    /// What it is.
    pub(super) value: &'a Spanned<Value>,
    /// What stands there.
    pub(super) node: &'a Node,
}

/// Visits every value of every known field, lists and mappings before what they hold.
pub(super) fn values(subject: &Subject<'_>, visit: &mut dyn FnMut(Written<'_>)) {
    if let Some(mapping) = subject.document.parsed.front_matter.fields() {
        in_fields(&subject.document.fields, mapping, &subject.definition.fields, "", visit);
    }
}

/// What is called with a mapping: the keys that lead to it, its place, what it holds and what it may hold.
type VisitMapping<'a> = dyn FnMut(&str, Span, &Fields, &[FieldDefinition]) + 'a;

/// Visits every mapping in the fields; the front matter itself is not one of them.
pub(super) fn mappings(subject: &Subject<'_>, visit: &mut VisitMapping<'_>) {
    values(subject, &mut |written| {
        if let (Value::Mapping(fields), FieldKind::Mapping(keys)) = (&written.value.value, written.kind) {
            visit(written.name, written.value.span, fields, keys);
        }
    });
}

/// Fields are read from the entries of a mapping one by one, so the two go side by side.
fn in_fields(
    fields: &Fields,
    mapping: &Mapping,
    definitions: &[FieldDefinition],
    within: &str,
    visit: &mut dyn FnMut(Written<'_>),
) {
    for (field, entry) in fields.iter().zip(&mapping.entries) {
        let Some(definition) = definitions.iter().find(|it| it.name == field.key.value) else {
            continue;
        };
        // Half a dozen rules walk over every field, so names are made only where they differ from the key.
        let name = match within {
            "" => Cow::Borrowed(field.key.value.as_str()),
            _ => Cow::Owned(format!("{within}.{}", field.key.value)),
        };
        in_value(&field.value, &entry.value, &definition.kind, &name, visit);
    }
}

fn in_value(value: &Spanned<Value>, node: &Node, kind: &FieldKind, name: &str, visit: &mut dyn FnMut(Written<'_>)) {
    visit(Written {
        name,
        kind,
        value,
        node,
    });
    let items = match &value.value {
        Value::List(items) => items.as_slice(),
        Value::Mapping(fields) => {
            if let (FieldKind::Mapping(keys), Some(mapping)) = (kind, node.mapping()) {
                in_fields(fields, mapping, keys, name, visit);
            }
            return;
        }
        _ => return,
    };
    let one_of_many;
    let of = match kind {
        FieldKind::List(of) => of,
        FieldKind::People => &FieldKind::Person,
        FieldKind::References { to, .. } => {
            one_of_many = FieldKind::Reference { to: to.clone() };
            &one_of_many
        }
        _ => return,
    };
    // One person or id may stand without a list.
    let nodes = node.list().unwrap_or(std::slice::from_ref(node));
    for (item, node) in items.iter().zip(nodes) {
        in_value(item, node, of, name, visit);
    }
}
