//! Whether the names that a file uses are those of something that its definition has.

use std::collections::HashMap;
use std::collections::hash_map::Entry::{Occupied, Vacant};

use super::super::{DUPLICATE, FieldDefinition, FieldKind, heading_key};
use super::draft::Draft;
use super::reader::Reader;
use crate::diagnostic::Diagnostic;
use crate::span::{Span, Spanned};
use crate::yaml::expect::with_suggestion;

impl Reader<'_> {
    /// Reports names of fields, values and sections that the finished draft does not have, and headings, aliases and
    /// questions that it has twice.
    pub(super) fn check_names(&mut self, draft: &Draft) {
        self.check_demanded_fields(draft);
        self.check_conditions(draft);
        self.check_may_change(draft);
        self.check_headings(draft);
        self.check_questions(draft);
    }

    fn check_demanded_fields(&mut self, draft: &Draft) {
        for field in std::mem::take(&mut self.fields) {
            if find_field(&draft.fields, &field.value).is_none() {
                self.report_unknown_field(&field, draft);
            }
        }
    }

    fn check_conditions(&mut self, draft: &Draft) {
        for condition in std::mem::take(&mut self.conditions) {
            let Some(kind) = find_field(&draft.fields, &condition.field.value) else {
                self.report_unknown_field(&condition.field, draft);
                continue;
            };
            let FieldKind::OneOf {
                values,
                or_quarter: false,
            } = kind
            else {
                continue;
            };
            for value in &condition.values {
                if !values.contains(&value.value) {
                    let message = format!("`{}` is not a value of `{}`", value.value, condition.field.value);
                    let wrong = self.expect.value_error(value.span, message);
                    let known = values.iter().map(String::as_str);
                    self.expect.report(with_suggestion(wrong, &value.value, known));
                }
            }
        }
    }

    fn report_unknown_field(&mut self, field: &Spanned<String>, draft: &Draft) {
        let unknown = self
            .expect
            .value_error(field.span, format!("there is no field `{}`", field.value));
        let known = draft.fields.iter().map(|field| field.name.as_str());
        self.expect.report(with_suggestion(unknown, &field.value, known));
    }

    fn check_may_change(&mut self, draft: &Draft) {
        for name in draft.lifecycle.iter().flat_map(|lifecycle| &lifecycle.may_change) {
            let Some(span) = name.span else {
                continue;
            };
            let key = heading_key(&name.text);
            let section = draft
                .sections
                .iter()
                .any(|section| heading_key(&section.heading) == key);
            if !section && find_field(&draft.fields, &name.text).is_none() {
                let unknown = self
                    .expect
                    .value_error(span, format!("there is no section or field `{}`", name.text));
                let headings = draft.sections.iter().map(|section| section.heading.as_str());
                let known = headings.chain(draft.fields.iter().map(|field| field.name.as_str()));
                self.expect.report(with_suggestion(unknown, &name.text, known));
            }
        }
    }

    /// A heading must lead to one section, so no two may have the same heading or alias.
    fn check_headings(&mut self, draft: &Draft) {
        let mut seen: HashMap<String, &str> = HashMap::new();
        let sections = draft.sections.iter().flat_map(|section| {
            let headings = std::iter::once(&section.heading).chain(&section.aliases);
            headings.map(|heading| (heading.as_str(), section.heading.as_str()))
        });
        let questions = draft.questions.iter().map(|heading| (heading.as_str(), "questions"));
        for (heading, owner) in sections.chain(questions) {
            match seen.entry(heading_key(heading)) {
                Occupied(first) => self.report_heading_twice(heading, owner, first.get()),
                Vacant(free) => drop(free.insert(owner)),
            }
        }
    }

    fn report_heading_twice(&mut self, heading: &str, owner: &str, first: &str) {
        let Some(span) = self.place_of_heading(heading) else {
            return;
        };
        let message = if owner == first {
            format!("`{heading}` names section `{first}` twice")
        } else {
            format!("`{heading}` already names section `{first}`")
        };
        let help = if owner == first {
            "leave it out: case, numbering, brackets and plurals make no difference".to_owned()
        } else {
            format!("choose another, or give `{first}` `aliases` without it")
        };
        let twice = Diagnostic::error(DUPLICATE, self.expect.path(), span, message);
        self.expect.report(twice.with_help(help));
    }

    /// Where this file names a heading, as it is written or else one that means the same; the last time, if twice.
    fn place_of_heading(&self, heading: &str) -> Option<Span> {
        let key = heading_key(heading);
        let exact = self.headings.iter().rfind(|it| it.value == heading);
        let found = exact.or_else(|| self.headings.iter().rfind(|it| heading_key(&it.value) == key));
        found.map(|it| it.span)
    }

    fn check_questions(&mut self, draft: &Draft) {
        for (index, section) in draft.sections.iter().enumerate() {
            let Some(question) = section.question else {
                continue;
            };
            let first = draft.sections[..index]
                .iter()
                .find(|other| other.question == Some(question));
            let place = |heading: &str| self.place_of_heading(heading);
            if let Some(first) = first
                && let Some(span) = place(&section.heading).or_else(|| place(&first.heading))
            {
                let message = format!(
                    "question {question} belongs to `{}` and to `{}`",
                    first.heading, section.heading
                );
                self.report_twice(span, None, &message);
            }
        }
    }
}

/// The kind of a field, or of a key within a mapping: `outcome.result`.
fn find_field<'f>(fields: &'f [FieldDefinition], name: &str) -> Option<&'f FieldKind> {
    let (name, rest) = name
        .split_once('.')
        .map_or((name, None), |(name, rest)| (name, Some(rest)));
    let kind = &fields.iter().find(|field| field.name == name)?.kind;
    match (rest, kind) {
        (None, kind) => Some(kind),
        (Some(rest), FieldKind::Mapping(keys)) => find_field(keys, rest),
        _ => None,
    }
}
