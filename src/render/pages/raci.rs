//! Who is responsible, accountable, consulted and informed: `raci` in the template, for all teams and for one.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Page, rendered};
use crate::insight::ownership::{Matrix, MatrixRow};
use crate::model::DocumentIndex;
use crate::render::library::Library;
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{DocumentView, PersonView};
use crate::render::{PEOPLE, RACI, raci_route};

/// Most documents of a matrix.
const MAX_ROWS: usize = 40;
/// Most people of a matrix; the cells of more would be too narrow to read.
const MAX_PEOPLE: usize = 14;
/// Most teams listed.
const MAX_TEAMS: usize = 100;
/// Most owners listed that have left, and most documents of each.
const MAX_GONE: usize = 20;
const MAX_OWNED: usize = 6;
/// Most documents listed that nobody owns.
const MAX_UNOWNED: usize = 20;

/// The matrices of all teams, or that of one.
#[derive(Debug, Serialize)]
struct RaciPage {
    /// The teams; empty on the page of one.
    teams: Vec<TeamView>,
    /// The people of the matrix.
    people: Vec<PersonView>,
    /// Its documents.
    rows: Vec<RowView>,
    /// How many documents are left out.
    rows_left_out: usize,
    /// How many people are left out.
    people_left_out: usize,
    /// The team, on its page.
    team: Option<DocumentView>,
    /// Owners who are not among the people listed, with what is in their hands still.
    gone: Vec<GoneView>,
    /// What nobody owns although its type asks for an owner.
    unowned: Vec<DocumentView>,
    /// How many more.
    unowned_left_out: usize,
}

/// An owner who is not listed.
#[derive(Debug, Serialize)]
struct GoneView {
    /// Who.
    owner: PersonView,
    /// What they own.
    documents: Vec<DocumentView>,
    /// How many more.
    left_out: usize,
}

/// A team in the list of them.
#[derive(Debug, Serialize)]
struct TeamView {
    /// Its name.
    label: String,
    /// Its matrix.
    href: String,
    /// How many documents it has.
    documents: usize,
}

/// A document and the roles of the people in it.
#[derive(Debug, Serialize)]
struct RowView {
    /// The document.
    document: DocumentView,
    /// For each person, letters: `R`, `A`, `C`, `I`; empty for none.
    roles: Vec<String>,
}

/// Whether there is a matrix.
pub(super) fn exists(library: &Library<'_>) -> bool {
    library.input.insights.have_matrices()
}

/// The teams that have one.
pub(super) fn teams<'a>(library: &'a Library<'_>) -> impl Iterator<Item = Option<DocumentIndex>> + 'a {
    library.input.insights.matrices().iter().map(|matrix| matrix.team)
}

/// The page of a team's matrix.
pub(super) fn route(library: &Library<'_>, team: Option<DocumentIndex>) -> String {
    raci_route(team.map(|team| library.document(team).route.as_str()))
}

/// Writes the list of matrices.
pub(super) fn write_index(library: &Library<'_>, theme: &Theme) -> Result<Page, ThemeError> {
    let ownership = library.input.insights.ownership();
    let matrices = library.input.insights.matrices().iter();
    let rows = |all: &[DocumentIndex], most| -> Vec<DocumentView> {
        all.iter().take(most).map(|index| library.row(RACI, *index)).collect()
    };
    let gone = |(owner, documents): &(String, Vec<DocumentIndex>)| GoneView {
        owner: library.person(RACI, owner),
        documents: rows(documents, MAX_OWNED),
        left_out: documents.len().saturating_sub(MAX_OWNED),
    };
    let team = |matrix: &Matrix| TeamView {
        label: label(library, matrix.team),
        href: library.href(RACI, &route(library, matrix.team)),
        documents: matrix.rows.len(),
    };
    let view = RaciPage {
        teams: matrices.take(MAX_TEAMS).map(team).collect(),
        people: Vec::new(),
        rows: Vec::new(),
        rows_left_out: 0,
        people_left_out: 0,
        team: None,
        gone: ownership.gone.iter().take(MAX_GONE).map(gone).collect(),
        unowned: rows(&ownership.unowned, MAX_UNOWNED),
        unowned_left_out: ownership.unowned.len().saturating_sub(MAX_UNOWNED),
    };
    let mut page = library.page("raci", library.phrases.say("flow.raci"), RACI);
    page.section = PEOPLE.to_owned();
    page.description = library.phrases.say("flow.raci_what").to_owned();
    rendered(theme, "raci.html", &page, "raci", &view)
}

/// Writes the matrix of a team.
pub(super) fn write(library: &Library<'_>, theme: &Theme, team: Option<DocumentIndex>) -> Result<Page, ThemeError> {
    let Some(matrix) = library.input.insights.matrix(team) else {
        return write_index(library, theme);
    };
    let route = route(library, team);
    let rows = &matrix.rows[..matrix.rows.len().min(MAX_ROWS)];
    let mut people: BTreeMap<String, (usize, &str)> = BTreeMap::new();
    for (_, handles) in rows.iter().flat_map(roles) {
        for handle in handles {
            people.entry(handle.to_lowercase()).or_insert((0, handle)).0 += 1;
        }
    }
    // Where there is no room for all, the columns that say most stay; they stand in the order of the handles.
    let mut shown: Vec<(String, (usize, &str))> = people.iter().map(|(key, it)| (key.clone(), *it)).collect();
    shown.sort_by_key(|(_, (roles, _))| std::cmp::Reverse(*roles));
    shown.truncate(MAX_PEOPLE);
    shown.sort();
    let row = |row: &MatrixRow| {
        let mut letters = vec![String::new(); shown.len()];
        for (letter, handles) in roles(row) {
            for handle in handles {
                if let Ok(at) = shown.binary_search_by(|(key, _)| key.cmp(&handle.to_lowercase()))
                    && !letters[at].contains(letter)
                {
                    letters[at].push(letter);
                }
            }
        }
        RowView {
            document: library.row(&route, row.document),
            roles: letters,
        }
    };
    let view = RaciPage {
        teams: Vec::new(),
        rows: rows.iter().map(row).collect(),
        rows_left_out: matrix.rows.len() - rows.len(),
        people_left_out: people.len() - shown.len(),
        people: shown
            .iter()
            .map(|(_, (_, handle))| library.person(&route, handle))
            .collect(),
        team: team.map(|team| library.row(&route, team)),
        gone: Vec::new(),
        unowned: Vec::new(),
        unowned_left_out: 0,
    };
    let label = label(library, team);
    let title = library.phrases.fill("flow.raci_of", &[("team", &label)]);
    let raci = library.phrases.say("flow.raci");
    let mut page = library.page_below("raci", title, &route, (raci, RACI), &label);
    page.section = PEOPLE.to_owned();
    page.description = library.phrases.say("flow.raci_what").to_owned();
    rendered(theme, "raci.html", &page, "raci", &view)
}

fn roles(row: &MatrixRow) -> [(char, &[String]); 4] {
    [
        ('R', &row.responsible),
        ('A', &row.accountable),
        ('C', &row.consulted),
        ('I', &row.informed),
    ]
}

fn label(library: &Library<'_>, team: Option<DocumentIndex>) -> String {
    match team {
        Some(team) => library.document(team).title.value.clone(),
        None => library.phrases.say("flow.no_team").to_owned(),
    }
}
