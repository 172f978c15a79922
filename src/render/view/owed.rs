//! What waits for a person or a team, as their pages show it.

use serde::Serialize;

use super::{DateView, DocumentView, PersonView};
use crate::insight::ownership::Hands;
use crate::model::DocumentIndex;
use crate::render::library::Library;

/// Most entries of one list, on the page of a person and on that of several.
const MOST: usize = 12;
const MOST_OF_SEVERAL: usize = 6;

/// What waits for somebody.
#[derive(Clone, Debug, Serialize)]
pub struct OwedView {
    /// What waits for their decision.
    pub decides: OwedList,
    /// Proposals for whose effect on customers they answer.
    pub answers: OwedList,
    /// Open actions, the earliest due first.
    pub actions: OwedList,
    /// What they are to look at again.
    pub follow_ups: OwedList,
}

/// Things of one kind.
#[derive(Clone, Debug, Default, Serialize)]
pub struct OwedList {
    /// The things.
    pub items: Vec<OwedItem>,
    /// How many are left out.
    pub left_out: usize,
}

/// A thing that waits.
#[derive(Clone, Debug, Serialize)]
pub struct OwedItem {
    /// The document it stands in.
    pub document: DocumentView,
    /// What is to be done; empty where the document is the thing.
    pub what: String,
    /// By which day.
    pub due: Option<DateView>,
    /// Whether that day has passed.
    pub late: bool,
    /// Who it waits for, in lists of several people.
    pub who: Option<PersonView>,
}

/// What waits for some people, on the page at `route`; `None` where nothing does. The people are named where asked for.
pub fn owed(library: &Library<'_>, route: &str, all: &[&Hands], names: bool) -> Option<OwedView> {
    let most = if names { MOST_OF_SEVERAL } else { MOST };
    let insights = library.input.insights;
    let who = |hands: &Hands| names.then(|| library.person(route, &hands.person));
    let is_late = |due: Option<jiff::civil::Date>| due.zip(insights.today).is_some_and(|(due, today)| due < today);
    let plain = |list: &dyn Fn(&Hands) -> Vec<DocumentIndex>| {
        let entries = all
            .iter()
            .flat_map(|hands| list(hands).into_iter().map(move |index| (index, *hands)));
        let mut entries: Vec<(DocumentIndex, &Hands)> = entries.collect();
        // What waits for several people of a team is one thing.
        entries.sort_by_key(|(index, _)| *index);
        entries.dedup_by_key(|(index, _)| *index);
        OwedList {
            left_out: entries.len().saturating_sub(most),
            items: entries
                .into_iter()
                .take(most)
                .map(|(index, hands)| OwedItem {
                    document: library.row(route, index),
                    what: String::new(),
                    due: None,
                    late: false,
                    who: who(hands),
                })
                .collect(),
        }
    };
    let mut actions: Vec<(usize, &Hands)> = Vec::new();
    let mut follow_ups = Vec::new();
    for hands in all {
        actions.extend(hands.actions.iter().map(|position| (*position, *hands)));
        follow_ups.extend(hands.follow_ups.iter().map(|(index, due)| (*index, *due, *hands)));
    }
    let promise = |position: usize| insights.actions().all.get(position);
    actions.sort_by_key(|(position, _)| {
        let due = promise(*position).and_then(|promise| promise.due);
        (due.is_none(), due, *position)
    });
    follow_ups.sort_by_key(|(index, due, _)| (due.is_none(), *due, *index));
    let action = |(position, hands): &(usize, &Hands)| {
        let promise = promise(*position)?;
        Some(OwedItem {
            document: library.row(route, promise.document),
            what: promise.what.clone(),
            due: promise.due.map(DateView::from),
            late: promise.late.is_some(),
            who: who(hands),
        })
    };
    let follow_up = |(index, due, hands): &(DocumentIndex, Option<jiff::civil::Date>, &Hands)| OwedItem {
        document: library.row(route, *index),
        what: String::new(),
        due: due.map(DateView::from),
        late: is_late(*due),
        who: who(hands),
    };
    let view = OwedView {
        decides: plain(&|hands| hands.decides.clone()),
        answers: plain(&|hands| hands.answers.clone()),
        actions: OwedList {
            left_out: actions.len().saturating_sub(most),
            items: actions.iter().take(most).filter_map(action).collect(),
        },
        follow_ups: OwedList {
            left_out: follow_ups.len().saturating_sub(most),
            items: follow_ups.iter().take(most).map(follow_up).collect(),
        },
    };
    let lists = [&view.decides, &view.answers, &view.actions, &view.follow_ups];
    lists.iter().any(|list| !list.items.is_empty()).then_some(view)
}
