//! Everything that is wrong, by document: `problems` in the template.

use std::sync::Arc;

use camino::Utf8Path;
use serde::Serialize;

use super::{Page, rendered};
use crate::check;
use crate::diagnostic::Diagnostic;
use crate::render::library::Library;
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{ProblemView, StatusView, counts, problem, status};
use crate::render::{PROBLEMS, rule_route};
use crate::span::LineIndex;

/// Most diagnostics on the page, so that it stays readable; `docent check` prints them all.
const MAX_PROBLEMS: usize = 32;

/// What is wrong with the documents.
#[derive(Debug, Serialize)]
struct Problems {
    /// "4 errors and 3 warnings in 2 documents".
    summary: String,
    /// The files with their diagnostics, those with errors first.
    documents: Vec<FileProblems>,
    /// How many more there are.
    more: usize,
}

/// What is wrong in one file.
#[derive(Debug, Serialize)]
struct FileProblems {
    /// The document's id and title, or the path of another file.
    title: String,
    /// The document's page.
    href: Option<String>,
    /// The document's state.
    status: Option<StatusView>,
    /// "2 errors, 1 warning".
    counts: String,
    /// The diagnostics.
    problems: Vec<ProblemView>,
}

/// Writes the page of all problems.
pub(super) fn write(library: &Library<'_>, theme: &Theme) -> Result<Page, ThemeError> {
    let all = &library.input.checked.diagnostics;
    let mut files: Vec<&[Diagnostic]> = all.chunk_by(|left, right| left.path == right.path).collect();
    files.sort_by_key(|found| std::cmp::Reverse(counts(*found)));
    let mut shown = 0;
    let mut documents = Vec::new();
    for found in &files {
        if shown >= MAX_PROBLEMS {
            break;
        }
        let part = &found[..found.len().min(MAX_PROBLEMS - shown)];
        shown += part.len();
        documents.push(file(library, found, part));
    }
    let view = Problems {
        summary: match all.is_empty() {
            true => library.phrases.say("pages.nothing_wrong").to_owned(),
            false => library.phrases.fill(
                "pages.problems_in_files",
                &[("n", &files.len()), ("problems", &library.problem_counts(counts(all)))],
            ),
        },
        documents,
        more: all.len() - shown,
    };
    rendered(
        theme,
        "problems.html",
        &library.page("problems", library.phrases.say("pages.problems"), PROBLEMS),
        "problems",
        &view,
    )
}

fn file(library: &Library<'_>, all: &[Diagnostic], shown: &[Diagnostic]) -> FileProblems {
    let corpus = library.input.corpus;
    let path: &Arc<Utf8Path> = &all[0].path;
    let manual = |name: &str| check::find(name).map(|_| library.href(PROBLEMS, &rule_route(name)));
    let document = corpus.by_path(path).map(|index| library.document(index));
    let text = match document {
        Some(document) => Some(Arc::clone(&document.parsed.text)),
        None => library.input.snapshot.text(path).and_then(|file| file.content.ok()),
    };
    let text = text.unwrap_or_else(|| Arc::from(""));
    let lines = LineIndex::new(&text);
    FileProblems {
        title: document.map_or_else(
            || path.to_string(),
            |document| match library.is_page(document) {
                true => document.title.value.clone(),
                false => format!("{} {}", document.id.value, document.title.value),
            },
        ),
        href: document.map(|document| library.href(PROBLEMS, &document.route)),
        status: document.and_then(|document| status(corpus, document)),
        counts: library.problem_counts(counts(all)),
        problems: shown
            .iter()
            .map(|found| problem(found, &text, &lines, manual(found.rule)))
            .collect(),
    }
}
