//! What the documents added up to on the day of a review: the scorecard, the roadmap and the outcomes of that day.

use jiff::civil::Date;
use serde::Serialize;

use crate::insight::earlier::Earlier;
use crate::insight::scorecard::Score;
use crate::model::{Document, DocumentIndex};
use crate::render::INSIGHTS_OF_DAY;
use crate::render::library::Library;
use crate::render::pages::adding_up::names::horizon_label;
use crate::render::view::DocumentView;

/// Most metrics, and most initiatives of one column.
const MAX_METRICS: usize = 40;
const MAX_INITIATIVES: usize = 12;

/// What the documents added up to.
#[derive(Debug, Serialize)]
pub(super) struct Numbers {
    /// The metrics that had a reading.
    metrics: Vec<MetricThen>,
    /// How many are left out.
    more_metrics: usize,
    /// The columns of the roadmap.
    roadmap: Vec<ColumnThen>,
    /// What had come of bets: "4 hit, 1 partly, 2 missed"; empty where there was none.
    outcomes: String,
    /// All of it for programs.
    data: String,
}

/// A metric then and now.
#[derive(Debug, Serialize)]
struct MetricThen {
    /// Its title today.
    title: String,
    /// Its page; `None` where it is no longer there.
    href: Option<String>,
    /// The attribute of the vision that it showed; empty where it showed none.
    attribute: String,
    /// The reading of then.
    then: String,
    /// Where it should have been.
    target: String,
    /// Whether it was there; `None` where that cannot be told.
    met: Option<bool>,
    /// Its latest reading today, where that is another one.
    now: String,
}

/// A column of the roadmap.
#[derive(Debug, Serialize)]
struct ColumnThen {
    /// When.
    label: String,
    /// The initiatives that are there today as well, with the state they are in today.
    initiatives: Vec<DocumentView>,
    /// How many more there were.
    more: usize,
}

/// What the documents added up to on a day; `None` where nobody looked back so far, or Git does not know.
pub(super) fn of(library: &Library<'_>, review: &Document, day: Date) -> Option<Numbers> {
    let earlier = library.input.earlier.iter().find(|it| it.day == day)?;
    let metrics = earlier.scorecard.metrics.iter();
    let metrics: Vec<_> = metrics
        .filter_map(|score| metric(library, earlier, review, score))
        .collect();
    let numbers = Numbers {
        more_metrics: metrics.len().saturating_sub(MAX_METRICS),
        metrics: metrics.into_iter().take(MAX_METRICS).collect(),
        roadmap: roadmap(library, earlier, review),
        outcomes: outcomes(library, earlier),
        data: library.href(&review.route, &format!("{INSIGHTS_OF_DAY}{day}.json")),
    };
    let says_nothing = numbers.metrics.is_empty() && numbers.roadmap.is_empty() && numbers.outcomes.is_empty();
    (!says_nothing).then_some(numbers)
}

fn metric(library: &Library<'_>, earlier: &Earlier, review: &Document, score: &Score) -> Option<MetricThen> {
    let then = earlier.documents.get(&score.document)?;
    let reading = score.latest?;
    let now = earlier.in_corpus(score.document, library.input.corpus);
    let today = now.and_then(|index| {
        let all = &library.input.insights.scorecard().metrics;
        all.iter().find(|it| it.document == index)?.latest
    });
    let unit = &then.unit;
    let amount = |value: f64| format!("{} {unit}", library.figure(value, 2)).trim_end().to_owned();
    Some(MetricThen {
        title: now
            .map_or(&then.title, |index| &library.document(index).title.value)
            .clone(),
        href: now.map(|index| library.href(&review.route, &library.document(index).route)),
        attribute: attribute(earlier, score.document),
        then: amount(reading.value),
        target: score.target.map(amount).unwrap_or_default(),
        met: score.met,
        now: today
            .filter(|it| it.on != reading.on)
            .map(|it| amount(it.value))
            .unwrap_or_default(),
    })
}

/// The attributes of the vision of then that a metric showed.
fn attribute(earlier: &Earlier, metric: DocumentIndex) -> String {
    let attributes = earlier.vision.attributes.iter();
    let those = attributes.filter(|it| it.metric == Some(metric));
    let names: Vec<&str> = those.filter_map(|it| it.place.anchor.as_deref()).collect();
    names.join(", ")
}

fn roadmap(library: &Library<'_>, earlier: &Earlier, review: &Document) -> Vec<ColumnThen> {
    let columns = earlier.roadmap.columns.iter().filter(|it| !it.initiatives.is_empty());
    columns
        .map(|column| {
            let known = column.initiatives.iter();
            let known = known.filter_map(|it| earlier.in_corpus(*it, library.input.corpus));
            let initiatives: Vec<_> = known
                .take(MAX_INITIATIVES)
                .map(|it| library.row(&review.route, it))
                .collect();
            ColumnThen {
                label: horizon_label(library, column.horizon),
                more: column.initiatives.len() - initiatives.len(),
                initiatives,
            }
        })
        .collect()
}

/// "4 hit, 1 partly, 2 missed, 3 not measured yet"
fn outcomes(library: &Library<'_>, earlier: &Earlier) -> String {
    let total = &earlier.outcomes.total;
    let counts = [
        ("document.then_hit", total.hit.len()),
        ("document.then_partly", total.partly.len()),
        ("document.then_missed", total.missed.len()),
        ("document.then_unknown", total.unknown.len()),
        ("document.then_waiting", total.waiting.len()),
    ];
    let said = counts.iter().filter(|(_, count)| *count > 0);
    let said = said.map(|(key, count)| library.phrases.fill(key, &[("n", count)]));
    said.collect::<Vec<_>>().join(", ")
}
