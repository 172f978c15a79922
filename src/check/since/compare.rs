//! What is said after a change and was not said before it.

use std::collections::HashMap;

use camino::Utf8Path;

use super::Since;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Corpus;

/// What makes two diagnostics the same although lines moved between them.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Fingerprint<'a> {
    rule: &'a str,
    path: &'a Utf8Path,
    section: Option<&'a str>,
    message: &'a str,
}

impl<'a> Fingerprint<'a> {
    fn of(diagnostic: &'a Diagnostic, path: &'a Utf8Path) -> Self {
        Self {
            rule: diagnostic.rule,
            path,
            section: diagnostic.section.as_deref(),
            message: &diagnostic.message,
        }
    }
}

/// The diagnostics that a change introduced: all of documents that it moved to another state, and elsewhere those that
/// were not there before, or weighed less.
pub(in crate::check) fn introduced(
    since: &Since<'_>,
    corpus: &Corpus,
    before: &[Diagnostic],
    after: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let paths = since.paths(corpus);
    let mut known: HashMap<Fingerprint<'_>, Vec<Severity>> = HashMap::new();
    for diagnostic in before {
        let path = paths.get(&*diagnostic.path).copied().unwrap_or(&diagnostic.path);
        let same = known.entry(Fingerprint::of(diagnostic, path)).or_default();
        same.push(diagnostic.severity);
    }
    let mut new = Vec::with_capacity(after.len());
    for diagnostic in &after {
        let same = known.get_mut(&Fingerprint::of(diagnostic, &diagnostic.path));
        let found = same.and_then(|same| {
            let position = same.iter().position(|severity| *severity >= diagnostic.severity)?;
            Some(same.swap_remove(position))
        });
        new.push(found.is_none() || moved(since, corpus, &diagnostic.path));
    }
    let with_news = after.into_iter().zip(new);
    with_news
        .filter_map(|(diagnostic, is_new)| is_new.then_some(diagnostic))
        .collect()
}

/// Whether a document is in another state than it was.
fn moved(since: &Since<'_>, corpus: &Corpus, path: &Utf8Path) -> bool {
    let Some(index) = corpus.by_path(path) else {
        return false;
    };
    let Some(before) = since.before(index) else {
        return false;
    };
    since.base.corpus.state_name(before) != corpus.state_name(corpus.get(index))
}
