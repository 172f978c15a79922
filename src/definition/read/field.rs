//! Reading `fields:`.

use super::super::{FieldDefinition, FieldKind};
use super::draft::Draft;
use super::reader::{Reader, is_word};
use crate::span::{Span, Spanned};
use crate::yaml::expect::with_suggestion;
use crate::yaml::{Entry, Mapping, Node, Value};

/// The keys of a field besides those of its kind.
pub const KEYS: [&str; 5] = ["kind", "required", "prompt", "example", "remove"];

/// The keys that belong to some kinds only.
pub const KIND_KEYS: [&str; 6] = ["to", "values", "of", "keys", "or_none", "or_quarter"];

/// The names of all kinds.
pub const KINDS: [&str; 18] = [
    "text",
    "markdown",
    "number",
    "range",
    "boolean",
    "date",
    "instant",
    "duration",
    "url",
    "person",
    "people",
    "team",
    "reference",
    "references",
    "one-of",
    "list",
    "mapping",
    "data-file",
];

impl Reader<'_> {
    /// Takes the fields that a file names into a draft: those that it has are changed in place, new ones are added
    /// after the type's own. A common field that a new type names becomes one of its own.
    pub(super) fn read_fields(
        &mut self,
        mapping: &Mapping,
        common: &[FieldDefinition],
        draft: &mut Draft,
    ) -> Vec<String> {
        let mut removed = Vec::new();
        for entry in &mapping.entries {
            let name = &entry.key.value;
            let position = draft.fields.iter().position(|field| field.name == *name);
            let common = common.iter().find(|field| field.name == *name);
            if self.removes(&entry.value) {
                match position {
                    Some(position) => {
                        draft.fields.remove(position);
                        draft.own_fields -= usize::from(position < draft.own_fields);
                    }
                    None if common.is_some() => {}
                    None => self.report_nothing_to_remove(entry, draft),
                }
                removed.push(name.clone());
                continue;
            }
            let start = position.map(|position| &draft.fields[position]).or(common).cloned();
            let Some(field) = self.read_field(entry, start) else {
                continue;
            };
            match position {
                Some(position) => draft.fields[position] = field,
                None => {
                    draft.fields.insert(draft.own_fields, field);
                    draft.own_fields += 1;
                }
            }
        }
        removed
    }

    /// Whether a field or section is taken away: `remove: true`.
    pub(super) fn removes(&mut self, node: &Node) -> bool {
        let mapping = node.mapping();
        mapping.is_some_and(|mapping| self.expect.boolean(mapping, "remove") == Some(true))
    }

    fn report_nothing_to_remove(&mut self, entry: &Entry, draft: &Draft) {
        let name = &entry.key.value;
        let nothing = self
            .expect
            .value_error(entry.key.span, format!("there is no field `{name}` to remove"));
        let known = draft.fields.iter().map(|field| field.name.as_str());
        self.expect.report(with_suggestion(nothing, name, known));
    }

    /// A field as the file has it: what it does not say stays as in `start`.
    fn read_field(&mut self, entry: &Entry, start: Option<FieldDefinition>) -> Option<FieldDefinition> {
        let name = &entry.key;
        if !is_word(&name.value) {
            let wrong = self
                .expect
                .value_error(name.span, format!("`{}` cannot be the name of a field", name.value));
            self.expect.report(wrong.with_help("use letters, digits, `_` and `-`"));
            return None;
        }
        let blank = FieldDefinition {
            name: name.value.clone(),
            kind: FieldKind::Text,
            required: Vec::new(),
            prompt: String::new(),
            example: String::new(),
        };
        let kind_before = start.as_ref().map(|field| field.kind.clone());
        let mut field = start.unwrap_or(blank);
        if let Some(kind) = entry.value.text() {
            let kind = Spanned::new(kind.to_owned(), entry.value.span);
            field.kind = self.read_kind(&kind, &Mapping::default(), kind_before.as_ref(), kind.span)?;
            return Some(field);
        }
        let mapping = self.expect.mapping_value(&name.value, &entry.value)?;
        let known: Vec<_> = KEYS.into_iter().chain(KIND_KEYS).collect();
        self.expect.known_keys(mapping, &known, "a field");
        field.kind = self.read_kind_of(mapping, kind_before.as_ref(), name)?;
        if let Some(required) = mapping.get("required") {
            field.required = self.read_required("required", required);
        }
        if let Some(prompt) = self.expect.text(mapping, "prompt") {
            field.prompt = prompt.value;
        }
        if let Some(example) = mapping.get("example") {
            field.example = self.read_example(example);
        }
        Some(field)
    }

    /// The kind that a mapping says in `kind:`, or else the one before.
    fn read_kind_of(
        &mut self,
        mapping: &Mapping,
        before: Option<&FieldKind>,
        place: &Spanned<String>,
    ) -> Option<FieldKind> {
        let Some(entry) = mapping.entry("kind") else {
            let Some(before) = before else {
                let missing = self
                    .expect
                    .key_error(place.span, format!("field `{}` has no `kind`", place.value));
                self.expect
                    .report(missing.with_help(format!("add `kind:` with one of {}", KINDS.join(", "))));
                return None;
            };
            let name = Spanned::new(before.name().to_owned(), place.span);
            return self.read_kind(&name, mapping, Some(before), place.span);
        };
        let name = self.expect.text_value("kind", &entry.value)?;
        self.read_kind(&name, mapping, before, name.span)
    }

    /// A kind with the keys that belong to it; `before` gives what an extension leaves as it is.
    fn read_kind(
        &mut self,
        name: &Spanned<String>,
        mapping: &Mapping,
        before: Option<&FieldKind>,
        place: Span,
    ) -> Option<FieldKind> {
        let before = before.filter(|kind| kind.name() == name.value);
        self.report_foreign_keys(name, mapping);
        let kind = match name.value.as_str() {
            "text" => FieldKind::Text,
            "markdown" => FieldKind::Markdown,
            "number" => FieldKind::Number,
            "range" => FieldKind::Range,
            "boolean" => FieldKind::Boolean,
            "date" => FieldKind::Date,
            "instant" => FieldKind::Instant,
            "duration" => FieldKind::Duration,
            "url" => FieldKind::Url,
            "person" => FieldKind::Person,
            "people" => FieldKind::People,
            "team" => FieldKind::Team,
            "data-file" => FieldKind::DataFile,
            "reference" => self.reference(mapping, before),
            "references" => self.references(mapping, before),
            "one-of" => self.one_of(mapping, before, place)?,
            "list" => self.list_of(mapping, before, place)?,
            "mapping" => self.mapping_of(mapping, before, place)?,
            unknown => {
                let wrong = self
                    .expect
                    .value_error(name.span, format!("`{unknown}` is not a kind of field"));
                self.expect.report(with_suggestion(wrong, unknown, KINDS));
                return None;
            }
        };
        Some(kind)
    }

    fn reference(&mut self, mapping: &Mapping, before: Option<&FieldKind>) -> FieldKind {
        let kept = match before {
            Some(FieldKind::Reference { to }) => to.clone(),
            _ => Vec::new(),
        };
        let to = self.read_to(mapping).unwrap_or(kept);
        FieldKind::Reference { to }
    }

    fn references(&mut self, mapping: &Mapping, before: Option<&FieldKind>) -> FieldKind {
        let (kept, or_none) = match before {
            Some(FieldKind::References { to, or_none }) => (to.clone(), *or_none),
            _ => (Vec::new(), false),
        };
        FieldKind::References {
            to: self.read_to(mapping).unwrap_or(kept),
            or_none: self.expect.boolean(mapping, "or_none").unwrap_or(or_none),
        }
    }

    fn read_to(&mut self, mapping: &Mapping) -> Option<Vec<String>> {
        let to = self.expect.texts(mapping, "to")?;
        self.types.extend(to.iter().cloned());
        Some(to.into_iter().map(|name| name.value).collect())
    }

    fn one_of(&mut self, mapping: &Mapping, before: Option<&FieldKind>, place: Span) -> Option<FieldKind> {
        let (kept, or_quarter) = match before {
            Some(FieldKind::OneOf { values, or_quarter }) => (Some(values.clone()), *or_quarter),
            _ => (None, false),
        };
        let named = self.expect.texts(mapping, "values");
        let values = named
            .map(|values| values.into_iter().map(|value| value.value).collect())
            .or(kept);
        if values.is_none() && mapping.get("values").is_none() {
            self.report_missing(place, "one-of", "values", "values: [low, high]");
        }
        Some(FieldKind::OneOf {
            values: values?,
            or_quarter: self.expect.boolean(mapping, "or_quarter").unwrap_or(or_quarter),
        })
    }

    fn list_of(&mut self, mapping: &Mapping, before: Option<&FieldKind>, place: Span) -> Option<FieldKind> {
        match (mapping.entry("of"), before) {
            (Some(of), _) => Some(FieldKind::List(Box::new(self.read_item_kind(of)?))),
            (None, Some(before)) => Some(before.clone()),
            (None, None) => {
                self.report_missing(place, "list", "of", "of: text");
                None
            }
        }
    }

    fn mapping_of(&mut self, mapping: &Mapping, before: Option<&FieldKind>, place: Span) -> Option<FieldKind> {
        match (mapping.get("keys"), before) {
            (Some(keys), _) => {
                let keys = self.expect.mapping_value("keys", keys)?;
                Some(FieldKind::Mapping(self.read_keys(keys)))
            }
            (None, Some(before)) => Some(before.clone()),
            (None, None) => {
                self.report_missing(place, "mapping", "keys", "keys: {note: text}");
                None
            }
        }
    }

    /// `of:` is the name of a kind, a mapping with `kind:`, or the keys of a mapping.
    fn read_item_kind(&mut self, of: &Entry) -> Option<FieldKind> {
        if let Some(name) = of.value.text() {
            let name = Spanned::new(name.to_owned(), of.value.span);
            return self.read_kind(&name, &Mapping::default(), None, name.span);
        }
        let Some(mapping) = of.value.mapping() else {
            return self
                .expect
                .mismatch("of", "a kind or a mapping of keys to kinds", &of.value);
        };
        if mapping.get("kind").is_none() {
            return Some(FieldKind::Mapping(self.read_keys(mapping)));
        }
        let known: Vec<_> = std::iter::once("kind").chain(KIND_KEYS).collect();
        self.expect.known_keys(mapping, &known, "`of`");
        self.read_kind_of(mapping, None, &of.key)
    }

    fn read_keys(&mut self, mapping: &Mapping) -> Vec<FieldDefinition> {
        mapping
            .entries
            .iter()
            .filter_map(|entry| self.read_field(entry, None))
            .collect()
    }

    /// Reports keys of one kind on a field of another.
    fn report_foreign_keys(&mut self, kind: &Spanned<String>, mapping: &Mapping) {
        let own: &[&str] = match kind.value.as_str() {
            "reference" => &["to"],
            "references" => &["to", "or_none"],
            "one-of" => &["values", "or_quarter"],
            "list" => &["of"],
            "mapping" => &["keys"],
            known if KINDS.contains(&known) => &[],
            _ => return,
        };
        for entry in &mapping.entries {
            let key = entry.key.value.as_str();
            if KIND_KEYS.contains(&key) && !own.contains(&key) {
                let message = format!("a field of kind `{}` has no `{key}`", kind.value);
                let foreign = self.expect.key_error(entry.key.span, message);
                let owners = match key {
                    "to" => "`reference` or `references`",
                    "or_none" => "`references`",
                    "values" | "or_quarter" => "`one-of`",
                    "of" => "`list`",
                    _ => "`mapping`",
                };
                self.expect
                    .report(foreign.with_help(format!("`{key}` belongs to the kind {owners}")));
            }
        }
    }

    fn report_missing(&mut self, place: Span, kind: &str, key: &str, example: &str) {
        let missing = self
            .expect
            .key_error(place, format!("a field of kind `{kind}` needs `{key}`"));
        self.expect
            .report(missing.with_help(format!("add `{example}` with your own words")));
    }

    /// An example is kept as YAML text, because that is how it is shown: a text stands for itself, anything else for
    /// what was written, without the indentation it had here.
    fn read_example(&mut self, node: &Node) -> String {
        if let Value::Scalar(scalar) = &node.value {
            return scalar.text.trim().to_owned();
        }
        let written = node.span.text(self.source);
        let before = self.source.get(..node.span.start as usize).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        let indent = node.span.start as usize - line_start;
        let lines = written.lines().enumerate().map(|(index, line)| {
            let spaces = line.len() - line.trim_start_matches(' ').len();
            if index == 0 { line } else { &line[spaces.min(indent)..] }
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}
