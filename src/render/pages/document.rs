//! The page of a document: `document` in its template.

use serde::Serialize;

use super::as_of::{AsOf, as_of};
use super::proposed::{AlsoOn, also_on};
use super::{Page, rendered};
use crate::check::{Completeness, Lack};
use crate::definition::{Definition, Lifecycle};
use crate::diagnostic::{Diagnostic, Severity};
use crate::history::DocumentHistory;
use crate::insight::ownership::Matrix;
use crate::link::Origin;
use crate::model::{Document, DocumentIndex, Value};
use crate::parse::{Parsed, slug};
use crate::render::band::band;
use crate::render::chart::ChartView;
use crate::render::figures::{has_code, has_diagram};
use crate::render::graph::{Neighbourhood, neighbourhood, stands_alone};
use crate::render::library::Library;
use crate::render::markdown::{self, Entry};
use crate::render::page_links::PageLinks;
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{
    ChangedSince, CompletenessMeter, DateView, DocumentView, FactTable, FactView, OwedView, PastView, PersonView,
    ProblemView, ReferenceView, StandingView, StatusView, changed_since, counts, facts, incoming, metric_chart,
    outgoing, owed, past, problem, standing, state_label, status,
};
use crate::render::words::{ellipsis_after, visible};
use crate::render::{around_route, guide_route, listing_route, raci_route, rule_route};
use crate::span::Spanned;

/// Most documents of one type listed as the work of a team.
const MAX_WORK: usize = 5;

/// Fields of an initiative, and of a rewrite, that its panel shows: they need not be said twice.
const BET_FIELDS: [&str; 2] = ["metric", "outcome"];
const ECONOMY_FIELDS: [&str; 5] = [
    "cost_weeks",
    "do_nothing_cost_weeks",
    "new_customers_from",
    "migrated_by",
    "old_off",
];

/// A document.
#[derive(Debug, Serialize)]
struct DocumentPage {
    /// Its id.
    id: String,
    /// Its title.
    title: String,
    /// The name of the title's place in the page.
    anchor: Option<String>,
    /// The type's plural, for the names of lists.
    type_plural: String,
    /// What someone should know who reads only one sentence.
    summary: Option<String>,
    /// The state it is in.
    status: Option<StatusView>,
    /// The states it goes through; empty for types with one state.
    track: Vec<Step>,
    /// The person who answers for it.
    owner: Option<PersonView>,
    /// Day of its last change.
    updated: Option<DateView>,
    /// What changed since it was accepted; `None` where nothing did.
    changed: Option<ChangedSince>,
    /// Its past; `None` where Git knows nothing of it.
    past: Option<PastView>,
    /// The states it was in, as a picture; `None` where no time is known to have passed.
    band: Option<String>,
    /// How it all stood on the day of a review.
    as_of: Option<AsOf>,
    /// Branches on which it is another.
    elsewhere: Vec<AlsoOn>,
    /// How much of it is answered.
    completeness: Option<CompletenessPanel>,
    /// How it stands in what all documents add up to.
    standing: Option<StandingView>,
    /// For a metric: its readings over time.
    chart: Option<ChartView>,
    /// Its fields in a few words each.
    facts: Vec<FactView>,
    /// Its fields that are tables.
    tables: Vec<FactTable>,
    /// Its contents.
    toc: Vec<Entry>,
    /// Its text; HTML.
    body: String,
    /// Its style sheet: with what it shows, and without the rest.
    sheet: String,
    /// What it refers to.
    references: Vec<ReferenceView>,
    /// How many more it refers to.
    more_references: usize,
    /// It and what is one step away, as a picture; `None` where that would say nothing.
    around: Option<Neighbourhood>,
    /// The page of that picture, where it has one.
    around_href: Option<String>,
    /// What refers to it.
    backlinks: Vec<ReferenceView>,
    /// How many more refer to it.
    more_backlinks: usize,
    /// For a team: what waits for its people.
    owed: Option<OwedView>,
    /// For a team: the page of its roles.
    raci: Option<String>,
    /// For a team: the documents it works on.
    work: Vec<WorkGroup>,
    /// What is wrong with it.
    problems: Vec<ProblemView>,
    /// "2 errors, 1 warning"; empty without problems.
    problem_counts: String,
    /// Whether one of them is an error.
    has_errors: bool,
    /// The document before it in its list.
    previous: Option<DocumentView>,
    /// The document after it in its list.
    next: Option<DocumentView>,
}

/// A state on the way of a document.
#[derive(Debug, Serialize)]
struct Step {
    /// Its name as people write it.
    label: String,
    /// `past`, `now` or `later`.
    phase: &'static str,
    /// The day it was reached, where that is known.
    since: Option<DateView>,
}

/// How much of a document is answered, and what is not.
#[derive(Debug, Serialize)]
struct CompletenessPanel {
    /// How many sections are answered.
    done: usize,
    /// How many must be.
    total: usize,
    /// For each section, in the order of the definition, whether it is answered.
    parts: Vec<bool>,
    /// What stands over the sections that are not.
    missing_heading: String,
    /// The sections that are not answered.
    missing: Vec<Missing>,
    /// Whether the definition is built in, and asks in English.
    is_built_in: bool,
}

/// A section that is not answered.
#[derive(Debug, Serialize)]
struct Missing {
    /// Its name.
    name: String,
    /// Its number among the questions.
    question: Option<u32>,
    /// Where to read how to answer it.
    href: String,
    /// The question.
    prompt: String,
    /// What is lacking, in a few words.
    why: String,
}

/// Documents of one type that a team works on.
#[derive(Debug, Serialize)]
struct WorkGroup {
    /// The type's plural.
    label: String,
    /// The documents.
    documents: Vec<DocumentView>,
    /// How many are left out.
    left_out: usize,
}

/// Writes the page of a document.
pub(super) fn write(library: &Library<'_>, theme: &Theme, index: DocumentIndex) -> Result<Page, ThemeError> {
    let document = library.document(index);
    let definition = library.definition(document);
    let route = document.route.as_str();
    let view = view(library, index);
    let listing = listing_route(definition);
    let title = format!("{} {}", document.id.value, document.title.value);
    let mut page = library.page_below(
        "document",
        title,
        route,
        (&definition.plural, &listing),
        &document.id.value,
    );
    page.description = description(document, view.summary.as_deref());
    page.source = Some(library.source(document));
    page.share.add_document(library, index);
    rendered(theme, "document.html", &page, "document", &view)
}

fn view(library: &Library<'_>, index: DocumentIndex) -> DocumentPage {
    let document = library.document(index);
    let definition = library.definition(document);
    let route = document.route.as_str();
    let (mut facts, mut tables) = facts(library, index);
    let chart = metric_chart(library, index);
    // The chart has a table of its own.
    tables.retain(|table| table.key != "readings" || chart.is_none());
    let standing = standing(library, index);
    if standing.as_ref().is_some_and(|it| it.bet.is_some()) {
        tables.retain(|table| !BET_FIELDS.contains(&table.key.as_str()));
    }
    if standing.as_ref().is_some_and(|it| it.economy.is_some()) {
        facts.retain(|fact| !ECONOMY_FIELDS.contains(&fact.key.as_str()));
    }
    let (references, more_references) = outgoing(library, index);
    let (backlinks, more_backlinks) = incoming(library, index);
    let found = library.problems(index);
    let (previous, next) = neighbours(library, index);
    let status = status(library.input.corpus, document);
    let alone = stands_alone(library, index);
    let sheet = sheet(standing.as_ref(), chart.is_some(), &document.parsed);
    DocumentPage {
        id: document.id.value.clone(),
        title: document.title.value.clone(),
        anchor: markdown::title_anchor(&document.parsed, &document.title.value),
        type_plural: definition.plural.clone(),
        summary: document.fields.text("summary").map(str::to_owned),
        track: track(
            &definition.lifecycle,
            document.state(),
            library.input.history.of(document.path()),
        ),
        status,
        owner: document.owner().map(|handle| library.person(route, handle)),
        updated: library.input.dates(index).updated.map(DateView::from),
        changed: changed_since(library, index),
        past: past(library, index),
        band: band(library, index),
        as_of: as_of(library, index),
        elsewhere: also_on(library, index),
        completeness: completeness(library, index),
        standing,
        chart,
        facts,
        tables,
        toc: markdown::contents(&document.parsed, &document.title.value),
        body: markdown::render(&document.parsed, &document.title.value, &PageLinks::new(library, index)),
        sheet,
        references,
        more_references,
        around: (!alone).then(|| neighbourhood(library, index, route)).flatten(),
        around_href: alone.then(|| library.href(route, &around_route(route))),
        backlinks,
        more_backlinks,
        owed: waiting(library, index),
        raci: matrix(library, index).map(|_| library.href(route, &raci_route(Some(route)))),
        work: work(library, index),
        problems: problems(library, document, found),
        problem_counts: library.problem_counts(counts(found.iter().copied())),
        has_errors: found.iter().any(|problem| problem.severity == Severity::Error),
        previous,
        next,
    }
}

/// The name of the style sheet with what a document shows, so that no page loads what only others need.
fn sheet(standing: Option<&StandingView>, has_chart: bool, parsed: &Parsed) -> String {
    let part = match standing {
        None if has_chart => "-readings",
        None => "",
        Some(it) => match (
            it.bet.is_some() || !it.follow_up.is_empty(),
            it.economy.is_some(),
            !it.pains.is_empty() || !it.attributes.is_empty(),
        ) {
            (true, false, false) => "-outcome",
            (false, true, false) => "-cost",
            (false, false, true) => "-pains",
            // No built-in type shows more than one.
            _ => "-standing",
        },
    };
    let figures = match (has_diagram(parsed), has_code(parsed)) {
        (true, _) => "-with-figures",
        (false, true) => "-with-code",
        (false, false) => "",
    };
    format!("document{part}{figures}")
}

/// The first words of a document, for search engines and shared links.
pub(super) fn description(document: &Document, summary: Option<&str>) -> String {
    if let Some(summary) = summary {
        return ellipsis_after(summary, 200);
    }
    let parsed = &document.parsed;
    let paragraph = parsed
        .body
        .blocks
        .iter()
        .find(|block| block.kind == crate::parse::BlockKind::Paragraph);
    let words = paragraph.map_or(String::new(), |block| visible(parsed, block.span));
    ellipsis_after(words.trim(), 200)
}

/// The states in order, up to the one it is in or, beside the way, with that one at the end.
fn track(lifecycle: &Lifecycle, state: Option<usize>, past: Option<&DocumentHistory>) -> Vec<Step> {
    let ordered: Vec<usize> = (0..lifecycle.states.len())
        .filter(|state| !lifecycle.states[*state].aside)
        .collect();
    let Some(now) = state.filter(|_| ordered.len() > 1) else {
        return Vec::new();
    };
    let since = |state: &str| Some(DateView::from(past?.last_into(state)?.at()?.date()));
    let step = |state: usize, phase| Step {
        label: state_label(&lifecycle.states[state].name),
        phase,
        since: since(&lifecycle.states[state].name).filter(|_| phase != "later"),
    };
    let current = &lifecycle.states[now];
    if current.aside {
        let passed = ordered.iter().filter(|state| **state <= current.rank);
        return passed
            .map(|state| step(*state, "past"))
            .chain([step(now, "now")])
            .collect();
    }
    let phase = |state: usize| match state.cmp(&now) {
        std::cmp::Ordering::Less => "past",
        std::cmp::Ordering::Equal => "now",
        std::cmp::Ordering::Greater => "later",
    };
    ordered.into_iter().map(|state| step(state, phase(state))).collect()
}

fn completeness(library: &Library<'_>, index: DocumentIndex) -> Option<CompletenessPanel> {
    let document = library.document(index);
    let definition = library.definition(document);
    let completeness: &Completeness = library.input.checked.completeness.get(index.0)?.as_deref()?;
    let guide = library.href(&document.route, &guide_route(definition));
    let missing = completeness.unanswered().map(|section| Missing {
        name: section.heading.to_string(),
        question: section.question,
        href: format!("{guide}#{}", slug(&section.heading)),
        prompt: section.prompt.to_string(),
        why: section
            .lack
            .as_ref()
            .map_or_else(String::new, |lack| why(library, lack)),
    });
    let CompletenessMeter { done, total } = CompletenessMeter::from(completeness);
    Some(CompletenessPanel {
        done,
        total,
        parts: completeness.sections.iter().map(|section| section.answered).collect(),
        missing: missing.collect(),
        missing_heading: missing_heading(library, definition, document),
        is_built_in: definition.path.is_none(),
    })
}

/// What is lacking, in a few words. What a definition demands is said in its own.
fn why(library: &Library<'_>, lack: &Lack) -> String {
    let phrases = &library.phrases;
    match lack {
        Lack::Missing => phrases.say("document.lacks_section").to_owned(),
        Lack::Empty => phrases.say("document.lacks_words").to_owned(),
        Lack::Untouched => phrases.say("document.lacks_answer").to_owned(),
        Lack::LeftOpen(word) => phrases.fill("document.still_says", &[("word", word)]),
        Lack::TooShort { words, least } => phrases.fill("document.too_short", &[("words", words), ("least", least)]),
        Lack::NoReason => phrases.say("document.lacks_reason").to_owned(),
        Lack::AlwaysApplies => phrases.say("document.always_applies").to_owned(),
        Lack::Unmet(lacks) => lacks.clone(),
    }
}

fn missing_heading(library: &Library<'_>, definition: &Definition, document: &Document) -> String {
    let lifecycle = &definition.lifecycle;
    let before_gate = document.state().is_some_and(|state| !lifecycle.past_gate(state));
    match lifecycle.states.get(lifecycle.gate).filter(|_| before_gate) {
        Some(gate) => {
            let state = state_label(&gate.name).to_lowercase();
            library.phrases.fill("document.missing_before", &[("state", &state)])
        }
        None => library.phrases.say("document.missing").to_owned(),
    }
}

pub(super) fn problems(library: &Library<'_>, document: &Document, found: &[&Diagnostic]) -> Vec<ProblemView> {
    let parsed = &document.parsed;
    let manual = |name: &str| crate::check::find(name).map(|_| library.href(&document.route, &rule_route(name)));
    found
        .iter()
        .map(|found| problem(found, &parsed.text, &parsed.lines, manual(found.rule)))
        .collect()
}

/// The documents before and after it in the list of its type.
fn neighbours(library: &Library<'_>, index: DocumentIndex) -> (Option<DocumentView>, Option<DocumentView>) {
    let document = library.document(index);
    let list = &library.directory.by_type[document.definition.0];
    let position = library.directory.places[index.0];
    let at = |position: Option<usize>| {
        position
            .and_then(|position| list.get(position))
            .map(|other| library.row(&document.route, *other))
    };
    (at(position.checked_sub(1)), at(position.checked_add(1)))
}

/// What waits for the people of a team.
fn waiting(library: &Library<'_>, index: DocumentIndex) -> Option<OwedView> {
    let corpus = library.input.corpus;
    let document = library.document(index);
    if corpus.definitions.find("team") != Some(document.definition) {
        return None;
    }
    let mut people: Vec<String> = library.members(index).to_vec();
    if let Some(members) = document.fields.value("members") {
        let field = Spanned::new(members.clone(), document.head());
        Value::leaves(&field, &mut |value| {
            if let Value::Person(handle) = &value.value {
                people.push(handle.to_lowercase());
            }
        });
    }
    people.sort();
    people.dedup();
    let hands: Vec<_> = people
        .iter()
        .filter_map(|handle| library.input.insights.ownership().of(handle))
        .collect();
    owed(library, &document.route, &hands, true)
}

/// The matrix of roles of a team. Matrices are derived when the first page asks, so only teams ask.
fn matrix<'a>(library: &Library<'a>, index: DocumentIndex) -> Option<&'a Matrix> {
    let teams = library.input.corpus.definitions.find("team");
    let is_team = teams == Some(library.document(index).definition);
    is_team.then(|| library.input.insights.matrix(Some(index))).flatten()
}

/// The documents whose `team` is this one, by type.
fn work(library: &Library<'_>, index: DocumentIndex) -> Vec<WorkGroup> {
    let corpus = library.input.corpus;
    let document = library.document(index);
    if corpus.definitions.find("team") != Some(document.definition) {
        return Vec::new();
    }
    let references = library.input.links.to(index);
    let by_team = references.filter(|it| matches!(&it.origin, Origin::Field(key) if key == "team"));
    let members = by_team.map(|reference| reference.from);
    let mut members: Vec<DocumentIndex> = members.filter(|it| !library.is_page(library.document(*it))).collect();
    // Type by type, each in the order of its list.
    let of_type = |it: DocumentIndex| library.document(it).definition;
    members.sort_unstable_by_key(|it| (of_type(*it), library.directory.places[it.0]));
    members.dedup();
    let groups = members.chunk_by(|left, right| of_type(*left) == of_type(*right));
    groups
        .map(|all| WorkGroup {
            label: library.definition(library.document(all[0])).plural.clone(),
            left_out: all.len().saturating_sub(MAX_WORK),
            documents: all
                .iter()
                .take(MAX_WORK)
                .map(|it| library.row(&document.route, *it))
                .collect(),
        })
        .collect()
}
