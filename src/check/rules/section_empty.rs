//! A section that is there without an answer.

use crate::check::assessment::Outcome;
use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::check::wording;

/// The rule.
pub static RULE: Rule = Rule {
    name: "section-empty",
    group: Group::Sections,
    severity: Weight::Gate,
    summary: "a required section has a heading and nothing under it",
    why: "An empty heading looks like an answer in a table of contents and is none. Comments and code alone do not count \
          as one either, nor does the question that `docent new` writes into a new document.",
    example: "## Rollback\n\n<!-- What makes you stop or go back? -->\n\n## Success criteria\n…",
    mend: "Answer the question under the heading. An optional section that has nothing to say is better left out.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    for (section, assessment) in subject.definition.sections.iter().zip(&subject.sections) {
        let (what, label) = match assessment.outcome {
            Outcome::Empty => ("is empty", "nothing stands under this heading"),
            Outcome::Untouched => ("only repeats its question", "the question itself is no answer"),
            _ => continue,
        };
        let Some(severity) = assessment.need.severity() else {
            continue;
        };
        let message = format!("section `{}` {what}", section.heading);
        findings
            .add(severity, subject.document.path(), assessment.place, message)
            .label(label)
            .help(wording::answer(section))
            .notes(wording::since_when(subject, &section.required, assessment.need))
            .section(&section.heading);
    }
}
