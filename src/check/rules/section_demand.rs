//! A section that does not hold what its question asks for.

use crate::check::assessment::Outcome;
use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::check::wording;

/// The rule.
pub static RULE: Rule = Rule {
    name: "section-demand",
    group: Group::Sections,
    severity: Weight::Gate,
    summary: "a required section lacks what its question asks for: a number, a link, enough entries, a trigger",
    why: "Some questions are only answered by something definite. A cost without a number, risks without mitigations, or \
          alternatives without the one of doing nothing read well and decide nothing.",
    example: "## Cost\n\nModerate, and worth it in the long run.",
    mend: "Add what the message names. List items, table rows and sub-headings all count as entries; numbers may be \
           digits or words.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    for (section, assessment) in subject.definition.sections.iter().zip(&subject.sections) {
        let (Outcome::Unmet(unmet), Some(severity)) = (&assessment.outcome, assessment.need.severity()) else {
            continue;
        };
        let message = format!(
            "section `{}` does not answer its question: {}",
            section.heading, unmet.ask
        );
        let place = unmet.span.unwrap_or(assessment.place);
        let label = if unmet.span.is_some() {
            "this entry lacks it"
        } else {
            unmet.lacks.as_str()
        };
        findings
            .add(severity, subject.document.path(), place, message)
            .label(label)
            .help(wording::answer(section))
            .notes(wording::since_when(subject, &section.required, assessment.need))
            .section(&section.heading);
    }
}
