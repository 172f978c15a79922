//! The tables of the page of trends.

use serde::Serialize;

use super::Maker;
use crate::insight::incidents::{Factor, FactorKind, Group};
use crate::insight::numbers::Numbers;
use crate::render::chart::{ItemView, RowView, TableView, minutes};
use crate::render::view::minutes_or_none;
use crate::render::words::ellipsis_after;

/// Most services in the table.
const MAX_SERVICES: usize = 10;
/// Most things of one kind that incidents have in common.
const MAX_FACTORS: usize = 6;
/// Most incidents named in one row.
const MAX_NAMED: usize = 4;
/// Most typed lengths of time.
const MAX_CONTRADICTED: usize = 10;

/// Things of one kind that incidents have in common.
#[derive(Debug, Serialize)]
pub(super) struct FactorGroup {
    /// Which kind.
    label: String,
    /// How it is recognised.
    how: String,
    /// The things.
    rows: Vec<FactorRow>,
    /// How many more there are.
    left_out: usize,
}

/// Something that incidents have in common.
#[derive(Debug, Serialize)]
pub(super) struct FactorRow {
    /// What.
    name: ItemView,
    /// How many incidents share it.
    count: usize,
    /// The incidents.
    incidents: Vec<ItemView>,
}

/// A length of time that someone typed.
#[derive(Debug, Serialize)]
pub(super) struct ContradictedRow {
    /// The incident.
    incident: ItemView,
    /// Its title.
    title: String,
    /// As typed.
    typed: String,
    /// What the moments say.
    elapsed: String,
    /// Whether it is about the time until somebody knew.
    about_detection: bool,
}

impl Maker<'_> {
    pub(super) fn by_quarter(&self) -> TableView {
        let rows = self.quarters().iter().map(|(quarter, group)| {
            let href = self.quarter_href(*quarter).filter(|_| !group.incidents.is_empty());
            self.row(ItemView::new(quarter.to_string(), href.as_ref()), group)
        });
        TableView::of(self.columns("chart.quarter"), rows.collect())
    }

    pub(super) fn by_severity(&self) -> TableView {
        let rows = self.incidents.by_severity.iter().map(|(name, group)| {
            let mut row = self.row(ItemView::new(self.severity(name), None), group);
            row.cells
                .push(self.library.items(self.route, &group.incidents, MAX_NAMED));
            row
        });
        let mut columns = self.columns("incidents.severity");
        columns.push(self.say("incidents.latest"));
        TableView::of(columns, rows.collect())
    }

    /// The services with most incidents, and how many more there are.
    pub(super) fn by_service(&self) -> (TableView, usize) {
        let all = &self.incidents.by_service;
        let rows = all.iter().take(MAX_SERVICES).map(|(name, group)| {
            let mut row = self.row(ItemView::new(ellipsis_after(name, 40), None), group);
            row.cells
                .push(self.library.items(self.route, &group.incidents, MAX_NAMED));
            row
        });
        let mut columns = self.columns("incidents.service");
        columns.push(self.say("incidents.latest"));
        (
            TableView::of(columns, rows.collect()),
            all.len().saturating_sub(MAX_SERVICES),
        )
    }

    fn columns(&self, first: &str) -> Vec<String> {
        let keys = [
            first,
            "incidents.incidents",
            "incidents.to_detect",
            "incidents.to_restore",
            "incidents.to_resolve",
        ];
        keys.iter().map(|key| self.say(key)).collect()
    }

    fn row(&self, head: ItemView, group: &Group) -> RowView {
        let count = ItemView::new(group.incidents.len().to_string(), None);
        let numbers = [&group.detect, &group.restore, &group.resolve];
        let cells = numbers
            .iter()
            .map(|numbers| vec![ItemView::new(self.three(numbers), None)]);
        RowView {
            head,
            cells: std::iter::once(vec![count]).chain(cells).collect(),
        }
    }

    /// Median, mean and ninth tenth, and how many are not known.
    fn three(&self, numbers: &Numbers) -> String {
        let (Some(median), Some(mean), Some(p90)) = (numbers.median, numbers.mean, numbers.p90) else {
            return match numbers.unknown.len() {
                0 => "–".to_owned(),
                unknown => self.library.phrases.fill("incidents.unknown", &[("n", &unknown)]),
            };
        };
        let three = match numbers.count() {
            1 => minutes(median),
            _ => format!("{} / {} / {}", minutes(median), minutes(mean), minutes(p90)),
        };
        match numbers.unknown.len() {
            0 => three,
            unknown => format!(
                "{three} ({})",
                self.library.phrases.fill("incidents.unknown", &[("n", &unknown)])
            ),
        }
    }

    pub(super) fn changes(&self) -> TableView {
        let changes = &self.incidents.changes;
        let shown = changes.by_quarter.len().saturating_sub(super::MAX_QUARTERS);
        let has_metric = changes.metric.is_some();
        let row = |own: &crate::insight::incidents::QuarterOfChanges| {
            let recovered: Vec<_> = own.recovery.known.iter().map(|(index, _)| *index).collect();
            let mut cells = vec![vec![ItemView::new(minutes_or_none(own.recovery.median), None)]];
            // On days that no reading covers there may be more of them than the rate is made of.
            cells.push(self.library.items(self.route, &recovered, MAX_NAMED));
            if has_metric {
                let deployments = own
                    .deployments
                    .map_or_else(|| "–".to_owned(), |it| self.library.figure(it, 0));
                let rate = own.fail_rate.map(|rate| {
                    self.library
                        .phrases
                        .fill("incidents.percent", &[("n", &self.library.figure(rate, 1))])
                });
                cells.push(vec![ItemView::new(deployments, None)]);
                cells.push(vec![ItemView::new(own.days.to_string(), None)]);
                cells.push(vec![ItemView::new(own.failed.len().to_string(), None)]);
                cells.push(vec![ItemView::new(rate.unwrap_or_else(|| "–".to_owned()), None)]);
            }
            cells
                .iter_mut()
                .filter(|cell| cell.is_empty())
                .for_each(|cell| cell.push(ItemView::new("–", None)));
            let quarter = own.quarter.map(|quarter| quarter.to_string()).unwrap_or_default();
            let href = own.quarter.and_then(|quarter| self.quarter_href(quarter));
            RowView {
                head: ItemView::new(quarter, href.as_ref()),
                cells,
            }
        };
        let mut columns = vec!["chart.quarter", "incidents.recovery", "incidents.incidents"];
        if has_metric {
            columns.extend([
                "incidents.deployments",
                "incidents.days",
                "incidents.failed",
                "incidents.fail_rate",
            ]);
        }
        let columns = columns.into_iter().map(|key| self.say(key)).collect();
        TableView::of(columns, changes.by_quarter[shown..].iter().map(row).collect())
    }

    pub(super) fn factors(&self) -> Vec<FactorGroup> {
        let factors = &self.incidents.factors;
        let kinds = [
            ("incidents.tags", "incidents.tags_how", &factors.tags),
            ("incidents.documents", "incidents.documents_how", &factors.documents),
            ("incidents.words", "incidents.words_how", &factors.words),
        ];
        let groups = kinds.into_iter().map(|(label, how, all)| FactorGroup {
            label: self.say(label),
            how: self.say(how),
            rows: all.iter().take(MAX_FACTORS).map(|factor| self.factor(factor)).collect(),
            left_out: all.len().saturating_sub(MAX_FACTORS),
        });
        groups.filter(|group| !group.rows.is_empty()).collect()
    }

    fn factor(&self, factor: &Factor) -> FactorRow {
        let library = self.library;
        let name = match &factor.kind {
            FactorKind::Words(words) => ItemView::new(ellipsis_after(words, 60), None),
            FactorKind::Tag(tag) => {
                let route = library
                    .directory
                    .tags
                    .get(&crate::model::route_word(tag))
                    .map(|tag| library.href(self.route, &tag.route));
                ItemView::new(ellipsis_after(tag, 60), route.as_ref())
            }
            FactorKind::Document(index) => {
                let document = library.document(*index);
                let title = ellipsis_after(&document.title.value, 60);
                ItemView::new(
                    format!("{} {title}", document.id.value),
                    Some(&library.href(self.route, &document.route)),
                )
            }
        };
        FactorRow {
            name,
            count: factor.incidents.len(),
            incidents: library.items(self.route, &factor.incidents, MAX_NAMED),
        }
    }

    pub(super) fn contradicted(&self) -> (Vec<ContradictedRow>, usize) {
        let all = &self.incidents.contradicted;
        let row = |it: &crate::insight::incidents::Contradicted| ContradictedRow {
            incident: self.library.item(self.route, it.document),
            title: ellipsis_after(&self.library.document(it.document).title.value, 80),
            typed: ellipsis_after(&it.typed, 60),
            elapsed: minutes(it.elapsed),
            about_detection: it.about_detection,
        };
        let shown = all.iter().take(MAX_CONTRADICTED).map(row).collect();
        (shown, all.len().saturating_sub(MAX_CONTRADICTED))
    }
}
