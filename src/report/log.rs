//! The past of one document.

mod text;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

pub use text::log_text;

use super::plain::json_text;
use crate::history::{Commit, Contributor, DocumentHistory, History, Moment, Person, Reach};
use crate::model::{Corpus, Document};

/// What is told of a document's past. Its JSON is a format that scripts read: keys are added, never renamed.
#[derive(Clone, Debug, Serialize)]
pub struct Log {
    id: String,
    title: String,
    r#type: String,
    path: String,
    /// The state that stands in the file.
    state: Option<String>,
    history: Known,
    /// Whether the file differs from the commit that is checked out; `None` when Git does not say.
    uncommitted_changes: Option<bool>,
    #[serde(serialize_with = "instant")]
    created: Option<Moment>,
    created_by: Option<Name>,
    #[serde(serialize_with = "instant")]
    updated: Option<Moment>,
    updated_by: Option<Name>,
    contributors: Vec<Part>,
    reviewers: Vec<Part>,
    states: Vec<Stay>,
    /// How many revisions there are; `revisions` may hold fewer.
    revisions_in_all: usize,
    /// The newest first.
    revisions: Vec<Entry>,
}

/// How much of the past is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Known {
    /// All of it.
    Whole,
    /// What a shallow clone has.
    Shallow,
    /// What can be read: objects are missing or broken.
    Damaged,
    /// Nothing, since no commit holds the document.
    NotCommitted,
    /// Nothing, since there is no Git.
    NoGit,
}

/// Someone that Git names.
#[derive(Clone, Debug, Serialize)]
struct Name {
    name: String,
    email: String,
}

/// Someone who had a part in the document.
#[derive(Clone, Debug, Serialize)]
struct Part {
    #[serde(flatten)]
    who: Name,
    revisions: usize,
    #[serde(serialize_with = "instant")]
    last: Option<Moment>,
}

/// A time in one state.
#[derive(Clone, Debug, Serialize)]
struct Stay {
    state: String,
    #[serde(serialize_with = "instant")]
    since: Option<Moment>,
    by: Option<Name>,
    commit: Option<String>,
    /// Until the next state, or until today.
    days: Option<i32>,
}

/// A revision.
#[derive(Clone, Debug, Serialize)]
struct Entry {
    commit: String,
    #[serde(serialize_with = "instant")]
    date: Option<Moment>,
    author: Name,
    subject: String,
    path: String,
    /// The state that it brought the document into, where it changed it.
    state: Option<String>,
    state_before: Option<String>,
    renamed_from: Option<String>,
    /// Whether it deleted the document, which a later one brought back.
    deleted: bool,
}

impl Log {
    /// What is told of a document. `today` ends the time in the last state; at most `most` revisions are told.
    pub fn new(corpus: &Corpus, document: &Document, history: &History, today: Date, most: Option<usize>) -> Self {
        let none = DocumentHistory::default();
        let found = history.of(document.path());
        let past = found.unwrap_or(&none);
        let commit_of = |it: Option<&crate::history::Revision>| it.map(|it| Name::of(&it.commit.author));
        Self {
            id: document.id.value.clone(),
            title: document.title.value.clone(),
            r#type: corpus.definition(document).type_name.clone(),
            path: document.path().to_string(),
            state: corpus.state_name(document).map(str::to_owned),
            history: known(history.reach, found),
            uncommitted_changes: None,
            created: past.created_at(),
            created_by: commit_of(past.created()),
            updated: past.updated_at(),
            updated_by: commit_of(past.updated()),
            contributors: past.contributors.iter().map(Part::of).collect(),
            reviewers: past.reviewers.iter().map(Part::of).collect(),
            states: stays(past, today),
            revisions_in_all: past.revisions.len(),
            revisions: entries(past).into_iter().take(most.unwrap_or(usize::MAX)).collect(),
        }
    }

    /// The same, when it is known whether the file differs from what is committed.
    pub fn with_uncommitted_changes(mut self, differs: Option<bool>) -> Self {
        self.uncommitted_changes = differs;
        self
    }
}

/// A log as JSON.
pub fn log_json(log: &Log) -> String {
    json_text(&serde_json::to_string_pretty(log).unwrap_or_default())
}

fn known(reach: Reach, past: Option<&DocumentHistory>) -> Known {
    match (reach, past) {
        (Reach::NotRead | Reach::NoGit, _) => Known::NoGit,
        (Reach::Damaged, _) => Known::Damaged,
        (_, None) => Known::NotCommitted,
        (Reach::Shallow, Some(past)) if past.cut_off => Known::Shallow,
        _ => Known::Whole,
    }
}

fn stays(past: &DocumentHistory, today: Date) -> Vec<Stay> {
    let begins: Vec<Option<Date>> = past.timeline.iter().map(|it| it.at().map(|at| at.date())).collect();
    let days = |position: usize| {
        let until = match begins.get(position + 1) {
            Some(next) => (*next)?,
            None => today,
        };
        let days = until.since(begins[position]?).ok()?.get_days();
        // Clocks of different people need not agree.
        Some(days.max(0))
    };
    let stay = |(position, change): (usize, &crate::history::StateChange)| Stay {
        state: change.state.to_string(),
        since: change.at(),
        by: change.by().map(|it| Name::of(it)),
        commit: change.began.as_ref().map(|it| it.id.to_string()),
        days: days(position),
    };
    past.timeline.iter().enumerate().map(stay).collect()
}

/// The revisions, the newest first.
fn entries(past: &DocumentHistory) -> Vec<Entry> {
    let mut entries = Vec::with_capacity(past.revisions.len());
    let mut paths = Vec::new();
    for (position, revision) in past.revisions.iter().enumerate() {
        let into = past.timeline.iter().position(|it| it.revision == Some(position));
        let state_of = |index: usize| past.timeline.get(index).map(|it| it.state.to_string());
        // Work on another branch goes on under the old path, which is no renaming back.
        let is_new_path = !paths.contains(&&revision.path);
        let renamed_from = paths.last().filter(|_| is_new_path).map(|path| path.to_string());
        paths.push(&revision.path);
        let Commit {
            id, subject, author, ..
        } = &*revision.commit;
        entries.push(Entry {
            commit: id.to_string(),
            date: revision.commit.authored,
            author: Name::of(author),
            subject: subject.to_string(),
            path: revision.path.to_string(),
            state: into.and_then(state_of),
            state_before: into.and_then(|it| it.checked_sub(1)).and_then(state_of),
            renamed_from,
            deleted: revision.content.is_none(),
        });
    }
    entries.reverse();
    entries
}

impl Name {
    fn of(person: &Person) -> Self {
        Self {
            name: person.display_name().to_owned(),
            email: person.email.clone(),
        }
    }
}

impl Part {
    fn of(contributor: &Contributor) -> Self {
        Self {
            who: Name::of(&contributor.person),
            revisions: contributor.revisions,
            last: contributor.last,
        }
    }
}

/// A moment as RFC 3339 has it, on its own clock.
pub(super) fn rfc3339(moment: Moment) -> String {
    moment.at.display_with_offset(moment.offset).to_string()
}

// serde asks for a reference to the field.
#[expect(clippy::ref_option, reason = "the signature that serde calls")]
fn instant<S: Serializer>(moment: &Option<Moment>, serializer: S) -> Result<S::Ok, S::Error> {
    moment.map(rfc3339).serialize(serializer)
}
