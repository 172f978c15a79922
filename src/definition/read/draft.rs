//! A definition before its states are resolved, so that another file can still extend it.

use std::sync::Arc;

use camino::Utf8Path;

use super::super::{Definition, FieldDefinition, IdStyle, Requirement, SectionDefinition};
use super::super::{FieldKind, Lifecycle};
use super::lifecycle::LifecycleDraft;
use super::name::Name;
use crate::span::Span;

/// A place in one of the organisation's files.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) path: Arc<Utf8Path>,
    pub(super) span: Span,
}

/// What was read of one type so far. See [`Definition`] for what each part means.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) type_name: String,
    pub(super) name: String,
    pub(super) plural: String,
    pub(super) prefix: String,
    pub(super) folder: String,
    pub(super) ids: IdStyle,
    pub(super) purpose: String,
    pub(super) lifecycle: Option<LifecycleDraft>,
    pub(super) fields: Vec<FieldDefinition>,
    /// How many of the fields are the type's own; those of every type follow.
    pub(super) own_fields: usize,
    pub(super) sections: Vec<SectionDefinition>,
    pub(super) questions: Vec<String>,
    /// The states that requirements begin from: [`Requirement::from`] is an index into this list until it is resolved,
    /// because an extension may still change the lifecycle.
    pub(super) states: Vec<Name>,
    /// The organisation's file that changed it last.
    pub(super) path: Option<Arc<Utf8Path>>,
    /// Where the organisation set the prefix.
    pub(super) prefix_place: Option<Place>,
    /// Where the organisation set the folder.
    pub(super) folder_place: Option<Place>,
}

impl Draft {
    /// The draft as the start of an extension in another file.
    pub(super) fn extended(&self) -> Self {
        let mut draft = self.clone();
        let names = draft.states.iter_mut();
        for name in names.chain(draft.lifecycle.iter_mut().flat_map(LifecycleDraft::names_mut)) {
            name.span = None;
        }
        draft
    }

    /// The start of another type: what must not be shared is left to be set.
    pub(super) fn renamed(self, type_name: String) -> Self {
        Self {
            type_name,
            name: String::new(),
            plural: String::new(),
            prefix: String::new(),
            folder: String::new(),
            prefix_place: None,
            folder_place: None,
            ..self
        }
    }

    /// The definition, once the lifecycle is known and every state that requirements name has its index in it. A
    /// requirement whose state does not exist is dropped.
    pub(super) fn resolve(&self, lifecycle: Lifecycle) -> Definition {
        let states: Vec<_> = self
            .states
            .iter()
            .map(|name| state_index(&lifecycle, &name.text))
            .collect();
        let mut fields = self.fields.clone();
        resolve_fields(&mut fields, &states);
        let mut sections = self.sections.clone();
        for section in &mut sections {
            resolve_requirements(&mut section.required, &states);
            resolve_requirements(&mut section.advised, &states);
        }
        Definition {
            type_name: self.type_name.clone(),
            name: self.name.clone(),
            plural: self.plural.clone(),
            prefix: self.prefix.clone(),
            folder: self.folder.clone(),
            ids: self.ids,
            purpose: self.purpose.clone(),
            lifecycle,
            fields,
            sections,
            questions: self.questions.clone(),
            path: self.path.clone(),
        }
    }
}

/// Index of the state that a requirement begins from; `gate` is the lifecycle's gate, whatever its name.
pub(super) fn state_index(lifecycle: &Lifecycle, word: &str) -> Option<usize> {
    match word {
        "gate" if !lifecycle.states.is_empty() => Some(lifecycle.gate),
        _ => lifecycle.index(word),
    }
}

fn resolve_fields(fields: &mut [FieldDefinition], states: &[Option<usize>]) {
    for field in fields {
        resolve_requirements(&mut field.required, states);
        let mut kind = &mut field.kind;
        while let FieldKind::List(item) = kind {
            kind = item;
        }
        if let FieldKind::Mapping(keys) = kind {
            resolve_fields(keys, states);
        }
    }
}

fn resolve_requirements(requirements: &mut Vec<Requirement>, states: &[Option<usize>]) {
    requirements.retain_mut(|requirement| match requirement.from {
        None => true,
        Some(named) => {
            requirement.from = states.get(named).copied().flatten();
            requirement.from.is_some()
        }
    });
}
