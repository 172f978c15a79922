//! From the log to the past of each document.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use camino::Utf8Path;
use jiff::Timestamp;
use jiff::tz::Offset;

use super::commit::{Clock, Role};
use super::lineage::{self, Lineage, Node, NodeKind};
use super::log::{Log, Word};
use super::mailmap::{Mailmap, Resolved};
use super::walk::Walked;
use super::{
    Before, Commit, Contributor, DocumentHistory, History, Moment, PathKey, Person, Revision, StateChange, WrittenState,
};
use crate::definition::Definition;
use crate::model::{self, Corpus};

/// Tells the past of every document of a corpus that the newest commit holds.
pub(super) fn assemble(walked: &Walked, corpus: &Corpus, mailmap: &Mailmap) -> History {
    let log = &walked.log;
    let lineage = lineage::trace(log, &walked.order);
    let commits = commits(log, &walked.order, mailmap);
    let numbers: HashMap<&str, u32> = log.paths.iter().map(|path| path.as_str()).zip(0..).collect();
    let first_state = |definition: &Definition| definition.lifecycle.first().map(|it| Arc::from(it.name.as_str()));
    let first_states: Vec<Option<Arc<str>>> = corpus.definitions.iter().map(|(_, it)| first_state(it)).collect();
    let mut teller = Teller {
        log,
        lineage: &lineage,
        commits: &commits,
        damaged: walked.damaged,
        seen: vec![u32::MAX; lineage.nodes.len()],
    };
    let mut documents = HashMap::with_capacity(corpus.documents().len());
    for (round, document) in (0..).zip(corpus.documents()) {
        let newest = numbers.get(document.path().as_str()).and_then(|path| lineage.at(*path));
        let Some(newest) = newest.filter(|newest| lineage.nodes[*newest as usize].content.is_some()) else {
            continue;
        };
        let first_state = first_states[document.definition.0].as_ref();
        documents.insert(
            PathKey(Arc::clone(document.path())),
            teller.tell(newest, round, first_state),
        );
    }
    let rounds = u32::try_from(corpus.documents().len()).unwrap_or(u32::MAX)..;
    let deleted = deleted(&mut teller, walked, corpus, rounds);
    History {
        commits_read: walked.commits_read,
        commits: walked.order.len(),
        documents,
        deleted,
        ..History::default()
    }
}

/// Tells the past of documents that the newest commit no longer holds. What was deleted here only (in the work tree, say) or
/// is no document of this organisation any more is not among them.
fn deleted(
    teller: &mut Teller<'_>,
    walked: &Walked,
    corpus: &Corpus,
    mut rounds: impl Iterator<Item = u32>,
) -> BTreeMap<Arc<Utf8Path>, DocumentHistory> {
    let is_document = |path: &Utf8Path| {
        corpus.by_path(path).is_none() && model::is_document_path(path, &corpus.definitions, &corpus.config)
    };
    let mut deleted = BTreeMap::new();
    for (path, number) in walked.log.paths.iter().zip(0..) {
        let newest = teller.lineage.at(number);
        let Some(newest) = newest.filter(|newest| teller.node(*newest).content.is_none()) else {
            continue;
        };
        let Some(round) = Some(()).filter(|()| is_document(path)).and_then(|()| rounds.next()) else {
            continue;
        };
        let past = teller.tell(newest, round, None);
        // A passage is a merge that says nothing of its own.
        if past.revisions.last().is_some_and(|it| it.content.is_none()) {
            deleted.insert(Arc::clone(path), past);
        }
    }
    deleted
}

/// The commits that changed documents, by their position in the log.
fn commits(log: &Log, order: &[u32], mailmap: &Mailmap) -> Vec<Option<Arc<Commit>>> {
    let newest_first = order.iter().rev().map(|position| *position as usize);
    let mut people = People::new(mailmap);
    for detail in newest_first.clone().filter_map(|it| log.commits[it].detail.as_ref()) {
        people.meet(&detail.author.name, &detail.author.email);
        for (_, name, email) in &detail.credits {
            people.meet(name, email);
        }
    }
    let mut told = vec![None; log.commits.len()];
    for position in newest_first {
        let commit = &log.commits[position];
        let Some(detail) = &commit.detail else { continue };
        let credits = detail.credits.iter();
        told[position] = Some(Arc::new(Commit {
            id: commit.id,
            authored: detail.author.when.and_then(moment),
            committed: detail.committed.and_then(moment),
            author: people.person(&detail.author.name, &detail.author.email),
            credits: credits
                .map(|(role, name, email)| (*role, people.person(name, email)))
                .collect(),
            subject: Arc::clone(&detail.subject),
            merge: commit.parents.len() > 1,
        }));
    }
    told
}

/// What somebody's clock showed, as an instant; `None` when no calendar has it.
pub(super) fn moment(clock: Clock) -> Option<Moment> {
    Some(Moment {
        at: Timestamp::from_second(clock.seconds).ok()?,
        offset: Offset::from_seconds(clock.offset * 60).unwrap_or(Offset::UTC),
    })
}

/// Everyone that commits name. One address is one person, who goes by the name that `.mailmap` gives, else by the one used
/// last.
struct People<'a> {
    mailmap: &'a Mailmap,
    /// By name and address as commits write them.
    written: HashMap<(&'a str, &'a str), usize>,
    /// By what makes them one person.
    known: HashMap<String, usize>,
    people: Vec<Met>,
}

/// A person, while names are still gathered.
struct Met {
    name_is_proper: bool,
    person: Arc<Person>,
}

impl<'a> People<'a> {
    fn new(mailmap: &'a Mailmap) -> Self {
        Self {
            mailmap,
            written: HashMap::new(),
            known: HashMap::new(),
            people: Vec::new(),
        }
    }

    /// Takes note of a name, from the newest commit to the oldest.
    fn meet(&mut self, name: &'a str, email: &'a str) {
        if self.written.contains_key(&(name, email)) {
            return;
        }
        let resolved = self.mailmap.resolve(name, email);
        let next = self.people.len();
        let number = *self.known.entry(key(&resolved)).or_insert(next);
        self.written.insert((name, email), number);
        let Resolved { proper, name, email } = resolved;
        let found = Met {
            name_is_proper: proper,
            person: Arc::new(Person { name, email }),
        };
        match self.people.get_mut(number) {
            None => self.people.push(found),
            Some(met) if met.person.name.is_empty() || proper && !met.name_is_proper => *met = found,
            Some(_) => {}
        }
    }

    /// The person behind a name that was met.
    fn person(&self, name: &str, email: &str) -> Arc<Person> {
        let number = self.written.get(&(name, email));
        let met = number.and_then(|number| self.people.get(*number));
        met.map_or_else(Default::default, |met| Arc::clone(&met.person))
    }
}

fn key(resolved: &Resolved) -> String {
    if resolved.email.is_empty() {
        resolved.name.to_lowercase()
    } else {
        format!("<{}>", resolved.email.to_lowercase())
    }
}

/// Tells one past after the other.
struct Teller<'a> {
    log: &'a Log,
    lineage: &'a Lineage,
    commits: &'a [Option<Arc<Commit>>],
    damaged: bool,
    /// For each node, for which document it was looked at last.
    seen: Vec<u32>,
}

impl Teller<'_> {
    fn node(&self, number: u32) -> &Node {
        &self.lineage.nodes[number as usize]
    }

    fn commit(&self, node: &Node) -> Option<&Arc<Commit>> {
        self.commits[node.commit as usize].as_ref()
    }

    fn written(&self, node: &Node) -> WrittenState {
        match node.state {
            Word::Is(word) => WrittenState::Word(Arc::clone(&self.log.words[word as usize])),
            Word::Missing => WrittenState::Missing,
            Word::Unknown => WrittenState::Unknown,
        }
    }

    fn before(&self, number: u32) -> Before {
        let node = self.node(number);
        Before {
            path: Arc::clone(&self.log.paths[node.path as usize]),
            content: node.content,
            state: self.written(node),
        }
    }

    fn tell(&mut self, newest: u32, round: u32, first_state: Option<&Arc<str>>) -> DocumentHistory {
        let numbers = self.ancestors(newest, round);
        let cut_off = numbers.iter().any(|it| self.node(*it).kind == NodeKind::Found);
        let mut revisions = Vec::with_capacity(numbers.len());
        let mut told = Vec::new();
        let mut writers = Tally::default();
        let mut reviewers = Tally::default();
        for number in numbers {
            let node = self.node(number);
            let Some(commit) = self.commit(node).filter(|_| node.kind != NodeKind::Found) else {
                continue;
            };
            let review = commit.credits.iter().filter(|(role, _)| *role != Role::CoAuthor);
            reviewers.count(commit, review.map(|(_, person)| person));
            if node.kind == NodeKind::Passage {
                continue;
            }
            let with = commit.credits.iter().filter(|(role, _)| *role == Role::CoAuthor);
            writers.count(
                commit,
                std::iter::once(&commit.author).chain(with.map(|(_, person)| person)),
            );
            told.push(number);
            revisions.push(Revision {
                commit: Arc::clone(commit),
                path: Arc::clone(&self.log.paths[node.path as usize]),
                content: node.content,
                state: self.written(node),
                before: node.before.first().map(|it| self.before(*it)),
            });
        }
        DocumentHistory {
            timeline: first_state.map_or_else(Vec::new, |first| self.timeline(newest, first, &told)),
            contributors: writers.people(),
            reviewers: reviewers.people(),
            revisions,
            cut_off,
        }
    }

    /// A node and all that it was made from, oldest first.
    fn ancestors(&mut self, newest: u32, round: u32) -> Vec<u32> {
        let mut found = Vec::new();
        let mut open = vec![newest];
        while let Some(number) = open.pop() {
            if std::mem::replace(&mut self.seen[number as usize], round) != round {
                found.push(number);
                open.extend(&self.node(number).before);
            }
        }
        found.sort_unstable();
        found
    }

    /// The states on the way from which the newest one came. At a merge that is the side whose state was kept: what the
    /// other side did meanwhile never held.
    fn timeline(&self, newest: u32, first_state: &Arc<str>, revisions: &[u32]) -> Vec<StateChange> {
        let state = |number: u32| {
            let node = self.node(number);
            match node.state {
                _ if node.content.is_none() => None,
                Word::Is(word) => Some(&self.log.words[word as usize]),
                Word::Missing => Some(first_state),
                Word::Unknown => None,
            }
        };
        let mut way = vec![newest];
        let mut at = newest;
        loop {
            let before = &self.node(at).before;
            let kept = before.iter().find(|it| state(**it) == state(at));
            let Some(next) = kept.or(before.first()) else { break };
            at = *next;
            way.push(at);
        }
        let mut timeline: Vec<StateChange> = Vec::new();
        // Where texts are missing, a state may have begun in one of them.
        let mut gap = false;
        for number in way.into_iter().rev() {
            let Some(state) = state(number) else {
                gap |= self.node(number).content.is_some() && (self.damaged || timeline.is_empty());
                continue;
            };
            let in_gap = std::mem::take(&mut gap);
            if timeline.last().is_some_and(|last| last.state == *state) {
                continue;
            }
            let revision = revisions.binary_search(&number).ok().filter(|_| !in_gap);
            let began = revision.and_then(|_| self.commit(self.node(number)));
            timeline.push(StateChange {
                state: Arc::clone(state),
                revision,
                began: began.cloned(),
            });
        }
        timeline.shrink_to_fit();
        timeline
    }
}

/// Counts in how many revisions people had a part. They are few, so they stand in a row.
#[derive(Default)]
struct Tally {
    counted: Vec<Contributor>,
}

impl Tally {
    /// Counts the people of one commit, each once.
    fn count<'a>(&mut self, commit: &Commit, people: impl Iterator<Item = &'a Arc<Person>>) {
        let mut once: Vec<&Arc<Person>> = Vec::new();
        for person in people {
            if once.iter().any(|it| Arc::ptr_eq(it, person)) {
                continue;
            }
            once.push(person);
            match self.counted.iter_mut().find(|it| Arc::ptr_eq(&it.person, person)) {
                Some(known) => {
                    known.revisions += 1;
                    known.last = commit.authored.or(known.last);
                }
                None => self.counted.push(Contributor {
                    person: Arc::clone(person),
                    revisions: 1,
                    last: commit.authored,
                }),
            }
        }
    }

    fn people(mut self) -> Vec<Contributor> {
        self.counted.sort_by(|left, right| {
            let by_work = right.revisions.cmp(&left.revisions);
            by_work.then_with(|| left.person.cmp(&right.person))
        });
        self.counted.shrink_to_fit();
        self.counted
    }
}
