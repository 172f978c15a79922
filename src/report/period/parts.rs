//! What is told of a period, part by part, before anyone knows whether it becomes text or Markdown.

use std::collections::HashMap;

use jiff::civil::Date;

use super::PeriodReport;
use crate::insight::incidents::Incident;
use crate::insight::numbers::Numbers;
use crate::insight::period::{Move, NewReading};
use crate::model::DocumentIndex;

/// Most entries of one part.
const MOST: usize = 10;

/// One heading and what stands below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// The heading.
    pub(super) title: &'static str,
    /// A sentence on all of it.
    pub(super) summary: Option<String>,
    /// The entries.
    pub(super) entries: Vec<Entry>,
    /// How many are left out.
    pub(super) left_out: usize,
}

/// One document and what is said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The document.
    pub(super) document: DocumentIndex,
    /// What is said instead of its title.
    pub(super) instead: Option<String>,
    /// What is said of it.
    pub(super) note: String,
}

/// "18 to 24 November 2026" is for people of one language; days are said as everywhere in docent.
pub(super) fn title(report: &PeriodReport<'_>) -> String {
    let period = report.happened.period;
    format!("{}, {} to {}", report.corpus.config.title, period.since, period.as_of)
}

/// Everything that is told, in order; parts without anything to tell are left out.
pub(super) fn parts(report: &PeriodReport<'_>) -> Vec<Part> {
    let happened = report.happened;
    let moves = |title, moves: &[Move]| part(title, moves.iter().map(moved));
    let mut parts = vec![
        moves("Decided", &happened.decided),
        moves("Shipped", &happened.shipped),
        measured(report),
        lessons(report),
        broke(report),
        overdue(report),
        part("Actions done", happened.done.iter().filter_map(|at| done(report, *at))),
        moves("Started", &happened.started),
        moves("Waiting for a decision", &happened.proposed),
        readings(report),
    ];
    parts.retain(|part| !part.entries.is_empty());
    parts
}

fn part(title: &'static str, entries: impl Iterator<Item = Entry>) -> Part {
    let mut entries: Vec<_> = entries.collect();
    let left_out = entries.len().saturating_sub(MOST);
    entries.truncate(MOST);
    Part {
        title,
        summary: None,
        entries,
        left_out,
    }
}

fn moved(it: &Move) -> Entry {
    Entry {
        document: it.document,
        instead: None,
        note: format!("{} on {}", it.state, it.on),
    }
}

fn measured(report: &PeriodReport<'_>) -> Part {
    let initiatives = report.happened.measured.iter();
    let initiatives = initiatives.filter_map(|at| report.insights.initiatives().get(*at));
    let entries = initiatives.map(|it| {
        let outcome = it.outcome.as_ref();
        let way = [it.bet.baseline.as_deref(), outcome.and_then(|it| it.value.as_deref())];
        let way: Vec<&str> = way.into_iter().flatten().collect();
        let target = it.bet.target.as_deref().map(|target| format!("target {target}"));
        let result = outcome.map(|it| it.judgement.name().to_owned());
        let said = [Some(way.join(" → ")), target, result].into_iter().flatten();
        Entry {
            document: it.index,
            instead: None,
            note: said.filter(|it| !it.is_empty()).collect::<Vec<_>>().join(", "),
        }
    });
    part("Measured", entries)
}

fn lessons(report: &PeriodReport<'_>) -> Part {
    let lessons = report.happened.lessons.iter();
    let lessons = lessons.filter_map(|at| report.insights.outcomes().lessons.get(*at));
    let entries = lessons.map(|it| Entry {
        document: it.initiative,
        instead: None,
        note: "worth reading before trying again".to_owned(),
    });
    part("Learned", entries)
}

fn broke(report: &PeriodReport<'_>) -> Part {
    let happened = report.happened;
    let all = report.insights.incidents().all.iter();
    let by_document: HashMap<DocumentIndex, &Incident> = all.map(|it| (it.document, it)).collect();
    let known = happened.incidents.iter().filter_map(|index| by_document.get(index));
    let entries = known.map(|it| {
        let day = it.started.map(|it| it.zoned().date().to_string());
        let restored = it
            .restore
            .map(|minutes| format!("restored after {}", duration(minutes)));
        let said = [it.severity.clone(), day, restored].into_iter().flatten();
        Entry {
            document: it.document,
            instead: None,
            note: said.collect::<Vec<_>>().join(", "),
        }
    });
    let mut part = part("Broke", entries);
    part.summary = restore(&happened.restore, &happened.restore_before);
    part
}

/// How long it took, and in the period before.
fn restore(now: &Numbers, before: &Numbers) -> Option<String> {
    let median = now.median?;
    let said = format!("median time to restore {}, n = {}", duration(median), now.count());
    Some(match before.median {
        Some(median) => format!(
            "{said} (in as many days before: {}, n = {})",
            duration(median),
            before.count()
        ),
        None => said,
    })
}

fn overdue(report: &PeriodReport<'_>) -> Part {
    let overdue = &report.happened.overdue;
    let actions = overdue
        .actions
        .iter()
        .filter_map(|at| report.insights.actions().all.get(*at));
    let actions = actions.map(|it| Entry {
        document: it.document,
        instead: Some(it.what.clone()),
        note: late(it.owner.as_deref(), it.due, it.late),
    });
    let follow_ups = overdue.follow_ups.iter();
    let follow_ups = follow_ups.filter_map(|at| report.insights.outcomes().follow_ups.get(*at));
    let follow_ups = follow_ups.map(|it| Entry {
        document: it.initiative,
        instead: None,
        note: format!("follow-up: {}", late(owner(report, it.initiative), it.due, it.late)),
    });
    let metrics = overdue.metrics.iter().map(|index| Entry {
        document: *index,
        instead: None,
        note: match owner(report, *index) {
            Some(owner) => format!("no new reading: {owner}"),
            None => "no new reading".to_owned(),
        },
    });
    part("Overdue", follow_ups.chain(actions).chain(metrics))
}

fn owner<'a>(report: &PeriodReport<'a>, index: DocumentIndex) -> Option<&'a str> {
    report.corpus.get(index).owner()
}

/// "ada, due 2026-11-01, 24 days late"
fn late(owner: Option<&str>, due: Option<Date>, late: Option<i32>) -> String {
    let due = due.map(|due| format!("due {due}"));
    let late = late.map(|days| match days {
        1 => "1 day late".to_owned(),
        days => format!("{days} days late"),
    });
    let said = [owner.map(str::to_owned), due, late].into_iter().flatten();
    said.collect::<Vec<_>>().join(", ")
}

fn done(report: &PeriodReport<'_>, at: usize) -> Option<Entry> {
    let promise = report.insights.actions().all.get(at)?;
    let on = promise.done_on.map(|on| format!("on {on}"));
    let said = [promise.owner.clone(), on].into_iter().flatten();
    Some(Entry {
        document: promise.document,
        instead: Some(promise.what.clone()),
        note: said.collect::<Vec<_>>().join(", "),
    })
}

fn readings(report: &PeriodReport<'_>) -> Part {
    let entries = report.happened.readings.iter().map(|it| reading(report, it));
    part("New readings", entries)
}

/// "42 min → 38 min, target 30 min"
fn reading(report: &PeriodReport<'_>, it: &NewReading) -> Entry {
    let unit = report.corpus.get(it.document).fields.text("unit").unwrap_or_default();
    let number = |value: f64| format!("{value} {unit}").trim_end().to_owned();
    let way = match it.before {
        Some(before) => format!("{} → {}", number(before.value), number(it.reading.value)),
        None => number(it.reading.value),
    };
    let target = it.target.map(|target| format!(", target {}", number(target)));
    Entry {
        document: it.document,
        instead: None,
        note: way + &target.unwrap_or_default(),
    }
}

/// Minutes in the largest unit that reads well.
fn duration(minutes: f64) -> String {
    let (value, unit) = match minutes {
        minutes if minutes < 120.0 => (minutes, "min"),
        minutes if minutes < 2880.0 => (minutes / 60.0, "h"),
        minutes => (minutes / 1440.0, "days"),
    };
    let rounded = if value < 10.0 {
        (value * 10.0).round() / 10.0
    } else {
        value.round()
    };
    format!("{rounded} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_read_well() {
        for (minutes, said) in [
            (0.5, "0.5 min"),
            (42.0, "42 min"),
            (150.0, "2.5 h"),
            (3000.0, "2.1 days"),
            (1440.0, "24 h"),
        ] {
            assert_eq!(duration(minutes), said);
        }
    }

    #[test]
    fn what_is_late_says_whose_and_how_long() {
        let due = jiff::civil::date(2026, 11, 1);
        assert_eq!(late(Some("ada"), Some(due), Some(1)), "ada, due 2026-11-01, 1 day late");
        assert_eq!(late(None, None, None), "");
    }
}
