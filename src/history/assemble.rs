//! From the log to the past of each document.

use std::collections::HashMap;
use std::sync::Arc;

use camino::Utf8Path;
use jiff::Timestamp;
use jiff::tz::Offset;

use super::commit::{Clock, Role};
use super::lineage::{self, Lineage, Node, NodeKind};
use super::log::{Log, Word};
use super::mailmap::{Mailmap, Resolved};
use super::walk::Walked;
use super::{Commit, Contributor, DocumentHistory, History, Moment, Person, Revision, StateChange, WrittenState};
use crate::model::Corpus;

/// Tells the past of every document of a corpus that the newest commit holds.
pub(super) fn assemble(walked: &Walked, corpus: &Corpus, mailmap: &Mailmap) -> History {
    let log = &walked.log;
    let lineage = lineage::trace(log, &walked.order);
    let commits = commits(log, &walked.order, mailmap);
    let numbers: HashMap<&Utf8Path, u32> = log.paths.iter().map(AsRef::as_ref).zip(0..).collect();
    let mut teller = Teller {
        log,
        lineage: &lineage,
        commits: &commits,
        seen: vec![u32::MAX; lineage.nodes.len()],
    };
    let mut documents = HashMap::with_capacity(corpus.documents().len());
    for (round, document) in (0..).zip(corpus.documents()) {
        let newest = numbers.get(&**document.path()).and_then(|path| lineage.at(*path));
        let Some(newest) = newest.filter(|newest| lineage.nodes[*newest as usize].content.is_some()) else {
            continue;
        };
        let lifecycle = &corpus.definition(document).lifecycle;
        let first_state = lifecycle.first().map(|state| state.name.as_str());
        documents.insert(Arc::clone(document.path()), teller.tell(newest, round, first_state));
    }
    History {
        commits_read: walked.commits_read,
        commits: walked.order.len(),
        documents,
        ..History::default()
    }
}

/// The commits that changed documents, by their position in the log.
fn commits(log: &Log, order: &[u32], mailmap: &Mailmap) -> HashMap<u32, Arc<Commit>> {
    let detailed = order.iter().rev().filter_map(|position| {
        let commit = &log.commits[*position as usize];
        commit.detail.as_deref().map(|detail| (*position, commit, detail))
    });
    let mut people = People {
        mailmap,
        resolved: HashMap::new(),
        names: HashMap::new(),
        people: HashMap::new(),
    };
    for (_, _, detail) in detailed.clone() {
        people.meet(&detail.author.name, &detail.author.email);
        for (_, name, email) in &detail.credits {
            people.meet(name, email);
        }
    }
    let told = detailed.map(|(position, commit, detail)| {
        let credits = detail.credits.iter();
        let told = Commit {
            id: commit.id,
            authored: detail.author.when.and_then(moment),
            committed: detail.committed.and_then(moment),
            author: people.person(&detail.author.name, &detail.author.email),
            credits: credits
                .map(|(role, name, email)| (*role, people.person(name, email)))
                .collect(),
            subject: detail.subject.clone(),
            merge: commit.parents.len() > 1,
        };
        (position, Arc::new(told))
    });
    told.collect()
}

fn moment(clock: Clock) -> Option<Moment> {
    Some(Moment {
        at: Timestamp::from_second(clock.seconds).ok()?,
        offset: Offset::from_seconds(clock.offset * 60).unwrap_or(Offset::UTC),
    })
}

/// Everyone that commits name. One address is one person, who goes by the name that `.mailmap` gives, else by the one used
/// last.
struct People<'a> {
    mailmap: &'a Mailmap,
    resolved: HashMap<(String, String), Resolved>,
    names: HashMap<String, (bool, String)>,
    people: HashMap<String, Arc<Person>>,
}

impl People<'_> {
    /// Takes note of a name, from the newest commit to the oldest.
    fn meet(&mut self, name: &str, email: &str) {
        let Resolved { proper, name, email } = self.resolve(name, email);
        let (was_proper, known) = self.names.entry(key(&name, &email)).or_default();
        if known.is_empty() || proper && !*was_proper {
            (*was_proper, *known) = (proper, name);
        }
    }

    fn person(&mut self, name: &str, email: &str) -> Arc<Person> {
        let Resolved { name, email, .. } = self.resolve(name, email);
        let key = key(&name, &email);
        if let Some(person) = self.people.get(&key) {
            return Arc::clone(person);
        }
        let name = self.names.get(&key).map_or(name, |(_, name)| name.clone());
        let person = Arc::new(Person { name, email });
        self.people.insert(key, Arc::clone(&person));
        person
    }

    fn resolve(&mut self, name: &str, email: &str) -> Resolved {
        let written = (name.to_owned(), email.to_owned());
        let mailmap = self.mailmap;
        self.resolved
            .entry(written)
            .or_insert_with(|| mailmap.resolve(name, email))
            .clone()
    }
}

fn key(name: &str, email: &str) -> String {
    if email.is_empty() {
        name.to_lowercase()
    } else {
        format!("<{}>", email.to_lowercase())
    }
}

/// Tells one past after the other.
struct Teller<'a> {
    log: &'a Log,
    lineage: &'a Lineage,
    commits: &'a HashMap<u32, Arc<Commit>>,
    /// For each node, for which document it was looked at last.
    seen: Vec<u32>,
}

impl Teller<'_> {
    fn node(&self, number: u32) -> &Node {
        &self.lineage.nodes[number as usize]
    }

    fn tell(&mut self, newest: u32, round: u32, first_state: Option<&str>) -> DocumentHistory {
        let numbers = self.ancestors(newest, round);
        let cut_off = numbers.iter().any(|it| self.node(*it).kind == NodeKind::Found);
        let mut revisions = Vec::new();
        let mut positions = HashMap::new();
        let mut writers = Tally::default();
        let mut reviewers = Tally::default();
        for number in numbers {
            let node = self.node(number);
            let Some(commit) = self.commits.get(&node.commit).filter(|_| node.kind != NodeKind::Found) else {
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
            positions.insert(number, revisions.len());
            revisions.push(Revision {
                commit: Arc::clone(commit),
                path: Arc::clone(&self.log.paths[node.path as usize]),
                content: node.content,
                state: match node.state {
                    Word::Is(word) => WrittenState::Word(Arc::clone(&self.log.words[word as usize])),
                    Word::Missing => WrittenState::Missing,
                    Word::Unknown => WrittenState::Unknown,
                },
            });
        }
        DocumentHistory {
            timeline: first_state.map_or_else(Vec::new, |first| self.timeline(newest, first, &positions)),
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
    fn timeline(&self, newest: u32, first_state: &str, revisions: &HashMap<u32, usize>) -> Vec<StateChange> {
        let first_state: Arc<str> = Arc::from(first_state);
        let state = |number: u32| {
            let node = self.node(number);
            match node.state {
                _ if node.content.is_none() => None,
                Word::Is(word) => Some(&self.log.words[word as usize]),
                Word::Missing => Some(&first_state),
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
        for number in way.into_iter().rev() {
            let Some(state) = state(number) else { continue };
            if timeline.last().is_some_and(|last| last.state == *state) {
                continue;
            }
            let revision = revisions.get(&number).copied();
            let began = revision.and_then(|_| self.commits.get(&self.node(number).commit));
            timeline.push(StateChange {
                state: Arc::clone(state),
                revision,
                began: began.cloned(),
            });
        }
        timeline
    }
}

/// Counts in how many revisions people had a part.
#[derive(Default)]
struct Tally {
    counted: HashMap<Arc<Person>, (usize, Option<Moment>)>,
}

impl Tally {
    fn count<'a>(&mut self, commit: &Commit, people: impl Iterator<Item = &'a Arc<Person>>) {
        let mut once: Vec<&Arc<Person>> = Vec::new();
        for person in people {
            if !once.contains(&person) {
                once.push(person);
                let (revisions, last) = self.counted.entry(Arc::clone(person)).or_default();
                *revisions += 1;
                *last = commit.authored.or(*last);
            }
        }
    }

    fn people(self) -> Vec<Contributor> {
        let people = self.counted.into_iter();
        let people = people.map(|(person, (revisions, last))| Contributor {
            person,
            revisions,
            last,
        });
        let mut people: Vec<_> = people.collect();
        people.sort_by(|left, right| {
            let by_work = right.revisions.cmp(&left.revisions);
            by_work.then_with(|| left.person.cmp(&right.person))
        });
        people
    }
}
