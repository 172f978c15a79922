//! Incidents that a change brought about: how long recovery took, and what share of deployments they are.
//!
//! # How it is counted
//! - Recovery time is the time to restore of the incidents with `caused_by_change: yes`, and of no others.
//! - The fail rate divides such incidents by deployments. Deployments are taken from a metric whose unit begins with
//!   "deployments" (or "deploys", "releases"): a reading of `deployments per week` stands for that many in every week of its
//!   period, one of `deployments` for that many in all. The period of a reading goes from the day after the reading before
//!   it to its own day, and is never longer than the metric's cadence, so that a month nobody read is not made up.
//! - Only the days that readings cover count, for incidents too: otherwise the incidents of a quarter would be divided by
//!   the deployments of a part of it.
//! - The rate is a lower bound, because most failed deployments never become an incident.

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Group, Incident, Numbers};
use crate::insight::input::Input;
use crate::insight::numbers::to_float;
use crate::insight::past::days;
use crate::insight::publish::published;
use crate::insight::quarter::Quarter;
use crate::model::{Corpus, Document, DocumentIndex, Reading, cadence_days, readings};

/// Name of the type that may hold the deployments.
const METRIC: &str = "metric";
/// Days for which the first reading of a metric without a cadence stands.
const MONTH: i32 = 31;

/// What changes brought about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// Incidents that a change brought about.
    pub caused: Vec<DocumentIndex>,
    /// Incidents of which nobody knows whether one did.
    pub unknown: Vec<DocumentIndex>,
    /// Minutes until what a change brought about stopped hurting.
    pub recovery: Numbers,
    /// The metric that holds the deployments.
    pub metric: Option<DocumentIndex>,
    /// By quarter, as incidents are.
    pub by_quarter: Vec<QuarterOfChanges>,
    /// Over all days that readings cover.
    pub covered: QuarterOfChanges,
}

/// What changes brought about in a quarter, or in all of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QuarterOfChanges {
    /// The quarter; `None` for all of them.
    pub quarter: Option<Quarter>,
    /// Minutes until what a change brought about stopped hurting.
    pub recovery: Numbers,
    /// Days of it on which the number of deployments is known.
    pub days: i32,
    /// Deployments on those days; `None` where no day is covered.
    pub deployments: Option<f64>,
    /// Incidents that a change brought about on those days.
    pub failed: Vec<DocumentIndex>,
    /// The latter per hundred of the former; `None` without deployments.
    pub fail_rate: Option<f64>,
}

published!(Changes {
    caused,
    unknown,
    recovery,
    metric,
    by_quarter,
    covered
});
published!(QuarterOfChanges {
    quarter,
    recovery,
    days,
    deployments,
    failed,
    fail_rate
});

/// Days on which there were so many deployments each.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Period {
    first: Date,
    last: Date,
    per_day: f64,
}

impl Period {
    fn days(&self) -> i32 {
        days(self.first, self.last) + 1
    }

    /// The part of it within a quarter.
    fn within(&self, quarter: Quarter) -> Option<Self> {
        let first = self.first.max(quarter.first_day()?);
        let last = self.last.min(quarter.last_day()?);
        (first <= last).then_some(Self { first, last, ..*self })
    }

    fn holds(&self, day: Date) -> bool {
        self.first <= day && day <= self.last
    }
}

/// Derives what changes brought about.
pub(super) fn derive(input: &Input<'_>, all: &[Incident], by_quarter: &[(Quarter, Group)]) -> Changes {
    let is = |incident: &Incident, word| incident.caused_by_change.as_deref() == Some(word);
    let caused: Vec<&Incident> = all.iter().filter(|incident| is(incident, "yes")).collect();
    let unknown = all
        .iter()
        .filter(|incident| !is(incident, "yes") && !is(incident, "no"));
    let metric = deployments(input.corpus);
    let periods = metric.map(|(_, document)| periods(input, document)).unwrap_or_default();
    let restore = |incidents: &[&Incident]| Numbers::of(incidents.iter().map(|it| (it.document, it.restore)));
    let quarters = by_quarter.iter().map(|(quarter, _)| {
        let own: Vec<&Incident> = caused
            .iter()
            .copied()
            .filter(|it| it.quarter == Some(*quarter))
            .collect();
        let periods: Vec<Period> = periods.iter().filter_map(|period| period.within(*quarter)).collect();
        QuarterOfChanges {
            quarter: Some(*quarter),
            recovery: restore(&own),
            ..rated(&own, &periods)
        }
    });
    Changes {
        by_quarter: quarters.collect(),
        recovery: restore(&caused),
        covered: QuarterOfChanges {
            recovery: restore(&caused),
            ..rated(&caused, &periods)
        },
        caused: caused.iter().map(|incident| incident.document).collect(),
        unknown: unknown.map(|incident| incident.document).collect(),
        metric: metric.map(|(index, _)| index),
    }
}

/// Failures over deployments on the days of some periods, which lie in order and apart.
fn rated(caused: &[&Incident], periods: &[Period]) -> QuarterOfChanges {
    let covered = |incident: &&&Incident| {
        let day = incident.started.map(|started| started.zoned().date());
        day.is_some_and(|day| {
            let at = periods.partition_point(|period| period.last < day);
            periods.get(at).is_some_and(|period| period.holds(day))
        })
    };
    let failed: Vec<DocumentIndex> = caused
        .iter()
        .filter(covered)
        .map(|incident| incident.document)
        .collect();
    let deployments: f64 = periods
        .iter()
        .map(|period| period.per_day * f64::from(period.days()))
        .sum();
    let has_any = !periods.is_empty();
    QuarterOfChanges {
        days: periods.iter().map(Period::days).sum(),
        deployments: has_any.then_some(deployments),
        fail_rate: (has_any && deployments > 0.0).then(|| to_float(failed.len()) / deployments * 100.0),
        failed,
        ..QuarterOfChanges::default()
    }
}

/// The metric that holds the deployments: one in use, of the kind `dora` before others, then the first by its path.
fn deployments(corpus: &Corpus) -> Option<(DocumentIndex, &Document)> {
    let metrics = corpus.of_type(corpus.definitions.find(METRIC)?);
    let fitting = metrics.filter(|(_, document)| {
        let in_use = corpus.state_name(document) != Some("retired");
        in_use
            && document
                .fields
                .text("unit")
                .is_some_and(|unit| days_per_unit(unit).is_some())
    });
    fitting.min_by_key(|(index, document)| (document.fields.text("kind") != Some("dora"), *index))
}

/// What a unit of deployments is counted over: days, or zero where a reading is the number in its whole period.
fn days_per_unit(unit: &str) -> Option<f64> {
    let unit = unit.trim().to_lowercase();
    let mut words = unit
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    if !matches!(words.next()?, "deployments" | "deployment" | "deploys" | "releases") {
        return None;
    }
    let Some(last) = words.next_back() else {
        return Some(0.0);
    };
    Some(match last {
        "day" | "daily" => 1.0,
        "week" | "weekly" => 7.0,
        "fortnight" => 14.0,
        "month" | "monthly" => 365.25 / 12.0,
        "quarter" | "quarterly" => 365.25 / 4.0,
        "year" | "yearly" => 365.25,
        _ => return None,
    })
}

/// The periods that the readings of a metric stand for, in order, none after today.
fn periods(input: &Input<'_>, document: &Document) -> Vec<Period> {
    let Some(unit) = document.fields.text("unit").and_then(days_per_unit) else {
        return Vec::new();
    };
    let longest = cadence_days(document).unwrap_or(MONTH);
    let all = readings(input.corpus, document);
    let usable = all
        .iter()
        .filter(|it| it.value >= 0.0 && input.today.is_none_or(|today| it.on <= today));
    let mut periods: Vec<Period> = Vec::new();
    for Reading { on, value } in usable {
        let before = periods.last().map(|period| period.last);
        // Of two readings on one day the later one counts.
        let before = match before {
            Some(day) if day == *on => periods.pop().and_then(|period| period.first.yesterday().ok()),
            before => before,
        };
        // A calendar month or quarter is shorter than the longest one, as the first reading's may be.
        let earliest = on.checked_sub(longest.days()).unwrap_or(*on);
        let calendar = match longest {
            31 => on
                .tomorrow()
                .ok()
                .and_then(|next| next.checked_sub(1.month()).ok()?.yesterday().ok()),
            92 => on
                .tomorrow()
                .ok()
                .and_then(|next| next.checked_sub(3.months()).ok()?.yesterday().ok()),
            _ => None,
        };
        let limit = calendar.unwrap_or(earliest);
        let after = before.map_or(limit, |before| before.max(limit));
        let Ok(first) = after.tomorrow() else { continue };
        if first > *on {
            continue;
        }
        let length = f64::from(days(first, *on) + 1);
        let per_day = if unit > 0.0 { value / unit } else { value / length };
        periods.push(Period {
            first,
            last: *on,
            per_day,
        });
    }
    periods
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_deployments_are_known_from_others() {
        assert_eq!(days_per_unit("deployments per week"), Some(7.0));
        assert_eq!(days_per_unit("Deploys/day"), Some(1.0));
        assert_eq!(days_per_unit("deployments"), Some(0.0));
        for unit in [
            "minutes",
            "percent of deployments",
            "deployments per team",
            "",
            "hours per deployment",
        ] {
            assert_eq!(days_per_unit(unit), None, "{unit}");
        }
    }
}
