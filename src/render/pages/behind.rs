//! The documents behind numbers that a page has no room to name, in groups: `behind` in the template. Every number on a page
//! of what the documents add up to leads to its group here, so that the page itself may stay short.

use serde::Serialize;

use super::outcomes::{attribute, category};
use super::roadmap::horizon_label;
use super::{OUTCOMES, Page, ROADMAP, ROADMAP_BY_ATTRIBUTE, rendered};
use crate::definition::TypeIndex;
use crate::insight::outcomes::{FollowUp, Reason, Tally};
use crate::insight::roadmap::Row;
use crate::model::DocumentIndex;
use crate::parse::slug;
use crate::render::library::Library;
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{self, DocumentView, Pager, pager, part_route, rate, titled};
use crate::render::{guide_route, portfolio_route, questions_route};

/// Most documents on one page.
const PAGE_SIZE: usize = 50;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum Behind {
    /// Bets by category.
    Category,
    /// Bets by the attribute of a vision that they serve.
    Attribute,
    /// Bets by the customer they are for.
    Customer,
    /// What is to be looked at again.
    FollowUps,
    /// What was learned.
    Lessons,
    /// What is meant to be done when, by team.
    Teams,
    /// What is meant to be done when, by attribute of the vision.
    Attributes,
    /// What is set aside.
    Parked,
    /// Debt, the worst first.
    Debt,
    /// Questions that rewrites leave open.
    Questions(TypeIndex),
}

/// The pages behind the outcomes, and those behind the roadmap.
const OF_OUTCOMES: [Behind; 5] = [
    Behind::Category,
    Behind::Attribute,
    Behind::Customer,
    Behind::FollowUps,
    Behind::Lessons,
];
const OF_ROADMAP: [Behind; 4] = [Behind::Teams, Behind::Attributes, Behind::Parked, Behind::Debt];

/// Documents that have something in common.
struct Group<'a> {
    /// What that is.
    label: String,
    /// Where that is described.
    href: Option<String>,
    /// What more there is to say of it.
    note: String,
    /// The documents, by a further word; that may be empty.
    lists: Vec<(String, &'a [DocumentIndex])>,
    /// Those that are not kept anywhere as a list.
    own: Vec<DocumentIndex>,
}

/// The documents behind numbers.
#[derive(Debug, Serialize)]
struct BehindPage {
    /// The groups of this page.
    groups: Vec<GroupView>,
    /// The other pages.
    pager: Option<Pager>,
}

/// Documents that have something in common.
#[derive(Debug, Serialize)]
struct GroupView {
    /// Where links to it lead: its number.
    anchor: usize,
    /// What the documents have in common.
    label: String,
    /// Where that is described.
    href: Option<String>,
    /// What more there is to say of it.
    note: String,
    /// How many documents there are in all.
    count: usize,
    /// Those of this page.
    lists: Vec<ListView>,
}

/// Documents under a further word.
#[derive(Debug, Serialize)]
struct ListView {
    /// The word; may be empty.
    label: String,
    /// The documents.
    documents: Vec<DocumentView>,
}

/// The pages behind outcomes, the roadmap, and the portfolio of a type's documents.
pub(super) fn of_outcomes(library: &Library<'_>) -> Vec<(Behind, usize)> {
    OF_OUTCOMES.iter().flat_map(|it| parts(library, *it)).collect()
}

pub(super) fn of_roadmap(library: &Library<'_>) -> Vec<(Behind, usize)> {
    OF_ROADMAP.iter().flat_map(|it| parts(library, *it)).collect()
}

pub(super) fn of_portfolio(library: &Library<'_>, index: TypeIndex) -> Vec<(Behind, usize)> {
    parts(library, Behind::Questions(index))
}

fn parts(library: &Library<'_>, behind: Behind) -> Vec<(Behind, usize)> {
    match behind.groups(library, "").iter().map(Group::count).sum() {
        0 => Vec::new(),
        count => (0..view::parts(count, PAGE_SIZE)).map(|part| (behind, part)).collect(),
    }
}

/// Writes a page.
pub(super) fn write(library: &Library<'_>, theme: &Theme, behind: Behind, part: usize) -> Result<Page, ThemeError> {
    let first = behind.route(library);
    let route = part_route(&first, part);
    let groups = behind.groups(library, &route);
    let count = groups.iter().map(Group::count).sum();
    let page = BehindPage {
        groups: shown(library, &route, &groups, part),
        pager: pager(&library.phrases, &first, part, count, PAGE_SIZE),
    };
    let title = library.phrases.say(behind.title());
    let (above, section) = behind.above(library);
    let frame = library.page_below("behind", title, &route, (library.phrases.say(above), &section), title);
    rendered(theme, "behind.html", &frame, "behind", &page)
}

/// What of the groups stands on a page.
fn shown(library: &Library<'_>, route: &str, groups: &[Group<'_>], part: usize) -> Vec<GroupView> {
    let (from, to) = (part * PAGE_SIZE, (part + 1) * PAGE_SIZE);
    let mut at = 0;
    let mut views = Vec::new();
    for (anchor, group) in groups.iter().enumerate() {
        let mut lists = Vec::new();
        let own = (!group.own.is_empty()).then(|| (String::new(), group.own.as_slice()));
        for (label, documents) in group.lists.iter().cloned().chain(own) {
            let (first, last) = (
                from.saturating_sub(at).min(documents.len()),
                to.saturating_sub(at).min(documents.len()),
            );
            at += documents.len();
            if first < last {
                let row = |index: &DocumentIndex| library.row(route, *index);
                let documents = documents[first..last].iter().map(row).collect();
                lists.push(ListView { label, documents });
            }
        }
        if !lists.is_empty() {
            views.push(GroupView {
                anchor: anchor + 1,
                label: group.label.clone(),
                href: group.href.clone(),
                note: group.note.clone(),
                count: group.count(),
                lists,
            });
        }
    }
    views
}

impl Group<'_> {
    fn count(&self) -> usize {
        self.own.len() + self.lists.iter().map(|(_, documents)| documents.len()).sum::<usize>()
    }
}

impl Behind {
    /// The address of its first page, from a page.
    pub(super) fn href(self, library: &Library<'_>, from: &str) -> String {
        library.href(from, &self.route(library))
    }

    /// The addresses of its groups in their order, from a page: where each begins.
    pub(super) fn hrefs(self, library: &Library<'_>, from: &str) -> Vec<String> {
        let first = self.route(library);
        let mut before = 0;
        let groups = self.groups(library, from);
        let href = |(position, group): (usize, &Group<'_>)| {
            let route = part_route(&first, before / PAGE_SIZE);
            before += group.count();
            library.href(from, &format!("{route}#d:group-{}", position + 1))
        };
        groups.iter().enumerate().map(href).collect()
    }

    pub(super) fn route(self, library: &Library<'_>) -> String {
        match self {
            Self::Category => "outcomes/by-category.html".to_owned(),
            Self::Attribute => "outcomes/by-attribute.html".to_owned(),
            Self::Customer => "outcomes/by-customer.html".to_owned(),
            Self::FollowUps => "outcomes/follow-ups.html".to_owned(),
            Self::Lessons => "outcomes/lessons.html".to_owned(),
            Self::Teams => "roadmap/teams.html".to_owned(),
            Self::Attributes => "roadmap/attributes.html".to_owned(),
            Self::Parked => "roadmap/parked.html".to_owned(),
            Self::Debt => "roadmap/debt.html".to_owned(),
            Self::Questions(index) => questions_route(library.input.corpus.definitions.get(index)),
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Category => "initiatives.bets_by_category",
            Self::Attribute => "initiatives.bets_by_attribute",
            Self::Customer => "initiatives.bets_by_customer",
            Self::FollowUps => "initiatives.follow_ups",
            Self::Lessons => "initiatives.lessons",
            Self::Teams => "initiatives.roadmap_by_team",
            Self::Attributes => "initiatives.roadmap_by_attribute",
            Self::Parked => "initiatives.parked",
            Self::Debt => "initiatives.debt",
            Self::Questions(_) => "rewrites.questions",
        }
    }

    /// The page whose numbers it stands behind.
    fn above(self, library: &Library<'_>) -> (&'static str, String) {
        match self {
            Self::Category | Self::Attribute | Self::Customer | Self::FollowUps | Self::Lessons => {
                ("initiatives.outcomes", OUTCOMES.to_owned())
            }
            Self::Teams | Self::Parked | Self::Debt => ("initiatives.roadmap", ROADMAP.to_owned()),
            Self::Attributes => ("initiatives.roadmap", ROADMAP_BY_ATTRIBUTE.to_owned()),
            Self::Questions(index) => {
                let definition = library.input.corpus.definitions.get(index);
                ("rewrites.portfolio", portfolio_route(definition))
            }
        }
    }

    fn groups<'a>(self, library: &'a Library<'_>, from: &str) -> Vec<Group<'a>> {
        let insights = library.input.insights;
        let outcomes = &insights.outcomes;
        let roadmap = &insights.roadmap;
        let say = |key: &'static str| library.phrases.say(key).to_owned();
        match self {
            Self::Category => {
                let groups = outcomes.by_category.iter();
                groups
                    .map(|(name, it)| bets(library, category(library, name), None, it))
                    .collect()
            }
            Self::Attribute => {
                let group = |(place, it)| {
                    let (label, href) = attribute(library, from, place);
                    bets(library, label, Some(href), it)
                };
                outcomes
                    .by_attribute
                    .iter()
                    .map(|(place, it)| group((place, it)))
                    .collect()
            }
            Self::Customer => {
                let group = |customer: DocumentIndex, it| {
                    let link = titled(library, from, customer);
                    bets(library, link.text, Some(link.href), it)
                };
                outcomes
                    .by_customer
                    .iter()
                    .map(|(customer, it)| group(*customer, it))
                    .collect()
            }
            Self::FollowUps => {
                let all = &outcomes.follow_ups;
                let group = |key: &'static str, wanted: fn(&FollowUp) -> bool| {
                    let own = all.iter().filter(|it| wanted(it)).map(|it| it.initiative).collect();
                    Group::of(say(key), own)
                };
                vec![
                    group("initiatives.overdue_all", |it| it.late.is_some_and(|late| late > 0)),
                    group("initiatives.due_later", |it| {
                        it.due.is_some() && it.late.is_none_or(|late| late <= 0)
                    }),
                    group("initiatives.no_day", |it| it.due.is_none()),
                ]
            }
            Self::Lessons => {
                let group = |key: &'static str, reason: Reason| {
                    let of_reason = outcomes.lessons.iter().filter(|it| it.reason == reason);
                    Group::of(say(key), of_reason.map(|it| it.initiative).collect())
                };
                vec![
                    group("initiatives.missed", Reason::Missed),
                    group("initiatives.dropped", Reason::Dropped),
                    group("initiatives.experiment", Reason::Experiment),
                ]
            }
            Self::Teams => {
                let group = |row: &'a Row<Option<DocumentIndex>>| {
                    let link = row.of.map(|team| titled(library, from, team));
                    let (label, href) = link.map(|it| (it.text, it.href)).unzip();
                    planned(
                        library,
                        label.unwrap_or_else(|| say("initiatives.no_team")),
                        href,
                        &row.cells,
                    )
                };
                roadmap.by_team.iter().map(group).collect()
            }
            Self::Attributes => {
                let group = |row: &'a Row<Option<crate::insight::initiative::Place>>| {
                    let (label, href) = row.of.as_ref().map(|place| attribute(library, from, place)).unzip();
                    planned(
                        library,
                        label.unwrap_or_else(|| say("initiatives.no_attribute")),
                        href,
                        &row.cells,
                    )
                };
                roadmap.by_attribute.iter().map(group).collect()
            }
            Self::Parked => vec![Group::of(say("initiatives.parked"), roadmap.parked.clone())],
            Self::Debt => {
                let debt = insights.debt.iter().map(|it| it.initiative);
                vec![Group::of(say("initiatives.debt_order"), debt.collect())]
            }
            Self::Questions(index) => {
                let guide = library.href(from, &guide_route(library.input.corpus.definitions.get(index)));
                let open = insights
                    .rewrites
                    .questions
                    .iter()
                    .filter(|it| !it.unanswered.is_empty());
                let group = |it: &'a crate::insight::rewrites::Question| Group {
                    label: format!("{} {}", it.number, it.heading),
                    href: Some(format!("{guide}#{}", slug(&it.heading))),
                    note: String::new(),
                    lists: vec![(String::new(), it.unanswered.as_slice())],
                    own: Vec::new(),
                };
                open.map(group).collect()
            }
        }
    }
}

impl Group<'_> {
    fn of(label: String, own: Vec<DocumentIndex>) -> Self {
        Self {
            label,
            href: None,
            note: String::new(),
            lists: Vec::new(),
            own,
        }
    }
}

/// Bets by what came of them.
fn bets<'a>(library: &Library<'_>, label: String, href: Option<String>, tally: &'a Tally) -> Group<'a> {
    let list = |key: &'static str, documents: &'a Vec<DocumentIndex>| {
        (library.phrases.say(key).to_owned(), documents.as_slice())
    };
    Group {
        label,
        href,
        note: rate(library, tally),
        lists: vec![
            list("initiatives.hit", &tally.hit),
            list("initiatives.partly", &tally.partly),
            list("initiatives.missed", &tally.missed),
            list("initiatives.not_known", &tally.unknown),
            list("initiatives.not_measured", &tally.waiting),
        ],
        own: Vec::new(),
    }
}

/// Initiatives by when they are meant to be done.
fn planned<'a>(
    library: &Library<'_>,
    label: String,
    href: Option<String>,
    cells: &'a [Vec<DocumentIndex>],
) -> Group<'a> {
    let columns = library.input.insights.roadmap.columns.iter();
    let list = |(column, cell): (&crate::insight::roadmap::Column, &'a Vec<DocumentIndex>)| {
        (horizon_label(library, column.horizon), cell.as_slice())
    };
    Group {
        label,
        href,
        note: String::new(),
        lists: columns.zip(cells).map(list).collect(),
        own: Vec::new(),
    }
}
