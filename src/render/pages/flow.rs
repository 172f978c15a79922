//! How documents move through their states: `flow` in the template, for all types and for one.

use serde::Serialize;

use super::{Page, rendered};
use crate::definition::TypeIndex;
use crate::history::Reach;
use crate::insight::flow::{Leg, Still, TypeFlow, Work};
use crate::insight::numbers::Numbers;
use crate::model::DocumentIndex;
use crate::render::chart::{AreaChart, AreaSeries, ChartView, Heading};
use crate::render::library::Library;
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{DateView, DocumentView, state_label};
use crate::render::{FLOW, flow_route, listing_route};

/// Most documents listed that have not moved for long.
const MAX_STILL: usize = 30;
/// The same on the page of one type.
const MAX_STILL_OF_TYPE: usize = 12;
/// Most quarters of a table, the latest ones.
const MAX_QUARTERS: usize = 8;
/// Most documents listed that a leg's numbers come from, the longest ways first.
const MAX_DOCUMENTS: usize = 12;

/// How documents move.
#[derive(Debug, Serialize)]
struct FlowPage {
    /// Why some of it is unknown: "shallow", "none"; empty where all of it is known.
    reach: &'static str,
    /// The types, each with its legs.
    types: Vec<TypeView>,
    /// What has not moved for long.
    still: Vec<StillView>,
    /// How many more.
    still_left_out: usize,
    /// Whether it is about one type.
    one: bool,
    /// For one type: how much was in each state over time; `None` where no time has passed.
    chart: Option<ChartView>,
    /// Whether some documents were there before what is known of them.
    partly_unknown: bool,
    /// For one type: what each leg took, by the quarter in which it ended.
    quarters: Vec<QuarterRow>,
    /// For one type: the documents that the numbers come from.
    sources: Vec<Source>,
}

/// A type and how its documents move.
#[derive(Debug, Serialize)]
struct TypeView {
    /// Its plural.
    label: String,
    /// The page of its flow.
    href: String,
    /// Its documents.
    documents: String,
    /// Its legs.
    legs: Vec<LegView>,
}

/// A leg and what it took.
#[derive(Debug, Serialize)]
struct LegView {
    /// "From the first commit to proposed".
    label: String,
    /// What it took.
    #[serde(flatten)]
    took: Took,
    /// How many are unknown.
    unknown: usize,
    /// How many skipped it.
    skipped: usize,
}

/// Days that something took.
#[derive(Debug, Serialize)]
struct Took {
    /// How many it is counted from.
    n: usize,
    /// The middle one, in days; empty where there is none.
    median: String,
    /// What nine in ten do not exceed, likewise.
    p90: String,
}

/// A quarter and what each leg took that ended in it.
#[derive(Debug, Serialize)]
struct QuarterRow {
    /// The quarter.
    quarter: String,
    /// For each leg, in order.
    legs: Vec<Took>,
}

/// The documents that a leg's numbers come from.
#[derive(Debug, Serialize)]
struct Source {
    /// The leg.
    label: String,
    /// The documents and their days.
    documents: Vec<Taken>,
    /// How many more.
    left_out: usize,
}

/// A document and the days it took.
#[derive(Debug, Serialize)]
struct Taken {
    /// The document.
    document: DocumentView,
    /// "12 days"; "unknown".
    days: String,
}

/// A document that has not moved for long.
#[derive(Debug, Serialize)]
struct StillView {
    /// The document.
    document: DocumentView,
    /// Since when.
    since: DateView,
    /// How long.
    days: String,
    /// What is usual in that state; empty where that cannot be told.
    usual: String,
}

/// Whether there is anything to tell.
pub(super) fn exists(library: &Library<'_>) -> bool {
    library.input.insights.have_flow()
}

/// The types that have a page.
pub(super) fn types<'a>(library: &'a Library<'_>) -> impl Iterator<Item = TypeIndex> + 'a {
    library
        .input
        .insights
        .flow()
        .types
        .iter()
        .map(|of_type| of_type.of_type)
}

/// Writes the page of all types.
pub(super) fn write(library: &Library<'_>, theme: &Theme) -> Result<Page, ThemeError> {
    let flow = library.input.insights.flow();
    let (still, still_left_out) = still(library, FLOW, &flow.still.iter().collect::<Vec<_>>(), MAX_STILL);
    let view = FlowPage {
        reach: reach(library),
        types: flow
            .types
            .iter()
            .map(|of_type| type_view(library, FLOW, of_type))
            .collect(),
        still,
        still_left_out,
        chart: None,
        one: false,
        partly_unknown: false,
        quarters: Vec::new(),
        sources: Vec::new(),
    };
    let mut page = library.page("flow", library.phrases.say("flow.title"), FLOW);
    page.description = library.phrases.say("flow.lede").to_owned();
    rendered(theme, "flow.html", &page, "flow", &view)
}

/// Writes the page of one type.
pub(super) fn write_type(library: &Library<'_>, theme: &Theme, index: TypeIndex) -> Result<Page, ThemeError> {
    let flow = library.input.insights.flow();
    let Some(of_type) = flow.types.iter().find(|it| it.of_type == index) else {
        return write(library, theme);
    };
    let definition = library.input.corpus.definitions.get(index);
    let route = flow_route(definition);
    let is_own = |still: &&Still| library.document(still.document).definition == index;
    let own: Vec<&Still> = flow.still.iter().filter(is_own).collect();
    let (still, still_left_out) = still(library, &route, &own, MAX_STILL_OF_TYPE);
    let unknown = |work: &Work| work.unknown.iter().any(|count| *count > 0);
    let view = FlowPage {
        reach: reach(library),
        types: vec![type_view(library, &route, of_type)],
        still,
        still_left_out,
        chart: of_type
            .work
            .as_ref()
            .filter(|work| work.days.len() > 1)
            .map(|work| chart(library, of_type, work)),
        one: true,
        partly_unknown: of_type.work.as_ref().is_some_and(unknown),
        quarters: quarters(&of_type.legs),
        sources: of_type.legs.iter().map(|leg| source(library, &route, leg)).collect(),
    };
    let title = library.phrases.fill("flow.title_of", &[("type", &definition.plural)]);
    let flow = library.phrases.say("flow.title");
    let mut page = library.page_below("flow", title, &route, (flow, FLOW), &definition.plural);
    page.description = library.phrases.say("flow.lede").to_owned();
    rendered(theme, "flow.html", &page, "flow", &view)
}

fn reach(library: &Library<'_>) -> &'static str {
    match library.input.history.reach {
        Reach::Shallow | Reach::Damaged => "shallow",
        _ => "",
    }
}

fn type_view(library: &Library<'_>, route: &str, of_type: &TypeFlow) -> TypeView {
    let definition = library.input.corpus.definitions.get(of_type.of_type);
    let leg = |leg: &Leg| LegView {
        label: leg_label(library, leg),
        took: took(&leg.days),
        unknown: leg.days.unknown.len(),
        skipped: leg.skipped.len(),
    };
    TypeView {
        label: definition.plural.clone(),
        href: library.href(route, &flow_route(definition)),
        documents: library.href(route, &listing_route(definition)),
        legs: of_type.legs.iter().map(leg).collect(),
    }
}

fn leg_label(library: &Library<'_>, leg: &Leg) -> String {
    let name = |state: &String| state_label(state).to_lowercase();
    let or = format!(" {} ", library.phrases.say("flow.or"));
    let to = leg.to.iter().map(name).collect::<Vec<_>>().join(&or);
    match &leg.from {
        Some(from) => library.phrases.fill("flow.leg", &[("from", &name(from)), ("to", &to)]),
        None => library.phrases.fill("flow.leg_first", &[("to", &to)]),
    }
}

fn took(numbers: &Numbers) -> Took {
    let days = |value: Option<f64>| value.map_or_else(String::new, crate::render::chart::number);
    Took {
        n: numbers.count(),
        median: days(numbers.median),
        p90: days(numbers.p90),
    }
}

/// What each leg took in the latest quarters, the latest first; quarters without any stand too.
fn quarters(legs: &[Leg]) -> Vec<QuarterRow> {
    let all = legs
        .iter()
        .flat_map(|leg| leg.by_quarter.iter().map(|(quarter, _)| *quarter));
    let (Some(first), Some(last)) = (all.clone().min(), all.max()) else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    let mut quarter = last;
    while quarter >= first && rows.len() < MAX_QUARTERS {
        let nothing = Numbers::default();
        let of = |leg: &Leg| {
            let found = leg.by_quarter.iter().find(|(it, _)| *it == quarter);
            took(found.map_or(&nothing, |(_, numbers)| numbers))
        };
        rows.push(QuarterRow {
            quarter: quarter.to_string(),
            legs: legs.iter().map(of).collect(),
        });
        quarter = quarter.previous();
    }
    rows
}

fn source(library: &Library<'_>, route: &str, leg: &Leg) -> Source {
    let days = |days: f64| {
        let number = crate::render::chart::number(days);
        library.phrases.fill("flow.days", &[("n", &number)])
    };
    let known = leg.days.known.iter().rev().map(|(index, took)| (*index, days(*took)));
    let unknown = leg.days.unknown.iter();
    let unknown = unknown.map(|index| (*index, library.phrases.say("flow.unknown").to_owned()));
    let all: Vec<(DocumentIndex, String)> = known.chain(unknown).collect();
    Source {
        label: leg_label(library, leg),
        left_out: all.len().saturating_sub(MAX_DOCUMENTS),
        documents: all
            .into_iter()
            .take(MAX_DOCUMENTS)
            .map(|(index, days)| Taken {
                document: library.row(route, index),
                days,
            })
            .collect(),
    }
}

fn still(library: &Library<'_>, route: &str, all: &[&Still], most: usize) -> (Vec<StillView>, usize) {
    let days = |n: &dyn std::fmt::Display, key: &str| library.phrases.fill(key, &[("n", n)]);
    let view = |still: &&Still| StillView {
        document: library.row(route, still.document),
        since: DateView::from(still.since),
        days: days(
            &still.days,
            if still.at_least {
                "flow.days_at_least"
            } else {
                "flow.days"
            },
        ),
        usual: still.usual.map_or_else(String::new, |usual| {
            days(&crate::render::chart::number(usual), "flow.days")
        }),
    };
    let left_out = all.len().saturating_sub(most);
    (all.iter().take(most).map(view).collect(), left_out)
}

/// Work in each state, what has come furthest at the bottom. States that nothing was in are left out.
fn chart(library: &Library<'_>, of_type: &TypeFlow, work: &Work) -> ChartView {
    let definition = library.input.corpus.definitions.get(of_type.of_type);
    let phrases = &library.phrases;
    let series = |label: String, counts: &[usize]| AreaSeries {
        label,
        values: counts
            .iter()
            .map(|count| crate::insight::numbers::to_float(*count))
            .collect(),
    };
    // States beside the way are one area, since a chart has only so many looks that can be told apart.
    let lifecycle = &definition.lifecycle;
    let (beside, ordered): (Vec<_>, Vec<_>) = work.states.iter().partition(|it| {
        lifecycle
            .index(&it.state)
            .is_none_or(|state| lifecycle.states[state].aside)
    });
    let beside: Vec<usize> = (0..work.days.len())
        .map(|day| beside.iter().filter_map(|it| it.counts.get(day)).sum())
        .collect();
    let mut all = vec![series(phrases.say("flow.beside").to_owned(), &beside)];
    all.extend(
        ordered
            .iter()
            .rev()
            .map(|it| series(state_label(&it.state), &it.counts)),
    );
    all.push(series(phrases.say("flow.unknown_state").to_owned(), &work.unknown));
    all.retain(|series| series.values.iter().any(|value| *value > 0.0));
    let title = phrases.fill("flow.chart", &[("type", &definition.plural)]);
    AreaChart {
        heading: Heading {
            name: format!("flow-{}", definition.type_name),
            title,
            description: phrases.say("flow.chart_description").to_owned(),
        },
        day: phrases.say("chart.day").to_owned(),
        days: work.days.clone(),
        series: all,
    }
    .draw()
}
