//! The page of a document's revisions, newest first: `history` in its template.

use std::collections::HashMap;

use serde::Serialize;

use super::{Page, rendered};
use crate::history::{Archive, DocumentHistory, NoText, Revision, WrittenState};
use crate::model::{Document, DocumentIndex};
use crate::parse::Parsed;
use crate::redline;
use crate::render::forge::Forge;
use crate::render::history_route;
use crate::render::library::Library;
use crate::render::phrases::Phrases;
use crate::render::settled::{JustRead, LIMITS, NotCompared, Settled, Version, revision};
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{AuthorView, DateView, RedlineView, redline_view, state_label};
use crate::render::words::ellipsis_after;
use crate::repository::ObjectId;

/// Most revisions whose changes are shown.
const MAX_COMPARED: usize = 30;
/// Most revisions that are listed in all.
const MAX_LISTED: usize = 90;
/// Bytes of changes after which those of older revisions are left out.
const MAX_CHANGES: usize = 32 * 1024;
/// Longest subject of a commit that is shown, in characters.
const MAX_SUBJECT: usize = 160;

/// The revisions of a document.
#[derive(Debug, Serialize)]
struct HistoryPage {
    /// Its id; empty for a plain page.
    id: String,
    /// Its title.
    title: String,
    /// Its page.
    href: String,
    /// What changed since it was accepted; `None` where nothing did.
    since: Option<SinceView>,
    /// The revisions.
    revisions: Vec<RevisionView>,
    /// How many older ones are not listed.
    more: usize,
    /// Whether there are older ones that nobody here knows of.
    cut_off: bool,
    /// Where its commits are listed in a browser.
    commits: Option<String>,
}

/// What changed since a document was accepted.
#[derive(Debug, Serialize)]
struct SinceView {
    /// The state that settled it, in lower case.
    state: String,
    /// Since when.
    since: Option<DateView>,
    /// The changes.
    redline: RedlineView,
}

/// A revision.
#[derive(Debug, Serialize)]
struct RevisionView {
    /// The name of its place in the page.
    anchor: String,
    /// The start of the commit's hash.
    short: String,
    /// The commit at the forge.
    href: Option<String>,
    /// Its day.
    date: Option<DateView>,
    /// Who made it: author and co-authors.
    authors: Vec<AuthorView>,
    /// The first line of the commit's message.
    subject: String,
    /// What happened besides changes of the text: created, renamed, a state left for another.
    events: Vec<String>,
    /// The changes of the text; `None` where there are none to show.
    redline: Option<RedlineView>,
    /// Why none are shown.
    note: Option<String>,
}

/// Writes the history of a document.
pub(super) fn write(library: &Library<'_>, theme: &Theme, index: DocumentIndex) -> Result<Page, ThemeError> {
    let document = library.document(index);
    let route = history_route(&document.route);
    let view = view(library, index, &route);
    let (id, title) = (&document.id.value, &document.title.value);
    let name = if library.is_page(document) {
        title.clone()
    } else {
        format!("{id} {title}")
    };
    let crumb = if library.is_page(document) { title } else { id };
    let mut page = library.page_below(
        "history",
        library.phrases.fill("history.of", &[("what", &name)]),
        &route,
        (crumb, &document.route),
        library.phrases.say("frame.history"),
    );
    if !library.is_page(document) {
        page.section = crate::render::listing_route(library.definition(document));
    }
    rendered(theme, "history.html", &page, "history", &view)
}

fn view(library: &Library<'_>, index: DocumentIndex, route: &str) -> HistoryPage {
    let document = library.document(index);
    let forge = Forge::of(library.input);
    let mut page = HistoryPage {
        id: if library.is_page(document) {
            String::new()
        } else {
            document.id.value.clone()
        },
        title: document.title.value.clone(),
        href: library.href(route, &document.route),
        since: library
            .settled(index)
            .filter(|it| it.is_changed())
            .map(|it| since(library, it)),
        revisions: Vec::new(),
        more: 0,
        cut_off: false,
        commits: forge.map(|forge| forge.commits(document.path().as_str())),
    };
    let Some(past) = library.past(document) else {
        return page;
    };
    let mut texts = Texts {
        now: &document.parsed,
        phrases: &library.phrases,
        archive: library.input.archive,
        just_read: &library.just_read,
        known: HashMap::new(),
    };
    let mut left = MAX_CHANGES;
    for (age, (position, revision)) in past.revisions.iter().enumerate().rev().take(MAX_LISTED).enumerate() {
        let changes = if age < MAX_COMPARED && left > 0 {
            texts.changes(past, position)
        } else {
            Changes::default()
        };
        left = left.saturating_sub(changes.redline.as_ref().map_or(0, |it| it.bytes));
        page.revisions
            .push(revision_view(library, document, revision, changes, route));
    }
    page.more = past.revisions.len().saturating_sub(MAX_LISTED);
    page.cut_off = past.cut_off;
    page
}

fn since(library: &Library<'_>, settled: &Settled) -> SinceView {
    SinceView {
        state: state_label(&settled.state).to_lowercase(),
        since: settled.since.map(DateView::from),
        redline: redline_view(&library.phrases, &settled.redline),
    }
}

fn revision_view(
    library: &Library<'_>,
    document: &Document,
    revision: &Revision,
    changes: Changes,
    route: &str,
) -> RevisionView {
    let commit = &revision.commit;
    let together = commit
        .credits
        .iter()
        .filter(|(role, _)| *role == crate::history::Role::CoAuthor);
    let authors = std::iter::once(&commit.author).chain(together.map(|(_, person)| person));
    let mut authors: Vec<AuthorView> = authors.map(|person| library.author(route, person)).collect();
    authors.dedup();
    let subject = ellipsis_after(&commit.subject, MAX_SUBJECT);
    RevisionView {
        anchor: format!("r-{}", commit.id.short()),
        short: commit.id.short(),
        href: Forge::of(library.input).map(|forge| forge.commit(&commit.id.to_string())),
        date: commit.authored.map(|moment| DateView::from(moment.date())),
        authors,
        subject: if subject.is_empty() {
            library.phrases.say("history.no_message").to_owned()
        } else {
            subject
        },
        events: events(library, document, revision),
        redline: changes.redline,
        note: changes.note.map(|key| library.phrases.say(key).to_owned()),
    }
}

/// What a revision did besides changing words.
fn events(library: &Library<'_>, document: &Document, revision: &Revision) -> Vec<String> {
    let say = |key: &str| library.phrases.say(key).to_owned();
    let mut events = Vec::new();
    if revision.commit.merge {
        events.push(say("history.merged"));
    }
    let Some(before) = &revision.before else {
        events.push(say("history.created"));
        return events;
    };
    if revision.content.is_none() {
        events.push(say("history.deleted"));
        return events;
    }
    if before.content.is_none() {
        events.push(say("history.restored"));
        return events;
    }
    if before.path != revision.path {
        events.push(library.phrases.fill("history.renamed_from", &[("path", &before.path)]));
    }
    let first = library
        .definition(document)
        .lifecycle
        .first()
        .map(|state| state.name.as_str());
    let label = |state: &WrittenState| match state {
        WrittenState::Word(word) => Some(state_label(word)),
        WrittenState::Missing => first.map(state_label),
        WrittenState::Unknown => None,
    };
    match (label(&before.state), label(&revision.state)) {
        (Some(old), Some(new)) if old != new && first.is_some() => events.push(format!("{old} → {new}")),
        _ => {}
    }
    events
}

/// What there is to say about the text of a revision.
#[derive(Debug, Default)]
struct Changes {
    redline: Option<RedlineView>,
    note: Option<&'static str>,
}

/// Old texts, each read once for the page.
struct Texts<'a> {
    /// The text as it stands, which needs no second parsing.
    now: &'a Parsed,
    phrases: &'a Phrases,
    archive: Option<&'a Archive>,
    just_read: &'a JustRead,
    known: HashMap<ObjectId, Result<Version<'a>, NotCompared>>,
}

impl Texts<'_> {
    fn changes(&mut self, past: &DocumentHistory, position: usize) -> Changes {
        let revision = &past.revisions[position];
        let (Some(archive), Some(new), Some(before)) = (self.archive, revision.content, &revision.before) else {
            return Changes::default();
        };
        // What comes back is compared with what was deleted.
        let earlier = past.revisions[..position].iter().rev();
        let Some(old) = before.content.or_else(|| earlier.filter_map(|it| it.content).next()) else {
            return Changes::default();
        };
        if old == new {
            return Changes::default();
        }
        let mut text = |content: ObjectId| {
            let read = || self::revision(archive, self.now, &revision.path, content);
            let read = || self.just_read.take(content).map_or_else(read, Ok);
            self.known.entry(content).or_insert_with(read).clone()
        };
        match (text(old), text(new)) {
            (Ok(old), Ok(new)) => {
                let mut redline = redline::compare(&old, &new, LIMITS);
                let note = redline.is_empty().then_some("history.only_layout");
                // A state left for another is told as an event.
                redline
                    .fields
                    .retain(|field| field.name != "status" || before.state == revision.state);
                Changes {
                    redline: (!redline.is_empty()).then(|| redline_view(self.phrases, &redline)),
                    note,
                }
            }
            (Err(reason), _) | (_, Err(reason)) => Changes {
                redline: None,
                note: Some(explained(reason)),
            },
        }
    }
}

/// The phrase for a reason.
fn explained(reason: NotCompared) -> &'static str {
    match reason {
        NotCompared::NoText(NoText::Missing) => "history.text_missing",
        NotCompared::NoText(NoText::NotText) => "history.text_not_utf8",
        NotCompared::NoText(NoText::TooLarge) | NotCompared::TooLong => "history.text_too_long",
    }
}
