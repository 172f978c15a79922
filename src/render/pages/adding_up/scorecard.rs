//! Every metric at a glance: `scorecard` in the template.

use serde::Serialize;

use crate::insight::amount::Direction;
use crate::insight::scorecard::{Mover, Score, Trend};
use crate::model::Reading;
use crate::render::SCORECARD;
use crate::render::chart::{ItemView, sparkline};
use crate::render::library::Library;
use crate::render::pages::{Page, rendered};
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{self, DateView, Pager, pager, part_route};
use crate::render::words::ellipsis_after;

/// Most metrics on one page.
const PAGE_SIZE: usize = 14;
/// Most initiatives named for one metric.
const MAX_MOVERS: usize = 3;
/// Readings in the small line.
const MAX_READINGS: usize = 24;

/// Every metric.
#[derive(Debug, Serialize)]
struct ScorecardPage {
    /// How many reach their target, get better, are stale.
    lede: String,
    /// The metrics of this page.
    rows: Vec<ScoreRow>,
    /// The other pages.
    pager: Option<Pager>,
}

/// One metric.
#[derive(Debug, Serialize)]
struct ScoreRow {
    /// Its id.
    id: String,
    /// Its title.
    title: String,
    /// Its page.
    href: String,
    /// Its unit.
    unit: String,
    /// Its latest readings as a small line; SVG.
    line: Option<String>,
    /// Its latest reading.
    value: Option<String>,
    /// The day of that.
    on: Option<DateView>,
    /// `better`, `worse`, `level` or `changed`.
    trend: Option<&'static str>,
    /// "better than 21.3 on 2026-07-31".
    trend_words: String,
    /// An arrow up, down or to the side.
    arrow: &'static str,
    /// Where it should be, "at least 20".
    target: Option<String>,
    /// Whether it is there.
    met: Option<bool>,
    /// Whether it has not been read for too long.
    stale: bool,
    /// "25 days old, read every 31".
    age: String,
    /// Whether it is retired.
    retired: bool,
    /// The initiatives that mean to move it.
    movers: Vec<MoverItem>,
    /// How many more there are.
    more_movers: usize,
}

/// An initiative that means to move a metric.
#[derive(Debug, Serialize)]
struct MoverItem {
    /// The initiative.
    initiative: ItemView,
    /// Its title.
    title: String,
    /// "shipped 2025-02-11", "to 15 min by 2025-06-30".
    when: String,
}

/// How many pages the list has.
pub(in crate::render::pages) fn parts(library: &Library<'_>) -> usize {
    view::parts(library.input.insights.scorecard().metrics.len(), PAGE_SIZE)
}

/// Writes a page of metrics.
pub(in crate::render::pages) fn write(library: &Library<'_>, theme: &Theme, part: usize) -> Result<Page, ThemeError> {
    let metrics = &library.input.insights.scorecard().metrics;
    let route = part_route(SCORECARD, part);
    let in_use = metrics.iter().filter(|score| !score.retired);
    let count = |wanted: fn(&Score) -> bool| in_use.clone().filter(|score| wanted(score)).count();
    let values: [(&str, &dyn std::fmt::Display); 5] = [
        ("n", &in_use.clone().count()),
        ("met", &count(|score| score.met == Some(true))),
        ("targets", &count(|score| score.met.is_some())),
        ("better", &count(|score| score.trend == Some(Trend::Better))),
        ("stale", &count(|score| score.stale == Some(true))),
    ];
    let shown = metrics.iter().skip(part * PAGE_SIZE).take(PAGE_SIZE);
    let view = ScorecardPage {
        lede: library.phrases.fill("incidents.scorecard_lede", &values),
        rows: shown.map(|score| row(library, &route, score)).collect(),
        pager: pager(&library.phrases, SCORECARD, part, metrics.len(), PAGE_SIZE),
    };
    let mut page = library.page("scorecard", library.phrases.say("incidents.scorecard"), &route);
    page.section = SCORECARD.to_owned();
    page.description.clone_from(&view.lede);
    rendered(theme, "scorecard.html", &page, "scorecard", &view)
}

fn row(library: &Library<'_>, route: &str, score: &Score) -> ScoreRow {
    let document = library.document(score.document);
    let number = |value: f64| library.unit().format(value);
    let unit = document
        .fields
        .text("unit")
        .map(|unit| ellipsis_after(unit, 40))
        .unwrap_or_default();
    let latest: Vec<f64> = score
        .readings
        .iter()
        .rev()
        .take(MAX_READINGS)
        .map(|reading| reading.value)
        .collect();
    let line: Vec<f64> = latest.into_iter().rev().collect();
    let arrow = match (score.latest, score.before) {
        (Some(now), Some(before)) if score.trend != Some(Trend::Level) => {
            if now.value > before.value {
                "↗"
            } else {
                "↘"
            }
        }
        (Some(_), Some(_)) => "→",
        _ => "",
    };
    let target = score.target.map(|target| {
        let key = match score.better {
            Some(Direction::Up) => "incidents.at_least",
            Some(Direction::Down) => "incidents.at_most",
            None => "incidents.exactly",
        };
        library.phrases.fill(key, &[("value", &number(target))])
    });
    ScoreRow {
        id: document.id.value.clone(),
        title: ellipsis_after(&document.title.value, 80),
        href: library.href(route, &document.route),
        line: (line.len() > 1).then(|| line_of(library, score, &line)).flatten(),
        unit,
        value: score.latest.map(|latest| number(latest.value)),
        on: score.latest.map(|latest| DateView::from(latest.on)),
        trend: score.trend.map(Trend::word),
        trend_words: trend_words(library, score),
        arrow,
        target,
        met: score.met,
        stale: score.stale == Some(true),
        age: age(library, score),
        retired: score.retired,
        movers: score
            .movers
            .iter()
            .take(MAX_MOVERS)
            .map(|mover| mover_item(library, route, mover))
            .collect(),
        more_movers: score.movers.len().saturating_sub(MAX_MOVERS),
    }
}

fn line_of(library: &Library<'_>, score: &Score, line: &[f64]) -> Option<String> {
    let number = |reading: Reading| library.unit().format(reading.value);
    let first = score
        .readings
        .get(score.readings.len().saturating_sub(MAX_READINGS))
        .copied()?;
    let values: [(&str, &dyn std::fmt::Display); 2] = [("from", &number(first)), ("to", &number(score.latest?))];
    sparkline(
        &library.phrases.fill("incidents.line_seen", &values),
        line,
        score.target,
    )
}

fn trend_words(library: &Library<'_>, score: &Score) -> String {
    let (Some(trend), Some(before)) = (score.trend, score.before) else {
        return String::new();
    };
    let key = format!("incidents.trend_{}", trend.word());
    let values: [(&str, &dyn std::fmt::Display); 2] = [
        ("value", &library.unit().format(before.value)),
        ("day", &library.phrases.day(before.on)),
    ];
    library.phrases.fill(&key, &values)
}

fn age(library: &Library<'_>, score: &Score) -> String {
    match (score.age, score.cadence) {
        (Some(age), Some(cadence)) => library
            .phrases
            .fill("incidents.age_cadence", &[("n", &age), ("cadence", &cadence)]),
        (Some(age), None) => library.phrases.fill("incidents.age", &[("n", &age)]),
        (None, _) => String::new(),
    }
}

fn mover_item(library: &Library<'_>, route: &str, mover: &Mover) -> MoverItem {
    let phrases = &library.phrases;
    let when = match (mover.shipped, mover.measured, mover.by) {
        (Some(day), ..) => phrases.fill("incidents.shipped_on", &[("day", &phrases.day(day))]),
        (None, Some(day), _) => phrases.fill("incidents.measured_on", &[("day", &phrases.day(day))]),
        (None, None, Some(day)) => {
            let target = mover
                .target
                .as_deref()
                .map(|target| ellipsis_after(target, 40))
                .unwrap_or_default();
            phrases.fill("incidents.to_by", &[("target", &target), ("day", &phrases.day(day))])
        }
        _ => String::new(),
    };
    MoverItem {
        initiative: library.item(route, mover.initiative),
        title: ellipsis_after(&library.document(mover.initiative).title.value, 50),
        when,
    }
}
