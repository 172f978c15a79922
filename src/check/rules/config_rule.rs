//! A level for a rule that does not exist.

use crate::check::context::Context;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::diagnostic::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    name: "config-rule",
    group: Group::Configuration,
    severity: Weight::Error,
    summary: "`rules:` in `docent.yaml` sets the level of a rule that does not exist",
    why: "A level under a misspelt name changes nothing, and the rule that was meant goes on as before.",
    example: "rules:\n  section-shrot: allow",
    mend: "Write the name as messages show it in brackets: `warning[section-short]`. `docent explain` lists all rules.",
    run: Run::Corpus(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    let config = &context.corpus().config;
    let Some(path) = &config.path else { return };
    for (name, _) in &config.rules {
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
}
