//! Reading definitions: the built-in types, with the organisation's files applied.
//!
//! 1. The built-in files are read once.
//! 2. Each file of the organisation, in the order of their paths, starts from nothing or from the type it extends and
//!    fills that in place; built-in files are read by the same code.
//! 3. States that fields and sections name become indices into the lifecycle.
//! 4. What spans several types (names of types, prefixes, folders) is checked when all are known.
//!
//! A file that is too broken to use is left out, so that a type which it extends stays as it was. Reads no file itself.

mod demand;
mod draft;
mod field;
mod file;
mod lifecycle;
mod name;
mod names;
mod reader;
mod requirement;
mod section;

/// The words of the format, for whoever helps to write it.
pub mod words {
    pub use super::field::{KEYS as FIELD, KIND_KEYS as OF_KIND, KINDS};
    pub use super::file::KEYS as FILE;
    pub use super::lifecycle::KEYS as LIFECYCLE;
    pub use super::section::KEYS as SECTION;
}

use std::sync::{Arc, LazyLock};

use camino::Utf8Path;

use self::draft::{Draft, Place};
use self::file::{TypeRead, read_common, read_file};
use super::{DUPLICATE, Definition, Definitions, FieldDefinition, VALUE};
use crate::diagnostic::{Diagnostic, shared_path};
use crate::yaml::expect::with_suggestion;

/// The fields of every type.
const COMMON: &str = include_str!("builtin/common.yaml");

/// The built-in types in the order they are listed everywhere.
const BUILTIN: [(&str, &str); 10] = [
    ("vision.yaml", include_str!("builtin/vision.yaml")),
    ("customer.yaml", include_str!("builtin/customer.yaml")),
    ("team.yaml", include_str!("builtin/team.yaml")),
    ("metric.yaml", include_str!("builtin/metric.yaml")),
    ("initiative.yaml", include_str!("builtin/initiative.yaml")),
    ("rewrite.yaml", include_str!("builtin/rewrite.yaml")),
    ("incident.yaml", include_str!("builtin/incident.yaml")),
    ("decision.yaml", include_str!("builtin/decision.yaml")),
    ("review.yaml", include_str!("builtin/review.yaml")),
    ("page.yaml", include_str!("builtin/page.yaml")),
];

static READ_BUILTIN: LazyLock<Builtin> = LazyLock::new(read_builtin);

/// What the built-in files say.
struct Builtin {
    common: Vec<FieldDefinition>,
    types: Vec<(Draft, Definition)>,
    /// What is wrong with them; a test sees to it that nothing is.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the test only"))]
    problems: Vec<Diagnostic>,
}

/// The built-in types.
pub fn builtin() -> Definitions {
    collect(READ_BUILTIN.types.clone())
}

/// The built-in types with the organisation's files (paths and texts) applied, and what is wrong with those files.
///
/// The files are applied in the order of their paths, whatever order they come in.
pub fn read(files: &[(Arc<Utf8Path>, Arc<str>)]) -> (Definitions, Vec<Diagnostic>) {
    let mut types = Types::new(&READ_BUILTIN.common, READ_BUILTIN.types.clone());
    let mut files: Vec<_> = files.iter().collect();
    files.sort_by(|left, right| left.0.cmp(&right.0));
    for (path, text) in files {
        types.apply(path, text);
    }
    types.check();
    types.problems.sort_by(Diagnostic::order);
    (collect(types.known), types.problems)
}

fn read_builtin() -> Builtin {
    let (common, mut problems) = read_common(&shared_path("common.yaml"), COMMON);
    let mut types = Types::new(&common, Vec::new());
    for (name, text) in BUILTIN {
        types.apply(&shared_path(name), text);
    }
    types.check();
    problems.append(&mut types.problems);
    let mut known = types.known;
    for (draft, definition) in &mut known {
        (draft.path, draft.prefix_place, draft.folder_place) = (None, None, None);
        definition.path = None;
    }
    Builtin {
        common,
        types: known,
        problems,
    }
}

fn collect(types: Vec<(Draft, Definition)>) -> Definitions {
    Definitions::new(types.into_iter().map(|(_, definition)| definition).collect())
}

/// The types known so far, while files are applied.
struct Types<'a> {
    common: &'a [FieldDefinition],
    known: Vec<(Draft, Definition)>,
    /// Types that a file defined anew, and where.
    defined: Vec<(String, Place)>,
    /// Types that references may lead to, and where they are named.
    named: Vec<(String, Place)>,
    problems: Vec<Diagnostic>,
}

impl<'a> Types<'a> {
    fn new(common: &'a [FieldDefinition], known: Vec<(Draft, Definition)>) -> Self {
        Self {
            common,
            known,
            defined: Vec::new(),
            named: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Adds or changes the type that a file defines.
    fn apply(&mut self, path: &Arc<Utf8Path>, text: &str) {
        let drafts = self.known.iter().map(|(draft, _)| draft);
        let (read, problems) = read_file(path, text, drafts, self.common);
        self.problems.extend(problems);
        let Some(read) = read else {
            return;
        };
        self.remember_names(path, &read);
        let name = &read.definition.type_name;
        let position = self.known.iter().position(|(draft, _)| draft.type_name == *name);
        let read = (read.draft, read.definition);
        match position {
            Some(position) => self.known[position] = read,
            None => self.known.push(read),
        }
    }

    /// Keeps what can only be checked when all files are read, and reports a type that two files define.
    fn remember_names(&mut self, path: &Arc<Utf8Path>, read: &TypeRead) {
        let place = |span| Place {
            path: Arc::clone(path),
            span,
        };
        let named = read.refers_to.iter();
        self.named
            .extend(named.map(|name| (name.value.clone(), place(name.span))));
        let Some(span) = read.defines else {
            return;
        };
        let name = &read.definition.type_name;
        if let Some((_, first)) = self.defined.iter().find(|(other, _)| other == name) {
            let twice = Diagnostic::error(DUPLICATE, path, span, format!("type `{name}` is defined by two files"));
            let twice = twice.with_related(&first.path, first.span, "defined first here");
            self.problems
                .push(twice.with_help(format!("join them, or write `extends: {name}` in this one")));
        }
        self.defined.push((name.clone(), place(span)));
    }

    /// Checks what spans several types.
    fn check(&mut self) {
        self.check_named_types();
        for index in 0..self.known.len() {
            self.check_same("prefix", index, |draft| {
                (draft.prefix.as_str(), draft.prefix_place.as_ref())
            });
            self.check_same("folder", index, |draft| {
                (draft.folder.as_str(), draft.folder_place.as_ref())
            });
        }
    }

    fn check_named_types(&mut self) {
        let names: Vec<_> = self.known.iter().map(|(draft, _)| draft.type_name.as_str()).collect();
        for (name, place) in &self.named {
            if !names.contains(&name.as_str()) {
                let unknown = Diagnostic::error(VALUE, &place.path, place.span, format!("there is no type `{name}`"));
                self.problems
                    .push(with_suggestion(unknown, name, names.iter().copied()));
            }
        }
    }

    /// Reports the type at `index` when one before it has the same prefix or folder.
    fn check_same(&mut self, key: &str, index: usize, of: impl Fn(&Draft) -> (&str, Option<&Place>)) {
        let (value, place) = of(&self.known[index].0);
        let same = |(draft, _): &&(Draft, Definition)| of(draft).0 == value;
        let Some((first, _)) = self.known[..index].iter().find(same) else {
            return;
        };
        let (place, other) = match (place, of(first).1) {
            (Some(place), _) => (place, first),
            (None, Some(place)) => (place, &self.known[index].0),
            (None, None) => return,
        };
        let message = format!("{key} `{value}` already belongs to type `{}`", other.type_name);
        let twice = Diagnostic::error(DUPLICATE, &place.path, place.span, message);
        self.problems
            .push(twice.with_help(format!("give each type a {key} of its own")));
    }
}

#[cfg(test)]
mod tests;
