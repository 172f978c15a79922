//! The kinds of page: one file each, which makes what its template is given.

mod adding_up;
mod around;
mod as_of;
mod changes;
mod document;
mod flow;
mod guide;
mod history;
mod home;
mod listing;
mod not_found;
mod people;
mod plain;
mod previews;
mod problems;
mod proposed;
mod raci;
mod relations;
mod route;
mod rules;
mod search;
mod tags;

use std::sync::Arc;

use serde::Serialize;

use super::Input;
use super::graph::stands_alone;
use super::library::Library;
use super::own;
use super::theme::{Theme, ThemeError};
use super::view::{CommitView, NavGroup, NavItem, PageView, SiteView};
use super::{
    CHANGES, CONTENT_SECURITY_POLICY, FLOW, GUIDES, HOME, PAGES, PEOPLE, PROBLEMS, PROPOSED, Page, RELATIONS, RULES,
    TAGS,
};
use crate::check;
use crate::definition::TypeIndex;
use crate::diagnostic::Diagnostic;
use crate::model::DocumentIndex;
use adding_up::{actions, behind, incidents, outcomes, pain, portfolio, roadmap, scorecard};

/// Most plain pages that the navigation names; with more, it leads to a list of them.
const PAGES_IN_NAVIGATION: usize = 8;

/// What a document is about in one sentence, for those who do not see its page.
pub(crate) fn description(input: &Input<'_>, index: DocumentIndex) -> String {
    let document = input.corpus.get(index);
    document::description(document, document.fields.text("summary"))
}

/// A page that is to be written.
#[derive(Clone, Debug)]
pub(super) enum Planned {
    Home,
    Listing(TypeIndex, usize, listing::SharedTable),
    ListingRows(TypeIndex, listing::SharedTable),
    Board(TypeIndex, listing::SharedBoard),
    BoardCards(TypeIndex, listing::SharedBoard),
    Document(DocumentIndex),
    History(DocumentIndex),
    Around(DocumentIndex),
    Plain(DocumentIndex),
    PlainIndex,
    Tags,
    Tag(String, usize),
    People(usize),
    Person(String, usize),
    Guides,
    Guide(TypeIndex),
    Rules,
    Rule(&'static str),
    Problems,
    Proposed,
    Flow,
    Raci,
    RaciOfTeam(Option<DocumentIndex>),
    FlowOfType(TypeIndex),
    Relations(relations::SharedGraph),
    RelationsGraph(relations::SharedGraph, relations::GraphForm),
    Outcomes(usize),
    Behind(behind::Behind, usize),
    RoadmapByTeam,
    RoadmapByAttribute,
    Pain(TypeIndex, usize),
    Portfolio(TypeIndex, usize),
    Trends(TypeIndex),
    Causes(TypeIndex),
    Times(TypeIndex, usize),
    Actions(usize),
    Scorecard(usize),
    Changes(Arc<changes::Weeks>),
    ChangesOfYear(Arc<changes::Weeks>, i16, usize),
    Search,
    Previews(usize, Vec<DocumentIndex>),
    NotFound,
}

/// Every page of the site.
pub(super) fn plan(library: &Library<'_>) -> Vec<Planned> {
    let mut plan = vec![
        Planned::Home,
        Planned::Tags,
        Planned::Guides,
        Planned::Rules,
        Planned::Problems,
        Planned::Search,
        Planned::NotFound,
    ];
    if raci::exists(library) {
        plan.push(Planned::Raci);
        plan.extend(raci::teams(library).map(Planned::RaciOfTeam));
    }
    if flow::exists(library) {
        plan.push(Planned::Flow);
        plan.extend(flow::types(library).map(Planned::FlowOfType));
    }
    plan.extend((0..people::parts(library.directory.people.len())).map(Planned::People));
    let graph = relations::SharedGraph::default();
    plan.push(Planned::Relations(graph.clone()));
    if relations::exist(library) {
        let forms = [relations::GraphForm::Script, relations::GraphForm::File];
        plan.extend(forms.map(|form| Planned::RelationsGraph(graph.clone(), form)));
    }
    if proposed::count(library) > 0 {
        plan.push(Planned::Proposed);
    }
    for page in adding_up::pages(library) {
        plan.extend(page.further(library));
        plan.push(page.first);
    }
    for (index, definition, documents) in library.types() {
        let parts = listing::parts(documents.len());
        let table = listing::SharedTable::default();
        plan.extend((0..parts).map(|part| Planned::Listing(index, part, table.clone())));
        if parts > 1 {
            plan.push(Planned::ListingRows(index, table));
        }
        plan.push(Planned::Guide(index));
        if !definition.lifecycle.states.is_empty() {
            let board = listing::SharedBoard::default();
            plan.push(Planned::Board(index, board.clone()));
            if listing::may_leave_out(documents.len()) {
                plan.push(Planned::BoardCards(index, board));
            }
        }
        plan.extend(documents.iter().copied().map(Planned::Document));
    }
    if library.pages().count() > PAGES_IN_NAVIGATION {
        plan.push(Planned::PlainIndex);
    }
    for (index, document) in library.input.corpus.iter() {
        if library.is_page(document) && document.route != HOME {
            plan.push(Planned::Plain(index));
        }
    }
    let all = library.input.corpus.iter().map(|(index, _)| index);
    let long = all.filter(|index| !library.is_page(library.document(*index)) && stands_alone(library, *index));
    plan.extend(long.map(Planned::Around));
    let documents = library.input.corpus.iter();
    let with_history = documents.filter(|(_, document)| library.has_history_page(document));
    plan.extend(with_history.map(|(index, _)| Planned::History(index)));
    if changes::Weeks::exist(library) {
        let weeks = Arc::new(changes::Weeks::of(library));
        plan.push(Planned::Changes(Arc::clone(&weeks)));
        let parts = |(year, parts)| (0..parts).map(move |part| (year, part));
        let years = weeks.years().into_iter().flat_map(parts);
        plan.extend(years.map(|(year, part)| Planned::ChangesOfYear(Arc::clone(&weeks), year, part)));
    }
    for (word, tag) in &library.directory.tags {
        plan.extend((0..tags::parts(tag.documents.len())).map(|part| Planned::Tag(word.clone(), part)));
    }
    for (handle, someone) in &library.directory.people {
        let parts = 0..people::parts_of(someone);
        plan.extend(parts.map(|part| Planned::Person(handle.clone(), part)));
    }
    plan.extend(check::ALL.iter().map(|rule| Planned::Rule(rule.name)));
    let parts = previews::plan(library).into_iter().enumerate();
    plan.extend(parts.map(|(number, documents)| Planned::Previews(number, documents)));
    plan
}

impl Planned {
    /// Whether it is the page of a document's revisions.
    pub(super) fn is_history(&self) -> bool {
        matches!(self, Planned::History(_))
    }

    /// Writes the page.
    pub(super) fn write(&self, library: &Library<'_>, theme: &Theme) -> Result<Page, ThemeError> {
        match self {
            Planned::Home => home::write(library, theme),
            Planned::Listing(index, part, table) => listing::write_table(library, theme, *index, *part, table),
            Planned::ListingRows(index, table) => listing::write_rows(library, theme, *index, table),
            Planned::Board(index, board) => listing::write_board(library, theme, *index, board),
            Planned::BoardCards(index, board) => listing::write_cards(library, theme, *index, board),
            Planned::Document(index) => document::write(library, theme, *index),
            Planned::Around(index) => around::write(library, theme, *index),
            Planned::History(index) => history::write(library, theme, *index),
            Planned::Plain(index) => plain::write(library, theme, *index),
            Planned::PlainIndex => plain::write_index(library, theme),
            Planned::Tags => tags::write_index(library, theme),
            Planned::Tag(word, part) => tags::write(library, theme, word, *part),
            Planned::People(part) => people::write_index(library, theme, *part),
            Planned::Person(handle, part) => people::write(library, theme, handle, *part),
            Planned::Guides => guide::write_index(library, theme),
            Planned::Guide(index) => guide::write(library, theme, *index),
            Planned::Rules => rules::write_index(library, theme),
            Planned::Rule(name) => rules::write(library, theme, name),
            Planned::Problems => problems::write(library, theme),
            Planned::Proposed => proposed::write(library, theme),
            Planned::Raci => raci::write_index(library, theme),
            Planned::RaciOfTeam(team) => raci::write(library, theme, *team),
            Planned::Flow => flow::write(library, theme),
            Planned::FlowOfType(index) => flow::write_type(library, theme, *index),
            Planned::Relations(graph) => relations::write(library, theme, graph),
            Planned::RelationsGraph(graph, form) => Ok(relations::write_graph(library, graph, *form)),
            Planned::Outcomes(part) => outcomes::write(library, theme, *part),
            Planned::Behind(behind, part) => behind::write(library, theme, *behind, *part),
            Planned::RoadmapByTeam => roadmap::write_by_team(library, theme),
            Planned::RoadmapByAttribute => roadmap::write_by_attribute(library, theme),
            Planned::Pain(index, part) => pain::write(library, theme, *index, *part),
            Planned::Portfolio(index, part) => portfolio::write(library, theme, *index, *part),
            Planned::Trends(index) => incidents::write(library, theme, *index),
            Planned::Causes(index) => incidents::write_causes(library, theme, *index),
            Planned::Times(index, part) => incidents::write_times(library, theme, *index, *part),
            Planned::Actions(part) => actions::write(library, theme, *part),
            Planned::Scorecard(part) => scorecard::write(library, theme, *part),
            Planned::Changes(weeks) => changes::write(library, theme, weeks),
            Planned::ChangesOfYear(weeks, year, part) => changes::write_year(library, theme, weeks, *year, *part),
            Planned::Search => search::write(library, theme),
            Planned::Previews(number, documents) => Ok(previews::write(library, *number, documents)),
            Planned::NotFound => not_found::write(library, theme),
        }
    }
}

/// Renders a page's template with its frame as `page` and its own view under `name`.
fn rendered(
    theme: &Theme,
    template: &str,
    page: &PageView,
    name: &'static str,
    view: &impl Serialize,
) -> Result<Page, ThemeError> {
    let html = theme.render(template, page, name, view)?;
    Ok(Page {
        route: page.route.clone(),
        html,
        listed: !matches!(page.kind, "not-found" | "rows" | "history" | "around"),
    })
}

/// Tells the theme what is the same on every page. Gives what of the wishes in `docent.yaml` could not be followed.
pub(super) fn share(theme: &mut Theme, library: &Library<'_>) -> Vec<Diagnostic> {
    let input = library.input;
    let config = &input.corpus.config;
    let site = SiteView {
        title: config.title.clone(),
        description: config.description.clone(),
        language: config.language.clone(),
        interface_language: library.phrases.language().to_owned(),
        logo: theme.logo().cloned(),
        footer: own::foot(library),
        content_security_policy: CONTENT_SECURITY_POLICY,
        assets_version: theme.version(),
        previews: previews::parts(library),
        repository_url: input
            .repository
            .filter(|url| super::markdown::address(url) == super::markdown::Address::Elsewhere)
            .map(str::to_owned),
        commit: input.commit.map(|commit| CommitView {
            short: commit.id.chars().take(7).collect(),
            date: commit.date.clone(),
        }),
        version: env!("CARGO_PKG_VERSION"),
    };
    theme.share("site", &site);
    let (nav, problems) = own::arranged(library, navigation(library));
    theme.share("nav", &nav);
    problems
}

fn navigation(library: &Library<'_>) -> Vec<NavGroup> {
    let say = |key: &'static str| library.phrases.say(key);
    let item = |label: &str, route: &str, count: Option<usize>| NavItem {
        label: label.to_owned(),
        route: route.to_owned(),
        count,
        elsewhere: false,
    };
    let problems = library.input.checked.diagnostics.len();
    let mut first = vec![item(say("pages.home"), HOME, None)];
    first.push(item(
        say("pages.problems"),
        PROBLEMS,
        (problems > 0).then_some(problems),
    ));
    if changes::Weeks::exist(library) {
        first.push(item(say("pages.changes"), CHANGES, None));
    }
    match proposed::count(library) {
        0 => {}
        count => first.push(item(say("pages.proposed"), PROPOSED, Some(count))),
    }
    if flow::exists(library) {
        first.push(item(say("flow.title"), FLOW, None));
    }
    first.push(item(say("pages.relations"), RELATIONS, None));
    first.push(item(say("pages.people"), PEOPLE, None));
    first.push(item(say("pages.tags"), TAGS, None));
    let adding_up = adding_up::pages(library);
    let adding_up = adding_up
        .iter()
        .map(|it| item(say(it.label), &it.route, None))
        .collect();
    let types = library
        .types()
        .filter(|(_, definition, documents)| !documents.is_empty() || definition.path.is_some());
    let types = types.map(|(_, definition, documents)| {
        item(
            &definition.plural,
            &super::listing_route(definition),
            Some(documents.len()),
        )
    });
    let mut handbook: Vec<NavItem> = match library.pages().count() {
        count if count > PAGES_IN_NAVIGATION => vec![item(say("pages.pages"), PAGES, Some(count))],
        _ => library
            .pages()
            .map(|page| item(&page.title.value, &page.route, None))
            .collect(),
    };
    handbook.push(item(say("pages.guides"), GUIDES, None));
    handbook.push(item(say("pages.rules"), RULES, None));
    let group = |label: Option<&str>, items: Vec<NavItem>| NavGroup {
        label: label.map(str::to_owned),
        items,
    };
    let groups = [
        group(None, first),
        group(Some(say("frame.adding_up")), adding_up),
        group(Some(say("frame.documents")), types.collect()),
        group(Some(say("frame.handbook")), handbook),
    ];
    groups.into_iter().filter(|group| !group.items.is_empty()).collect()
}
