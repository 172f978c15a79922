//! The portfolio of rewrites: `portfolio` in the template. The first page shows what it adds up to; the table goes on on the
//! others, first with what is open, then with what is over.

use std::fmt::Display;

use serde::Serialize;

use super::behind::Behind;
use crate::definition::TypeIndex;
use crate::insight::rewrites::{Question, Rewrite, Stage, Weeks};
use crate::model::DocumentIndex;
use crate::parse::slug;
use crate::render::chart::{ChartView, Heading, RangeChart, RangeRow, SpanChart, SpanDay, SpanRow, between};
use crate::render::library::Library;
use crate::render::pages::{Page, rendered};
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{
    self, AskedView, CUT_OVER, DateView, DocumentView, EconomyView, Pager, by_id, economy, pager, part_route,
};
use crate::render::{guide_route, listing_route, portfolio_route};

/// Most rewrites in the tables of a page, and in each chart.
const PAGE_SIZE: usize = 9;
const MAX_DRAWN: usize = 6;
/// Most questions on the page, and most rewrites named that leave one of them open.
const MAX_QUESTIONS: usize = 8;
const MAX_ASKED: usize = 3;

/// The rewrites.
#[derive(Debug, Serialize)]
struct Portfolio {
    /// What it adds up to.
    sum: String,
    /// The rewrites that somebody still has to decide on or to do.
    open: Vec<RewriteView>,
    /// The rewrites that are over.
    over: Vec<RewriteView>,
    /// The other pages.
    pager: Option<Pager>,
    /// Whether it is the first page, which shows more than rows.
    is_first: bool,
    /// Cost against doing nothing; `None` where neither is known of any.
    cost: Option<ChartView>,
    /// The days of the cut-over.
    cut_over: Option<ChartView>,
    /// "The first 6 of 20 are drawn"; empty where all are.
    drawn: String,
    /// Whether a plan is known of any.
    has_plan: bool,
    /// Whether there are numbered questions that open rewrites must answer.
    has_questions: bool,
    /// Those that are left open somewhere.
    questions: Vec<QuestionView>,
    /// How many more there are.
    more_questions: usize,
    /// Where they are, with every rewrite.
    all_questions: String,
    /// Which question is left open most often, in a sentence; empty where none is.
    most: String,
    /// The list of rewrites.
    all: String,
}

/// A rewrite in the table.
#[derive(Debug, Serialize)]
struct RewriteView {
    /// The rewrite.
    document: DocumentView,
    /// Since when it is in its state.
    since: Option<DateView>,
    /// "for 48 days"; "for at least 48 days".
    age: String,
    /// Its price and its plan.
    economy: EconomyView,
}

/// A numbered question.
#[derive(Debug, Serialize)]
struct QuestionView {
    /// Its number.
    number: u32,
    /// The section that answers it.
    heading: String,
    /// Where to read how to answer it.
    href: String,
    /// How many rewrites leave it open, of how many.
    count: usize,
    /// Of how many.
    asked: usize,
    /// Its part of the most that one question has, in percent.
    part: usize,
    /// Those that do, with who has to answer.
    unanswered: Vec<AskedView>,
    /// How many more do.
    left_out: usize,
    /// Where they are listed.
    behind: String,
}

/// How many pages there are.
pub(in crate::render::pages) fn parts(library: &Library<'_>) -> usize {
    view::parts(library.input.insights.rewrites().rewrites.len(), PAGE_SIZE)
}

/// Writes a page of the portfolio.
pub(in crate::render::pages) fn write(
    library: &Library<'_>,
    theme: &Theme,
    index: TypeIndex,
    part: usize,
) -> Result<Page, ThemeError> {
    let definition = library.input.corpus.definitions.get(index);
    let first = portfolio_route(definition);
    let route = part_route(&first, part);
    let is_first = part == 0;
    let portfolio = library.input.insights.rewrites();
    // In the order of the list of rewrites: those with the most weight first, then the newest.
    let in_order = library.directory.by_type[index.0]
        .iter()
        .filter_map(|it| portfolio.of(*it));
    let (mut open, over): (Vec<&Rewrite>, Vec<&Rewrite>) = in_order.partition(|it| it.stage.is_open());
    open.sort_by_key(|it| (weight(it.stage), std::cmp::Reverse(library.document(it.index).state())));
    let row = |it: &&Rewrite| rewrite(library, &route, it);
    let drawn: &[&Rewrite] = if is_first { &open } else { &[] };
    let cut_over = cut_over(library, &route, drawn);
    let cost = cost(library, &route, drawn);
    let drawable = [cost.is_some(), cut_over.is_some()].contains(&true);
    let rows = |all: &[&Rewrite], before: usize| -> Vec<RewriteView> {
        let (from, to) = (part * PAGE_SIZE, (part + 1) * PAGE_SIZE);
        let from = from.saturating_sub(before).min(all.len());
        let to = to.saturating_sub(before).min(all.len());
        all[from..to].iter().map(row).collect()
    };
    // The questions that are left open most often, in their order.
    let behind = Behind::Questions(index).hrefs(library, &route);
    let left_open = portfolio.questions.iter().filter(|it| !it.unanswered.is_empty());
    let mut left_open: Vec<_> = left_open.zip(behind).filter(|_| is_first).collect();
    let more_questions = left_open.len().saturating_sub(MAX_QUESTIONS);
    left_open.sort_by_key(|(it, _)| (std::cmp::Reverse(it.unanswered.len()), it.number));
    left_open.truncate(MAX_QUESTIONS);
    left_open.sort_by_key(|(it, _)| it.number);
    let view = Portfolio {
        sum: sum(library, &open),
        pager: pager(&library.phrases, &first, part, open.len() + over.len(), PAGE_SIZE),
        is_first,
        drawn: match drawable && open.len() > MAX_DRAWN {
            true => library
                .phrases
                .fill("rewrites.drawn", &[("most", &MAX_DRAWN), ("n", &open.len())]),
            false => String::new(),
        },
        cost,
        has_plan: open.iter().flat_map(|it| &it.cut_over).any(|it| it.slip().is_some()),
        cut_over,
        questions: left_open
            .into_iter()
            .map(|(it, behind)| question(library, &route, index, it, behind))
            .collect(),
        more_questions,
        all_questions: Behind::Questions(index).href(library, &route),
        has_questions: is_first && !portfolio.questions.is_empty(),
        most: most(library),
        all: library.href(&route, &listing_route(definition)),
        open: rows(&open, 0),
        over: rows(&over, open.len()),
    };
    let mut page = library.page("portfolio", library.phrases.say("rewrites.portfolio"), &route);
    page.section = first;
    page.description.clone_from(&view.sum);
    rendered(theme, "portfolio.html", &page, "portfolio", &view)
}

/// What is being done comes before what is proposed, and what is paused last.
fn weight(stage: Stage) -> u8 {
    match stage {
        Stage::Decided => 0,
        Stage::Proposed => 1,
        Stage::Paused => 2,
        Stage::Completed | Stage::Ended => 3,
    }
}

fn sum(library: &Library<'_>, open: &[&Rewrite]) -> String {
    let count = open.len();
    let first = library.phrases.fill("rewrites.sum", &[("n", &count)]);
    let Some(sum) = &library.input.insights.rewrites().sum else {
        return first;
    };
    let read = |it: Weeks| library.phrases.decimal(&between(it.low, it.high));
    let cost = read(sum.cost);
    let nothing = read(sum.do_nothing);
    let values: [(&str, &dyn Display); 3] = [("n", &sum.rewrites.len()), ("cost", &cost), ("nothing", &nothing)];
    format!("{first} {}", library.phrases.fill("rewrites.sum_cost", &values))
}

fn rewrite(library: &Library<'_>, from: &str, rewrite: &Rewrite) -> RewriteView {
    let age = rewrite.age.zip(rewrite.since).map(|(days, since)| {
        let key = if since.at_least {
            "rewrites.age_at_least"
        } else {
            "rewrites.age"
        };
        library.phrases.fill(key, &[("n", &days)])
    });
    RewriteView {
        document: library.row(from, rewrite.index),
        since: rewrite.since.map(|it| DateView::from(it.day)),
        age: age.unwrap_or_default(),
        economy: economy(library, rewrite),
    }
}

/// "RW-6 Tariff, one program …"
fn name(library: &Library<'_>, index: DocumentIndex) -> String {
    let document = library.document(index);
    format!("{} {}", document.id.value, document.title.value)
}

fn cost(library: &Library<'_>, route: &str, open: &[&Rewrite]) -> Option<ChartView> {
    let say = |key: &'static str| library.phrases.say(key).to_owned();
    let known = open.iter().filter(|it| it.cost.is_some());
    let rows = known.take(MAX_DRAWN).map(|it| RangeRow {
        label: name(library, it.index),
        href: Some(library.href(route, &library.document(it.index).route)),
        ranges: [it.cost, it.do_nothing]
            .iter()
            .map(|it| it.map(|it| (it.low, it.high)))
            .collect(),
    });
    let chart = RangeChart {
        heading: Heading {
            name: "cost".to_owned(),
            title: say("rewrites.cost_chart"),
            description: say("rewrites.cost_chart_what"),
        },
        item: say("rewrites.rewrite"),
        series: vec![say("rewrites.doing_it"), say("rewrites.doing_nothing")],
        rows: rows.collect(),
    };
    Some(chart.draw()).filter(|view| view.svg.is_some())
}

fn cut_over(library: &Library<'_>, route: &str, open: &[&Rewrite]) -> Option<ChartView> {
    let say = |key: &'static str| library.phrases.say(key).to_owned();
    let planned = open.iter().filter(|it| it.cut_over.iter().any(|day| day.day.is_some()));
    let row = |it: &&Rewrite| SpanRow {
        label: name(library, it.index),
        href: Some(library.href(route, &library.document(it.index).route)),
        days: it
            .cut_over
            .iter()
            .map(|day| SpanDay {
                on: day.day,
                planned: day.planned.filter(|planned| Some(*planned) != day.day),
                words: day.day.map_or_else(|| "–".to_owned(), |day| day.to_string()),
            })
            .collect(),
    };
    let rows: Vec<SpanRow> = planned.take(MAX_DRAWN).map(row).collect();
    let moved = rows.iter().flat_map(|row| &row.days).any(|day| day.planned.is_some());
    let chart = SpanChart {
        heading: Heading {
            name: "cut-over".to_owned(),
            title: say("rewrites.cut_over_chart"),
            description: say("rewrites.cut_over_chart_what"),
        },
        item: say("rewrites.rewrite"),
        days: CUT_OVER.map(say).to_vec(),
        today_label: say("rewrites.today"),
        today: library.input.insights.today,
        rows,
        planned_label: if moved { say("rewrites.planned") } else { String::new() },
    };
    Some(chart.draw()).filter(|view| view.svg.is_some())
}

fn question(library: &Library<'_>, route: &str, index: TypeIndex, question: &Question, behind: String) -> QuestionView {
    let definition = library.input.corpus.definitions.get(index);
    let guide = library.href(route, &guide_route(definition));
    let most = library
        .input
        .insights
        .rewrites()
        .questions
        .iter()
        .map(|it| it.unanswered.len())
        .max();
    let count = question.unanswered.len();
    let asked = |index: &DocumentIndex| AskedView {
        document: by_id(library, route, *index),
        owner: library
            .document(*index)
            .owner()
            .map(|handle| library.person(route, handle)),
    };
    QuestionView {
        number: question.number,
        heading: question.heading.to_string(),
        href: format!("{guide}#{}", slug(&question.heading)),
        count,
        asked: question.asked,
        part: count * 100 / most.unwrap_or(1).max(1),
        unanswered: question.unanswered.iter().take(MAX_ASKED).map(asked).collect(),
        left_out: count.saturating_sub(MAX_ASKED),
        behind,
    }
}

/// Which question is left open most often; of several, how many there are.
fn most(library: &Library<'_>) -> String {
    let portfolio = library.input.insights.rewrites();
    let values = |question: &Question, n: usize| {
        let values: [(&str, &dyn Display); 4] = [
            ("n", &n),
            ("question", &question.heading),
            ("count", &question.unanswered.len()),
            ("asked", &question.asked),
        ];
        library.phrases.fill("rewrites.most_unanswered", &values)
    };
    match portfolio.most_unanswered().as_slice() {
        [] => String::new(),
        [first, rest @ ..] => values(first, rest.len() + 1),
    }
}
