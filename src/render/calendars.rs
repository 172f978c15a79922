//! Which calendars there are of what is due: one of everything, and one beside the page of each person and team that owes
//! something.

use std::collections::BTreeMap;

use super::someone::Someone;
use super::{CALENDAR, Input, calendar_beside};
use crate::model::DocumentIndex;

/// A calendar that is to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Whose it is; `None` for the one of everything.
    pub name: Option<String>,
    /// Positions of its entries among all that is due.
    pub dues: Vec<usize>,
}

/// All calendars, by route.
pub(super) fn calendars(input: &Input<'_>, people: &BTreeMap<String, Someone>) -> BTreeMap<String, Calendar> {
    let corpus = input.corpus;
    let dues = input.insights.dues();
    let mut calendars = BTreeMap::new();
    let mut of_people: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut of_teams: BTreeMap<DocumentIndex, Vec<usize>> = BTreeMap::new();
    for (position, due) in dues.iter().enumerate() {
        let owner = due.owner.as_ref().map(|owner| owner.to_lowercase());
        if let Some((handle, _)) = owner.and_then(|owner| people.get_key_value(&owner)) {
            of_people.entry(handle).or_default().push(position);
        }
        let team = corpus.get(due.document).fields.text("team");
        if let Some(team) = team.and_then(|team| corpus.team(team)) {
            of_teams.entry(team).or_default().push(position);
        }
    }
    let mut add = |route: String, name: Option<&str>, dues| {
        let name = name.map(str::to_owned);
        calendars.entry(route).or_insert(Calendar { name, dues });
    };
    for (handle, dues) in of_people {
        if let Some(someone) = people.get(handle) {
            add(calendar_beside(&someone.route), Some(&someone.name), dues);
        }
    }
    for (team, dues) in of_teams {
        let team = corpus.get(team);
        add(calendar_beside(&team.route), Some(&team.title.value), dues);
    }
    add(CALENDAR.to_owned(), None, (0..dues.len()).collect());
    calendars
}
