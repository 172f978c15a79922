//! A section that is too short to be an answer.

use crate::check::assessment::Outcome;
use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::check::wording;

/// The rule.
pub static RULE: Rule = Rule {
    name: "section-short",
    group: Group::Sections,
    severity: Weight::Gate,
    summary: "a required section has fewer words than an answer takes",
    why: "The numbers are low on purpose: nobody explains in ten words how two systems run side by side. What counts are \
          words that a reader sees, without code, comments, headings, placeholders and the question itself; in scripts \
          without spaces, each ideograph is a word.",
    example: "## Coexistence\n\nBoth run for a while.",
    mend: "Write what a reader needs who was not in the room. If the section does not apply and may say so, write \"Not \
           applicable because …\" with a reason of five words or more.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    for (section, assessment) in subject.definition.sections.iter().zip(&subject.sections) {
        let (Outcome::TooShort(words), Some(severity)) = (&assessment.outcome, assessment.need.severity()) else {
            continue;
        };
        let least = section.words.max(1);
        let message = format!(
            "section `{}` has {}; an answer takes {least} or more",
            section.heading,
            wording::words(*words)
        );
        findings
            .add(severity, subject.document.path(), assessment.place, message)
            .help(wording::answer(section))
            .notes(wording::since_when(subject, &section.required, assessment.need))
            .section(&section.heading);
    }
}
