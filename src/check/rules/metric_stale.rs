//! A metric that nobody reads any more.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::check::wording;
use crate::model::{cadence_days, is_stale, readings};

/// The rule.
pub static RULE: Rule = Rule {
    name: "metric-stale",
    group: Group::Time,
    severity: Weight::Info,
    summary: "the last reading of a metric is older than one and a half times its cadence",
    why: "A number from last year looks like a number from today. Bets that are measured by it are decided on the old one.",
    example: "cadence: monthly\nreadings:\n  - { on: 2026-01-31, value: 12 }   # read in May",
    mend: "Add the newest reading, to `readings` or to the CSV file. If nobody needs the number, give the metric the state \
           `retired`; if it is read less often, correct `cadence`.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let Some(today) = subject.context.input.today else {
        return;
    };
    let states = &subject.definition.lifecycle.states;
    let retired = subject
        .state
        .is_some_and(|state| states.get(state).is_some_and(|it| it.end));
    let cadence = subject.document.fields.filled("cadence").filter(|_| !retired);
    let Some(cadence) = cadence else { return };
    let word = cadence.value.value.as_text().unwrap_or_default();
    let Some(days) = cadence_days(subject.document) else {
        return;
    };
    let all = readings(subject.context.corpus(), subject.document);
    let Some(last) = all.last().map(|reading| reading.on) else {
        findings
            .at(
                subject,
                cadence.value.span,
                format!("the metric is read {word} and has no reading"),
            )
            .help("add the newest reading to `readings` or to the file in `data`");
        return;
    };
    let age = today.since(last).map_or(0, |span| span.get_days());
    if is_stale(age, days) {
        let old = wording::days(last, today);
        findings
            .at(
                subject,
                cadence.value.span,
                format!("the metric is read {word}, and its last reading is of {last}"),
            )
            .label(format!("{old} ago"))
            .help("add the newest reading, correct `cadence`, or write `status: retired`");
    }
}
