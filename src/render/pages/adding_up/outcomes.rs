//! Did it work: `outcomes` in the template. The first page says what it adds up to; the others show the earlier bets.

use serde::Serialize;

use super::behind::Behind;
use super::names::{all_initiatives, attribute, category};
use crate::insight::initiative::{Initiative, Judgement};
use crate::insight::outcomes::{FollowUp, Lesson, Reason, Tally};
use crate::model::Document;
use crate::render::OUTCOMES;
use crate::render::library::Library;
use crate::render::pages::{Page, rendered};
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{
    self, BetView, DateView, DocumentView, Naming, Pager, StatusView, TallyView, Tone, bet, judgement,
    outcomes_sentence, pager, part_route, tally, titled,
};
use crate::render::words::{ellipsis_after, visible};
use crate::span::Span;

/// Most bets shown one by one on a page.
const PAGE_SIZE: usize = 10;
/// Most follow-ups, lessons, and rows of each table.
const MAX_FOLLOW_UPS: usize = 8;
const MAX_LESSONS: usize = 6;
const MAX_ROWS: usize = 8;
/// Most bets that the tables name one by one; with more, they count.
const MAX_NAMED: usize = 72;
/// Longest excerpt of what was learned, in characters.
const MAX_LEARNED: usize = 280;

/// What came of initiatives.
#[derive(Debug, Serialize)]
struct Outcomes {
    /// What it adds up to.
    sum: String,
    /// Whether it is the first page, which shows more than bets.
    is_first: bool,
    /// "Half of the bets were measured within 90 days of shipping"; empty where no day of shipping is known.
    median: String,
    /// The bets of this page that were judged, the latest measured first.
    bets: Vec<BetView>,
    /// The other pages.
    pager: Option<Pager>,
    /// The list of initiatives.
    all: String,
    /// Bets by category, attribute and customer.
    tables: Vec<TallyTable>,
    /// Whether a rate is left out somewhere because there are too few bets.
    has_few: bool,
    /// What is to be looked at again.
    follow_ups: Vec<FollowUpView>,
    /// How many more there are.
    more_follow_ups: usize,
    /// Where they are.
    all_follow_ups: String,
    /// What was learned.
    lessons: Vec<LessonView>,
    /// How many more there are.
    more_lessons: usize,
    /// Where they are.
    all_lessons: String,
}

/// Bets by something they have in common.
#[derive(Debug, Serialize)]
struct TallyTable {
    /// What that is, as a word for ids.
    name: &'static str,
    /// What stands over it.
    title: String,
    /// What that is.
    label: String,
    /// The rows.
    rows: Vec<TallyView>,
    /// How many more there are.
    left_out: usize,
    /// Where they are.
    all: String,
}

/// Something to be looked at again.
#[derive(Debug, Serialize)]
struct FollowUpView {
    /// The initiative.
    document: DocumentView,
    /// When it is due.
    due: Option<DateView>,
    /// "Overdue by 10 days", "in 5 days".
    when: StatusView,
    /// Whether the day is the usual one, because none is written.
    usual: bool,
}

/// Something that was learned.
#[derive(Debug, Serialize)]
struct LessonView {
    /// The initiative.
    document: DocumentView,
    /// Why it is worth reading.
    reason: StatusView,
    /// The day of the measurement, or since when it is dropped.
    on: Option<DateView>,
    /// What was learned, in its first words.
    learned: String,
}

/// The bets that were judged, the latest measured first.
fn judged<'a>(library: &'a Library<'_>) -> Vec<&'a Initiative> {
    let insights = library.input.insights;
    let bets = insights.outcomes().bets.iter().map(|it| &insights.initiatives()[*it]);
    bets.filter(|it| it.outcome.is_some()).collect()
}

/// How many pages there are.
pub(in crate::render::pages) fn parts(library: &Library<'_>) -> usize {
    view::parts(judged(library).len(), PAGE_SIZE)
}

/// Writes a page of outcomes.
pub(in crate::render::pages) fn write(library: &Library<'_>, theme: &Theme, part: usize) -> Result<Page, ThemeError> {
    let outcomes = library.input.insights.outcomes();
    let phrases = &library.phrases;
    let route = part_route(OUTCOMES, part);
    let is_first = part == 0;
    let judged = judged(library);
    let tables = if is_first { tables(library) } else { Vec::new() };
    let follow_ups = outcomes.follow_ups.iter().filter(|_| is_first);
    let lessons = outcomes.lessons.iter().filter(|_| is_first);
    let median = outcomes.days_to_measurement.median.map(|days| {
        let n = outcomes.days_to_measurement.count();
        let days = phrases.decimal(&days.to_string());
        phrases.fill("initiatives.median", &[("n", &n), ("days", &days)])
    });
    let view = Outcomes {
        sum: outcomes_sentence(library, &outcomes.total)
            .unwrap_or_else(|| phrases.say("initiatives.sum_none").to_owned()),
        is_first,
        median: median.filter(|_| is_first).unwrap_or_default(),
        bets: judged
            .iter()
            .skip(part * PAGE_SIZE)
            .take(PAGE_SIZE)
            .map(|it| bet(library, &route, it))
            .collect(),
        pager: pager(phrases, OUTCOMES, part, judged.len(), PAGE_SIZE),
        all: library.href(&route, &all_initiatives(library)),
        has_few: !judged.is_empty() && !tables.is_empty(),
        tables,
        follow_ups: follow_ups
            .take(MAX_FOLLOW_UPS)
            .map(|it| follow_up(library, it))
            .collect(),
        more_follow_ups: outcomes.follow_ups.len().saturating_sub(MAX_FOLLOW_UPS),
        all_follow_ups: Behind::FollowUps.href(library, &route),
        lessons: lessons.take(MAX_LESSONS).map(|it| lesson(library, it)).collect(),
        more_lessons: outcomes.lessons.len().saturating_sub(MAX_LESSONS),
        all_lessons: Behind::Lessons.href(library, &route),
    };
    let mut page = library.page("outcomes", phrases.say("initiatives.outcomes"), &route);
    OUTCOMES.clone_into(&mut page.section);
    page.description.clone_from(&view.sum);
    rendered(theme, "outcomes.html", &page, "outcomes", &view)
}

fn tables(library: &Library<'_>) -> Vec<TallyTable> {
    let outcomes = library.input.insights.outcomes();
    let say = |key: &'static str| library.phrases.say(key).to_owned();
    let tallies = outcomes.by_category.iter().map(|(_, it)| it);
    let tallies = tallies.chain(outcomes.by_attribute.iter().map(|(_, it)| it));
    let tallies = tallies.chain(outcomes.by_customer.iter().map(|(_, it)| it));
    let naming = match tallies.map(Tally::all).sum::<usize>() {
        0..=MAX_NAMED => Naming::Named,
        _ => Naming::Counted,
    };
    let table = |behind: Behind, rows: Vec<((String, Option<String>), &Tally)>| {
        let (name, title, label) = match behind {
            Behind::Category => ("category", "initiatives.by_category", "initiatives.category"),
            Behind::Attribute => ("attribute", "initiatives.by_attribute", "initiatives.attribute"),
            _ => ("customer", "initiatives.by_customer", "initiatives.for_whom"),
        };
        let left_out = rows.len().saturating_sub(MAX_ROWS);
        let groups = behind.hrefs(library, OUTCOMES);
        let rows = rows.into_iter().take(MAX_ROWS).zip(groups);
        TallyTable {
            name,
            title: say(title),
            label: say(label),
            rows: rows
                .map(|((of, it), group)| tally(library, OUTCOMES, of, it, (naming, group)))
                .collect(),
            left_out,
            all: behind.href(library, OUTCOMES),
        }
    };
    let categories = outcomes.by_category.iter();
    let categories = categories.map(|(name, it)| ((category(library, name), None), it));
    let attributes = outcomes.by_attribute.iter().map(|(place, it)| {
        let (label, href) = attribute(library, OUTCOMES, place);
        ((label, Some(href)), it)
    });
    let customers = outcomes.by_customer.iter().map(|(customer, it)| {
        let link = titled(library, OUTCOMES, *customer);
        ((link.text, Some(link.href)), it)
    });
    let tables = [
        table(Behind::Category, categories.collect()),
        table(Behind::Attribute, attributes.collect()),
        table(Behind::Customer, customers.collect()),
    ];
    tables.into_iter().filter(|table| !table.rows.is_empty()).collect()
}

fn follow_up(library: &Library<'_>, follow_up: &FollowUp) -> FollowUpView {
    let fill = |key: &str, n: i32| library.phrases.fill(key, &[("n", &n)]);
    let (tone, label) = match (follow_up.late, follow_up.due) {
        (Some(late), _) if late > 0 => (Tone::Wait, fill("initiatives.overdue", late)),
        (Some(late), _) => (Tone::Idle, fill("initiatives.due_in", -late)),
        (None, Some(_)) => (Tone::Idle, library.phrases.say("initiatives.due").to_owned()),
        (None, None) => (Tone::Wait, library.phrases.say("initiatives.no_day").to_owned()),
    };
    FollowUpView {
        document: library.row(OUTCOMES, follow_up.initiative),
        due: follow_up.due.map(DateView::from),
        when: StatusView {
            name: String::new(),
            label,
            tone,
        },
        usual: !follow_up.written && follow_up.due.is_some(),
    }
}

fn lesson(library: &Library<'_>, lesson: &Lesson) -> LessonView {
    let document = library.document(lesson.initiative);
    let reason = match lesson.reason {
        Reason::Missed => judgement(library, Some(Judgement::Missed)),
        Reason::Dropped => said(library, "initiatives.dropped", Tone::Closed),
        Reason::Experiment => said(library, "initiatives.experiment", Tone::Idle),
    };
    LessonView {
        document: library.row(OUTCOMES, lesson.initiative),
        reason,
        on: lesson.on.map(DateView::from),
        learned: lesson.text.map(|span| first_words(document, span)).unwrap_or_default(),
    }
}

fn said(library: &Library<'_>, key: &'static str, tone: Tone) -> StatusView {
    StatusView {
        name: String::new(),
        label: library.phrases.say(key).to_owned(),
        tone,
    }
}

fn first_words(document: &Document, span: Span) -> String {
    // Enough of the text for the excerpt, and never the whole of a long one.
    let text = span.text(&document.parsed.text);
    let most = MAX_LEARNED * 3;
    let end = (0..=text.len().min(most))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    let from = span.start as usize;
    let words = visible(&document.parsed, Span::new(from, from + end));
    let words = words.trim();
    match end < text.len() && words.chars().count() <= MAX_LEARNED {
        true => format!("{words} …"),
        false => ellipsis_after(words, MAX_LEARNED),
    }
}
