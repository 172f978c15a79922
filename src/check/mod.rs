//! What is wrong with the documents, and how complete they are.
//!
//! Takes a corpus, its links and a date, gives [`Checked`]: the diagnostics, sorted, and the completeness of every
//! document. A rule is one file under `rules/`: its manual, its messages and its function. Renders and writes nothing.

mod assess;
mod assessment;
mod catalogue;
mod completeness;
mod context;
mod demand;
mod entries;
mod levels;
mod requirement;
pub mod rule;
mod rules;
pub mod wording;
mod written;

use rayon::prelude::*;

pub use completeness::{Completeness, SectionState};
pub use context::Input;
pub use rules::{ALL, find};

use crate::definition::Definitions;
use crate::diagnostic::Diagnostic;
use crate::model::DocumentIndex;
use context::{Context, Subject};
use rule::{Findings, Run};

/// What checking gives.
#[derive(Debug, Default)]
pub struct Checked {
    /// What was found, sorted by path and place.
    pub diagnostics: Vec<Diagnostic>,
    /// How complete each document is, in the order of the corpus; `None` for types without required sections.
    pub completeness: Vec<Option<Completeness>>,
}

/// Runs every rule: those about one document on all documents in parallel, then those about the corpus.
pub fn check(input: Input<'_>) -> Checked {
    let context = Context::new(input);
    let documents = input.corpus.documents();
    let per_document: Vec<(Vec<Diagnostic>, Option<Completeness>)> = (0..documents.len())
        .into_par_iter()
        .map(|position| document(&context, DocumentIndex(position)))
        .collect();
    let mut diagnostics: Vec<Diagnostic> = input.corpus.problems.clone();
    let mut completeness = Vec::with_capacity(documents.len());
    for (found, complete) in per_document {
        diagnostics.extend(found);
        completeness.push(complete);
    }
    for rule in ALL {
        if let Run::Corpus(run) | Run::Both(_, run) = rule.run {
            let mut findings = Findings::new(rule);
            run(&context, &mut findings);
            diagnostics.extend(findings.into_diagnostics());
        }
    }
    levels::apply(&input.corpus.config, &mut diagnostics);
    diagnostics.sort_by(Diagnostic::order);
    diagnostics.dedup();
    Checked {
        diagnostics,
        completeness,
    }
}

fn document(context: &Context<'_>, index: DocumentIndex) -> (Vec<Diagnostic>, Option<Completeness>) {
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
    let completeness = Completeness::of(&subject);
    (diagnostics, completeness)
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
