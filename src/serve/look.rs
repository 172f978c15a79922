//! How the page at a route stands: for whoever has it open.

use std::sync::Arc;

use camino::Utf8Path;
use serde::Serialize;

use super::editor::Editor;
use super::found::Found;
use crate::diagnostic::{Diagnostic, Severity};
use crate::pipeline::Organisation;
use crate::span::Position;

/// Most diagnostics that are shown beside a page.
const MOST_SHOWN: usize = 100;

/// How a page stands.
#[derive(Clone, Debug)]
pub(super) struct Look {
    /// Changes with the page; empty where there is none.
    pub(super) digest: String,
    /// The diagnostics of its document; JSON.
    pub(super) problems: Arc<str>,
    /// What keeps the site from being made.
    pub(super) trouble: Option<Arc<str>>,
    /// Which files are others than in the generation before; JSON, empty where none are.
    pub(super) files: Arc<str>,
    /// The number of the generation.
    pub(super) generation: u64,
}

impl Look {
    /// How it stands at a route where this was found, whatever else is known.
    pub(super) fn without_site(found: Found) -> Self {
        Self {
            digest: match found {
                Found::Bytes { digest, .. } | Found::Failed { digest, .. } => digest,
                Found::Missing(_) => String::new(),
            },
            problems: "null".into(),
            trouble: None,
            files: "".into(),
            generation: 0,
        }
    }
}

/// The diagnostics beside a page.
#[derive(Debug, Default, Serialize)]
pub(super) struct Beside<'a> {
    /// The file of the document that the page shows.
    path: Option<&'a str>,
    /// The address that opens it in an editor.
    edit: Option<String>,
    /// Its diagnostics.
    problems: Vec<Shown<'a>>,
    /// How many more it has.
    more: usize,
    /// How many errors all documents have.
    errors: usize,
    /// How many warnings all documents have.
    warnings: usize,
}

/// A diagnostic.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    severity: &'static str,
    rule: &'a str,
    message: &'a str,
    help: &'a [String],
    path: &'a str,
    line: usize,
    column: usize,
    /// The address that opens its place in an editor.
    edit: Option<String>,
}

/// Gathers the diagnostics beside a page that shows the document at a path.
pub(super) fn beside<'a>(
    organisation: &'a Organisation,
    more: &'a [Diagnostic],
    path: Option<&'a Utf8Path>,
    root: &Utf8Path,
    editor: &Editor,
) -> Beside<'a> {
    let all = || organisation.checked.diagnostics.iter().chain(more);
    let count = |severity: Severity| all().filter(|it| it.severity == severity).count();
    let own: Vec<&Diagnostic> = match path {
        Some(path) => all().filter(|it| *it.path == *path).collect(),
        None => Vec::new(),
    };
    let shown = own.iter().take(MOST_SHOWN).map(|diagnostic| {
        let source = organisation.source(&diagnostic.path, false);
        let Position { line, column } = source.map_or(Position { line: 1, column: 1 }, |it| {
            it.lines.position(&it.text, diagnostic.span.start)
        });
        Shown {
            severity: diagnostic.severity.name(),
            rule: diagnostic.rule,
            message: &diagnostic.message,
            help: &diagnostic.help,
            path: diagnostic.path.as_str(),
            line,
            column,
            edit: editor.address(root, &diagnostic.path, line, column),
        }
    });
    Beside {
        path: path.map(Utf8Path::as_str),
        edit: path.and_then(|path| editor.address(root, path, 1, 1)),
        problems: shown.collect(),
        more: own.len().saturating_sub(MOST_SHOWN),
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
    }
}
