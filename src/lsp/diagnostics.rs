//! Diagnostics as editors show them, and which of them an editor has been told.
//!
//! An open file shows everything that is found in it. A file that nobody has open shows only what was not there when the
//! organisation was opened, which is what somebody's typing has broken: a thousand known problems of other people's
//! documents would bury it.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::str::FromStr;
use std::sync::Arc;

use camino::Utf8Path;
use lsp_types::{
    CodeDescription, Diagnostic as Shown, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString,
    Uri,
};

use super::client::Client;
use super::positions::Lines;
use super::root::Root;
use super::view;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::route_word;

/// The name that diagnostics carry.
const SOURCE: &str = "docent";
/// Most diagnostics of one file that are shown; more are read by nobody.
const MOST_SHOWN: usize = 1_000;

/// What an editor has been told of an organisation.
#[derive(Debug, Default)]
pub(super) struct Published {
    /// What was there from the start, by file: a number for each finding, and how often it was there.
    known: HashMap<Arc<Utf8Path>, HashMap<u64, usize>>,
    /// The files that show something, with a number for what they show.
    shown: HashMap<Arc<Utf8Path>, u64>,
}

/// What one file shows.
#[derive(Debug)]
pub(super) struct News {
    /// The file, from the root.
    pub(super) path: Arc<Utf8Path>,
    /// All its diagnostics.
    pub(super) diagnostics: Vec<Shown>,
}

impl Published {
    /// Takes note of what is there from the start.
    pub(super) fn start(diagnostics: &[Diagnostic]) -> Self {
        let mut published = Self::default();
        published.start_again(diagnostics);
        published
    }

    /// Takes what is there now for what was there from the start: another branch was checked out.
    pub(super) fn start_again(&mut self, diagnostics: &[Diagnostic]) {
        self.known.clear();
        for diagnostic in diagnostics {
            let known = self.known.entry(Arc::clone(&diagnostic.path)).or_default();
            *known.entry(kind(diagnostic)).or_default() += 1;
        }
    }

    /// The files that show something else than before, and those named in `touched` in any case: an editor waits for an
    /// answer to each keystroke.
    pub(super) fn news(&mut self, root: &Root, client: Client, touched: &[&Utf8Path]) -> Vec<News> {
        let mut news = Vec::new();
        let mut shown = HashMap::new();
        let diagnostics = &root.organisation().checked.diagnostics;
        for found in diagnostics.chunk_by(|left, right| left.path == right.path) {
            let Some(path) = found.first().map(|it| &it.path) else {
                continue;
            };
            let wanted: Vec<&Diagnostic> = match root.is_open(path) {
                true => found.iter().take(MOST_SHOWN).collect(),
                false => self.unknown(path, found),
            };
            if wanted.is_empty() {
                continue;
            }
            let number = number(&wanted);
            if self.shown.get(path) != Some(&number) || touched.contains(&&**path) {
                news.push(News {
                    path: Arc::clone(path),
                    diagnostics: of_file(root, client, path, &wanted),
                });
            }
            shown.insert(Arc::clone(path), number);
        }
        let gone = self.shown.keys().filter(|path| !shown.contains_key(*path));
        let touched = touched.iter().map(|path| Arc::from(*path));
        let mut cleared: Vec<Arc<Utf8Path>> = gone.cloned().chain(touched).collect();
        cleared.retain(|path| !shown.contains_key(path));
        cleared.sort();
        cleared.dedup();
        news.extend(cleared.into_iter().map(|path| News {
            path,
            diagnostics: Vec::new(),
        }));
        self.shown = shown;
        news
    }

    /// The findings of a file that were not there from the start.
    fn unknown<'d>(&self, path: &Utf8Path, found: &'d [Diagnostic]) -> Vec<&'d Diagnostic> {
        let mut known = self.known.get(path).cloned().unwrap_or_default();
        let is_new = |diagnostic: &&Diagnostic| match known.get_mut(&kind(diagnostic)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        };
        found.iter().filter(is_new).take(MOST_SHOWN).collect()
    }
}

/// Everything that is found in a file.
pub(super) fn all(root: &Root, client: Client, path: &Utf8Path) -> Vec<Shown> {
    of_file(root, client, path, &found(root, path))
}

/// The diagnostics of a file.
pub(super) fn found<'a>(root: &'a Root, path: &Utf8Path) -> Vec<&'a Diagnostic> {
    let diagnostics = &root.organisation().checked.diagnostics;
    let first = diagnostics.partition_point(|it| *it.path < *path);
    diagnostics[first..]
        .iter()
        .take_while(|it| *it.path == *path)
        .take(MOST_SHOWN)
        .collect()
}

fn of_file(root: &Root, client: Client, path: &Utf8Path, diagnostics: &[&Diagnostic]) -> Vec<Shown> {
    let text = view::text(root.organisation(), path).unwrap_or_else(|| Arc::from(""));
    let lines = Lines::new(&text, client.encoding);
    diagnostics.iter().map(|it| shown(root, client, &lines, it)).collect()
}

/// A diagnostic as the protocol has it.
pub(super) fn shown(root: &Root, client: Client, lines: &Lines<'_>, diagnostic: &Diagnostic) -> Shown {
    let severity = match diagnostic.severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Info => DiagnosticSeverity::INFORMATION,
    };
    let help = diagnostic.help.iter().map(|it| format!("\nhelp: {it}"));
    let notes = diagnostic.notes.iter().map(|it| format!("\nnote: {it}"));
    let more: String = help.chain(notes).collect();
    let related: Vec<_> = match client.related {
        true => related(root, client, diagnostic),
        false => Vec::new(),
    };
    Shown {
        range: lines.range(diagnostic.span),
        severity: Some(severity),
        code: Some(NumberOrString::String(diagnostic.rule.to_owned())),
        code_description: Some(()).filter(|()| client.code_description).and_then(|()| {
            let href = rule_page(root, diagnostic.rule)?;
            Some(CodeDescription { href })
        }),
        source: Some(SOURCE.to_owned()),
        message: format!("{}{more}", diagnostic.message),
        related_information: Some(related).filter(|it| !it.is_empty()),
        tags: None,
        data: None,
    }
}

/// The page of a rule, on the site of an organisation that says where it has one.
fn rule_page(root: &Root, rule: &str) -> Option<Uri> {
    let base = root.organisation().corpus.config.base_url.as_deref()?;
    Uri::from_str(&format!(
        "{}/rules/{}.html",
        base.trim_end_matches('/'),
        route_word(rule)
    ))
    .ok()
}

fn related(root: &Root, client: Client, diagnostic: &Diagnostic) -> Vec<DiagnosticRelatedInformation> {
    let now = diagnostic.related.iter().filter(|it| !it.before);
    now.filter_map(|it| {
        let text = view::text(root.organisation(), &it.path)?;
        Some(DiagnosticRelatedInformation {
            location: Location {
                uri: view::uri(root, &it.path)?,
                range: Lines::new(&text, client.encoding).range(it.span),
            },
            message: it.message.clone(),
        })
    })
    .collect()
}

/// A number for what a finding says, wherever it stands.
fn kind(diagnostic: &Diagnostic) -> u64 {
    let mut hasher = DefaultHasher::new();
    (diagnostic.rule, &diagnostic.message, &diagnostic.section).hash(&mut hasher);
    hasher.finish()
}

/// A number for all that a file shows.
fn number(diagnostics: &[&Diagnostic]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for diagnostic in diagnostics {
        (diagnostic.severity, diagnostic.rule, diagnostic.span).hash(&mut hasher);
        (&diagnostic.message, &diagnostic.help, &diagnostic.notes).hash(&mut hasher);
        for related in &diagnostic.related {
            (&related.path, related.span, &related.message).hash(&mut hasher);
        }
    }
    hasher.finish()
}
