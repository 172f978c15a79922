//! None, or several, who answer for something.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::model::Value;

/// The rule.
pub static RULE: Rule = Rule {
    name: "accountable",
    group: Group::Fields,
    severity: Weight::Gate,
    summary: "`raci.accountable` does not name exactly one person",
    why: "Where two answer for a thing, each waits for the other. The point of the four letters is that exactly one of them \
          is a single person.",
    example: "raci:\n  accountable: [ada, grace]",
    mend: "Name one person, and put the others under `responsible`. Leave `accountable` out if it is the owner.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let raci = subject.value("raci").and_then(Value::as_mapping);
    let Some(field) = raci.and_then(|raci| raci.get("accountable")) else {
        return;
    };
    let Value::List(people) = &field.value.value else {
        return;
    };
    if people.len() == 1 {
        return;
    }
    let message = match people.len() {
        0 => "`raci.accountable` names nobody".to_owned(),
        count => format!("`raci.accountable` names {count} people"),
    };
    let first = people.first().and_then(|person| person.value.as_text());
    let help = match first {
        Some(first) => format!("keep one, such as `accountable: {first}`, and name the others under `responsible`"),
        None => "name one person, or leave the line out: then it is the owner".to_owned(),
    };
    findings.at(subject, field.value.span, message).help(help);
}
