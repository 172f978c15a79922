//! What is wrong, where, and how to mend it.
//!
//! A [`Diagnostic`] is a value: it is made by whoever finds the fault, carried up through the house, and turned
//! into text, JSON or a panel on a page by others. Nothing here prints.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use crate::span::{LineIndex, Span};

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; never fails anything.
    Info,
    /// Should be mended; does not fail a check.
    Warning,
    /// Fails the check.
    Error,
}

impl Severity {
    /// The lower-case word used in output and in `docent.yaml`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// One finding at one place of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it weighs, after the levels of the configuration were applied.
    pub severity: Severity,
    /// Name of the rule that found it, such as `section-required`.
    pub rule: &'static str,
    /// File it is about, from the root of the organisation repository.
    pub path: Arc<Utf8Path>,
    /// The place in that file.
    pub span: Span,
    /// What is wrong, complete in one line.
    pub message: String,
    /// A few words to stand under the marked place; empty when the message says it all.
    pub label: String,
    /// How to mend it, one suggestion an entry.
    pub help: Vec<String>,
    /// Why the rule exists or what was considered, one line an entry.
    pub notes: Vec<String>,
    /// Other places that explain this one.
    pub related: Vec<Related>,
    /// An edit that mends it, where one is obvious.
    pub fix: Option<Fix>,
    /// The section it is about, by its name in the definition: part of what identifies the finding when lines move.
    pub section: Option<Arc<str>>,
}

/// A second place that belongs to a diagnostic, such as the other document with the same id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// File, from the root of the organisation repository.
    pub path: Arc<Utf8Path>,
    /// The place in that file.
    pub span: Span,
    /// What is to be seen there.
    pub message: String,
    /// Whether it is a place in the base: the file as it was before the change that is checked.
    pub before: bool,
}

/// A set of edits that mends a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What applying it does, in the imperative: "rename the field to `owner`".
    pub title: String,
    /// The edits; they do not overlap.
    pub edits: Vec<Edit>,
    /// The file that is to be moved. What refers to it is changed by whoever moves it.
    pub rename: Option<Rename>,
}

/// Another place for a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    /// Where it is, from the root of the organisation repository.
    pub from: Arc<Utf8Path>,
    /// Where it belongs.
    pub to: Utf8PathBuf,
}

/// Replacing one range of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// File, from the root of the organisation repository.
    pub path: Arc<Utf8Path>,
    /// What is replaced; an empty span inserts.
    pub span: Span,
    /// What stands there afterwards.
    pub replacement: String,
}

impl Diagnostic {
    /// An error; see [`Diagnostic::new`].
    pub fn error(rule: &'static str, path: &Arc<Utf8Path>, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, rule, path, span, message)
    }

    /// A warning; see [`Diagnostic::new`].
    pub fn warning(rule: &'static str, path: &Arc<Utf8Path>, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, rule, path, span, message)
    }

    /// A finding with nothing but its place and message; add the rest with the `with_…` functions.
    pub fn new(
        severity: Severity,
        rule: &'static str,
        path: &Arc<Utf8Path>,
        span: Span,
        message: impl Into<String>,
    ) -> Self {
        Self {
            severity,
            rule,
            path: Arc::clone(path),
            span,
            message: message.into(),
            label: String::new(),
            help: Vec::new(),
            notes: Vec::new(),
            related: Vec::new(),
            fix: None,
            section: None,
        }
    }

    /// Adds the words that stand under the marked place.
    pub fn with_label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds a way to mend it.
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Adds a reason or something considered.
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds a second place.
    pub fn with_related(mut self, path: &Arc<Utf8Path>, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related {
            path: Arc::clone(path),
            span,
            message: message.into(),
            before: false,
        });
        self
    }

    /// Adds the edit that mends it in the same file.
    pub fn with_fix(mut self, title: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        let edit = Edit {
            path: Arc::clone(&self.path),
            span,
            replacement: replacement.into(),
        };
        self.fix = Some(Fix {
            title: title.into(),
            edits: vec![edit],
            rename: None,
        });
        self
    }

    /// The order in which diagnostics are shown: path, place, rule. What a rule says of one place keeps the order in which
    /// it says it, such as that of the sections in the definition.
    pub fn order(&self, other: &Self) -> Ordering {
        let key = |it: &Self| (it.span.start, it.rule, it.span.end);
        self.path.cmp(&other.path).then_with(|| key(self).cmp(&key(other)))
    }
}

/// The text that a diagnostic is about, with its lines already found where they are known.
#[derive(Clone, Debug)]
pub struct Source<'a> {
    /// The whole text of the file.
    pub text: Arc<str>,
    /// Where its lines begin.
    pub lines: Cow<'a, LineIndex>,
}

/// A path shared by all diagnostics of a file.
pub fn shared_path(path: impl Into<Utf8PathBuf>) -> Arc<Utf8Path> {
    Arc::from(path.into().into_boxed_path())
}

/// The word meant by a misspelt one: the nearest of `known` within a third of its length, and at least one typing error in
/// a word of three letters or more (Jaro-Winkler finds anagrams too far apart, so edits with transpositions are counted
/// instead). Digits are never guessed: `sev5` is not nearly `sev4`.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = word.to_lowercase();
    let length = word.chars().count();
    let limit = (length / 3).max(usize::from(length > 2));
    // Whatever is so much longer or shorter takes more edits than that.
    let near = |candidate: &&str| candidate.chars().count().abs_diff(length) <= limit;
    let digits = |word: &str| -> Vec<char> { word.chars().filter(char::is_ascii_digit).collect() };
    let own_digits = digits(word);
    known
        .into_iter()
        .filter(near)
        .filter(|candidate| digits(candidate) == own_digits)
        .map(|candidate| {
            (
                strsim::damerau_levenshtein(&folded, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(distance, _)| *distance <= limit)
        .min_by(|left, right| left.cmp(right))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_word_finds_its_neighbour() {
        assert_eq!(did_you_mean("onwer", ["owner", "system"]), Some("owner"));
        assert_eq!(
            did_you_mean("in_progress", ["in-progress", "paused"]),
            Some("in-progress")
        );
        assert_eq!(did_you_mean("budget", ["owner", "system"]), None);
        assert_eq!(did_you_mean("sev5", ["sev1", "sev4"]), None, "digits are not guessed");
        assert_eq!(did_you_mean("SEV 1", ["sev1", "sev4"]), Some("sev1"));
        assert_eq!(did_you_mean("x", ["y"]), None, "too short to be misspelt");
    }

    #[test]
    fn diagnostics_sort_by_path_then_place_then_rule() {
        let at = |path: &str, start, rule| Diagnostic::error(rule, &shared_path(path), Span::at(start), "m");
        let mut found = [at("b", 1, "x"), at("a", 9, "x"), at("a", 9, "w"), at("a", 2, "z")];
        found.sort_by(Diagnostic::order);
        let order: Vec<_> = found.iter().map(|d| (d.path.as_str(), d.span.start, d.rule)).collect();
        assert_eq!(order, [("a", 2, "z"), ("a", 9, "w"), ("a", 9, "x"), ("b", 1, "x")]);
    }
}
