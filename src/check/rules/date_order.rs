//! Dates and instants out of order.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::model::{Field, Value};

/// Keys of fields whose values come one after the other, where they are filled in. The names are those of the built-in
/// types; a type of one's own that uses them means the same by them.
const ORDERS: [&[&str]; 3] = [
    &["decided_on", "new_customers_from", "migrated_by", "old_off"],
    &["started", "detected", "mitigated", "resolved"],
    &["started", "declared", "resolved"],
];

/// The rule.
pub static RULE: Rule = Rule {
    name: "date-order",
    group: Group::Fields,
    severity: Weight::Warning,
    summary: "dates or instants that follow each other are in the wrong order",
    why: "Times to detect and to restore are the differences between these instants, and the days to a cut-over those \
          between these dates. A swapped pair gives a number below zero, and a wrong day one that nobody notices.",
    example: "started: 2026-03-14T09:12:00+01:00\nresolved: 2026-03-14T08:40:00+01:00",
    mend: "Correct the value that is wrong. An incident is started, detected, mitigated and resolved in this order (it may \
           be declared at any moment between); a rewrite is decided on, then takes new customers, then has moved all \
           others, then the old system is switched off.",
    run: Run::Document(run),
};

/// A point in time, comparable with others of its sort.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Point {
    Day(Date),
    Moment(Timestamp),
}

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let mut reported = Vec::new();
    for order in ORDERS {
        let known = order.iter().filter(|key| subject.definition.field(key).is_some());
        let points: Vec<_> = known
            .filter_map(|key| subject.document.fields.filled(key))
            .filter_map(|field| Some((field, point(field)?)))
            .collect();
        let swapped = points.windows(2).find(|pair| pair[1].1 < pair[0].1);
        let Some([(earlier, _), (later, _)]) = swapped else {
            continue;
        };
        if reported.contains(&earlier.key.span) {
            continue;
        }
        reported.extend([earlier.key.span, later.key.span]);
        let message = format!("`{}` is before `{}`", later.key.value, earlier.key.value);
        findings
            .at(subject, later.value.span, message)
            .label(format!("`{}` cannot come first", later.key.value))
            .help(format!(
                "correct the one that is wrong; check the day, and the offset from UTC of both: {}",
                order.join(", then ")
            ))
            .related(
                subject.document.path(),
                earlier.value.span,
                format!("`{}` is here", earlier.key.value),
            );
    }
}

fn point(field: &Field) -> Option<Point> {
    match &field.value.value {
        Value::Date(date) => Some(Point::Day(*date)),
        Value::Instant(instant) => Some(Point::Moment(instant.timestamp)),
        _ => None,
    }
}
