//! A section that still says TBD.

use crate::check::assessment::Outcome;
use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::check::wording;

/// The rule.
pub static RULE: Rule = Rule {
    name: "section-placeholder",
    group: Group::Sections,
    severity: Weight::Gate,
    summary: "a required section holds a placeholder instead of an answer",
    why: "`TBD` in a proposal that is up for decision means that the decision is asked for without the answer. Placeholders \
          are: `TBD`; `TODO` and `FIXME` that stand alone or announce something; three dots alone; `<fill in>` and \
          `[your text]` alone; \"to be decided\" and the like alone.",
    example: "## Cost\n\nTBD",
    mend: "Replace the placeholder with the answer. If it is not known yet, say what is known, and who finds out the rest \
           by when.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    for (section, assessment) in subject.definition.sections.iter().zip(&subject.sections) {
        let (word, place, help) = match &assessment.outcome {
            Outcome::Placeholder(word, place) => (word, place, wording::answer(section)),
            Outcome::LeftOpen(word, place) => {
                let help = format!("write what `{word}` stands for, or say who finds it out and by when");
                (word, place, help)
            }
            _ => continue,
        };
        let Some(severity) = assessment.need.severity() else {
            continue;
        };
        let message = format!("section `{}` still says `{word}`", section.heading);
        findings
            .add(severity, subject.document.path(), *place, message)
            .help(help)
            .notes(wording::since_when(subject, &section.required, assessment.need))
            .section(&section.heading);
    }
}
