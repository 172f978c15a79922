//! A bet that nobody has looked at again.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::check::wording;
use crate::model::Value;

/// The rule.
pub static RULE: Rule = Rule {
    name: "followup-overdue",
    group: Group::Time,
    severity: Weight::Info,
    summary: "the day in `review_on` has passed and there is no outcome",
    why: "Shipped is not the end: whether it worked is known some weeks later, and only if somebody looks. What missed its \
          target teaches as much as what hit it.",
    example: "status: shipped\nreview_on: 2026-06-30   # and no `outcome`",
    mend: "Look at the metric and write `outcome: { result: partly, value: 18 min, measured_on: 2026-07-02 }`, or move \
           `review_on` to the day on which it can be seen.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let Some(today) = subject.context.input.today else {
        return;
    };
    let Some(field) = subject.document.fields.filled("review_on") else {
        return;
    };
    let states = &subject.definition.lifecycle.states;
    let rests = subject
        .state
        .is_some_and(|state| states.get(state).is_some_and(|it| it.end || it.aside));
    let expects_outcome = subject.definition.field("outcome").is_some();
    let measured = subject.value("outcome").and_then(Value::as_mapping).is_some();
    let passed = field.value.value.as_date().filter(|day| *day < today);
    if let Some(day) = passed.filter(|_| expects_outcome && !rests && !measured) {
        let late = wording::days(day, today);
        findings
            .at(subject, field.value.span, format!("the follow-up was due on {day}"))
            .label(format!("{late} ago"))
            .help("measure it and fill in `outcome`, or give `review_on` another day");
    }
}
