//! People: `people` in the list of them, `person` on the page of one.

use std::collections::BTreeMap;

use serde::Serialize;

use super::tags::DocumentGroup;
use super::{PEOPLE, Page, rendered};
use crate::model::DocumentIndex;
use crate::render::library::{Library, Someone};
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{Columns, DocumentView, PersonView};

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
    /// The documents they own, and those that name them otherwise.
    groups: Vec<DocumentGroup>,
}

/// Writes the list of people.
pub(super) fn write_index(library: &Library<'_>, theme: &Theme) -> Result<Page, ThemeError> {
    let mut teams: BTreeMap<(bool, Option<DocumentIndex>), Vec<&Someone>> = BTreeMap::new();
    for someone in library.people.values() {
        teams
            .entry((someone.team.is_none(), someone.team))
            .or_default()
            .push(someone);
    }
    let say = |key: &str| library.phrases.say(key).to_owned();
    let alone = teams.len() == 1;
    let groups: Vec<PeopleGroup> = teams
        .into_iter()
        .map(|((_, team), mut people)| {
            people.sort_by(|left, right| left.name.cmp(&right.name));
            let team = team.map(|team| library.row(PEOPLE, team));
            PeopleGroup {
                label: match &team {
                    Some(team) => team.title.clone(),
                    None if alone => say("pages.everyone"),
                    None => say("pages.no_team"),
                },
                href: team.map(|team| team.href),
                people: people.into_iter().map(|someone| line(library, someone)).collect(),
            }
        })
        .collect();
    rendered(
        theme,
        "people.html",
        &library.page("people", say("pages.people"), PEOPLE),
        "people",
        &groups,
    )
}

fn line(library: &Library<'_>, someone: &Someone) -> PersonLine {
    let owns = match (someone.owns.len(), someone.named_in.len()) {
        (0, 0) => library.phrases.say("pages.wrote_nothing").to_owned(),
        (0, named) => library.phrases.fill("pages.named_in", &[("n", &named)]),
        (owns, _) => library.phrases.fill("pages.owns_count", &[("n", &owns)]),
    };
    PersonLine {
        person: library.person(PEOPLE, &someone.handle),
        owns,
    }
}

/// Writes the page of a person.
pub(super) fn write(library: &Library<'_>, theme: &Theme, handle: &str) -> Result<Page, ThemeError> {
    let Some(someone) = library.people.get(handle) else {
        return write_index(library, theme);
    };
    let route = &someone.route;
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
    let groups = [group(OWNS, &someone.owns), group("pages.takes_part", &someone.named_in)];
    let view = PersonPage {
        person: library.person(route, &someone.handle),
        team: someone.team.map(|team| library.row(route, team)),
        groups: groups.into_iter().filter(|group| !group.rows.is_empty()).collect(),
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
