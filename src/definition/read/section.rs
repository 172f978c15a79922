//! Reading `sections:`.

use super::super::{SectionDefinition, heading_key};
use super::draft::Draft;
use super::reader::Reader;
use crate::span::Spanned;
use crate::yaml::expect::with_suggestion;
use crate::yaml::{Mapping, Node};

/// The keys of a section.
pub const KEYS: [&str; 11] = [
    "heading",
    "aliases",
    "question",
    "required",
    "advised",
    "words",
    "must",
    "may_not_apply",
    "prompt",
    "after",
    "remove",
];

impl Reader<'_> {
    /// Takes the sections that a file lists into a draft: those that it has are changed in place, new ones are added at
    /// the end or where `after:` says.
    pub(super) fn read_sections(&mut self, node: &Node, draft: &mut Draft) {
        let items = self
            .expect
            .list_value("sections", "a list of sections", node)
            .unwrap_or_default();
        let places: Vec<_> = items.iter().map(|item| item.span).collect();
        let read = self.read_of("sections", &places);
        let mut named: Vec<Spanned<String>> = Vec::new();
        for item in &items[..read] {
            let Some((mapping, heading)) = self.read_heading(item) else {
                continue;
            };
            let key = heading_key(&heading.value);
            if let Some(first) = named.iter().find(|first| heading_key(&first.value) == key) {
                let message = format!("section `{}` is listed twice", heading.value);
                let first = first.span;
                self.report_twice(heading.span, Some(first), &message);
                continue;
            }
            named.push(heading.clone());
            self.take_section(mapping, heading, draft);
        }
    }

    fn read_heading<'m>(&mut self, item: &'m Node) -> Option<(&'m Mapping, Spanned<String>)> {
        let mapping = self.expect.mapping_value("sections", item)?;
        if mapping.get("heading").is_none() {
            let missing = self.expect.key_error(item.span, "a section has no `heading`");
            self.expect
                .report(missing.with_help("add `heading:` with the words that stand above the section"));
        }
        let heading = self.expect.text(mapping, "heading")?;
        if heading_key(&heading.value).is_empty() {
            let wrong = self
                .expect
                .value_error(heading.span, format!("`{}` cannot be a heading", heading.value));
            self.expect.report(wrong.with_help("use at least one letter or digit"));
            return None;
        }
        Some((mapping, heading))
    }

    fn take_section(&mut self, mapping: &Mapping, heading: Spanned<String>, draft: &mut Draft) {
        self.expect.known_keys(mapping, &KEYS, "a section");
        let key = heading_key(&heading.value);
        let position = draft
            .sections
            .iter()
            .position(|section| heading_key(&section.heading) == key);
        if self.expect.boolean(mapping, "remove") == Some(true) {
            match position {
                Some(position) => drop(draft.sections.remove(position)),
                None => self.report_unknown_section(&heading, "there is no section `{}` to remove", draft),
            }
            return;
        }
        let before = match position {
            Some(position) => draft.sections[position].clone(),
            None => SectionDefinition::default(),
        };
        let section = self.read_section(mapping, heading, before);
        let place = self.read_after(mapping, draft);
        match (position, place) {
            (Some(position), None) => draft.sections[position] = section,
            (Some(position), Some(place)) => {
                draft.sections.remove(position);
                let place = if position < place { place - 1 } else { place };
                draft.sections.insert(place, section);
            }
            (None, place) => draft.sections.insert(place.unwrap_or(draft.sections.len()), section),
        }
    }

    /// A section as the file has it: what it does not say stays as before.
    fn read_section(
        &mut self,
        mapping: &Mapping,
        heading: Spanned<String>,
        before: SectionDefinition,
    ) -> SectionDefinition {
        let mut section = before;
        section.heading.clone_from(&heading.value);
        self.headings.push(heading);
        if let Some(aliases) = self.optional_texts(mapping, "aliases") {
            self.headings.extend(aliases.iter().cloned());
            section.aliases = aliases.into_iter().map(|alias| alias.value).collect();
        }
        if let Some(question) = self.expect.count(mapping, "question") {
            section.question = u32::try_from(question).ok();
        }
        if let Some(required) = mapping.get("required") {
            section.required = self.read_required("required", required);
        }
        if let Some(advised) = mapping.get("advised") {
            section.advised = self.read_required("advised", advised);
        }
        if let Some(words) = self.expect.count(mapping, "words") {
            section.words = words;
        }
        if let Some(must) = mapping.get("must") {
            section.must = self.read_demands("must", must);
        }
        if let Some(may_not_apply) = self.expect.boolean(mapping, "may_not_apply") {
            section.may_not_apply = may_not_apply;
        }
        if let Some(prompt) = self.expect.text(mapping, "prompt") {
            section.prompt = prompt.value;
        }
        section
    }

    /// The position that `after:` names.
    fn read_after(&mut self, mapping: &Mapping, draft: &Draft) -> Option<usize> {
        let after = self.expect.text(mapping, "after")?;
        let key = heading_key(&after.value);
        let found = draft
            .sections
            .iter()
            .position(|section| heading_key(&section.heading) == key);
        if found.is_none() {
            self.report_unknown_section(&after, "there is no section `{}` to stand after", draft);
        }
        found.map(|position| position + 1)
    }

    fn report_unknown_section(&mut self, heading: &Spanned<String>, message: &str, draft: &Draft) {
        let unknown = self
            .expect
            .value_error(heading.span, message.replace("{}", &heading.value));
        let known = draft.sections.iter().map(|section| section.heading.as_str());
        self.expect.report(with_suggestion(unknown, &heading.value, known));
    }
}
