//! A section that says "not applicable" where it may not, or without a reason.

use crate::check::assessment::Outcome;
use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::check::wording;

/// The rule.
pub static RULE: Rule = Rule {
    name: "section-applies",
    group: Group::Sections,
    severity: Weight::Gate,
    summary: "a required section says that it does not apply, without a sufficient reason or where it always applies",
    why: "Some questions really do not arise: a tool without customers has none to move. The reason shows that the \
          question was thought about. Others always arise: there is no proposal without a cost.",
    example: "## Coexistence\n\nN/A",
    mend: "Write \"Not applicable because …\" with a reason of five words or more, or answer the question.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    for (section, assessment) in subject.definition.sections.iter().zip(&subject.sections) {
        let message = match assessment.outcome {
            Outcome::NoReason => format!("section `{}` does not say why it does not apply", section.heading),
            Outcome::AlwaysApplies => format!(
                "section `{}` says that it does not apply, but it always does",
                section.heading
            ),
            _ => continue,
        };
        let Some(severity) = assessment.need.severity() else {
            continue;
        };
        let reason = "write \"Not applicable because …\" with a reason of five words or more";
        let may_say_so = assessment.outcome == Outcome::NoReason;
        findings
            .add(severity, subject.document.path(), assessment.place, message)
            .helps(may_say_so.then(|| reason.to_owned()))
            .help(wording::answer(section))
            .section(&section.heading);
    }
}
