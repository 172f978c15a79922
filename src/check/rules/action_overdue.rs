//! An action whose day has passed.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::check::wording;
use crate::model::actions;

/// The rule.
pub static RULE: Rule = Rule {
    name: "action-overdue",
    group: Group::Time,
    severity: Weight::Info,
    summary: "the due date of an action has passed and it is not marked as done",
    why: "An action that slips quietly is the first half of the next incident. This never fails a change: the day passes \
          without anyone changing anything.",
    example: "- [ ] Cap connections by page (owner: @ada, due: 2026-03-20)",
    mend: "Tick it, `[x]`, and add the day, `done: 2026-03-19`; or agree on another day with its owner.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let Some(today) = subject.context.input.today else {
        return;
    };
    for action in actions(subject.document, subject.definition) {
        let Some(due) = action.due.filter(|due| *due < today && !action.done) else {
            continue;
        };
        let late = wording::days(due, today);
        let whose = action
            .owner
            .as_ref()
            .map(|owner| format!(" ({owner})"))
            .unwrap_or_default();
        findings
            .at(subject, action.span, format!("action was due on {due}{whose}"))
            .label(format!("{late} ago"))
            .help("tick it and write `done:` with the day, or agree on another due date");
    }
}
