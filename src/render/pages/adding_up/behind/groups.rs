//! Which documents stand behind which number: groups of those that have something in common.

use super::Behind;
use crate::definition::TypeIndex;
use crate::insight::initiative::Place;
use crate::insight::outcomes::{FollowUp, Outcomes, Reason, Tally};
use crate::insight::rewrites::Question;
use crate::insight::roadmap::{Column, Row};
use crate::model::DocumentIndex;
use crate::parse::slug;
use crate::render::guide_route;
use crate::render::library::Library;
use crate::render::pages::adding_up::names::{attribute, category, horizon_label};
use crate::render::view::{rate, titled};

/// Documents that have something in common.
pub(super) struct Group<'a> {
    /// What that is.
    pub(super) label: String,
    /// Where that is described.
    pub(super) href: Option<String>,
    /// What more there is to say of it.
    pub(super) note: String,
    /// The documents, by a further word; that may be empty.
    pub(super) lists: Vec<(String, &'a [DocumentIndex])>,
    /// Those that are not kept anywhere as a list.
    pub(super) own: Vec<DocumentIndex>,
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

    /// How many documents there are.
    pub(super) fn count(&self) -> usize {
        self.own.len() + self.lists.iter().map(|(_, documents)| documents.len()).sum::<usize>()
    }
}

impl Behind {
    /// Its groups in their order, with addresses from a page.
    pub(super) fn groups<'a>(self, library: &'a Library<'_>, from: &str) -> Vec<Group<'a>> {
        let insights = library.input.insights;
        let (outcomes, roadmap) = (insights.outcomes(), insights.roadmap());
        let say = |key: &'static str| library.phrases.say(key).to_owned();
        match self {
            Self::Category => {
                let group = |(name, it): &'a (String, Tally)| bets(library, (category(library, name), None), it);
                outcomes.by_category.iter().map(group).collect()
            }
            Self::Attribute => {
                let group = |(place, it): &'a (Place, Tally)| {
                    let (label, href) = attribute(library, from, place);
                    bets(library, (label, Some(href)), it)
                };
                outcomes.by_attribute.iter().map(group).collect()
            }
            Self::Customer => {
                let group = |(customer, it): &'a (DocumentIndex, Tally)| {
                    let link = titled(library, from, *customer);
                    bets(library, (link.text, Some(link.href)), it)
                };
                outcomes.by_customer.iter().map(group).collect()
            }
            Self::FollowUps => follow_ups(library, outcomes),
            Self::Lessons => lessons(library, outcomes),
            Self::Teams => {
                let name = |team: DocumentIndex| {
                    let link = titled(library, from, team);
                    (link.text, link.href)
                };
                let group = |row: &'a Row<Option<DocumentIndex>>| {
                    planned(library, row.of.map(name), "initiatives.no_team", &row.cells)
                };
                roadmap.by_team.iter().map(group).collect()
            }
            Self::Attributes => {
                let group = |row: &'a Row<Option<Place>>| {
                    let name = row.of.as_ref().map(|place| attribute(library, from, place));
                    planned(library, name, "initiatives.no_attribute", &row.cells)
                };
                roadmap.by_attribute.iter().map(group).collect()
            }
            Self::Parked => vec![Group::of(say("initiatives.parked"), roadmap.parked.clone())],
            Self::Debt => {
                let debt = insights.debt().iter().map(|it| it.initiative);
                vec![Group::of(say("initiatives.debt_order"), debt.collect())]
            }
            Self::Questions(index) => questions(library, from, index),
        }
    }
}

/// Bets by what came of them.
fn bets<'a>(library: &Library<'_>, (label, href): (String, Option<String>), tally: &'a Tally) -> Group<'a> {
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

/// What is to be looked at again, by when.
fn follow_ups(library: &Library<'_>, outcomes: &Outcomes) -> Vec<Group<'static>> {
    let group = |key: &'static str, wanted: fn(&FollowUp) -> bool| {
        let of_group = outcomes.follow_ups.iter().filter(|it| wanted(it));
        let label = library.phrases.say(key).to_owned();
        Group::of(label, of_group.map(|it| it.initiative).collect())
    };
    vec![
        group("initiatives.overdue_all", |it| it.late.is_some_and(|late| late > 0)),
        group("initiatives.due_later", |it| {
            it.due.is_some() && it.late.is_none_or(|late| late <= 0)
        }),
        group("initiatives.no_day", |it| it.due.is_none()),
    ]
}

/// What was learned, by why it is worth reading.
fn lessons(library: &Library<'_>, outcomes: &Outcomes) -> Vec<Group<'static>> {
    let group = |key: &'static str, reason: Reason| {
        let of_reason = outcomes.lessons.iter().filter(|it| it.reason == reason);
        let label = library.phrases.say(key).to_owned();
        Group::of(label, of_reason.map(|it| it.initiative).collect())
    };
    vec![
        group("initiatives.missed", Reason::Missed),
        group("initiatives.dropped", Reason::Dropped),
        group("initiatives.experiment", Reason::Experiment),
    ]
}

/// Initiatives by when they are meant to be done, under a name with its address or what is said where there is none.
fn planned<'a>(
    library: &Library<'_>,
    name: Option<(String, String)>,
    without: &'static str,
    cells: &'a [Vec<DocumentIndex>],
) -> Group<'a> {
    let columns = library.input.insights.roadmap().columns.iter();
    let list =
        |(column, cell): (&Column, &'a Vec<DocumentIndex>)| (horizon_label(library, column.horizon), cell.as_slice());
    let (label, href) = name.unzip();
    Group {
        label: label.unwrap_or_else(|| library.phrases.say(without).to_owned()),
        href,
        note: String::new(),
        lists: columns.zip(cells).map(list).collect(),
        own: Vec::new(),
    }
}

/// Questions that rewrites leave open, with the place in the guide that says what they ask for.
fn questions<'a>(library: &'a Library<'_>, from: &str, index: TypeIndex) -> Vec<Group<'a>> {
    let guide = library.href(from, &guide_route(library.input.corpus.definitions.get(index)));
    let questions = library.input.insights.rewrites().questions.iter();
    let group = |it: &'a Question| Group {
        label: format!("{} {}", it.number, it.heading),
        href: Some(format!("{guide}#{}", slug(&it.heading))),
        note: String::new(),
        lists: vec![(String::new(), it.unanswered.as_slice())],
        own: Vec::new(),
    };
    questions.filter(|it| !it.unanswered.is_empty()).map(group).collect()
}
