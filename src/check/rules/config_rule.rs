//! A level for a rule that does not exist.

use std::sync::Arc;

use camino::Utf8Path;

use crate::check::context::Context;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::diagnostic::Severity;
use crate::model::Corpus;

/// The rule.
pub static RULE: Rule = Rule {
    name: "config-rule",
    group: Group::Configuration,
    severity: Weight::Error,
    summary: "`rules:` or `exempt:` in `docent.yaml` names a rule, type or document that does not exist",
    why: "What is set under a misspelt name changes nothing, and the rule that was meant goes on as before.",
    example: "rules:\n  section-shrot: allow",
    mend: "Write the name as messages show it in brackets: `warning[section-short]`. `docent explain` lists all rules.",
    run: Run::Corpus(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    let config = &context.corpus().config;
    let Some(path) = &config.path else { return };
    let exempt = config.exempt.iter().flat_map(|it| &it.rules);
    for name in config.rules.iter().map(|it| &it.rule).chain(exempt) {
        if super::find(&name.value).is_some() {
            continue;
        }
        let names: Vec<_> = super::ALL.iter().map(|rule| rule.name).collect();
        let finding = findings.add(
            Severity::Error,
            path,
            name.span,
            format!("there is no rule `{}`", name.value),
        );
        match crate::diagnostic::did_you_mean(&name.value, names.iter().copied()) {
            Some(_) => finding.meant(&name.value, names),
            None => finding.help("`docent explain` lists all rules"),
        };
    }
    types(context, path, findings);
    documents(context, path, findings);
}

/// Types that a level is for.
fn types(context: &Context<'_>, path: &Arc<Utf8Path>, findings: &mut Findings) {
    let definitions = &context.corpus().definitions;
    for name in context
        .corpus()
        .config
        .rules
        .iter()
        .filter_map(|it| it.of_type.as_ref())
    {
        if definitions.find(&name.value).is_none() {
            let names: Vec<_> = definitions.iter().map(|(_, it)| it.type_name.as_str()).collect();
            let message = format!("there is no document type `{}`", name.value);
            findings
                .add(Severity::Error, path, name.span, message)
                .meant(&name.value, names);
        }
    }
}

/// Documents that are exempt.
fn documents(context: &Context<'_>, path: &Arc<Utf8Path>, findings: &mut Findings) {
    let corpus = context.corpus();
    for it in &corpus.config.exempt {
        let name = &it.document;
        let has = |corpus: &Corpus| {
            corpus.by_id(&name.value).is_some() || corpus.by_path(Utf8Path::new(&name.value)).is_some()
        };
        // An exemption lets a change delete a document.
        if has(corpus) || context.since.as_ref().is_some_and(|since| has(since.base.corpus)) {
            continue;
        }
        let meant = context
            .catalogue
            .meant_by_id(&name.value)
            .map(|it| corpus.get(it.document));
        let message = format!("there is no document `{}`", name.value);
        let finding = findings.add(Severity::Error, path, name.span, message);
        match meant {
            Some(document) => finding.help(format!("did you mean `{}`?", document.id.value)),
            None => finding.help("name it by its id or path, or delete the exemption"),
        };
    }
}
