//! Markdown for the summary of a job or a comment on a change: what a reviewer wants to know, in the order of asking.
//!
//! A verdict, a table of the documents, and the problems of each file behind a fold. It stays below the length that a
//! comment may have; what there is no room for is counted in the last line. Texts of documents are written so that they
//! stay text: no table breaks, nobody is mentioned, nothing is loaded.

pub(super) mod escape;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use camino::Utf8Path;

use self::escape::{html, inline};
use super::subject::{Finding, Report};
use super::words::{count, counts, cut};
use crate::diagnostic::Severity;
use crate::model::{Document, Status};

/// Most bytes in all. A comment on GitHub takes 65,536 characters.
const MOST: usize = 58_000;
/// Most bytes that the table takes of them.
const MOST_TABLE: usize = 20_000;
/// Longest text of a document that is told whole, in characters.
const LONG: usize = 400;
/// Most problems of a file that are told.
const MOST_PROBLEMS: usize = 50;

/// One file: a document, or another where something was found.
struct File<'a> {
    path: &'a Utf8Path,
    document: Option<&'a Document>,
    position: Option<usize>,
    findings: Vec<&'a Finding<'a>>,
    /// Whether the report is about it, and not only about what was caused in it.
    own: bool,
}

/// The page.
pub(super) fn write(report: &Report<'_>) -> String {
    let files = files(report);
    let mut page = verdict(report);
    let untabled = table(&mut page, report, &files);
    let (mut unfolded, mut untold) = (0, 0);
    for file in files.iter().filter(|file| !file.findings.is_empty()) {
        let fold = fold(report, file);
        if page.len() + fold.len() > MOST {
            unfolded += 1;
            untold += file.findings.len();
        } else {
            page.push_str(&fold);
        }
    }
    let mut left = Vec::new();
    if untabled > 0 {
        left.push(format!("{} in the table", count(untabled, "document")));
    }
    if unfolded > 0 {
        left.push(format!("{} in {}", count(untold, "problem"), count(unfolded, "file")));
    }
    if !left.is_empty() {
        let _ = writeln!(page, "\n_Left out to keep this short: {}._", left.join("; "));
    }
    page
}

/// The files: those with errors first, then those with warnings; of these, those that the report is about.
fn files<'a>(report: &'a Report<'a>) -> Vec<File<'a>> {
    let corpus = &report.organisation.corpus;
    let mut found: BTreeMap<&Utf8Path, Vec<&Finding<'a>>> = report.by_path();
    let own: BTreeSet<&Utf8Path> = report
        .documents
        .iter()
        .map(|it| &**report.document(*it).path())
        .collect();
    // Without a base the table would list the whole organisation.
    let quiet = own.iter().copied().filter(|_| report.summary.since.is_some());
    let paths: BTreeSet<&Utf8Path> = quiet.chain(found.keys().copied()).collect();
    let file = |path| {
        let index = corpus.by_path(path);
        File {
            path,
            document: index.map(|index| report.document(index)),
            position: index.map(|index| index.0),
            findings: found.remove(path).unwrap_or_default(),
            own: own.contains(path),
        }
    };
    let mut files: Vec<_> = paths.into_iter().map(file).collect();
    files.sort_by_key(|file| {
        let worst = file.findings.iter().map(|it| it.severity()).max();
        (Reverse(worst), !file.own)
    });
    files
}

fn verdict(report: &Report<'_>) -> String {
    let summary = &report.summary;
    let sign = match (summary.errors, summary.warnings) {
        (0, 0) => "✅",
        (0, _) => "⚠️",
        _ => "❌",
    };
    let found = counts(summary.errors, summary.warnings, summary.infos);
    let mut page = format!("## {sign} Documents: {found}\n\n");
    let documents = count(summary.documents, "document");
    match (&summary.since, &report.base) {
        (Some(_), Some(base)) => {
            let commit: String = base.commit.chars().take(10).collect();
            let name = inline(&format!("`{}`", base.name));
            let _ = writeln!(page, "{documents} changed since {name} (<code>{commit}</code>).");
        }
        (Some(name), None) => {
            let _ = writeln!(page, "{documents} changed since {}.", inline(&format!("`{name}`")));
        }
        _ => {
            let _ = writeln!(page, "{documents} checked.");
        }
    }
    page
}

/// Writes the table and gives how many documents had no room in it.
fn table(page: &mut String, report: &Report<'_>, files: &[File<'_>]) -> usize {
    let documents: Vec<_> = files.iter().filter_map(|file| Some((file, file.document?))).collect();
    if documents.is_empty() {
        return 0;
    }
    page.push_str("\n| Document | State | Answered | Unanswered questions | Problems |\n|---|---|---|---|---|\n");
    let mut left = 0;
    let start = page.len();
    for (file, document) in documents {
        let row = row(report, file, document);
        if page.len() - start + row.len() > MOST_TABLE {
            left += 1;
        } else {
            page.push_str(&row);
        }
    }
    left
}

fn row(report: &Report<'_>, file: &File<'_>, document: &Document) -> String {
    let id = inline(&cut(&document.id.value, LONG));
    let title = inline(&cut(&document.title.value, LONG));
    let name = match report.address(file.path, None) {
        Some(address) => format!("[{id}]({address}) {title}"),
        None => format!("{id} {title}"),
    };
    let checked = &report.organisation.checked;
    let completeness = file
        .position
        .and_then(|position| checked.completeness.get(position)?.as_deref());
    let (answered, unanswered) = match completeness {
        None => (String::new(), String::new()),
        Some(it) => {
            let names = it.unanswered().map(|section| match section.question {
                Some(number) => inline(&format!("{number}. {}", section.heading)),
                None => inline(&section.heading),
            });
            let names: Vec<_> = names.collect();
            (format!("{} of {}", it.answered(), it.total()), cut_list(&names))
        }
    };
    let problems = if file.findings.is_empty() {
        String::new()
    } else {
        tally(file)
    };
    format!(
        "| {name} | {} | {answered} | {unanswered} | {problems} |\n",
        state(report, document)
    )
}

/// "draft → proposed" where the change moved it, "new: draft" where it made it.
fn state(report: &Report<'_>, document: &Document) -> String {
    let now = match &document.status {
        Status::Unknown(word) => format!("`{}`?", word.value),
        _ => {
            let name = report.organisation.corpus.state_name(document);
            name.unwrap_or_default().to_owned()
        }
    };
    match report.old_state(document) {
        Some(old) if old != now => format!("{} → {}", inline(old), inline(&now)),
        None if report.summary.since.is_some() && report.before(document).is_none() => format!("new: {}", inline(&now)),
        _ => inline(&now),
    }
}

/// Names in one cell, the first ones where there are many.
fn cut_list(names: &[String]) -> String {
    const MOST_NAMES: usize = 20;
    let shown = names[..names.len().min(MOST_NAMES)].join("; ");
    match names.len().saturating_sub(MOST_NAMES) {
        0 => shown,
        more => format!("{shown}; {more} more"),
    }
}

fn tally(file: &File<'_>) -> String {
    let of = |severity| file.findings.iter().filter(|it| it.severity() == severity).count();
    counts(of(Severity::Error), of(Severity::Warning), of(Severity::Info))
}

/// The problems of one file behind a fold.
fn fold(report: &Report<'_>, file: &File<'_>) -> String {
    let path = html(&report.path(file.path));
    let name = file
        .document
        .map(|it| cut(&format!("{} {}", it.id.value, it.title.value), LONG));
    let name = name.map_or_else(String::new, |name| format!("<b>{}</b> · ", html(&name)));
    let mut text = format!(
        "\n<details>\n<summary>{name}<code>{path}</code> · {}</summary>\n\n",
        tally(file)
    );
    for finding in file.findings.iter().take(MOST_PROBLEMS) {
        problem(&mut text, report, finding);
    }
    if let Some(more) = file.findings.len().checked_sub(MOST_PROBLEMS + 1) {
        let _ = writeln!(text, "- {} more", more + 1);
    }
    text.push_str("\n</details>\n");
    text
}

fn problem(text: &mut String, report: &Report<'_>, finding: &Finding<'_>) {
    let diagnostic = finding.diagnostic;
    let line = finding.place.start.line;
    let severity = match diagnostic.severity {
        Severity::Info => "note",
        other => other.name(),
    };
    let place = match report.address(&diagnostic.path, Some(line)) {
        Some(address) if finding.document.is_some() => format!("[line {line}]({address})"),
        _ => format!("line {line}"),
    };
    let message = inline(&cut(&diagnostic.message, LONG));
    let _ = writeln!(
        text,
        "- **{severity}**, {place}: {message} (<code>{}</code>)",
        diagnostic.rule
    );
    for help in diagnostic.help.iter().take(3) {
        let _ = writeln!(text, "  <br>help: {}", inline(&cut(help, LONG)));
    }
}
