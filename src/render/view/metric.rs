//! A metric over time, with its target, its baseline and what was done about it.

use crate::insight::amount::Amount;
use crate::insight::scorecard::{self, Mover, Score};
use crate::model::DocumentIndex;
use crate::render::chart::{ChartView, Heading, Level, LevelKind, LineChart, LineSeries, Mark, Point};
use crate::render::library::Library;
use crate::render::words::ellipsis_after;

/// Most initiatives marked in the chart.
const MAX_MOVERS: usize = 12;

/// The chart of a metric on the page at its route; `None` for other documents and without a reading.
pub fn metric_chart(library: &Library<'_>, index: DocumentIndex) -> Option<ChartView> {
    // The scorecard is derived when the first page asks, so only metrics ask.
    if library.definition(library.document(index)).type_name != scorecard::TYPE {
        return None;
    }
    let score = library.input.insights.scorecard().of(index)?;
    let (first, latest) = (score.readings.first()?, score.latest?);
    let document = library.document(index);
    let phrases = &library.phrases;
    let unit = document.fields.text("unit").unwrap_or_default();
    let number = |value: f64| library.unit().format(value);
    let values: [(&str, &dyn std::fmt::Display); 6] = [
        ("n", &score.readings.len()),
        ("first", &phrases.day(first.on)),
        ("from", &number(first.value)),
        ("last", &phrases.day(latest.on)),
        ("to", &number(latest.value)),
        ("unit", &unit),
    ];
    let chart = LineChart {
        heading: Heading {
            name: "readings".to_owned(),
            title: phrases.say("document.readings").to_owned(),
            description: phrases.fill("incidents.readings_seen", &values),
        },
        day: phrases.say("chart.day").to_owned(),
        unit: library.unit(),
        series: vec![LineSeries {
            label: if unit.is_empty() {
                document.title.value.clone()
            } else {
                ellipsis_after(unit, 60)
            },
            points: score
                .readings
                .iter()
                .map(|reading| Point {
                    on: reading.on,
                    value: Some(reading.value),
                    href: None,
                })
                .collect(),
        }],
        levels: levels(library, score),
        marks: score
            .movers
            .iter()
            .filter_map(|mover| mark(library, &document.route, mover))
            .take(MAX_MOVERS)
            .collect(),
    };
    Some(chart.draw())
}

/// The target, and the baseline of the initiative that is to move it last.
fn levels(library: &Library<'_>, score: &Score) -> Vec<Level> {
    let target = score.target.map(|value| Level {
        kind: LevelKind::Target,
        label: library
            .phrases
            .fill("chart.target", &[("value", &library.unit().format(value))]),
        value,
    });
    let latest = score
        .movers
        .iter()
        .filter(|mover| mover.baseline.is_some())
        .max_by_key(|mover| mover.by);
    let baseline = latest.and_then(|mover| {
        let value = Amount::parse(mover.baseline.as_deref()?)?.low;
        let id = &library.document(mover.initiative).id.value;
        Some(Level {
            kind: LevelKind::Baseline,
            label: library.phrases.fill(
                "incidents.baseline_of",
                &[("value", &library.unit().format(value)), ("id", id)],
            ),
            value,
        })
    });
    target.into_iter().chain(baseline).collect()
}

/// The day on which an initiative shipped; where Git does not know it, the day on which it was measured.
fn mark(library: &Library<'_>, from: &str, mover: &Mover) -> Option<Mark> {
    let document = library.document(mover.initiative);
    let (on, key) = match (mover.shipped, mover.measured) {
        (Some(day), _) => (day, "incidents.shipped"),
        (None, Some(day)) => (day, "incidents.measured"),
        (None, None) => return None,
    };
    let name = format!("{} {}", document.id.value, ellipsis_after(&document.title.value, 60));
    Some(Mark {
        on,
        label: library.phrases.fill(key, &[("what", &name)]),
        href: Some(library.href(from, &document.route)),
    })
}
