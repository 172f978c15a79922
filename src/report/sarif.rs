//! SARIF 2.1.0, which GitHub's code scanning and editors read.
//!
//! One run with the rules that found something, each with its manual, and the results. Services refuse large uploads, so of
//! very many findings the weightiest are told, and a notification says that there are more.

use std::collections::BTreeMap;

use camino::Utf8Path;
use serde_json::{Map, Value, json};

use super::address;
use super::subject::{Finding, Place, Report};
use crate::check::{self, rule::Weight};
use crate::definition::Definitions;
use crate::diagnostic::Severity;

/// Most results that are told. GitHub shows 5,000 of a run and refuses 25,000.
const MOST: usize = 5_000;

/// The log.
pub(super) fn write(report: &Report<'_>) -> String {
    let mut told: Vec<&Finding<'_>> = report.findings.iter().collect();
    let left = told.len().saturating_sub(MOST);
    if left > 0 {
        told = report.by_weight();
        told.truncate(MOST);
    }
    let rules: BTreeMap<&str, usize> = told.iter().map(|it| (it.diagnostic.rule, 0)).collect();
    let rules: BTreeMap<&str, usize> = rules
        .into_keys()
        .enumerate()
        .map(|(index, name)| (name, index))
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "docent",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.keys().map(|name| rule(name, report)).collect::<Vec<_>>(),
            }},
            "automationDetails": { "id": "docent/check/" },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { "%SRCROOT%": {
                "description": { "text": "The root of the Git repository." },
            }},
            "invocations": [invocation(left)],
            "results": told.iter().map(|it| result(it, &rules, report)).collect::<Vec<_>>(),
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

fn invocation(left: usize) -> Value {
    let mut invocation = json!({ "executionSuccessful": true });
    if left > 0 {
        let text = format!("{left} more results are left out: only the {MOST} weightiest are told");
        invocation["toolExecutionNotifications"] = json!([{ "level": "warning", "message": { "text": text } }]);
    }
    invocation
}

fn rule(name: &str, report: &Report<'_>) -> Value {
    let Some(rule) = check::find(name) else {
        return json!({ "id": name });
    };
    let definitions: &Definitions = &report.organisation.corpus.definitions;
    let level = match rule.severity {
        Weight::Error | Weight::Gate => Severity::Error,
        Weight::Warning => Severity::Warning,
        Weight::Info => Severity::Info,
    };
    json!({
        "id": rule.name,
        "shortDescription": { "text": sentence(rule.summary) },
        "fullDescription": { "text": format!("{} {}", sentence(rule.summary), rule.why) },
        "help": {
            "text": format!("{}\n\nHow to mend it: {}", rule.why, rule.mend),
            "markdown": check::manual(name, definitions).unwrap_or_default(),
        },
        "defaultConfiguration": { "level": word(level) },
        "properties": {
            "tags": [rule.group.title().to_lowercase()],
            "problem.severity": problem(level),
        },
    })
}

/// A summary is the end of "finds: …".
fn sentence(summary: &str) -> String {
    let mut letters = summary.chars();
    let first = letters.next().map(char::to_uppercase);
    format!(
        "{}{}.",
        first.into_iter().flatten().collect::<String>(),
        letters.as_str()
    )
}

fn result(finding: &Finding<'_>, rules: &BTreeMap<&str, usize>, report: &Report<'_>) -> Value {
    let diagnostic = finding.diagnostic;
    let mut result = json!({
        "ruleId": diagnostic.rule,
        "ruleIndex": rules.get(diagnostic.rule),
        "level": word(diagnostic.severity),
        "message": { "text": plain(&finding.whole_message()) },
        "locations": [{ "physicalLocation": {
            "artifactLocation": artifact(report, &diagnostic.path),
            "region": region(finding.place),
        }}],
        "partialFingerprints": { "docent/v1": finding.fingerprint },
    });
    if !finding.related.is_empty() {
        result["relatedLocations"] = related(finding, report);
    }
    if let Some(fix) = &diagnostic.fix {
        result["fixes"] =
            json!([{ "description": { "text": plain(&fix.title) }, "artifactChanges": changes(finding, report) }]);
    }
    result
}

/// The other places. One in the base is named without its lines: they are those of a text that is no more.
fn related(finding: &Finding<'_>, report: &Report<'_>) -> Value {
    let places = finding.related.iter().enumerate().map(|(number, (related, place))| {
        let mut physical = json!({ "artifactLocation": artifact(report, &related.path) });
        let when = if related.before { "before: " } else { "" };
        if !related.before {
            physical["region"] = region(*place);
        }
        json!({
            "id": number + 1,
            "physicalLocation": physical,
            "message": { "text": plain(&format!("{when}{}", related.message)) },
        })
    });
    places.collect()
}

/// The edits of a fix, file by file.
fn changes(finding: &Finding<'_>, report: &Report<'_>) -> Value {
    let mut files: BTreeMap<&Utf8Path, Vec<Value>> = BTreeMap::new();
    for (edit, place) in &finding.edits {
        let mut replacement = Map::new();
        replacement.insert("deletedRegion".to_owned(), region(*place));
        if !edit.replacement.is_empty() {
            replacement.insert("insertedContent".to_owned(), json!({ "text": edit.replacement }));
        }
        files.entry(&edit.path).or_default().push(Value::Object(replacement));
    }
    let changes = files.into_iter().map(
        |(path, replacements)| json!({ "artifactLocation": artifact(report, path), "replacements": replacements }),
    );
    changes.collect()
}

fn artifact(report: &Report<'_>, path: &Utf8Path) -> Value {
    json!({ "uri": address::encode(&report.path(path)), "uriBaseId": "%SRCROOT%" })
}

fn region(place: Place) -> Value {
    json!({
        "startLine": place.start.line,
        "startColumn": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
    })
}

/// A message in which nothing is a link: SARIF reads `[text](target)` in plain text as one.
fn plain(text: &str) -> String {
    text.replace("](", "\\](")
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// The word that GitHub sorts by.
fn problem(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "recommendation",
    }
}
