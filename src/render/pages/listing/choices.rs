//! What the documents of a list can be filtered by.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::definition::Lifecycle;
use crate::render::view::{DocumentView, state_view};

/// Most people whom the filter offers. Others are found by their names, as any word is.
const MOST_OWNERS: usize = 40;

/// A value of a filter.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Choice {
    /// As addresses have it.
    pub(super) name: String,
    /// For people.
    pub(super) label: String,
    /// How many documents have it.
    pub(super) count: usize,
}

/// What documents are filtered by.
#[derive(Clone, Debug, Default)]
pub(super) struct Choices {
    /// States in the order of the lifecycle.
    pub(super) states: Vec<Choice>,
    /// The people who own most.
    pub(super) owners: Vec<Choice>,
    /// How many others own some.
    pub(super) more_owners: usize,
    /// Years, the newest first.
    pub(super) years: Vec<Choice>,
}

/// What some documents can be filtered by: states in the order of the lifecycle, owners with most documents first, years
/// with the newest first. One value alone is no choice.
pub(super) fn choices(lifecycle: &Lifecycle, rows: &[DocumentView]) -> Choices {
    let mut owners: HashMap<&str, Choice> = HashMap::new();
    let mut years: BTreeMap<&str, usize> = BTreeMap::new();
    let mut states: HashMap<&str, usize> = HashMap::new();
    for row in rows {
        if let Some(owner) = &row.owner {
            let choice = owners.entry(&owner.handle).or_insert_with(|| Choice {
                name: owner.handle.clone(),
                label: owner.name.clone(),
                count: 0,
            });
            choice.count += 1;
        }
        if let Some(year) = row.date.as_ref().and_then(|date| date.iso.get(..4)) {
            *years.entry(year).or_default() += 1;
        }
        if let Some(status) = &row.status {
            *states.entry(&status.name).or_default() += 1;
        }
    }
    let mut owners: Vec<_> = owners.into_values().collect();
    owners.sort_by(|left, right| (right.count, &left.label, &left.name).cmp(&(left.count, &right.label, &right.name)));
    let more_owners = owners.len().saturating_sub(MOST_OWNERS);
    owners.truncate(MOST_OWNERS);
    let years = years.into_iter().rev().map(|(year, count)| Choice {
        name: year.to_owned(),
        label: year.to_owned(),
        count,
    });
    let known = (0..lifecycle.states.len()).filter_map(|state| state_view(lifecycle, state));
    let counted = known.map(|view| Choice {
        count: states.get(view.name.as_str()).copied().unwrap_or_default(),
        name: view.name,
        label: view.label,
    });
    let several = |choices: Vec<Choice>| if choices.len() > 1 { choices } else { Vec::new() };
    Choices {
        states: several(counted.filter(|state| state.count > 0).collect()),
        owners: several(owners),
        more_owners,
        years: several(years.collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::view::PersonView;

    fn row(owner: &str) -> DocumentView {
        DocumentView {
            id: String::new(),
            title: String::new(),
            href: String::new(),
            type_name: String::new(),
            status: None,
            owner: Some(PersonView {
                handle: owner.to_owned(),
                name: owner.to_uppercase(),
                initials: String::new(),
                href: String::new(),
            }),
            completeness: None,
            summary: None,
            facet: None,
            date: None,
        }
    }

    fn owners(rows: &[DocumentView]) -> (String, usize) {
        let (definitions, _) = crate::definition::read(&[]);
        let decision = definitions.find("decision").expect("a type");
        let choices = choices(&definitions.get(decision).lifecycle, rows);
        let owners = choices.owners.iter();
        let words: Vec<_> = owners.map(|it| format!("{} {}", it.label, it.count)).collect();
        (words.join(", "), choices.more_owners)
    }

    #[test]
    fn who_owns_most_comes_first() {
        assert_eq!(owners(&[row("a"), row("b"), row("b")]), ("B 2, A 1".to_owned(), 0));
    }

    #[test]
    fn one_value_is_no_choice() {
        assert_eq!(owners(&[row("a"), row("a")]).0, "");
    }

    #[test]
    fn not_everyone_is_offered() {
        let rows: Vec<_> = (0..60).map(|number| row(&format!("p{number:02}"))).collect();
        let (words, more) = owners(&rows);
        assert_eq!((words.split(", ").count(), more), (MOST_OWNERS, 60 - MOST_OWNERS));
    }
}
