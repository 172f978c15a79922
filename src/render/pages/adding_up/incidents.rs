//! What incidents add up to: `trends` in the template. The list that every number of it can be followed to is beside it.

mod tables;
mod times;

use serde::Serialize;

use crate::definition::TypeIndex;
use crate::insight::incidents::{Group, Incidents};
use crate::insight::quarter::Quarter;
use crate::model::DocumentIndex;
use crate::render::chart::{
    BarChart, BarSeries, ChartView, Dot, DotCategory, DotChart, Heading, ItemView, TableView, Unit, minutes,
};
use crate::render::library::Library;
use crate::render::pages::{Page, rendered};
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{DateView, FigureView, minutes_or_none};
use crate::render::{ACTIONS, folder_route, listing_route};

pub(in crate::render::pages) use times::{parts as time_parts, route as times_route, write as write_times};

/// Most quarters on the page, the latest ones; all are in the list of times and in `api/`.
pub(super) const MAX_QUARTERS: usize = 8;
/// Most severities told apart.
const MAX_SEVERITIES: usize = 6;

/// What incidents add up to.
#[derive(Debug, Serialize)]
struct Trends {
    /// How many there are and since when.
    lede: String,
    /// The numbers that stand for themselves.
    figures: Vec<FigureView>,
    /// How many there were, by quarter and severity.
    counts: ChartView,
    /// How long until they stopped hurting, by quarter.
    restore: ChartView,
    /// The three times by quarter.
    by_quarter: TableView,
    /// The three times by severity.
    by_severity: TableView,
    /// What they come from.
    causes: String,
    /// The list of all incidents with their times.
    times: String,
    /// The list of actions.
    actions: String,
    /// Incidents that belong to no quarter shown.
    outside: Vec<ItemView>,
}

/// What incidents come from.
#[derive(Debug, Serialize)]
struct Causes {
    /// Who found them, by quarter.
    found: ChartView,
    /// The three times by service.
    by_service: TableView,
    /// How many more services there are.
    more_services: usize,
    /// Recovery and fail rate by quarter.
    changes: TableView,
    /// The metric that the deployments come from.
    metric: Option<ItemView>,
    /// What several incidents have in common.
    factors: Vec<tables::FactorGroup>,
    /// Lengths of time that someone typed and that the moments contradict.
    contradicted: Vec<tables::ContradictedRow>,
    /// How many more there are.
    more_contradicted: usize,
}

/// Route of the page of trends.
pub(in crate::render) fn trends_route(library: &Library<'_>, index: TypeIndex) -> String {
    format!(
        "{}/trends.html",
        folder_route(library.input.corpus.definitions.get(index))
    )
}

/// Writes the page of trends.
pub(in crate::render::pages) fn write(
    library: &Library<'_>,
    theme: &Theme,
    index: TypeIndex,
) -> Result<Page, ThemeError> {
    let route = trends_route(library, index);
    let trends = Maker {
        library,
        incidents: library.input.insights.incidents(),
        route: &route,
        index,
    };
    let view = trends.view();
    let definition = library.input.corpus.definitions.get(index);
    let title = library.phrases.say("incidents.trends");
    let mut page = library.page("trends", title, &route);
    page.description.clone_from(&view.lede);
    page.crumbs = library
        .page_below(
            "trends",
            title,
            &route,
            (&definition.plural, &listing_route(definition)),
            title,
        )
        .crumbs;
    rendered(theme, "trends.html", &page, "trends", &view)
}

/// Route of the page of causes.
pub(in crate::render::pages) fn causes_route(library: &Library<'_>, index: TypeIndex) -> String {
    format!(
        "{}/causes.html",
        folder_route(library.input.corpus.definitions.get(index))
    )
}

/// Writes the page of causes.
pub(in crate::render::pages) fn write_causes(
    library: &Library<'_>,
    theme: &Theme,
    index: TypeIndex,
) -> Result<Page, ThemeError> {
    let route = causes_route(library, index);
    let causes = Maker {
        library,
        incidents: library.input.insights.incidents(),
        route: &route,
        index,
    };
    let trends = trends_route(library, index);
    let (title, above) = (
        library.phrases.say("incidents.causes"),
        library.phrases.say("incidents.trends"),
    );
    let mut page = library.page_below("causes", title, &route, (above, &trends), title);
    page.description = library.phrases.say("incidents.causes_lede").to_owned();
    rendered(theme, "causes.html", &page, "causes", &causes.causes())
}

/// What is said about incidents on the list of them, and the route of the page of trends.
pub(super) fn summary(library: &Library<'_>) -> Option<(String, String)> {
    let incidents = library.input.insights.incidents();
    if incidents.all.is_empty() {
        return None;
    }
    let recent = incidents.by_quarter.iter().rev().take(4);
    let count: usize = recent.clone().map(|(_, group)| group.incidents.len()).sum();
    let found = recent.map(|(_, group)| group.found.outside()).sum::<usize>();
    let restore = &incidents.total.restore;
    let median = minutes_or_none(restore.median);
    let values: [(&str, &dyn std::fmt::Display); 4] = [
        ("n", &count),
        ("found", &found),
        ("median", &median),
        ("of", &restore.count()),
    ];
    let index = library.input.corpus.definitions.find("incident")?;
    Some((
        library.phrases.fill("incidents.summary", &values),
        trends_route(library, index),
    ))
}

/// Makes the parts of the page.
struct Maker<'a> {
    library: &'a Library<'a>,
    incidents: &'a Incidents,
    route: &'a str,
    index: TypeIndex,
}

impl Maker<'_> {
    fn say(&self, key: &str) -> String {
        self.library.phrases.say(key).to_owned()
    }

    fn view(&self) -> Trends {
        Trends {
            lede: self.lede(),
            figures: self.figures(),
            counts: self.counts(),
            restore: self.restore(),
            by_quarter: self.by_quarter(),
            by_severity: self.by_severity(),
            causes: self.library.href(self.route, &causes_route(self.library, self.index)),
            times: self.library.href(self.route, &times::route(self.library, self.index)),
            actions: self.library.href(self.route, ACTIONS),
            outside: self.library.items(self.route, &self.outside(), 8),
        }
    }

    fn causes(&self) -> Causes {
        let (contradicted, more_contradicted) = self.contradicted();
        let (by_service, more_services) = self.by_service();
        Causes {
            found: self.found(),
            by_service,
            more_services,
            changes: self.changes(),
            metric: self.incidents.changes.metric.map(|index| {
                let document = self.library.document(index);
                ItemView::new(
                    &*document.title.value,
                    Some(&self.library.href(self.route, &document.route)),
                )
            }),
            factors: self.factors(),
            contradicted,
            more_contradicted,
        }
    }

    fn lede(&self) -> String {
        let count = self.incidents.all.len();
        let first = self.incidents.all.iter().rev().find_map(|incident| incident.started);
        match first {
            Some(first) => {
                let day = self.library.phrases.day(first.zoned().date());
                self.library
                    .phrases
                    .fill("incidents.lede", &[("n", &count), ("day", &day)])
            }
            None => self.library.phrases.fill("incidents.lede_undated", &[("n", &count)]),
        }
    }

    fn figures(&self) -> Vec<FigureView> {
        let total = &self.incidents.total;
        let changes = &self.incidents.changes;
        let all = Some(self.library.href(self.route, &times::route(self.library, self.index)));
        let time = |key: &str, numbers: &crate::insight::numbers::Numbers| FigureView {
            label: self.say(key),
            value: minutes_or_none(numbers.median),
            note: self.library.median_of(numbers),
            href: all.clone(),
        };
        let mut figures = vec![
            time("incidents.to_detect", &total.detect),
            time("incidents.to_restore", &total.restore),
            time("incidents.to_resolve", &total.resolve),
            FigureView {
                label: self.say("incidents.found_outside"),
                value: self.share(total.found.outside(), total.found.known()),
                note: self.library.phrases.fill(
                    "incidents.of_known",
                    &[("part", &total.found.outside()), ("n", &total.found.known())],
                ),
                href: all.clone(),
            },
            time("incidents.recovery", &changes.recovery),
        ];
        if let (Some(rate), Some(deployments)) = (changes.covered.fail_rate, changes.covered.deployments) {
            let deployments = self.library.figure(deployments, 0);
            figures.push(FigureView {
                label: self.say("incidents.fail_rate"),
                value: self
                    .library
                    .phrases
                    .fill("incidents.percent", &[("n", &self.library.figure(rate, 1))]),
                note: self.library.phrases.fill(
                    "incidents.fail_rate_of",
                    &[("part", &changes.covered.failed.len()), ("n", &deployments)],
                ),
                href: all,
            });
        }
        figures
    }

    /// "4 of 7" as a percentage; a dash of nothing.
    fn share(&self, part: usize, whole: usize) -> String {
        if whole == 0 {
            return "–".to_owned();
        }
        let to_float = crate::insight::numbers::to_float;
        let percent = self.library.figure(to_float(part) / to_float(whole) * 100.0, 0);
        self.library.phrases.fill("incidents.percent", &[("n", &percent)])
    }

    /// The quarters on the page.
    fn quarters(&self) -> &[(Quarter, Group)] {
        let all = &self.incidents.by_quarter;
        &all[all.len().saturating_sub(MAX_QUARTERS)..]
    }

    /// Those of quarters before these, the latest first, and those that belong to no quarter.
    fn outside(&self) -> Vec<DocumentIndex> {
        let all = &self.incidents.by_quarter;
        let before = &all[..all.len().saturating_sub(MAX_QUARTERS)];
        let before = before.iter().rev().flat_map(|(_, group)| &group.incidents);
        before.chain(&self.incidents.outside).copied().collect()
    }

    /// The severities, the worst first; `None` for the others together, and those that have none.
    fn severities(&self) -> Vec<&str> {
        self.incidents
            .by_severity
            .iter()
            .map(|(name, _)| name.as_str())
            .take(MAX_SEVERITIES)
            .collect()
    }

    /// What a severity is called.
    fn severity(&self, name: &str) -> String {
        if name.is_empty() {
            self.say("incidents.no_severity")
        } else {
            name.to_owned()
        }
    }

    fn counts(&self) -> ChartView {
        let severities = self.severities();
        let quarters = self.quarters();
        let of_severity = |name: &str| {
            self.incidents
                .by_severity
                .iter()
                .find(|(own, _)| own == name)
                .map(|(_, group)| &group.incidents)
        };
        let series = severities.iter().map(|name| {
            let own: std::collections::HashSet<DocumentIndex> =
                of_severity(name).into_iter().flatten().copied().collect();
            let value = |(_, group): &(Quarter, Group)| {
                let count = group.incidents.iter().filter(|index| own.contains(index)).count();
                (!group.incidents.is_empty()).then(|| crate::insight::numbers::to_float(count))
            };
            BarSeries {
                label: self.severity(name),
                values: quarters.iter().map(value).collect(),
                hrefs: Vec::new(),
            }
        });
        BarChart {
            heading: self.heading("counts", "incidents.counts", "incidents.counts_seen"),
            category: self.say("chart.quarter"),
            sum: self.say("incidents.all"),
            unit: self.library.unit(),
            categories: quarters.iter().map(|(quarter, _)| quarter.to_string()).collect(),
            series: series.collect(),
        }
        .draw()
    }

    fn restore(&self) -> ChartView {
        let severities = self.severities();
        let kind_of = |index: DocumentIndex| {
            let severity = self.library.document(index).fields.text("severity").unwrap_or_default();
            severities.iter().position(|name| *name == severity).unwrap_or_default()
        };
        let dot = |(index, value): &(DocumentIndex, f64)| {
            let item = self.library.item(self.route, *index);
            Dot {
                value: *value,
                kind: kind_of(*index),
                label: item.text,
                href: item.href,
            }
        };
        let category = |(quarter, group): &(Quarter, Group)| DotCategory {
            label: quarter.to_string(),
            dots: group.restore.known.iter().map(dot).collect(),
            middle: group.restore.median,
            href: self.quarter_href(*quarter),
        };
        DotChart {
            heading: self.heading("restore", "incidents.to_restore", "incidents.restore_seen"),
            category: self.say("chart.quarter"),
            count: self.say("incidents.known"),
            middle: self.say("incidents.median"),
            values: self.say("incidents.incidents"),
            unit: Unit::Minutes,
            kinds: severities.iter().map(|name| self.severity(name)).collect(),
            categories: self.quarters().iter().map(category).collect(),
        }
        .draw()
    }

    fn found(&self) -> ChartView {
        type List = fn(&Group) -> &Vec<DocumentIndex>;
        let sources: [(&str, List); 5] = [
            ("incidents.by_customer", |group| &group.found.customer),
            ("incidents.by_partner", |group| &group.found.partner),
            ("incidents.by_staff", |group| &group.found.staff),
            ("incidents.by_alert", |group| &group.found.alert),
            ("incidents.by_unknown", |group| &group.found.unknown),
        ];
        let quarters = self.quarters();
        let series = sources.into_iter().map(|(key, list)| BarSeries {
            label: self.say(key),
            values: quarters
                .iter()
                .map(|(_, group)| {
                    (!group.incidents.is_empty()).then(|| crate::insight::numbers::to_float(list(group).len()))
                })
                .collect(),
            hrefs: Vec::new(),
        });
        let has_any = |series: &BarSeries| series.values.iter().flatten().any(|value| *value > 0.0);
        BarChart {
            heading: self.heading("found", "incidents.found", "incidents.found_seen"),
            category: self.say("chart.quarter"),
            sum: String::new(),
            unit: self.library.unit(),
            categories: quarters.iter().map(|(quarter, _)| quarter.to_string()).collect(),
            series: series.filter(has_any).collect(),
        }
        .draw()
    }

    /// A chart's name, title and what there is to see in it.
    fn heading(&self, name: &str, title: &str, seen: &str) -> Heading {
        let quarters = self.quarters();
        let first = quarters
            .first()
            .map(|(quarter, _)| quarter.to_string())
            .unwrap_or_default();
        let last = quarters
            .last()
            .map(|(quarter, _)| quarter.to_string())
            .unwrap_or_default();
        let most = quarters
            .iter()
            .max_by_key(|(quarter, group)| (group.incidents.len(), *quarter));
        let most_in = most.map(|(quarter, _)| quarter.to_string()).unwrap_or_default();
        let most = most.map_or(0, |(_, group)| group.incidents.len());
        let median = self.incidents.total.restore.median.map(minutes).unwrap_or_default();
        let values: [(&str, &dyn std::fmt::Display); 5] = [
            ("first", &first),
            ("last", &last),
            ("n", &most),
            ("quarter", &most_in),
            ("median", &median),
        ];
        Heading {
            name: name.to_owned(),
            title: self.say(title),
            description: self.library.phrases.fill(seen, &values),
        }
    }

    /// Where the incidents of a quarter are listed.
    fn quarter_href(&self, quarter: Quarter) -> Option<String> {
        let route = times::quarter_route(self.library, self.index, quarter)?;
        let (page, place) = route.split_once('#')?;
        Some(format!("{}#{place}", self.library.href(self.route, page)))
    }
}

/// A day that may be unknown.
pub(super) fn day(moment: Option<crate::model::Instant>) -> Option<DateView> {
    moment.map(|moment| DateView::from(moment.zoned().date()))
}
