//! How much findings weigh in the end, as the configuration and whoever runs the check want it.

use std::sync::Arc;

use crate::config::{Exemption, Level};
use crate::definition::Definitions;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Corpus, Document, id_key};

/// Levels that are set for one run, over those of the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    /// Rules and their levels; the last one of a rule counts.
    pub rules: Vec<(String, Level)>,
    /// Whether warnings are errors, whatever their rule.
    pub deny_warnings: bool,
}

/// Changes the severity of findings, or drops them, as `rules:` and `exempt:` in `docent.yaml` and the run's own levels say.
pub(super) fn apply(corpus: &Corpus, base: Option<&Corpus>, run: &Levels, diagnostics: &mut Vec<Diagnostic>) {
    let config = &corpus.config;
    if config.rules.is_empty() && config.exempt.is_empty() && *run == Levels::default() {
        return;
    }
    diagnostics.retain_mut(|diagnostic| {
        // What is deleted is known from before.
        let known = |corpus: &Corpus| {
            let index = corpus.by_path(&diagnostic.path)?;
            Some(Arc::clone(&corpus.documents()[index.0]))
        };
        let document = known(corpus).or_else(|| base.and_then(known));
        let document = document.as_deref();
        let is_exempt = |it: &Exemption| applies(it, diagnostic, document);
        if config.exempt.iter().any(is_exempt) {
            return false;
        }
        match level(corpus, run, diagnostic, document) {
            None => {}
            Some(Level::Allow) => return false,
            Some(Level::Warn) => diagnostic.severity = Severity::Warning,
            Some(Level::Deny) => diagnostic.severity = Severity::Error,
        }
        if run.deny_warnings && diagnostic.severity == Severity::Warning {
            diagnostic.severity = Severity::Error;
        }
        true
    });
}

/// The level of a finding: the run's own, else that of the document's type, else that of the rule.
fn level(corpus: &Corpus, run: &Levels, diagnostic: &Diagnostic, document: Option<&Document>) -> Option<Level> {
    let own = run.rules.iter().rev().find(|(rule, _)| rule == diagnostic.rule);
    if let Some((_, level)) = own {
        return Some(*level);
    }
    let set = || {
        corpus
            .config
            .rules
            .iter()
            .rev()
            .filter(|it| it.rule.value == diagnostic.rule)
    };
    let of_type = document.map(|document| document.definition);
    let is_of = |word: &str, definitions: &Definitions| of_type.is_some() && definitions.find(word) == of_type;
    let for_type = set().find(|it| {
        let word = it.of_type.as_ref();
        word.is_some_and(|word| is_of(&word.value, &corpus.definitions))
    });
    let found = for_type.or_else(|| set().find(|it| it.of_type.is_none()));
    found.map(|it| it.level)
}

fn applies(exemption: &Exemption, diagnostic: &Diagnostic, known: Option<&Document>) -> bool {
    let rules = &exemption.rules;
    if !rules.is_empty() && !rules.iter().any(|rule| rule.value == diagnostic.rule) {
        return false;
    }
    let document = &exemption.document.value;
    let id = known.map(|document| &document.id.value);
    *diagnostic.path == **document || id.is_some_and(|id| id_key(id) == id_key(document))
}
