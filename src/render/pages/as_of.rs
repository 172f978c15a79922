//! How everything stood on the day of a review, from Git alone.

mod numbers;

use serde::Serialize;

use numbers::Numbers;

use crate::definition::TypeIndex;
use crate::history::{Reach, Standing};
use crate::insight::earlier::{REVIEW, REVIEWED_ON};
use crate::model::{Document, DocumentIndex};
use crate::render::library::Library;
use crate::render::listing_route;
use crate::render::stood::Day;
use crate::render::view::{DateView, StatusView, state, status};

/// The types whose documents are listed.
const LISTED: [&str; 2] = ["initiative", "rewrite"];
/// Most documents listed of one type.
const MAX_LISTED: usize = 60;

/// How everything stood on a day.
#[derive(Debug, Serialize)]
pub(super) struct AsOf {
    /// The day.
    day: DateView,
    /// The types that had documents, with how many in which state.
    counts: Vec<TypeCount>,
    /// The documents of some types.
    groups: Vec<Group>,
    /// What the documents added up to; `None` for older reviews, and where Git does not know.
    numbers: Option<Numbers>,
    /// "3 documents", of which nobody here can say how they stood; empty without any.
    unknown: String,
}

/// How many documents of a type there were.
#[derive(Debug, Serialize)]
struct TypeCount {
    /// The type's plural.
    label: String,
    /// The list of its documents.
    href: String,
    /// How many there were.
    count: usize,
    /// "2 draft, 1 accepted".
    states: String,
}

/// Documents of one type.
#[derive(Debug, Serialize)]
struct Group {
    /// The type's plural.
    label: String,
    /// The documents.
    moves: Vec<Move>,
    /// How many are left out.
    left_out: usize,
}

/// A document then and now.
#[derive(Debug, Serialize)]
struct Move {
    /// Its id.
    id: String,
    /// Its title today.
    title: String,
    /// Its page.
    href: String,
    /// The state it was in; `None` when that is unknown.
    before: Option<StatusView>,
    /// The state it is in today, where that is another one.
    now: Option<StatusView>,
}

/// How everything stood on the day of a review; `None` for other documents, without a day, and without Git.
pub(super) fn as_of(library: &Library<'_>, index: DocumentIndex) -> Option<AsOf> {
    let document = library.document(index);
    let input = library.input;
    let is_known = matches!(input.history.reach, Reach::Whole | Reach::Shallow | Reach::Damaged);
    if !is_known || input.corpus.definitions.find(REVIEW) != Some(document.definition) {
        return None;
    }
    let day = document.fields.value(REVIEWED_ON)?.as_date()?;
    let mut view = AsOf {
        day: DateView::from(day),
        counts: Vec::new(),
        groups: Vec::new(),
        numbers: numbers::of(library, document, day),
        unknown: String::new(),
    };
    let stood = library.stood();
    let day = stood.day(day)?;
    let mut all_unknown = 0;
    for (index, definition, documents) in library.types() {
        let (there, unknown) = stood.count(index, day);
        all_unknown += unknown;
        if there > 0 {
            view.counts.push(count(library, document, index, day));
        }
        if LISTED.contains(&definition.type_name.as_str()) && there + unknown > 0 {
            let moves = documents.iter().filter_map(|it| moved(library, document, *it, day));
            let moves: Vec<Move> = moves.take(MAX_LISTED).collect();
            view.groups.push(Group {
                label: definition.plural.clone(),
                left_out: (there + unknown).saturating_sub(moves.len()),
                moves,
            });
        }
    }
    if all_unknown > 0 {
        view.unknown = library.documents(all_unknown);
    }
    Some(view)
}

/// How many documents of a type there were, in which states.
fn count(library: &Library<'_>, review: &Document, index: TypeIndex, day: Day) -> TypeCount {
    let definition = library.input.corpus.definitions.get(index);
    let (there, _) = library.stood().count(index, day);
    let states = library.stood().states(index, day).map(|(name, count)| {
        let label = state(&definition.lifecycle, name).label.to_lowercase();
        format!("{count} {label}")
    });
    TypeCount {
        label: definition.plural.clone(),
        href: library.href(&review.route, &listing_route(definition)),
        count: there,
        states: states.collect::<Vec<_>>().join(", "),
    }
}

/// A document then and now; `None` when it was not there.
fn moved(library: &Library<'_>, review: &Document, index: DocumentIndex, day: Day) -> Option<Move> {
    let standing = library.stood().standing(index, day)?;
    let document = library.document(index);
    let lifecycle = &library.definition(document).lifecycle;
    let before = match standing {
        Standing::In(Some(name)) => Some(state(lifecycle, name)),
        _ => None,
    };
    let now = status(library.input.corpus, document);
    Some(Move {
        id: document.id.value.clone(),
        title: document.title.value.clone(),
        href: library.href(&review.route, &document.route),
        now: now.filter(|now| before.as_ref().is_none_or(|before| before.name != now.name)),
        before,
    })
}
