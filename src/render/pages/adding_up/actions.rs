//! What was promised: `actions` in the template.

use serde::Serialize;

use crate::insight::actions::{Actions, Owed, Promise};
use crate::insight::quarter::Quarter;
use crate::render::ACTIONS;
use crate::render::chart::{BarChart, BarSeries, ChartView, Heading, ItemView, RowView, TableView};
use crate::render::library::Library;
use crate::render::pages::{Page, rendered};
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{self, DateView, FigureView, Pager, PersonView, pager, part_route};
use crate::render::words::ellipsis_after;

/// Most open actions on one page.
const PAGE_SIZE: usize = 30;
/// Most people on the page.
const MAX_OWNERS: usize = 40;
/// Most quarters in the chart.
const MAX_QUARTERS: usize = 8;
/// Most documents named of one quarter.
const MAX_NAMED: usize = 4;
/// Most of what was done lately.
const MAX_DONE: usize = 10;

/// What was promised.
#[derive(Debug, Serialize)]
struct ActionsPage {
    /// How much there is of it.
    lede: String,
    /// The numbers that stand for themselves; only on the first page.
    figures: Vec<FigureView>,
    /// Open actions of this page, the longest overdue first.
    open: Vec<ActionRow>,
    /// The other pages.
    pager: Option<Pager>,
    /// Who has promised what; only on the first page.
    owners: Vec<OwnerRow>,
    /// How many more people there are.
    more_owners: usize,
    /// How much was done, by quarter; only on the first page.
    done: Option<ChartView>,
    /// How long that took, by quarter.
    days: TableView,
    /// What was done lately; only on the first page.
    lately: Vec<ActionRow>,
}

/// An action.
#[derive(Debug, Serialize)]
struct ActionRow {
    /// What will be done.
    what: String,
    /// Where it is tracked, where that is an address.
    link: Option<String>,
    /// The document it stands in.
    document: ItemView,
    /// Who does it, where they are known.
    person: Option<PersonView>,
    /// Who does it, as it is written.
    owner: Option<String>,
    /// By which day.
    due: Option<DateView>,
    /// On which day it was done.
    done_on: Option<DateView>,
    /// "12 days overdue".
    late: Option<String>,
    /// "after 12 days".
    took: Option<String>,
}

/// Someone and what they have promised.
#[derive(Debug, Serialize)]
struct OwnerRow {
    /// Who, where they are known.
    person: Option<PersonView>,
    /// Who, as it is written; `None` for what nobody is named for.
    owner: Option<String>,
    /// How much is open.
    open: usize,
    /// How much of that is overdue.
    overdue: usize,
    /// How much is done.
    done: usize,
    /// The documents that the open ones stand in.
    documents: Vec<ItemView>,
}

/// How many pages the list has.
pub(in crate::render::pages) fn parts(library: &Library<'_>) -> usize {
    view::parts(library.input.insights.actions().open.len(), PAGE_SIZE)
}

/// Writes a page of actions.
pub(in crate::render::pages) fn write(library: &Library<'_>, theme: &Theme, part: usize) -> Result<Page, ThemeError> {
    let actions = library.input.insights.actions();
    let route = part_route(ACTIONS, part);
    let is_first = part == 0;
    let maker = Maker {
        library,
        actions,
        route: &route,
    };
    let row = |position: &usize| maker.row(&actions.all[*position]);
    let owners = actions.by_owner.iter().filter(|owed| !owed.open.is_empty());
    let values: [(&str, &dyn std::fmt::Display); 3] = [
        ("n", &actions.open.len()),
        ("overdue", &actions.overdue.len()),
        ("done", &actions.done.len()),
    ];
    let view = ActionsPage {
        lede: library.phrases.fill("incidents.actions_lede", &values),
        figures: if is_first { maker.figures() } else { Vec::new() },
        open: actions
            .open
            .iter()
            .skip(part * PAGE_SIZE)
            .take(PAGE_SIZE)
            .map(row)
            .collect(),
        pager: pager(&library.phrases, ACTIONS, part, actions.open.len(), PAGE_SIZE),
        more_owners: owners.clone().count().saturating_sub(MAX_OWNERS),
        owners: owners
            .filter(|_| is_first)
            .take(MAX_OWNERS)
            .map(|owed| maker.owner(owed))
            .collect(),
        done: is_first.then(|| maker.done()),
        days: if is_first { maker.days() } else { TableView::default() },
        lately: actions
            .done
            .iter()
            .filter(|_| is_first)
            .take(MAX_DONE)
            .map(row)
            .collect(),
    };
    let title = library.phrases.say("incidents.actions");
    let mut page = library.page("actions", title, &route);
    page.section = ACTIONS.to_owned();
    page.description.clone_from(&view.lede);
    rendered(theme, "actions.html", &page, "actions", &view)
}

struct Maker<'a> {
    library: &'a Library<'a>,
    actions: &'a Actions,
    route: &'a str,
}

impl Maker<'_> {
    fn say(&self, key: &str) -> String {
        self.library.phrases.say(key).to_owned()
    }

    fn figures(&self) -> Vec<FigureView> {
        let actions = self.actions;
        let count = |key: &str, count: usize| FigureView {
            label: self.say(key),
            value: count.to_string(),
            ..FigureView::default()
        };
        let days = &actions.days_to_done;
        vec![
            count("incidents.open", actions.open.len()),
            count("incidents.overdue", actions.overdue.len()),
            count("incidents.done", actions.done.len()),
            FigureView {
                label: self.say("incidents.days_to_done"),
                value: days
                    .median
                    .map_or_else(|| "–".to_owned(), |median| self.library.figure(median, 1)),
                note: self.library.median_of(days),
                href: None,
            },
        ]
    }

    fn row(&self, promise: &Promise) -> ActionRow {
        let library = self.library;
        let (person, owner) = self.who(promise.owner.as_deref());
        let counted = |key: &str, days: i32| library.phrases.fill(key, &[("n", &days)]);
        let is_address = |link: &&String| link.starts_with("https://") || link.starts_with("http://");
        ActionRow {
            what: ellipsis_after(&promise.what, 160),
            link: promise.link.as_ref().filter(is_address).cloned(),
            document: library.item(self.route, promise.document),
            person,
            owner,
            due: promise.due.map(DateView::from),
            done_on: promise.done_on.map(DateView::from),
            late: promise.late.map(|days| counted("incidents.days_late", days)),
            took: promise.days.map(|days| counted("incidents.days_after", days)),
        }
    }

    /// A person with a page, or the name as it is written.
    fn who(&self, owner: Option<&str>) -> (Option<PersonView>, Option<String>) {
        let Some(owner) = owner else { return (None, None) };
        if self.library.directory.people.contains_key(&owner.to_lowercase()) {
            (Some(self.library.person(self.route, owner)), None)
        } else {
            (None, Some(ellipsis_after(owner, 60)))
        }
    }

    fn owner(&self, owed: &Owed) -> OwnerRow {
        let (person, owner) = self.who(owed.owner.as_deref());
        let mut documents: Vec<_> = owed
            .open
            .iter()
            .map(|position| self.actions.all[*position].document)
            .collect();
        documents.dedup();
        OwnerRow {
            person,
            owner,
            open: owed.open.len(),
            overdue: owed.overdue,
            done: owed.done.len(),
            documents: self.library.items(self.route, &documents, MAX_NAMED),
        }
    }

    /// The quarters from the first to the last in which anything was done, none between left out.
    fn quarters(&self) -> Vec<Quarter> {
        let by_quarter = &self.actions.by_quarter;
        let (Some((_, _)), Some((last, _))) = (by_quarter.first(), by_quarter.last()) else {
            return Vec::new();
        };
        let first = by_quarter[0].0;
        let mut quarters = vec![*last];
        while quarters.len() < MAX_QUARTERS && quarters[quarters.len() - 1] > first {
            quarters.push(quarters[quarters.len() - 1].previous());
        }
        quarters.reverse();
        quarters
    }

    fn numbers(&self, quarter: Quarter) -> Option<&crate::insight::numbers::Numbers> {
        let found = self
            .actions
            .by_quarter
            .binary_search_by_key(&quarter, |(quarter, _)| *quarter);
        found.ok().map(|position| &self.actions.by_quarter[position].1)
    }

    fn done(&self) -> ChartView {
        let quarters = self.quarters();
        let count = |quarter: &Quarter| {
            let numbers = self.numbers(*quarter)?;
            Some(crate::insight::numbers::to_float(
                numbers.count() + numbers.unknown.len(),
            ))
        };
        BarChart {
            heading: Heading {
                name: "done".to_owned(),
                title: self.say("incidents.done_by_quarter"),
                description: self.say("incidents.done_seen"),
            },
            category: self.say("chart.quarter"),
            unit: self.library.unit(),
            categories: quarters.iter().map(Quarter::to_string).collect(),
            series: vec![BarSeries {
                label: self.say("incidents.done"),
                values: quarters.iter().map(count).collect(),
                hrefs: Vec::new(),
            }],
            ..BarChart::default()
        }
        .draw()
    }

    fn days(&self) -> TableView {
        let read = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| self.library.figure(value, 1));
        let row = |quarter: &Quarter| {
            let numbers = self.numbers(*quarter);
            let number = |of: fn(&crate::insight::numbers::Numbers) -> Option<f64>| read(numbers.and_then(of));
            let mut documents: Vec<_> = numbers
                .map(|it| it.known.iter().map(|(index, _)| *index).collect())
                .unwrap_or_default();
            documents.sort_unstable();
            documents.dedup();
            let mut named = self.library.items(self.route, &documents, MAX_NAMED);
            if named.is_empty() {
                named.push(ItemView::new("–", None));
            }
            let known = numbers.map_or(0, crate::insight::numbers::Numbers::count);
            RowView {
                head: ItemView::new(quarter.to_string(), None),
                cells: vec![
                    vec![ItemView::new(known.to_string(), None)],
                    vec![ItemView::new(number(|it| it.median), None)],
                    vec![ItemView::new(number(|it| it.mean), None)],
                    vec![ItemView::new(number(|it| it.p90), None)],
                    named,
                ],
            }
        };
        let columns = [
            "chart.quarter",
            "incidents.known",
            "incidents.median",
            "incidents.mean",
            "incidents.p90",
            "incidents.from",
        ];
        let columns = columns.iter().map(|key| self.say(key)).collect();
        TableView::of(columns, self.quarters().iter().map(row).collect())
    }
}
