//! What Git knows about the documents.
//!
//! Takes a repository and a corpus, gives a [`History`]: for each document when it was created and last changed, by whom,
//! its revisions through renames, and since when it is in which state. Nobody types what Git knows. Writes nothing but a
//! cache below the Git folder, and draws no page.
//!
//! One pass over all commits that can be reached:
//! 1. `scope` says which folders hold documents, so that the rest of the tree is never opened;
//! 2. `walk` lists the commits, parents first, and for each what it changed against its first parent (`tree`), with
//!    renames (`rename`) and the state that stands in each text (`state`);
//! 3. `cache` keeps this log between runs, so that the next one reads only new commits;
//! 4. `lineage` follows the log along the branches: at a merge, work is attributed to the commits that made it;
//! 5. `assemble` picks the revisions of each document, maps people through `.mailmap` and tells the timeline.
//!
//! Two questions are answered from the result alone: how a document stood on a day (`as_of`) and which version was accepted
//! (`settled`). Old texts are read from an [`Archive`] when somebody asks for them.
//!
//! Apart from that pass, `elsewhere` tells what other branches have: documents that are proposed there and not here yet.

mod archive;
mod as_of;
mod assemble;
mod cache;
mod commit;
mod elsewhere;
mod lineage;
mod log;
mod mailmap;
mod rename;
mod scope;
mod settled;
mod state;
mod tree;
mod walk;

use std::borrow::Borrow;
use std::collections::{BTreeMap, HashMap};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use camino::Utf8Path;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

pub use archive::{Archive, NoText};
pub use as_of::Standing;
pub use commit::Role;
pub use elsewhere::{
    Addition, BranchSelection, DocumentElsewhere, Elsewhere, KindElsewhere, LeftOut, LeftOutBecause, NewHere,
    OtherBranch, read_elsewhere,
};

use crate::model::Corpus;
use crate::repository::{ObjectId, Repository};
use scope::Scope;

/// The past of all documents.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// How far back it goes.
    pub reach: Reach,
    /// Commits that were read now, because no cache had them.
    pub commits_read: usize,
    /// Commits that can be reached in all.
    pub commits: usize,
    documents: HashMap<PathKey, DocumentHistory>,
    /// The pasts of documents that are no longer there, by the path they had last.
    deleted: BTreeMap<Arc<Utf8Path>, DocumentHistory>,
}

/// A path that is looked up as a text: every page asks for the past of the documents it names, and comparing paths part
/// by part takes several times as long.
#[derive(Clone, Debug, Eq)]
struct PathKey(Arc<Utf8Path>);

impl PartialEq for PathKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Borrow<str> for PathKey {
    fn borrow(&self) -> &str {
        self.0.as_str()
    }
}

impl Hash for PathKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.as_str().hash(state);
    }
}

/// How far back a history goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// Git was not asked.
    #[default]
    NotRead,
    /// There is no Git around the folder.
    NoGit,
    /// There is no commit yet.
    NoCommit,
    /// To the first commit.
    Whole,
    /// To where a shallow clone ends. What began before is unknown.
    Shallow,
    /// To where objects are missing, as in a partial clone, or broken. What they would say is unknown.
    Damaged,
}

/// The past of one document.
#[derive(Clone, Debug, Default)]
pub struct DocumentHistory {
    /// Its revisions, oldest first, renames followed; a revision stands after those it was made from.
    pub revisions: Vec<Revision>,
    /// The states it was in, oldest first; empty for a type without states. The last one is that of its newest revision.
    pub timeline: Vec<StateChange>,
    /// Who wrote it: authors and co-authors, those with most revisions first.
    pub contributors: Vec<Contributor>,
    /// Who reviewed, approved or acknowledged it, likewise.
    pub reviewers: Vec<Contributor>,
    /// Whether it reaches back to what a shallow clone does not have, or to objects that are missing: then its first
    /// revision is not its beginning.
    pub cut_off: bool,
}

/// A document as one commit left it.
#[derive(Clone, Debug)]
pub struct Revision {
    /// The commit.
    pub commit: Arc<Commit>,
    /// Where the document was then, from the root of the organisation repository.
    pub path: Arc<Utf8Path>,
    /// Its text in Git; `None` when the commit deleted it (and a later one brought it back).
    pub content: Option<ObjectId>,
    /// The state written in it.
    pub state: WrittenState,
    /// What it was made from; at a merge, what the first parent had. `None` when the commit created the document.
    pub before: Option<Before>,
}

/// A document as a revision found it.
#[derive(Clone, Debug)]
pub struct Before {
    /// Where it was.
    pub path: Arc<Utf8Path>,
    /// Its text; `None` when it was deleted at the time.
    pub content: Option<ObjectId>,
    /// The state written in it.
    pub state: WrittenState,
}

/// What stands as `status` in the front matter of a revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WrittenState {
    /// A word; not necessarily one that the definition knows.
    Word(Arc<str>),
    /// Nothing.
    Missing,
    /// The text cannot be read.
    Unknown,
}

/// A commit that changed a document.
#[derive(Clone, Debug)]
pub struct Commit {
    /// Its id.
    pub id: ObjectId,
    /// When the change was made, as its author's clock had it; `None` when Git holds no date that can be read.
    pub authored: Option<Moment>,
    /// When it was committed: later than `authored` after a rebase or when somebody else applied it.
    pub committed: Option<Moment>,
    /// Who made it.
    pub author: Arc<Person>,
    /// Who else the message names, by trailers.
    pub credits: Vec<(Role, Arc<Person>)>,
    /// First paragraph of its message, in one line.
    pub subject: Arc<str>,
    /// Whether it has several parents: it changed the document where the branches it joins could not agree.
    pub merge: bool,
}

/// An instant, and the time zone of the clock that it was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The instant.
    pub at: Timestamp,
    /// How far that clock was ahead of UTC.
    pub offset: Offset,
}

/// Someone that Git names, after `.mailmap`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Person {
    /// The name they go by; empty when Git has none.
    pub name: String,
    /// Their address; empty when Git has none.
    pub email: String,
}

/// Someone who had a part in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contributor {
    /// Who.
    pub person: Arc<Person>,
    /// In how many revisions.
    pub revisions: usize,
    /// When last.
    pub last: Option<Moment>,
}

/// A state that a document came into.
#[derive(Clone, Debug)]
pub struct StateChange {
    /// The state: the word written in the text, or the first state of its type when none was written.
    pub state: Arc<str>,
    /// Position in [`DocumentHistory::revisions`] of the revision that began it; `None` when it began before what is known.
    pub revision: Option<usize>,
    /// The commit that began it, likewise.
    pub began: Option<Arc<Commit>>,
}

/// Reads the past of all documents of a corpus from the commits that led to the one checked out.
///
/// Never fails: without Git, or where Git's objects are missing, the result says so and what depends on them is unknown.
pub fn read(repository: &Repository, corpus: &Corpus) -> History {
    if !repository.has_git() {
        return History::without(Reach::NoGit);
    }
    match repository.head() {
        Some(head) => read_until(repository, head, corpus, repository.mailmap()),
        None => History::without(Reach::NoCommit),
    }
}

/// Reads the past of all documents of a corpus from the commits that led to a given one, as a check-out of that commit
/// would have it.
pub fn read_from(repository: &Repository, head: ObjectId, corpus: &Corpus) -> History {
    read_until(repository, head, corpus, None)
}

/// Reads the past until a commit; without a `.mailmap` given, the one that was committed counts.
fn read_until(repository: &Repository, head: ObjectId, corpus: &Corpus, mailmap: Option<Vec<u8>>) -> History {
    let (Some(objects), Some(root)) = (repository.objects(), repository.root_in_git()) else {
        return History::without(Reach::NoGit);
    };
    let scope = Scope::new(&root, &corpus.definitions, &corpus.config);
    let shallow = repository.shallow_list();
    let place = repository
        .cache_folder()
        .map(|folder| cache::Place::new(&folder, &scope, &shallow));
    let known = place.as_ref().and_then(cache::Place::load).unwrap_or_default();
    let walked = walk::extend(known, head, &objects, &scope, &walk::boundary(&shallow));
    if let Some(place) = place.filter(|_| walked.commits_read > 0 && !walked.damaged) {
        place.store(&walked.log, &walked.order);
    }
    let mailmap = mailmap.or_else(|| tree::file(&mut objects.reader(), head, ".mailmap"));
    let people = mailmap::Mailmap::read(&mailmap.unwrap_or_default());
    let mut history = assemble::assemble(&walked, corpus, &people);
    history.reach = if walked.damaged {
        Reach::Damaged
    } else if walked.shallow {
        Reach::Shallow
    } else {
        Reach::Whole
    };
    history
}

impl History {
    /// No history, and why.
    fn without(reach: Reach) -> Self {
        Self {
            reach,
            ..Self::default()
        }
    }

    /// The past of the document at a path; `None` when no commit that is known holds it there.
    pub fn of(&self, path: &Utf8Path) -> Option<&DocumentHistory> {
        self.documents.get(path.as_str())
    }

    /// Paths and pasts of all documents, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<Utf8Path>, &DocumentHistory)> {
        self.documents.iter().map(|(path, past)| (&path.0, past))
    }

    /// Paths and pasts of documents that were deleted and are not back, by path; the last revision of each is its deletion.
    /// One that went on under another name is not among them.
    pub fn deleted(&self) -> impl Iterator<Item = (&Arc<Utf8Path>, &DocumentHistory)> {
        self.deleted.iter()
    }

    /// The past of one of them.
    pub fn of_deleted(&self, path: &Utf8Path) -> Option<&DocumentHistory> {
        self.deleted.get(path)
    }

    /// Whether everything that was ever committed is known.
    pub fn is_whole(&self) -> bool {
        matches!(self.reach, Reach::Whole | Reach::NoCommit)
    }
}

impl DocumentHistory {
    /// The revision that created the document; `None` when that was before what is known.
    pub fn created(&self) -> Option<&Revision> {
        self.revisions.first().filter(|_| !self.cut_off)
    }

    /// The revision that changed it last; `None` when that was before what is known.
    pub fn updated(&self) -> Option<&Revision> {
        self.revisions.last()
    }

    /// When it was created.
    pub fn created_at(&self) -> Option<Moment> {
        self.created().and_then(|revision| revision.commit.authored)
    }

    /// When it was changed last.
    pub fn updated_at(&self) -> Option<Moment> {
        self.updated().and_then(|revision| revision.commit.authored)
    }

    /// The change into the state that its newest revision is in.
    pub fn current_state(&self) -> Option<&StateChange> {
        self.timeline.last()
    }

    /// The last change into a state.
    pub fn last_into(&self, state: &str) -> Option<&StateChange> {
        self.timeline.iter().rev().find(|change| &*change.state == state)
    }
}

impl StateChange {
    /// When the state began.
    pub fn at(&self) -> Option<Moment> {
        self.began.as_ref().and_then(|commit| commit.authored)
    }

    /// Who brought the document into it.
    pub fn by(&self) -> Option<&Arc<Person>> {
        self.began.as_ref().map(|commit| &commit.author)
    }
}

impl Moment {
    /// The day on the clock it was read from.
    pub fn date(&self) -> Date {
        self.offset.to_datetime(self.at).date()
    }
}

impl Person {
    /// What to call them: the name, else the part of the address before the `@`, else "unknown".
    pub fn display_name(&self) -> &str {
        let local = || self.email.split('@').next().unwrap_or_default();
        [self.name.as_str(), local(), "unknown"]
            .into_iter()
            .find(|name| !name.is_empty())
            .unwrap_or_default()
    }
}
