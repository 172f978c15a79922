//! The past of a document in a few lines, as its own page shows it.

use jiff::civil::Date;
use serde::Serialize;

use super::{AuthorView, DateView, StatusView, state_label, state_view};
use crate::definition::Lifecycle;
use crate::history::{Contributor, Moment, StateChange};
use crate::model::DocumentIndex;
use crate::render::history_route;
use crate::render::library::Library;
use crate::render::phrases::Phrases;
use crate::render::settled::Settled;

/// Most people named, and most states listed: the page of revisions has all.
const MOST: usize = 20;

/// The past of a document.
#[derive(Clone, Debug, Serialize)]
pub struct PastView {
    /// When it was created; `None` when that is unknown.
    pub created: Option<DateView>,
    /// When it was changed last, likewise.
    pub updated: Option<DateView>,
    /// Whether the history is cut off: then the first revision known is not its beginning.
    pub cut_off: bool,
    /// Who wrote it, those with most revisions first.
    pub contributors: Vec<ContributorView>,
    /// Who reviewed it, likewise.
    pub reviewers: Vec<ContributorView>,
    /// The states it was in, the newest first; empty for a type without states.
    pub timeline: Vec<Stay>,
    /// How many revisions there are.
    pub revisions: usize,
    /// The page of its revisions.
    pub href: Option<String>,
}

/// Someone who had a part in a document.
#[derive(Clone, Debug, Serialize)]
pub struct ContributorView {
    /// Who.
    pub author: AuthorView,
    /// In how many revisions.
    pub revisions: usize,
}

/// A stay in a state.
#[derive(Clone, Debug, Serialize)]
pub struct Stay {
    /// The state.
    pub status: StatusView,
    /// Since when; `None` when that is unknown.
    pub since: Option<DateView>,
    /// Who brought it there, likewise.
    pub by: Option<AuthorView>,
    /// "for 12 days"; empty for the state it is in, and where a date is unknown.
    pub lasted: String,
}

/// What became of the version that was agreed on.
#[derive(Clone, Debug, Serialize)]
pub struct ChangedSince {
    /// The state that settled it, in lower case; `None` when nobody can say whether anything changed.
    pub state: Option<String>,
    /// Since when it was settled.
    pub since: Option<DateView>,
    /// Sections and fields that changed, in a sentence.
    pub names: String,
    /// The changes on the page of revisions.
    pub href: Option<String>,
}

/// The past of a document; `None` where Git knows nothing of it.
pub fn past(library: &Library<'_>, index: DocumentIndex) -> Option<PastView> {
    let document = library.document(index);
    let past = library.past(document)?;
    let lifecycle = &library.definition(document).lifecycle;
    let route = document.route.as_str();
    let people = |all: &[Contributor]| {
        let view = |it: &Contributor| ContributorView {
            author: library.author(route, &it.person),
            revisions: it.revisions,
        };
        all.iter().take(MOST).map(view).collect()
    };
    let day = |moment: Option<Moment>| moment.map(|moment| DateView::from(moment.date()));
    let has_page = library.has_history_page(document);
    Some(PastView {
        created: day(past.created_at()),
        updated: day(past.updated_at()),
        cut_off: past.cut_off,
        contributors: people(&past.contributors),
        reviewers: people(&past.reviewers),
        timeline: stays(library, route, lifecycle, &past.timeline),
        revisions: past.revisions.len(),
        href: has_page.then(|| library.href(route, &history_route(route))),
    })
}

fn stays(library: &Library<'_>, route: &str, lifecycle: &Lifecycle, timeline: &[StateChange]) -> Vec<Stay> {
    let day = |change: &StateChange| change.at().map(|moment| moment.date());
    let stay = |position: usize| {
        let (change, next) = (&timeline[position], timeline.get(position + 1));
        Stay {
            status: state(lifecycle, &change.state),
            since: day(change).map(DateView::from),
            by: change.by().map(|person| library.author(route, person)),
            lasted: next
                .and_then(|next| Some(lasted(&library.phrases, day(change)?, day(next)?)))
                .unwrap_or_default(),
        }
    };
    (0..timeline.len()).rev().take(MOST).map(stay).collect()
}

/// A state by its name; one that the definition does not know is shown as it was written.
pub fn state(lifecycle: &Lifecycle, name: &str) -> StatusView {
    let known = lifecycle.index(name).and_then(|state| state_view(lifecycle, state));
    known.unwrap_or_else(|| StatusView {
        name: name.to_owned(),
        label: state_label(name),
        tone: super::Tone::Closed,
    })
}

fn lasted(phrases: &Phrases, from: Date, to: Date) -> String {
    match (to - from).get_days() {
        // Clocks that were wrong, or a rebase.
        days if days < 0 => String::new(),
        0 => phrases.say("document.lasted_hours").to_owned(),
        days => phrases.fill("document.lasted_days", &[("n", &days)]),
    }
}

/// What there is to say about the version that was agreed on; `None` where nothing was, or it still stands.
pub fn changed_since(library: &Library<'_>, index: DocumentIndex) -> Option<ChangedSince> {
    let route = library.document(index).route.as_str();
    if library.settled_is_unknown(index) {
        return Some(ChangedSince {
            state: None,
            since: None,
            names: String::new(),
            href: None,
        });
    }
    let settled = library.settled(index).filter(|it| it.is_changed())?;
    let page = format!("{}#since", history_route(route));
    Some(ChangedSince {
        state: Some(state_label(&settled.state).to_lowercase()),
        since: settled.since.map(DateView::from),
        names: names(library, settled),
        href: Some(library.href(route, &page)),
    })
}

/// Most names of sections and fields in one sentence.
const MOST_NAMES: usize = 6;

fn names(library: &Library<'_>, settled: &Settled) -> String {
    let all = settled.sections.iter().chain(&settled.fields);
    let count = settled.sections.len() + settled.fields.len() + settled.redline.more_parts;
    // What stands before the first heading has no name of its own.
    let name = |name: &String| match name.is_empty() {
        true => library.phrases.say("history.beginning").to_owned(),
        false => name.clone(),
    };
    let shown: Vec<String> = all.take(MOST_NAMES).map(name).collect();
    match count - shown.len() {
        0 => shown.join(", "),
        more => library
            .phrases
            .fill("history.names_and_more", &[("n", &more), ("names", &shown.join(", "))]),
    }
}
