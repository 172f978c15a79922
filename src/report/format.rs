//! The formats by name.

use super::subject::Report;
use super::text::{Colour, text};
use super::{github, gitlab, json, junit, markdown, rdjson, sarif};
use camino::Utf8Path;

/// A form that a report takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// As a compiler shows it.
    Text,
    /// docent's own JSON.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands of GitHub Actions, which become annotations.
    Github,
    /// A code quality report of GitLab.
    Gitlab,
    /// JUnit's XML, for lists of tests.
    Junit,
    /// reviewdog's diagnostic format.
    Rdjson,
    /// For the summary of a job or a comment on a change.
    Markdown,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 8] = [
        Format::Text,
        Format::Json,
        Format::Sarif,
        Format::Github,
        Format::Gitlab,
        Format::Junit,
        Format::Rdjson,
        Format::Markdown,
    ];

    /// The word for it on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Json => "json",
            Format::Sarif => "sarif",
            Format::Github => "github",
            Format::Gitlab => "gitlab",
            Format::Junit => "junit",
            Format::Rdjson => "rdjson",
            Format::Markdown => "markdown",
        }
    }

    /// The format of a word.
    pub fn find(word: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.name() == word)
    }

    /// A report in this format, with a line end at its end.
    pub fn write(self, report: &Report<'_>) -> String {
        match self {
            Format::Text => plain(report),
            Format::Json => json::write(report),
            Format::Sarif => sarif::write(report),
            Format::Github => github::write(report),
            Format::Gitlab => gitlab::write(report),
            Format::Junit => junit::write(report),
            Format::Rdjson => rdjson::write(report),
            Format::Markdown => markdown::write(report),
        }
    }
}

fn plain(report: &Report<'_>) -> String {
    let source = |path: &Utf8Path, before| report.organisation.source(path, before);
    let findings = report.findings.iter();
    let shown = findings.map(|it| format!("{}\n\n", text(it.diagnostic, &source, Colour::Plain)));
    let mut all: String = shown.collect();
    all.push_str(&report.summary.line());
    all.push('\n');
    all
}
