//! Reading one definition file, built-in or the organisation's.

use std::sync::Arc;

use camino::Utf8Path;

use super::super::{Definition, FieldDefinition, IdStyle, KEY, Lifecycle, ROOT, VALUE};
use super::draft::{Draft, Place};
use super::reader::{Reader, is_word};
use crate::diagnostic::Diagnostic;
use crate::span::{Span, Spanned};
use crate::yaml::expect::{Expect, Rules, with_suggestion};
use crate::yaml::{self, Mapping};

/// The keys of a definition.
pub const KEYS: [&str; 12] = [
    "type",
    "extends",
    "name",
    "plural",
    "prefix",
    "folder",
    "ids",
    "purpose",
    "lifecycle",
    "fields",
    "sections",
    "questions",
];

/// The keys that a type cannot do without, with an example of each.
const NEEDED: [(&str, &str); 3] = [
    ("name", "name: Post-mortem"),
    ("prefix", "prefix: PM"),
    ("folder", "folder: post-mortems"),
];

/// A type as one file left it.
pub(super) struct TypeRead {
    pub(super) draft: Draft,
    pub(super) definition: Definition,
    /// The types that its references may lead to.
    pub(super) refers_to: Vec<Spanned<String>>,
    /// Where the file says that it defines the type anew, rather than extending it.
    pub(super) defines: Option<Span>,
}

/// Reads one file. `types` are those that it may extend, `common` the fields of every type.
pub(super) fn read_file<'t>(
    path: &Arc<Utf8Path>,
    text: &str,
    types: impl Iterator<Item = &'t Draft> + Clone,
    common: &[FieldDefinition],
) -> (Option<TypeRead>, Vec<Diagnostic>) {
    let (root, mut problems) = read_root(path, text);
    let Some(root) = root else {
        return (None, problems);
    };
    let mut reader = Reader::new(expect(path), text);
    let read = reader.read_type(&root, types, common);
    problems.extend(reader.expect.into_problems());
    (read, problems)
}

/// Reads the file with the fields of every type.
pub(super) fn read_common(path: &Arc<Utf8Path>, text: &str) -> (Vec<FieldDefinition>, Vec<Diagnostic>) {
    let (root, mut problems) = read_root(path, text);
    let mut draft = Draft::default();
    let mut reader = Reader::new(expect(path), text);
    if let Some(fields) = root.as_ref().and_then(|root| reader.expect.mapping(root, "fields")) {
        reader.read_fields(fields, &[], &mut draft);
    }
    problems.extend(reader.expect.into_problems());
    (draft.fields, problems)
}

fn expect(path: &Arc<Utf8Path>) -> Expect<'_> {
    Expect::new(path, Rules { key: KEY, value: VALUE })
}

fn read_root(path: &Arc<Utf8Path>, text: &str) -> (Option<Mapping>, Vec<Diagnostic>) {
    let reading = yaml::read(text, Span::new(0, text.len()), path);
    let mut problems = reading.problems;
    let root = reading.root.filter(|root| !root.is_null());
    let mapping = root.as_ref().and_then(|root| root.mapping().cloned());
    if mapping.is_none() && problems.is_empty() {
        let span = root.map_or(Span::at(0), |root| root.span);
        let wrong = Diagnostic::error(VALUE, path, span, "the file defines no type");
        problems.push(wrong.with_help("start with `type:` for a new type, or with `extends:` to change one"));
    }
    (mapping, problems)
}

impl Reader<'_> {
    fn read_type<'t>(
        &mut self,
        root: &Mapping,
        types: impl Iterator<Item = &'t Draft> + Clone,
        common: &[FieldDefinition],
    ) -> Option<TypeRead> {
        self.expect.known_keys(root, &KEYS, "a definition");
        let mut draft = self.start(root, types)?;
        draft.path = Some(Arc::clone(self.expect.path()));
        self.states = std::mem::take(&mut draft.states);
        self.read_identity(root, &mut draft);
        self.read_contents(root, common, &mut draft);
        draft.states = std::mem::take(&mut self.states);
        let complete = self.is_complete(root, &draft);
        self.check_names(&draft);
        let lifecycle = self.finish_lifecycle(root, &draft, common)?;
        complete.then(|| TypeRead {
            definition: draft.resolve(lifecycle),
            draft,
            refers_to: std::mem::take(&mut self.types),
            defines: (root.entry("type").filter(|_| root.get("extends").is_none())).map(|entry| entry.value.span),
        })
    }

    /// An empty draft, or the one of the type that is extended.
    fn start<'t>(&mut self, root: &Mapping, types: impl Iterator<Item = &'t Draft> + Clone) -> Option<Draft> {
        let type_name = self.type_name(root);
        let Some(extends) = root.get("extends") else {
            if root.get("type").is_none() {
                let missing = self.expect.key_error(place(root), "a definition has no `type`");
                let help = "add `type:` with the name of a new type, or `extends:` with the one to change";
                self.expect.report(missing.with_help(help));
            }
            return Some(Draft {
                type_name: type_name?,
                ..Draft::default()
            });
        };
        let base = self.expect.text_value("extends", extends)?;
        let Some(found) = types.clone().find(|draft| draft.type_name == base.value) else {
            let unknown = self
                .expect
                .value_error(base.span, format!("there is no type `{}` to extend", base.value));
            let known = types.map(|draft| draft.type_name.as_str());
            self.expect.report(with_suggestion(unknown, &base.value, known));
            return None;
        };
        let extended = found.extended();
        match type_name {
            Some(name) if name != base.value => Some(extended.renamed(name)),
            None if root.get("type").is_some() => None,
            _ => Some(extended),
        }
    }

    fn type_name(&mut self, root: &Mapping) -> Option<String> {
        let name = self.expect.text(root, "type")?;
        if !is_word(&name.value) || name.value.chars().any(char::is_uppercase) {
            let wrong = self
                .expect
                .value_error(name.span, format!("`{}` cannot be the name of a type", name.value));
            self.expect
                .report(wrong.with_help("use lower-case letters, digits and `-`: `type: post-mortem`"));
            return None;
        }
        Some(name.value)
    }

    fn read_identity(&mut self, root: &Mapping, draft: &mut Draft) {
        let path = Arc::clone(self.expect.path());
        let place = |span| Place {
            path: Arc::clone(&path),
            span,
        };
        if let Some(name) = self.expect.text(root, "name") {
            draft.name = name.value;
        }
        if let Some(plural) = self.expect.text(root, "plural") {
            draft.plural = plural.value;
        } else if draft.plural.is_empty() {
            draft.plural = format!("{}s", draft.name);
        }
        if let Some(prefix) = self.expect.text(root, "prefix").and_then(|prefix| self.prefix(prefix)) {
            draft.prefix_place = Some(place(prefix.span));
            draft.prefix = prefix.value;
        }
        let folder = self.expect.text(root, "folder");
        let inner = |folder: Spanned<String>| match folder.value == ROOT {
            true => Some(folder),
            false => self.expect.inner_path("folder", folder, "docs/rewrites"),
        };
        if let Some(folder) = folder.and_then(inner) {
            draft.folder_place = Some(place(folder.span));
            draft.folder = folder.value;
        }
        if let Some(ids) = self.expect.text(root, "ids").and_then(|ids| self.id_style(&ids)) {
            draft.ids = ids;
        }
        if let Some(purpose) = self.expect.text(root, "purpose") {
            draft.purpose = purpose.value;
        }
    }

    fn id_style(&mut self, ids: &Spanned<String>) -> Option<IdStyle> {
        let known = [
            ("number", IdStyle::Number),
            ("date", IdStyle::Date),
            ("word", IdStyle::Word),
        ];
        let style = known
            .iter()
            .find(|(name, _)| *name == ids.value)
            .map(|(_, style)| *style);
        if style.is_none() {
            let wrong = self
                .expect
                .value_error(ids.span, format!("ids cannot be made of `{}`", ids.value));
            self.expect.report(wrong.with_help("write `number`, `date` or `word`"));
        }
        style
    }

    fn prefix(&mut self, prefix: Spanned<String>) -> Option<Spanned<String>> {
        if prefix.value.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Some(prefix);
        }
        let wrong = self.expect.value_error(
            prefix.span,
            format!("prefix `{}` is not upper-case letters", prefix.value),
        );
        let letters: String = prefix.value.chars().filter(char::is_ascii_alphabetic).collect();
        let letters = if letters.is_empty() {
            "RW".to_owned()
        } else {
            letters.to_ascii_uppercase()
        };
        self.expect.report(wrong.with_help(format!(
            "write `prefix: {letters}`; ids are then `{letters}-1` and so on"
        )));
        None
    }

    fn read_contents(&mut self, root: &Mapping, common: &[FieldDefinition], draft: &mut Draft) {
        let is_new = root.get("extends").is_none();
        if let Some(mapping) = self.expect.mapping(root, "lifecycle") {
            let mut lifecycle = draft.lifecycle.take().unwrap_or_default();
            self.read_lifecycle(mapping, &mut lifecycle);
            draft.lifecycle = Some(lifecycle);
        }
        let fields = self.expect.mapping(root, "fields");
        let removed = fields
            .map(|fields| self.read_fields(fields, common, draft))
            .unwrap_or_default();
        if is_new {
            for field in common {
                let own = draft.fields.iter().any(|it| it.name == field.name);
                if !own && !removed.contains(&field.name) {
                    draft.fields.push(field.clone());
                }
            }
        }
        if let Some(sections) = root.get("sections") {
            self.read_sections(sections, draft);
        }
        if let Some(questions) = self.optional_texts(root, "questions") {
            self.headings.extend(questions.iter().cloned());
            draft.questions = questions.into_iter().map(|heading| heading.value).collect();
        }
    }

    /// Whether the type has what no type can do without.
    fn is_complete(&mut self, root: &Mapping, draft: &Draft) -> bool {
        let mut complete = true;
        for (key, example) in NEEDED {
            let value = match key {
                "name" => &draft.name,
                "prefix" => &draft.prefix,
                _ => &draft.folder,
            };
            if value.is_empty() {
                complete = false;
                if root.get(key).is_none() {
                    let missing = self
                        .expect
                        .key_error(place(root), format!("type `{}` has no `{key}`", draft.type_name));
                    self.expect
                        .report(missing.with_help(format!("add `{key}:`, such as `{example}`")));
                }
            }
        }
        complete
    }

    /// The lifecycle with its states resolved; the fields of every type may change in any state.
    fn finish_lifecycle(&mut self, root: &Mapping, draft: &Draft, common: &[FieldDefinition]) -> Option<Lifecycle> {
        let place = root
            .entry("lifecycle")
            .map_or_else(|| place(root), |entry| entry.key.span);
        let mut lifecycle = match &draft.lifecycle {
            Some(lifecycle) => self.resolve_lifecycle(lifecycle, place)?,
            None => Lifecycle::default(),
        };
        self.check_required_states(&draft.states, &lifecycle, place);
        if lifecycle.freeze.is_some() {
            for field in common {
                if !lifecycle.may_change.contains(&field.name) {
                    lifecycle.may_change.push(field.name.clone());
                }
            }
        }
        Some(lifecycle)
    }
}

/// The place of what is missing in a file: its first key.
fn place(root: &Mapping) -> Span {
    let said = root.entry("type").or(root.entry("extends"));
    said.or(root.entries.first())
        .map_or(Span::at(0), |entry| entry.key.span)
}
