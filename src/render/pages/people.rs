//! People: `people` in the list of them, `person` on the page of one.

use serde::Serialize;

use super::tags::DocumentGroup;
use super::{Page, raci, rendered};
use crate::model::DocumentIndex;
use crate::render::library::Library;
use crate::render::someone::Someone;
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{self, Columns, DocumentView, OwedView, Pager, PersonView, owed, pager, part_route};
use crate::render::{PEOPLE, RACI};

/// Most people on one page of the list.
const PAGE_SIZE: usize = 100;

/// Most documents on one page of a person.
const DOCUMENTS: usize = 50;

/// The phrase over the documents that someone owns.
const OWNS: &str = "pages.owns";

/// The people of one team.
#[derive(Debug, Serialize)]
struct PeopleGroup {
    /// The team's name.
    label: String,
    /// The team's page.
    href: Option<String>,
    /// Its people.
    people: Vec<PersonLine>,
}

/// A page of the list of people.
#[derive(Debug, Serialize)]
struct PeoplePage {
    /// The people on it, by team.
    groups: Vec<PeopleGroup>,
    /// The other pages.
    pager: Option<Pager>,
    /// The page of roles.
    roles: Option<String>,
}

/// A person in the list of people.
#[derive(Debug, Serialize)]
struct PersonLine {
    /// The person.
    #[serde(flatten)]
    person: PersonView,
    /// "Owns 4 documents".
    owns: String,
}

/// A person with their documents.
#[derive(Debug, Serialize)]
struct PersonPage {
    /// The person.
    #[serde(flatten)]
    person: PersonView,
    /// Their team.
    team: Option<DocumentView>,
    /// What waits for them.
    owed: Option<OwedView>,
    /// The documents on this page: those they own, and those that name them otherwise.
    groups: Vec<DocumentGroup>,
    /// The other pages.
    pager: Option<Pager>,
}

/// How many pages the list of so many people has.
pub(super) fn parts(people: usize) -> usize {
    view::parts(people, PAGE_SIZE)
}

/// Writes a page of the list of people: team by team, those in no team last.
pub(super) fn write_index(library: &Library<'_>, theme: &Theme, part: usize) -> Result<Page, ThemeError> {
    let say = |key: &str| library.phrases.say(key).to_owned();
    let route = part_route(PEOPLE, part);
    let mut people: Vec<&Someone> = library.directory.people.values().collect();
    people.sort_by(|left, right| {
        let order = |someone: &Someone| (someone.team.is_none(), someone.team);
        order(left).cmp(&order(right)).then_with(|| left.name.cmp(&right.name))
    });
    let in_teams = people.iter().any(|someone| someone.team.is_some());
    let here = people.chunks(PAGE_SIZE).nth(part).unwrap_or_default();
    let group = |people: &[&Someone]| {
        let team = people[0].team.map(|team| library.row(&route, team));
        PeopleGroup {
            label: match &team {
                Some(team) => team.title.clone(),
                None if in_teams => say("pages.no_team"),
                None => say("pages.everyone"),
            },
            href: team.map(|team| team.href),
            people: people.iter().map(|someone| line(library, &route, someone)).collect(),
        }
    };
    let view = PeoplePage {
        groups: here
            .chunk_by(|left, right| left.team == right.team)
            .map(group)
            .collect(),
        pager: pager(&library.phrases, PEOPLE, part, people.len(), PAGE_SIZE),
        roles: raci::exists(library).then(|| library.href(&route, RACI)),
    };
    let mut page = library.page("people", say("pages.people"), &route);
    page.section = PEOPLE.to_owned();
    rendered(theme, "people.html", &page, "people", &view)
}

fn line(library: &Library<'_>, route: &str, someone: &Someone) -> PersonLine {
    let owns = match (someone.owns.len(), someone.named_in.len()) {
        (0, 0) => library.phrases.say("pages.wrote_nothing").to_owned(),
        (0, named) => library.phrases.fill("pages.named_in", &[("n", &named)]),
        (owns, _) => library.phrases.fill("pages.owns_count", &[("n", &owns)]),
    };
    PersonLine {
        person: library.person(route, &someone.handle),
        owns,
    }
}

/// How many pages a person has: one who owns thousands of documents has several.
pub(super) fn parts_of(someone: &Someone) -> usize {
    view::parts(someone.owns.len() + someone.named_in.len(), DOCUMENTS)
}

/// Writes a page of a person.
pub(super) fn write(library: &Library<'_>, theme: &Theme, handle: &str, part: usize) -> Result<Page, ThemeError> {
    let Some(someone) = library.directory.people.get(handle) else {
        return write_index(library, theme, 0);
    };
    let (first, total) = (&someone.route, someone.owns.len() + someone.named_in.len());
    let route = &part_route(first, part);
    let group = |key: &str, documents: &[DocumentIndex]| {
        let rows: Vec<_> = documents.iter().map(|index| library.row(route, *index)).collect();
        DocumentGroup {
            label: library.phrases.say(key).to_owned(),
            show: Columns {
                kind: true,
                owner: key != OWNS,
                ..Columns::of(&library.phrases, &rows)
            },
            rows,
        }
    };
    // One list after the other goes on over the pages.
    let start = part * DOCUMENTS;
    let on_page = |documents: &[DocumentIndex], before: usize| -> Vec<DocumentIndex> {
        let (from, to) = (start.saturating_sub(before), (start + DOCUMENTS).saturating_sub(before));
        documents.iter().copied().skip(from).take(to - from).collect()
    };
    let owns = on_page(&someone.owns, 0);
    let takes_part = on_page(&someone.named_in, someone.owns.len());
    let groups = [group(OWNS, &owns), group("pages.takes_part", &takes_part)];
    let view = PersonPage {
        person: library.person(route, &someone.handle),
        team: someone.team.map(|team| library.row(route, team)),
        owed: library
            .input
            .insights
            .ownership()
            .of(handle)
            .filter(|_| part == 0)
            .and_then(|hands| owed(library, route, &[hands], false)),
        groups: groups.into_iter().filter(|group| !group.rows.is_empty()).collect(),
        pager: pager(&library.phrases, first, part, total, DOCUMENTS),
    };
    let mut page = library.page_below(
        "person",
        &someone.name,
        route,
        (library.phrases.say("pages.people"), PEOPLE),
        &someone.name,
    );
    page.description = library.phrases.fill("pages.person_what", &[("name", &someone.name)]);
    rendered(theme, "person.html", &page, "person", &view)
}
