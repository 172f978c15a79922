//! A decision that was to be looked at again.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::check::wording;

/// The rule.
pub static RULE: Rule = Rule {
    name: "decision-expired",
    group: Group::Time,
    severity: Weight::Info,
    summary: "the day in `expires` has passed and the decision is still in force",
    why: "Some decisions hold for a time only: until a contract ends, a version appears or the team has grown. The day was \
          written down so that someone would look again.",
    example: "status: accepted\nexpires: 2026-06-30",
    mend: "Decide again: move `expires` to a later day and say why in the text, or supersede or deprecate the decision.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let Some(today) = subject.context.input.today else {
        return;
    };
    let Some(field) = subject.document.fields.filled("expires") else {
        return;
    };
    let states = &subject.definition.lifecycle.states;
    let rests = subject
        .state
        .is_some_and(|state| states.get(state).is_some_and(|it| it.end));
    if let Some(day) = field.value.value.as_date().filter(|day| *day < today && !rests) {
        let ago = wording::days(day, today);
        findings
            .at(subject, field.value.span, format!("the decision expired on {day}"))
            .label(format!("{ago} ago"))
            .help("decide again: give `expires` a later day, or write `status: deprecated`");
    }
}
