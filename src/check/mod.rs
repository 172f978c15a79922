//! What is wrong with the documents, and how complete they are.
//!
//! Takes a corpus, its links and a date, gives [`Checked`]: the diagnostics, sorted, and the completeness of every
//! document. A rule is one file under `rules/`: its manual, its messages and its function. Renders and writes nothing.

mod assess;
mod assessment;
mod baseline;
mod catalogue;
mod completeness;
mod context;
mod demand;
mod entries;
mod fingerprint;
mod kept;
mod levels;
mod requirement;
pub mod rule;
mod rules;
mod since;
pub mod wording;
mod written;

use std::sync::Arc;

use rayon::prelude::*;

pub use baseline::Baseline;
pub use completeness::{Completeness, Lack, SectionState};
pub use context::Input;
pub use fingerprint::{Fingerprint, digests};
pub use kept::{Kept, Known};
pub use levels::Levels;
pub use requirement::Need;
pub use rules::{ALL, find};
pub use since::{Alike, Base, alike};

use crate::definition::{Definition, Definitions, Requirement};
use crate::diagnostic::Diagnostic;
use crate::model::{Document, DocumentIndex};
use context::{Context, Subject};
use kept::Found;
use rule::{Findings, Run};
use since::Affected;

/// What checking gives.
#[derive(Debug, Default)]
pub struct Checked {
    /// What was found, sorted by path and place.
    pub diagnostics: Vec<Diagnostic>,
    /// How complete each document is, in the order of the corpus; `None` for types without required sections, and for
    /// documents that were not looked at.
    pub completeness: Vec<Option<Arc<Completeness>>>,
    /// With a base, what was found before the change.
    pub before: Vec<Diagnostic>,
    /// With a base, the documents that the change added, changed or moved, by their place in the corpus.
    pub changed: Vec<DocumentIndex>,
}

/// Runs every rule. With a base, the rules run on what the change can have touched, before and after it, and only what it
/// introduced is kept.
pub fn check(input: Input<'_>) -> Checked {
    let context = Context::new(input);
    let Some(since) = &context.since else {
        return judge(&context, look(&context, |_| true));
    };
    let affected = Affected::by(since, input.corpus, input.links);
    let before = Context::new(Input {
        corpus: since.base.corpus,
        links: since.base.links,
        snapshot: since.base.snapshot,
        base: None,
        elsewhere: None,
        history: None,
        ..input
    });
    let (before, mut checked) = rayon::join(
        || judge(&before, look(&before, |it| affected.before[it.0])),
        || judge(&context, look(&context, |it| affected.after[it.0])),
    );
    checked.diagnostics = since::introduced(since, input.corpus, &before.diagnostics, checked.diagnostics);
    checked.changed = affected.changed;
    checked.before = before.diagnostics;
    checked
}

/// Runs every rule, and keeps what was found in each document. What is known from before an edit is not looked for again;
/// the input has no base of its own then.
pub fn check_keeping(input: Input<'_>, known: Option<Known<'_>>) -> (Checked, Kept) {
    let context = Context::new(input);
    let still = known.map(|known| known.still(input.corpus, input.links));
    let found = (0..input.corpus.documents().len()).into_par_iter().map(|position| {
        let still = still.as_ref().and_then(|still| still[position].clone());
        still.unwrap_or_else(|| Arc::new(document(&context, DocumentIndex(position))))
    });
    let kept = Kept(found.collect());
    let all = kept.0.iter().map(|found| Found::clone(found));
    (judge(&context, all), kept)
}

/// Runs the rules about one document on all documents that are wanted, in parallel.
fn look(context: &Context<'_>, wanted: impl Fn(DocumentIndex) -> bool + Sync) -> Vec<Found> {
    let positions = (0..context.corpus().documents().len()).into_par_iter();
    let found = positions.map(DocumentIndex).map(|index| match wanted(index) {
        true => document(context, index),
        false => Found::default(),
    });
    found.collect()
}

/// Adds what the rules about the corpus find to what was found in each document, and has the levels their say.
fn judge(context: &Context<'_>, found: impl IntoIterator<Item = Found>) -> Checked {
    let input = context.input;
    let mut diagnostics: Vec<Diagnostic> = input.corpus.problems.clone();
    let mut completeness = Vec::with_capacity(input.corpus.documents().len());
    for found in found {
        diagnostics.extend(found.diagnostics);
        completeness.push(found.completeness);
    }
    let of_corpus: Vec<Vec<Diagnostic>> = ALL
        .par_iter()
        .filter_map(|rule| match rule.run {
            Run::Corpus(run) | Run::Both(_, run) => {
                let mut findings = Findings::new(rule);
                run(context, &mut findings);
                Some(findings.into_diagnostics())
            }
            Run::Document(_) | Run::WhileReading => None,
        })
        .collect();
    diagnostics.extend(of_corpus.into_iter().flatten());
    let base = input.base.map(|base| base.corpus);
    levels::apply(input.corpus, base, input.levels, &mut diagnostics);
    diagnostics.sort_by(Diagnostic::order);
    diagnostics.dedup();
    Checked {
        diagnostics,
        completeness,
        before: Vec::new(),
        changed: Vec::new(),
    }
}

fn document(context: &Context<'_>, index: DocumentIndex) -> Found {
    let mut subject = Subject::new(context, index);
    subject.sections = assess::all(&subject);
    let mut diagnostics = subject.document.parsed.problems.clone();
    if subject.document.parsed.readable {
        for rule in ALL {
            if let Run::Document(run) | Run::Both(run, _) = rule.run {
                let mut findings = Findings::new(rule);
                run(&subject, &mut findings);
                diagnostics.extend(findings.into_diagnostics());
            }
        }
    }
    let completeness = Completeness::of(&subject).map(Arc::new);
    Found {
        diagnostics,
        completeness,
        looked_around: subject.looked_around(),
    }
}

/// Whether a document needs something in the state that it is in.
pub fn need(document: &Document, definition: &Definition, requirements: &[Requirement]) -> Need {
    let circumstances = requirement::Circumstances {
        fields: &document.fields,
        lifecycle: &definition.lifecycle,
        state: document.state(),
    };
    requirement::need(circumstances, requirements)
}

/// The manual page of a rule or a type, as `docent explain` and the site print it, in Markdown.
pub fn manual(word: &str, definitions: &Definitions) -> Option<String> {
    match find(word) {
        Some(rule) => Some(wording::rule_manual(rule)),
        None => definitions
            .find(word)
            .map(|index| wording::type_manual(definitions, definitions.get(index))),
    }
}
