//! Diagnostics, as pages show them.

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity};
use crate::render::markdown::inline_code;
use crate::render::phrases::Phrases;
use crate::span::LineIndex;

/// A diagnostic.
#[derive(Clone, Debug, Serialize)]
pub struct ProblemView {
    /// `error`, `warning` or `info`.
    pub severity: &'static str,
    /// What is wrong; HTML.
    pub message: String,
    /// How to mend it; HTML.
    pub help: Vec<String>,
    /// File it is in, from the root of the organisation repository.
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// The rule that found it.
    pub rule: &'static str,
    /// The rule's manual.
    pub rule_href: Option<String>,
}

/// A diagnostic in a file of this text.
pub fn problem(diagnostic: &Diagnostic, text: &str, lines: &LineIndex, rule_href: Option<String>) -> ProblemView {
    let position = lines.position(text, diagnostic.span.start);
    ProblemView {
        severity: diagnostic.severity.name(),
        message: inline_code(&diagnostic.message),
        help: diagnostic.help.iter().map(|help| inline_code(help)).collect(),
        path: diagnostic.path.to_string(),
        line: position.line,
        column: position.column,
        rule: diagnostic.rule,
        rule_href,
    }
}

/// How many diagnostics there are of each severity, errors first.
pub fn counts<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>) -> [usize; 3] {
    let mut counts = [0; 3];
    for diagnostic in diagnostics {
        counts[match diagnostic.severity {
            Severity::Error => 0,
            Severity::Warning => 1,
            Severity::Info => 2,
        }] += 1;
    }
    counts
}

/// "2 errors, 1 warning"; empty when there is nothing.
pub fn problem_counts(phrases: &Phrases, counts: [usize; 3]) -> String {
    let keys = ["pages.errors", "pages.warnings", "pages.notes"];
    let some = counts.iter().zip(keys).filter(|(count, _)| **count > 0);
    let parts: Vec<_> = some.map(|(count, key)| phrases.fill(key, &[("n", count)])).collect();
    parts.join(", ")
}
