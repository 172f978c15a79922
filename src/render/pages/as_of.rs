//! How everything stood on the day of a review, from Git alone.

mod numbers;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use numbers::Numbers;

use crate::definition::{Definition, Lifecycle};
use crate::history::{Reach, Standing};
use crate::insight::earlier::{REVIEW, REVIEWED_ON};
use crate::model::{Document, DocumentIndex};
use crate::render::library::Library;
use crate::render::listing_route;
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
    let mut unknown = 0;
    for (_, definition, documents) in library.types() {
        let stood: Vec<(&Document, Standing)> = documents.iter().filter_map(|it| stood(library, *it, day)).collect();
        unknown += stood
            .iter()
            .filter(|(_, standing)| *standing == Standing::Unknown)
            .count();
        view.counts.extend(count(library, document, definition, &stood));
        if LISTED.contains(&definition.type_name.as_str()) && !stood.is_empty() {
            view.groups.push(group(library, document, definition, &stood));
        }
    }
    if unknown > 0 {
        view.unknown = library.documents(unknown);
    }
    Some(view)
}

/// How a document stood; `None` when it was not there, or was never committed.
fn stood<'a>(library: &Library<'a>, index: DocumentIndex, day: Date) -> Option<(&'a Document, Standing)> {
    let document = library.document(index);
    let standing = library.past(document)?.on(day);
    (standing != Standing::Absent).then_some((document, standing))
}

fn count(
    library: &Library<'_>,
    review: &Document,
    definition: &Definition,
    stood: &[(&Document, Standing)],
) -> Option<TypeCount> {
    let lifecycle = &definition.lifecycle;
    let mut states: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    let mut count = 0;
    for (_, standing) in stood {
        let Standing::In(state) = standing else { continue };
        count += 1;
        if let Some(state) = state {
            let order = lifecycle.index(state).unwrap_or(usize::MAX);
            *states.entry((order, state)).or_default() += 1;
        }
    }
    let words = states.iter().map(|((_, name), count)| {
        let label = state(lifecycle, name).label.to_lowercase();
        format!("{count} {label}")
    });
    (count > 0).then(|| TypeCount {
        label: definition.plural.clone(),
        href: library.href(&review.route, &listing_route(definition)),
        count,
        states: words.collect::<Vec<_>>().join(", "),
    })
}

fn group(library: &Library<'_>, review: &Document, definition: &Definition, stood: &[(&Document, Standing)]) -> Group {
    Group {
        label: definition.plural.clone(),
        moves: stood
            .iter()
            .take(MAX_LISTED)
            .map(|(document, standing)| moved(library, review, &definition.lifecycle, document, standing))
            .collect(),
        left_out: stood.len().saturating_sub(MAX_LISTED),
    }
}

fn moved(
    library: &Library<'_>,
    review: &Document,
    lifecycle: &Lifecycle,
    document: &Document,
    standing: &Standing,
) -> Move {
    let before = match standing {
        Standing::In(Some(name)) => Some(state(lifecycle, name)),
        _ => None,
    };
    let now = status(library.input.corpus, document);
    Move {
        id: document.id.value.clone(),
        title: document.title.value.clone(),
        href: library.href(&review.route, &document.route),
        now: now.filter(|now| before.as_ref().is_none_or(|before| before.name != now.name)),
        before,
    }
}
