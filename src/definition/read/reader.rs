//! What is kept while one file is read.

use super::super::DUPLICATE;
use super::name::Name;
use crate::diagnostic::Diagnostic;
use crate::span::{Span, Spanned};
use crate::yaml::expect::Expect;

/// Reads one definition file. What a value may name is often only known at the end, so such names are kept aside.
pub(super) struct Reader<'a> {
    pub(super) expect: Expect<'a>,
    /// The text of the file.
    pub(super) source: &'a str,
    /// The states that requirements begin from; see [`super::draft::Draft::states`].
    pub(super) states: Vec<Name>,
    /// Fields that demands name.
    pub(super) fields: Vec<Spanned<String>>,
    /// Conditions of requirements.
    pub(super) conditions: Vec<Condition>,
    /// Types that references may lead to.
    pub(super) types: Vec<Spanned<String>>,
    /// Headings and aliases of sections, and the headings of `questions`.
    pub(super) headings: Vec<Spanned<String>>,
}

/// A field named by `when` or `unless`, with the values it is compared with.
pub(super) struct Condition {
    pub(super) field: Spanned<String>,
    pub(super) values: Vec<Spanned<String>>,
}

/// Most sections or states of a type. Each is compared with all others, and nobody would read a document of more.
const MOST: usize = 200;

impl<'a> Reader<'a> {
    pub(super) fn new(expect: Expect<'a>, source: &'a str) -> Self {
        Self {
            expect,
            source,
            states: Vec::new(),
            fields: Vec::new(),
            conditions: Vec::new(),
            types: Vec::new(),
            headings: Vec::new(),
        }
    }

    /// How many of the entries of a list are read; that the others are not is reported at the first of them.
    pub(super) fn read_of(&mut self, what: &str, places: &[Span]) -> usize {
        if let Some(first) = places.get(MOST) {
            let message = format!("a type has at most {MOST} {what}, not {}", places.len());
            let many = self.expect.value_error(*first, message);
            self.expect
                .report(many.with_help("leave this one and those after it out"));
        }
        places.len().min(MOST)
    }

    /// Reports something that stands twice in this file, or here and in the definition that is extended.
    pub(super) fn report_twice(&mut self, span: Span, first: Option<Span>, message: &str) {
        let path = self.expect.path();
        let twice = Diagnostic::error(DUPLICATE, path, span, message).with_help("keep one of the two");
        self.expect.report(match first.filter(|first| *first != span) {
            Some(first) => twice.with_related(path, first, "given first here"),
            None => twice,
        });
    }
}

/// Whether a text can be the name of a type, field or state: letters, digits, `-` and `_`.
pub(super) fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}
