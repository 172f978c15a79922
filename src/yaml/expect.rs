//! Reading settings out of YAML: each value is what its key takes, or there is a diagnostic.
//!
//! Takes mappings, gives plain values and the mistakes in them. Shared by everything an organisation configures, so
//! that a wrong key or value is reported in the same words everywhere. Knows no key itself.

use std::sync::Arc;

use camino::{Utf8Component, Utf8Path};

use super::{Mapping, Node};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::span::{Span, Spanned};

/// The rules that mistakes of one kind of file are reported under.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// A key that is unknown or missing.
    pub key: &'static str,
    /// A value of the wrong kind, or one that is not allowed.
    pub value: &'static str,
}

/// Reads the values of one file and collects what is wrong with them.
#[derive(Debug)]
pub struct Expect<'a> {
    path: &'a Arc<Utf8Path>,
    rules: Rules,
    problems: Vec<Diagnostic>,
}

impl<'a> Expect<'a> {
    /// A reader of the file at `path`.
    pub fn new(path: &'a Arc<Utf8Path>, rules: Rules) -> Self {
        Self {
            path,
            rules,
            problems: Vec::new(),
        }
    }

    /// The file that is read.
    pub fn path(&self) -> &'a Arc<Utf8Path> {
        self.path
    }

    /// What was wrong, in the order it was found.
    pub fn into_problems(self) -> Vec<Diagnostic> {
        self.problems
    }

    /// Adds a mistake that the caller found.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.problems.push(diagnostic);
    }

    /// A diagnostic about a value, to be completed and reported by the caller.
    pub fn value_error(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(self.rules.value, self.path, span, message)
    }

    /// A diagnostic about a key, to be completed and reported by the caller.
    pub fn key_error(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(self.rules.key, self.path, span, message)
    }

    /// Reports the keys of a mapping that nothing reads; `place` says what the mapping is: "a section".
    pub fn known_keys(&mut self, mapping: &Mapping, known: &[&str], place: &str) {
        for entry in &mapping.entries {
            let key = entry.key.value.as_str();
            if !known.contains(&key) {
                let diagnostic = self.key_error(entry.key.span, format!("{place} has no key `{key}`"));
                self.report(with_suggestion(diagnostic, key, known.iter().copied()));
            }
        }
    }

    /// The text of a key, without the space around it.
    pub fn text(&mut self, mapping: &Mapping, key: &str) -> Option<Spanned<String>> {
        let node = mapping.get(key)?;
        self.text_value(key, node)
    }

    /// A node that must be a text; `name` is the key it belongs to.
    pub fn text_value(&mut self, name: &str, node: &Node) -> Option<Spanned<String>> {
        match node.text().map(str::trim) {
            Some(text) if !text.is_empty() => Some(Spanned::new(text.to_owned(), node.span)),
            _ => self.mismatch(name, "a text", node),
        }
    }

    /// The texts of a key: a list, or one text alone. An empty list is a mistake.
    pub fn texts(&mut self, mapping: &Mapping, key: &str) -> Option<Vec<Spanned<String>>> {
        let node = mapping.get(key)?;
        if node.text().is_some() {
            return Some(vec![self.text_value(key, node)?]);
        }
        let items = self.list_value(key, "a list of texts", node)?;
        Some(items.iter().filter_map(|item| self.text_value(key, item)).collect())
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, mapping: &Mapping, key: &str) -> Option<bool> {
        let node = mapping.get(key)?;
        let boolean = node.scalar().and_then(super::Scalar::boolean);
        boolean.or_else(|| self.mismatch(key, "`true` or `false`", node))
    }

    /// A number without a fraction, from 0.
    pub fn count(&mut self, mapping: &Mapping, key: &str) -> Option<usize> {
        let node = mapping.get(key)?;
        let plain = node.scalar().filter(|scalar| scalar.plain);
        let count = plain.and_then(|scalar| scalar.text.parse().ok());
        count.or_else(|| self.mismatch(key, "a whole number", node))
    }

    /// The mapping of a key.
    pub fn mapping<'m>(&mut self, mapping: &'m Mapping, key: &str) -> Option<&'m Mapping> {
        let node = mapping.get(key)?;
        self.mapping_value(key, node)
    }

    /// A node that must be a mapping.
    pub fn mapping_value<'m>(&mut self, name: &str, node: &'m Node) -> Option<&'m Mapping> {
        node.mapping().or_else(|| self.mismatch(name, "a mapping", node))
    }

    /// A node that must be a list with something in it; `wanted` says what: "a list of demands".
    pub fn list_value<'m>(&mut self, name: &str, wanted: &str, node: &'m Node) -> Option<&'m [Node]> {
        match node.list() {
            Some([]) => {
                let diagnostic = self.value_error(node.span, format!("`{name}` is an empty list"));
                self.report(diagnostic.with_help(format!("give {wanted}, or leave `{name}` out")));
                None
            }
            Some(items) => Some(items),
            None => self.mismatch(name, wanted, node),
        }
    }

    /// Reports a value of the wrong kind, and gives nothing.
    pub fn mismatch<T>(&mut self, name: &str, wanted: &str, node: &Node) -> Option<T> {
        let found = match node.text() {
            Some(text) if text.trim().is_empty() => "an empty text",
            _ => node.kind(),
        };
        let diagnostic = self.value_error(node.span, format!("`{name}` takes {wanted}, not {found}"));
        self.report(diagnostic.with_help(format!("write {wanted}, or leave `{name}` out")));
        None
    }

    /// A folder or file of the repository: relative, and going nowhere else. A `/` at the end is dropped.
    /// `example` is one that would do.
    pub fn inner_path(&mut self, name: &str, path: Spanned<String>, example: &str) -> Option<Spanned<String>> {
        let inner = Utf8Path::new(&path.value)
            .components()
            .all(|part| matches!(part, Utf8Component::Normal(name) if !name.eq_ignore_ascii_case(".git")));
        if !inner || path.value.is_empty() || path.value.contains('\\') {
            let message = format!("`{name}` is not a folder inside the repository: `{}`", path.value);
            let diagnostic = self.value_error(path.span, message);
            self.report(diagnostic.with_help(format!(
                "write a folder from the root of the repository, such as `{example}`"
            )));
            return None;
        }
        Some(path.map(|text| text.trim_end_matches('/').to_owned()))
    }
}

/// Says what a wrong word should have been: the nearest known word with a fix, or all of them.
pub fn with_suggestion<'k>(
    diagnostic: Diagnostic,
    word: &str,
    known: impl IntoIterator<Item = &'k str> + Clone,
) -> Diagnostic {
    if let Some(meant) = did_you_mean(word, known.clone()) {
        let span = diagnostic.span;
        return diagnostic.with_help(format!("did you mean `{meant}`?")).with_fix(
            format!("write `{meant}`"),
            span,
            meant,
        );
    }
    let words: Vec<_> = known.into_iter().map(|word| format!("`{word}`")).collect();
    match words.is_empty() {
        true => diagnostic,
        false => diagnostic.with_help(format!("use one of {}", words.join(", "))),
    }
}
