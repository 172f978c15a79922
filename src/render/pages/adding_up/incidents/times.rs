//! Every incident with its times: what the numbers of the trends come from. `times` in the template.

use serde::Serialize;

use super::day;
use crate::definition::TypeIndex;
use crate::insight::quarter::Quarter;
use crate::render::folder_route;
use crate::render::library::Library;
use crate::render::pages::{Page, rendered};
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{self, DateView, Pager, minutes_or_none, pager, part_route};
use crate::render::words::ellipsis_after;

/// Most incidents on one page.
const PAGE_SIZE: usize = 40;

/// Incidents with their times.
#[derive(Debug, Serialize)]
struct Times {
    /// The incidents of this page, the latest first.
    rows: Vec<TimeRow>,
    /// The other pages.
    pager: Option<Pager>,
}

/// One incident.
#[derive(Debug, Serialize)]
struct TimeRow {
    /// The name of its place, for the first one of a quarter.
    anchor: Option<String>,
    /// Its id.
    id: String,
    /// Its title.
    title: String,
    /// Its page.
    href: String,
    /// The day it began.
    started: Option<DateView>,
    /// Its severity.
    severity: String,
    /// How long until somebody knew.
    detect: String,
    /// How long until it stopped hurting.
    restore: String,
    /// How long until all was as it should be.
    resolve: String,
    /// Who found it.
    found: String,
    /// Whether a change brought it about.
    change: String,
}

/// Route of the first page of the list.
pub(in crate::render::pages) fn route(library: &Library<'_>, index: TypeIndex) -> String {
    format!(
        "{}/times.html",
        folder_route(library.input.corpus.definitions.get(index))
    )
}

/// How many pages the list has.
pub(in crate::render::pages) fn parts(library: &Library<'_>) -> usize {
    view::parts(library.input.insights.incidents().all.len(), PAGE_SIZE)
}

/// Route and place of the first incident of a quarter.
pub(super) fn quarter_route(library: &Library<'_>, index: TypeIndex, quarter: Quarter) -> Option<String> {
    let all = &library.input.insights.incidents().all;
    // They are sorted by when they began, but by their own clocks some lie across the end of a quarter.
    let position = all.iter().position(|incident| incident.quarter == Some(quarter))?;
    let page = part_route(&route(library, index), position / PAGE_SIZE);
    Some(format!("{page}#{}", place(quarter)))
}

fn place(quarter: Quarter) -> String {
    format!("d:{quarter}")
}

/// Writes a page of the list.
pub(in crate::render::pages) fn write(
    library: &Library<'_>,
    theme: &Theme,
    index: TypeIndex,
    part: usize,
) -> Result<Page, ThemeError> {
    let first = route(library, index);
    let here = part_route(&first, part);
    let all = &library.input.insights.incidents().all;
    let start = part * PAGE_SIZE;
    let shown = all.iter().enumerate().skip(start).take(PAGE_SIZE);
    let mut seen: std::collections::BTreeSet<Option<Quarter>> =
        all[..start.min(all.len())].iter().map(|it| it.quarter).collect();
    let rows = shown.map(|(_, incident)| {
        let document = library.document(incident.document);
        let says = |group: &str, word: &Option<String>| match word.as_deref() {
            Some(word) if library.phrases.has(&format!("incidents.{group}_{word}")) => {
                library.phrases.say(&format!("incidents.{group}_{word}")).to_owned()
            }
            _ => "–".to_owned(),
        };
        TimeRow {
            anchor: incident
                .quarter
                .filter(|quarter| seen.insert(Some(*quarter)))
                .map(place),
            id: document.id.value.clone(),
            title: ellipsis_after(&document.title.value, 90),
            href: library.href(&here, &document.route),
            started: day(incident.started),
            severity: incident.severity.clone().unwrap_or_else(|| "–".to_owned()),
            detect: minutes_or_none(incident.detect),
            restore: minutes_or_none(incident.restore),
            resolve: minutes_or_none(incident.resolve),
            found: says("by", &incident.detected_by),
            change: says("change", &incident.caused_by_change),
        }
    });
    let view = Times {
        rows: rows.collect(),
        pager: pager(&library.phrases, &first, part, all.len(), PAGE_SIZE),
    };
    let title = library.phrases.say("incidents.times");
    let trends = super::trends_route(library, index);
    let above = library.phrases.say("incidents.trends");
    let mut page = library.page_below("times", title, &here, (above, &trends), title);
    page.description = library.phrases.say("incidents.times_lede").to_owned();
    rendered(theme, "times.html", &page, "times", &view)
}
