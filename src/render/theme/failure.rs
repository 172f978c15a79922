//! Why a theme cannot be used, as a diagnostic at the file and place.

use std::sync::Arc;

use camino::Utf8Path;
use tera::ErrorKind;

use super::{FOLDER, MAX_PAGE_BYTES, RULE, Theme, ThemeError};
use crate::diagnostic::{Diagnostic, shared_path};
use crate::span::Span;

impl Theme {
    /// A template wrote a page larger than any honest one.
    pub(super) fn too_large(&self, template: &str) -> ThemeError {
        let path = self.path(&format!("templates/{template}"));
        let message = format!(
            "the template writes more than {} MiB for one page",
            MAX_PAGE_BYTES / 1024 / 1024
        );
        Box::new(Diagnostic::error(RULE, &path, Span::at(0), message).with_help("look for a loop within a loop"))
    }

    /// What Tera says of a template.
    pub(super) fn diagnostic(&self, error: &tera::Error) -> ThemeError {
        let at = |name: &str| self.path(&format!("templates/{name}"));
        Box::new(match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let span = report.span();
                let message = first_line(report.message());
                let (message, known) = message.split_once(". ").unwrap_or((&message, ""));
                let problem = Diagnostic::error(RULE, &at(report.filename()), Span::from(span.range.clone()), message);
                if known.is_empty() {
                    problem
                } else {
                    problem.with_help(first_line(known))
                }
            }
            ErrorKind::MissingParent { current, parent } => {
                let message = format!("the template extends `{parent}`, which does not exist");
                Diagnostic::error(RULE, &at(current), Span::at(0), message)
            }
            ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
                Diagnostic::error(RULE, &at(tpl), Span::at(0), "the template includes or extends itself")
            }
            _ => {
                // An unknown filter or a missing include arrives as text that names the template.
                let text = error.to_string();
                let named = self.tera_names(&text);
                let path = named.map_or_else(|| shared_path(FOLDER), |name| at(&name));
                Diagnostic::error(RULE, &path, Span::at(0), first_line(&text)).with_note(text.trim().replace('\n', " "))
            }
        })
    }

    /// The template of the organisation that a message names.
    fn tera_names(&self, text: &str) -> Option<String> {
        let templates = self.own.keys().filter_map(|name| name.strip_prefix("templates/"));
        templates.filter(|name| text.contains(*name)).map(str::to_owned).next()
    }
}

/// A file that is no text.
pub(super) fn unreadable(path: &Arc<Utf8Path>) -> ThemeError {
    let message = format!("`{path}` cannot be read as UTF-8 text");
    Box::new(Diagnostic::error(RULE, path, Span::at(0), message))
}

/// A file that stands where no theme has one.
pub(super) fn no_part(path: &Utf8Path) -> ThemeError {
    let message = format!("`{path}` is no part of a theme");
    let help =
        "a theme has `templates/`, `css/`, `pages/`, `assets/`, `words/`, `standalone/404.css` and `standalone/404.js`";
    Box::new(Diagnostic::error(RULE, &shared_path(path), Span::at(0), message).with_help(help))
}

/// The first line of a message of Tera, worded as diagnostics are.
fn first_line(message: &str) -> String {
    let line = message
        .trim()
        .lines()
        .next()
        .unwrap_or_default()
        .trim()
        .trim_end_matches('.');
    let mut characters = line.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => "the template fails".to_owned(),
    }
}
