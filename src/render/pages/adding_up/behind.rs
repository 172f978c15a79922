//! The documents behind numbers that a page has no room to name, in groups: `behind` in the template. Every number on a page
//! of what the documents add up to leads to its group here, so that the page itself may stay short.

mod groups;

use serde::Serialize;

use crate::definition::TypeIndex;
use crate::model::DocumentIndex;
use crate::render::library::Library;
use crate::render::pages::{Page, rendered};
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{self, DocumentView, Pager, pager, part_route};
use crate::render::{OUTCOMES, ROADMAP, ROADMAP_BY_ATTRIBUTE, portfolio_route, questions_route};
use groups::Group;

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
pub(in crate::render::pages) fn write(
    library: &Library<'_>,
    theme: &Theme,
    behind: Behind,
    part: usize,
) -> Result<Page, ThemeError> {
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

    /// The address of its first page.
    pub(in crate::render::pages) fn route(self, library: &Library<'_>) -> String {
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
}
