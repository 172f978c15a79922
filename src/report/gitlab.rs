//! GitLab's code quality report, which a merge request shows as a widget and beside the changed lines.
//!
//! A list of issues with the keys that GitLab asks for: `description`, `check_name`, `fingerprint`, `severity`,
//! `location.path` and `location.lines.begin`. Paths are those of the Git repository.

use serde::Serialize;

use super::subject::{Finding, Report};
use super::words;
use crate::diagnostic::Severity;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// The report.
pub(super) fn write(report: &Report<'_>) -> String {
    let issues: Vec<_> = report.findings.iter().map(|it| issue(report, it)).collect();
    let mut json = serde_json::to_string_pretty(&issues).unwrap_or_default();
    json.push('\n');
    json
}

fn issue<'a>(report: &Report<'_>, finding: &'a Finding<'_>) -> Issue<'a> {
    let diagnostic = finding.diagnostic;
    let help = diagnostic
        .help
        .first()
        .map(|help| format!(" ({help})"))
        .unwrap_or_default();
    let description = format!("{}{help}", diagnostic.message);
    Issue {
        // The widget gives an issue one line.
        description: description
            .chars()
            .filter(|it| !words::is_hidden(*it))
            .map(|it| if it == '\n' { ' ' } else { it })
            .collect(),
        check_name: diagnostic.rule,
        fingerprint: &finding.fingerprint,
        severity: match diagnostic.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Info => "info",
        },
        location: Location {
            path: report.path(&diagnostic.path),
            lines: Lines {
                begin: finding.place.start.line,
                end: finding.place.end.line,
            },
        },
    }
}
