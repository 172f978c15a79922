//! Diagnostics, as pages show them.

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity};
use crate::render::markdown::inline_code;
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
pub fn problem_counts(counts: [usize; 3]) -> String {
    let words = [("error", "errors"), ("warning", "warnings"), ("note", "notes")];
    let named = counts.iter().zip(words).filter(|(count, _)| **count > 0);
    let parts: Vec<_> = named
        .map(|(count, (one, many))| format!("{count} {}", if *count == 1 { one } else { many }))
        .collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::problem_counts;

    #[test]
    fn counts_are_words() {
        assert_eq!(problem_counts([1, 2, 0]), "1 error, 2 warnings");
        assert_eq!(problem_counts([0, 0, 0]), "");
    }
}
