//! reviewdog's diagnostic format: one object with all diagnostics.
//!
//! Lines count from 1, columns in bytes of UTF-8 from 1, and an end is not part of its range. A fix becomes suggestions where
//! all its edits are in the file of the diagnostic; others cannot be said.

use serde::Serialize;

use super::subject::{Finding, Place, Point, Report};
use crate::diagnostic::Severity;

#[derive(Serialize)]
struct Output<'a> {
    source: Source,
    severity: &'static str,
    diagnostics: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Item<'a> {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion<'a>>,
    original_output: String,
}

#[derive(Serialize)]
struct Location {
    path: String,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    range: Range,
    text: &'a str,
}

/// The object.
pub(super) fn write(report: &Report<'_>) -> String {
    let worst = report.findings.iter().map(Finding::severity).max();
    let output = Output {
        source: Source { name: "docent" },
        severity: worst.map_or("UNKNOWN_SEVERITY", word),
        diagnostics: report.findings.iter().map(|it| item(report, it)).collect(),
    };
    let mut json = serde_json::to_string_pretty(&output).unwrap_or_default();
    json.push('\n');
    json
}

fn item<'a>(report: &Report<'_>, finding: &'a Finding<'_>) -> Item<'a> {
    let diagnostic = finding.diagnostic;
    let path = report.path(&diagnostic.path);
    let start = finding.place.start;
    let (severity, rule) = (diagnostic.severity.name(), diagnostic.rule);
    let in_file = finding.edits.iter().all(|(edit, _)| edit.path == diagnostic.path);
    let edits = finding.edits.iter().filter(|_| in_file);
    Item {
        message: finding.whole_message(),
        severity: word(diagnostic.severity),
        code: Code { value: rule },
        suggestions: edits
            .map(|(edit, place)| Suggestion {
                range: range(*place),
                text: &edit.replacement,
            })
            .collect(),
        original_output: format!(
            "{path}:{}:{}: {severity}[{rule}]: {}",
            start.line, start.column, diagnostic.message
        ),
        location: Location {
            path,
            range: range(finding.place),
        },
    }
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Info => "INFO",
    }
}

fn range(place: Place) -> Range {
    let position = |point: Point| Position {
        line: point.line,
        column: point.byte_column,
    };
    Range {
        start: position(place.start),
        end: position(place.end),
    }
}
