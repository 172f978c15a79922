//! What changed in the whole organisation, week by week: `changes` in its template.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;

use super::{Page, rendered};
use crate::definition::TypeIndex;
use crate::history::{DocumentHistory, Person, Revision};
use crate::model::DocumentIndex;
use crate::render::library::Library;
use crate::render::phrases::Phrases;
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{AuthorView, DateView, Pager, VisitView, pager, part_route, parts, visit, written_label};
use crate::render::{CHANGES, history_route};

/// Most weeks on the first page, and on a page of a year.
const WEEKS_FIRST: usize = 26;
const WEEKS_OF_YEAR: usize = 13;
/// Lines after which the first page ends.
const LINES_FIRST: usize = 160;
/// Most documents listed in one week.
const LINES_OF_WEEK: usize = 30;
/// Most people named in one line.
const MOST_PEOPLE: usize = 3;

/// Everything that changed, by ISO year and week.
#[derive(Clone, Debug, Default)]
pub(in crate::render) struct Weeks(BTreeMap<(i16, i8), Week>);

/// What happened to documents in one week.
#[derive(Clone, Debug, Default)]
struct Week(BTreeMap<Subject, Doings>);

/// What something happened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Subject {
    /// A document that is there.
    Here(DocumentIndex),
    /// One that was deleted, by its position among these.
    Gone(usize),
}

/// What happened to one document in one week.
#[derive(Clone, Debug, Default)]
struct Doings {
    /// The last day on which something did.
    last: Option<Date>,
    created: bool,
    deleted: bool,
    restored: bool,
    renamed: bool,
    /// The state it left first, and the one it came to last.
    moved: Option<(String, String)>,
    /// Revisions that changed its text and nothing of the above.
    edits: usize,
    people: Vec<Arc<Person>>,
}

/// Some weeks.
#[derive(Debug, Serialize)]
struct ChangesPage {
    /// What they are: "The last 26 weeks".
    lede: String,
    /// The weeks, newest first.
    weeks: Vec<WeekView>,
    /// The pages of years.
    years: Vec<YearLink>,
    /// What changed since the last visit; on the page of the newest weeks.
    visit: Option<VisitView>,
    /// The parts of a year.
    pager: Option<Pager>,
    /// Whether there is more that nobody here knows of.
    cut_off: bool,
}

/// A week.
#[derive(Debug, Serialize)]
struct WeekView {
    /// The name of its place in the page: `2026-w12`.
    anchor: String,
    /// Its number in the year.
    number: i8,
    /// Its ISO year.
    year: i16,
    /// Its Monday.
    from: Option<DateView>,
    /// What changed, the latest first.
    lines: Vec<Line>,
    /// How many documents are not listed.
    more: usize,
}

/// What happened to a document.
#[derive(Debug, Default, Serialize)]
struct Line {
    /// Its id; empty for plain pages.
    id: String,
    /// Its title.
    title: String,
    /// Its page; `None` when it was deleted.
    href: Option<String>,
    /// The word that a browser knows this piece of news by; `None` where it is none, or not the newest of its document.
    stamp: Option<String>,
    /// The page of its revisions.
    history: Option<String>,
    /// "created, edited twice".
    what: String,
    /// By whom.
    people: Vec<AuthorView>,
    /// How many more people.
    more_people: usize,
}

/// The page of a year.
#[derive(Debug, Serialize)]
struct YearLink {
    /// The year.
    year: i16,
    /// Its page.
    href: String,
    /// Whether it is the one being shown.
    current: bool,
}

impl Weeks {
    /// Everything that Git knows to have changed.
    pub(super) fn of(library: &Library<'_>) -> Self {
        let mut weeks = Self::default();
        for (index, document) in library.input.corpus.iter() {
            if let Some(past) = library.past(document) {
                weeks.add(library, Subject::Here(index), document.definition, past);
            }
        }
        for (position, gone) in library.gone().iter().enumerate() {
            if let Some(past) = gone.past(library.input) {
                weeks.add(library, Subject::Gone(position), gone.definition, past);
            }
        }
        weeks
    }

    fn add(&mut self, library: &Library<'_>, subject: Subject, definition: TypeIndex, past: &DocumentHistory) {
        let lifecycle = &library.input.corpus.definitions.get(definition).lifecycle;
        let first = lifecycle.first().map(|state| state.name.as_str());
        for revision in &past.revisions {
            let Some(day) = revision.commit.authored.map(|moment| moment.date()) else {
                continue;
            };
            let week = day.iso_week_date();
            let week = self.0.entry((week.year(), week.week())).or_default();
            week.0.entry(subject).or_default().add(first, revision, day);
        }
    }

    /// Whether anything is known to have changed.
    pub(super) fn exist(library: &Library<'_>) -> bool {
        !library.gone().is_empty() || library.input.history.iter().any(|(_, past)| !past.revisions.is_empty())
    }

    /// The years that have pages of their own, and how many each has; none when the first page holds everything.
    pub(super) fn years(&self) -> Vec<(i16, usize)> {
        if self.first().count() == self.0.len() {
            return Vec::new();
        }
        let mut years: BTreeMap<i16, usize> = BTreeMap::new();
        for (year, _) in self.0.keys() {
            *years.entry(*year).or_default() += 1;
        }
        years
            .into_iter()
            .rev()
            .map(|(year, weeks)| (year, parts(weeks, WEEKS_OF_YEAR)))
            .collect()
    }

    fn newest_first(&self) -> impl Iterator<Item = (&(i16, i8), &Week)> {
        self.0.iter().rev()
    }

    /// The weeks of the first page.
    fn first(&self) -> impl Iterator<Item = (&(i16, i8), &Week)> {
        let mut lines = 0;
        let fits = move |(_, week): &(&(i16, i8), &Week)| {
            let begins = lines < LINES_FIRST;
            lines += week.0.len().min(LINES_OF_WEEK);
            begins
        };
        self.newest_first().take(WEEKS_FIRST).take_while(fits)
    }
}

impl Doings {
    fn add(&mut self, first: Option<&str>, revision: &Revision, day: Date) {
        self.last = self.last.max(Some(day));
        if !self.people.iter().any(|it| Arc::ptr_eq(it, &revision.commit.author)) {
            self.people.push(Arc::clone(&revision.commit.author));
        }
        let Some(before) = &revision.before else {
            self.created = true;
            return;
        };
        match (before.content, revision.content) {
            (_, None) => self.deleted = true,
            (None, Some(_)) => self.restored = true,
            (Some(old), Some(new)) => {
                self.renamed |= before.path != revision.path;
                let states = (
                    written_label(&before.state, first),
                    written_label(&revision.state, first),
                );
                match states {
                    (Some(from), Some(to)) if from != to => {
                        let from = self.moved.take().map_or(from, |(from, _)| from);
                        self.moved = Some((from, to)).filter(|(from, to)| from != to);
                    }
                    _ => self.edits += usize::from(old != new),
                }
            }
        }
    }

    /// What happened, in words.
    fn words(&self, phrases: &Phrases) -> String {
        let mut words = Vec::new();
        let mut say = |said: bool, key: &str| words.extend(said.then(|| phrases.say(key).to_owned()));
        say(self.created, "history.was_created");
        say(self.deleted, "history.was_deleted");
        say(self.restored, "history.was_restored");
        say(self.renamed, "history.was_renamed");
        if let Some((from, to)) = &self.moved {
            words.push(format!("{from} → {to}"));
        }
        match self.edits {
            0 => {}
            edits => words.push(phrases.fill("history.was_edited", &[("n", &edits)])),
        }
        if words.is_empty() {
            // Moved to a state and back again.
            words.push(phrases.fill("history.was_edited", &[("n", &1)]));
        }
        words.join(", ")
    }
}

/// Writes the page of the newest weeks.
pub(super) fn write(library: &Library<'_>, theme: &Theme, weeks: &Weeks) -> Result<Page, ThemeError> {
    let stamps = stamps(library);
    let shown = weeks.first().map(|it| week_view(library, CHANGES, it, &stamps));
    let shown: Vec<WeekView> = shown.collect();
    let lede = library.phrases.fill("history.last_weeks", &[("n", &shown.len())]);
    let view = ChangesPage {
        lede,
        weeks: shown,
        years: years(weeks, CHANGES, None),
        visit: visit(library),
        pager: None,
        cut_off: !library.input.history.is_whole(),
    };
    rendered(
        theme,
        "changes.html",
        &library.page("changes", library.phrases.say("pages.changes"), CHANGES),
        "changes",
        &view,
    )
}

/// Writes a part of the weeks of a year.
pub(super) fn write_year(
    library: &Library<'_>,
    theme: &Theme,
    weeks: &Weeks,
    year: i16,
    part: usize,
) -> Result<Page, ThemeError> {
    let first = year_route(year);
    let route = part_route(&first, part);
    let all: Vec<_> = weeks.newest_first().filter(|((it, _), _)| *it == year).collect();
    let shown = all.iter().skip(part * WEEKS_OF_YEAR).take(WEEKS_OF_YEAR);
    let view = ChangesPage {
        lede: library.phrases.say("history.every_week").to_owned(),
        weeks: shown
            .map(|it| week_view(library, &route, *it, &Stamps::new()))
            .collect(),
        years: years(weeks, &route, Some(year)),
        visit: None,
        pager: pager(&library.phrases, &first, part, all.len(), WEEKS_OF_YEAR),
        cut_off: !library.input.history.is_whole(),
    };
    let title = library.phrases.fill("history.changes_in", &[("year", &year)]);
    let page = library.page_below(
        "changes",
        title,
        &route,
        (library.phrases.say("pages.changes"), CHANGES),
        &year.to_string(),
    );
    rendered(theme, "changes.html", &page, "changes", &view)
}

pub(super) fn year_route(year: i16) -> String {
    format!("changes-{year}.html")
}

fn years(weeks: &Weeks, from: &str, current: Option<i16>) -> Vec<YearLink> {
    let link = |(year, _)| YearLink {
        year,
        href: crate::render::href::relative(from, &year_route(year)),
        current: current == Some(year),
    };
    weeks.years().into_iter().map(link).collect()
}

/// The word for the newest piece of news of each document, and the week in which it happened.
type Stamps = HashMap<Subject, (String, (i16, i8))>;

fn stamps(library: &Library<'_>) -> Stamps {
    let newest = library.news().by_document().into_iter();
    let stamps = newest.filter_map(|item| {
        let here = item.document.map(Subject::Here);
        let subject = here.or(item.gone.map(Subject::Gone))?;
        let week = item.day.iso_week_date();
        Some((subject, (item.stamp(), (week.year(), week.week()))))
    });
    stamps.collect()
}

fn week_view(library: &Library<'_>, route: &str, (number, week): (&(i16, i8), &Week), stamps: &Stamps) -> WeekView {
    let (year, week_of_year) = *number;
    let monday = jiff::civil::ISOWeekDate::new(year, week_of_year, jiff::civil::Weekday::Monday);
    let mut doings: Vec<_> = week.0.iter().collect();
    doings.sort_by_key(|(subject, doings)| (std::cmp::Reverse(doings.last), **subject));
    let lines = doings.iter().take(LINES_OF_WEEK).map(|(subject, doings)| {
        let stamp = stamps.get(*subject).filter(|(_, week)| week == number);
        Line {
            stamp: stamp.map(|(stamp, _)| stamp.clone()),
            ..line(library, route, **subject, doings)
        }
    });
    WeekView {
        anchor: format!("{year}-w{week_of_year:02}"),
        number: week_of_year,
        year,
        from: monday.ok().map(|monday| DateView::from(monday.date())),
        lines: lines.collect(),
        more: doings.len().saturating_sub(LINES_OF_WEEK),
    }
}

fn line(library: &Library<'_>, route: &str, subject: Subject, doings: &Doings) -> Line {
    let people = doings.people.iter().take(MOST_PEOPLE);
    let mut line = Line {
        what: doings.words(&library.phrases),
        people: people.map(|person| library.author(route, person)).collect(),
        more_people: doings.people.len().saturating_sub(MOST_PEOPLE),
        ..Line::default()
    };
    match subject {
        Subject::Here(index) => {
            let document = library.document(index);
            let has_page = library.has_history_page(document);
            if !library.is_page(document) {
                line.id.clone_from(&document.id.value);
            }
            line.title.clone_from(&document.title.value);
            line.href = Some(library.href(route, &document.route));
            line.history = has_page.then(|| library.href(route, &history_route(&document.route)));
        }
        Subject::Gone(position) => {
            if let Some(gone) = library.gone().get(position) {
                line.id.clone_from(&gone.id);
                line.title.clone_from(&gone.title);
            }
        }
    }
    line
}
