//! From commits to the log of what they did.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::commit::{Detail, Head};
use super::log::{Change, Log, Logged, Numbers, Word};
use super::rename;
use super::scope::Scope;
use super::state::{self, Written};
use super::tree::{self, Comparison, Difference};
use crate::repository::{IdMap, IdSet, MAX_DOCUMENT_BYTES, ObjectId, ObjectKind, ObjectReader, ObjectStore};

/// A log, and which part of it can be reached.
#[derive(Debug)]
pub(super) struct Walked {
    /// The log; it may know commits of other branches too.
    pub(super) log: Log,
    /// Positions of the commits that can be reached, parents first and otherwise by date; the last is the head.
    pub(super) order: Vec<u32>,
    /// How many commits were not known before.
    pub(super) commits_read: usize,
    /// Whether the end of a shallow clone was met.
    pub(super) shallow: bool,
    /// Whether objects were missing or broken.
    pub(super) damaged: bool,
}

/// Commits that were read and are not in the log yet.
struct New {
    id: ObjectId,
    head: Head,
    /// Whether it has parents that are not there; then `head` names none.
    cut: bool,
    /// The whole commit, as long as memory allows; else it is read once more when it turns out to matter.
    bytes: Option<Vec<u8>>,
}

/// Memory for commits that wait to be compared.
const MAX_WAITING_BYTES: usize = 32 * 1024 * 1024;

/// What a thread found out about a commit.
struct Outcome {
    differences: Vec<Difference>,
    /// Positions of an addition and of the deletion it came from.
    renames: Vec<(usize, usize)>,
    detail: Option<Box<Detail>>,
    damaged: bool,
}

/// The commits at which Git says that a shallow clone ends.
pub(super) fn boundary(shallow: &[u8]) -> IdSet {
    let lines = shallow.split(|byte| *byte == b'\n');
    lines.filter_map(|line| ObjectId::from_hex(line.trim_ascii())).collect()
}

/// Adds to a log what led to `head` and is not in it yet.
pub(super) fn extend(
    mut log: Log,
    head: ObjectId,
    objects: &ObjectStore,
    scope: &Scope<'_>,
    boundary: &IdSet,
) -> Walked {
    let mut positions: IdMap<_> = log.commits.iter().map(|it| it.id).zip(0..).collect();
    let (new, mut damaged) = unknown(head, objects, &mut positions, boundary);
    let trees: IdMap<_> = new.iter().map(|it| (it.id, it.head.tree)).collect();
    let first = log.commits.len();
    for it in &new {
        let parents = it.head.parents.iter();
        log.commits.push(Logged {
            id: it.id,
            parents: parents.filter_map(|id| positions.get(id).copied()).collect(),
            committed: it.head.committed,
            boundary: it.cut,
            detail: None,
            changes: Vec::new(),
        });
    }
    let folders = scope.folders();
    let outcomes = outcomes(&new, &trees, objects, scope, &folders);
    damaged |= outcomes.iter().any(|outcome| outcome.damaged);
    let states = states(&log, &outcomes, objects);
    damaged |= states.values().any(Option::is_none);
    record(&mut log, first, outcomes, &states);
    let order = positions
        .get(&head)
        .map_or_else(Vec::new, |head| reachable(&log, *head));
    Walked {
        shallow: order.iter().any(|it| boundary.contains(&log.commits[*it as usize].id)),
        damaged: damaged || order.is_empty(),
        commits_read: new.len(),
        log,
        order,
    }
}

/// Reads the commits that are not known, and gives them positions, parents first.
fn unknown(head: ObjectId, objects: &ObjectStore, positions: &mut IdMap<u32>, boundary: &IdSet) -> (Vec<New>, bool) {
    let mut objects = objects.reader();
    let mut damaged = false;
    let mut found: Vec<New> = Vec::new();
    let mut seen: IdSet = IdSet::default();
    // A commit is opened, then its parents are, then it is closed: an ordinary depth-first walk, with its own stack
    // because a history may be deeper than the machine's.
    enum Step {
        Open(ObjectId),
        Close(ObjectId, Head, Option<Vec<u8>>),
    }
    let mut waiting = 0;
    let mut steps = vec![Step::Open(head)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Open(id) => {
                if positions.contains_key(&id) || !seen.insert(id) {
                    continue;
                }
                let bytes = objects.read_commit(id).unwrap_or_default();
                let Some(head) = Head::read(&bytes) else {
                    damaged = true;
                    continue;
                };
                let parents = head.parents.clone();
                waiting += bytes.len();
                steps.push(Step::Close(id, head, (waiting < MAX_WAITING_BYTES).then_some(bytes)));
                if !boundary.contains(&id) {
                    steps.extend(parents.into_iter().rev().map(Step::Open));
                }
            }
            Step::Close(id, mut head, bytes) => {
                // With a parent missing, what the commit changed cannot be told from what was there before.
                let cut = boundary.contains(&id) || !head.parents.iter().all(|it| positions.contains_key(it));
                if cut {
                    head.parents.clear();
                }
                positions.insert(id, u32::try_from(positions.len()).unwrap_or(u32::MAX));
                found.push(New { id, head, cut, bytes });
            }
        }
    }
    (found, damaged)
}

/// Compares every new commit with its first parent, on all cores. Commits that follow each other stay together, because
/// the tree of one is what the next is compared with. The newest comes first: Git stores an older version of a folder as
/// what differs from a newer one, which then has just been built.
fn outcomes(
    new: &[New],
    trees: &IdMap<ObjectId>,
    objects: &ObjectStore,
    scope: &Scope<'_>,
    folders: &[Utf8PathBuf],
) -> Vec<Outcome> {
    let chunk = new.len().div_ceil(rayon::current_num_threads() * 4).clamp(64, 4096);
    let per_chunk = new.par_chunks(chunk).map(|commits| {
        let mut reader = objects.reader();
        let outcome = |it: &New| outcome(it, trees, &mut reader, scope, folders);
        let mut outcomes: Vec<_> = commits.iter().rev().map(outcome).collect();
        outcomes.reverse();
        outcomes
    });
    per_chunk.flatten_iter().collect()
}

fn outcome(
    commit: &New,
    trees: &IdMap<ObjectId>,
    objects: &mut ObjectReader,
    scope: &Scope<'_>,
    folders: &[Utf8PathBuf],
) -> Outcome {
    let differences = differences(commit, trees, objects, scope, folders);
    let damaged = differences.is_err();
    let differences = differences.unwrap_or_default();
    let merge = commit.head.parents.len() > 1;
    // What a merge brings is taken over from its other parents, so it moves nothing by itself.
    let renames = if merge {
        Vec::new()
    } else {
        rename::find(objects, &differences)
    };
    let told = |bytes: &[u8]| Box::new(Detail::read(bytes));
    let detail = match &commit.bytes {
        _ if differences.is_empty() => None,
        Some(bytes) => Some(told(bytes)),
        None => objects.read_commit(commit.id).map(|bytes| told(&bytes)),
    };
    Outcome {
        damaged: damaged || (detail.is_none() && !differences.is_empty()),
        differences,
        renames,
        detail,
    }
}

fn differences(
    commit: &New,
    trees: &IdMap<ObjectId>,
    objects: &mut ObjectReader,
    scope: &Scope<'_>,
    folders: &[Utf8PathBuf],
) -> Result<Vec<Difference>, tree::Missing> {
    let parent = match commit.head.parents.first() {
        None => None,
        Some(parent) => match trees.get(parent) {
            Some(tree) => Some(*tree),
            // It was read in an earlier run.
            None => objects
                .read_commit(*parent)
                .and_then(|bytes| Head::read(&bytes))
                .map(|head| head.tree),
        },
    };
    if parent == Some(commit.head.tree) {
        return Ok(Vec::new());
    }
    let new = tree::subtree(objects, commit.head.tree, scope.root())?;
    let old = match parent {
        Some(parent) => tree::subtree(objects, parent, scope.root())?,
        None => None,
    };
    let wanted = |path: &str| scope.has_document(path);
    let mut comparison = Comparison {
        objects,
        folders,
        wanted: &wanted,
        found: Vec::new(),
    };
    comparison.compare(old, new)?;
    Ok(comparison.found)
}

/// The state in every text that came up and is not known yet; `None` where the text is missing. The versions of one
/// document are read together, because each is stored as what differs from another.
fn states(log: &Log, outcomes: &[Outcome], objects: &ObjectStore) -> IdMap<Option<Written>> {
    let mut wanted: Vec<(&str, usize, ObjectId)> = Vec::new();
    let mut seen: IdSet = IdSet::default();
    let differences = outcomes.iter().flat_map(|outcome| &outcome.differences);
    for (age, difference) in differences.enumerate() {
        if let Some(content) = difference.new
            && seen.insert(content)
        {
            wanted.push((&difference.path, age, content));
        }
    }
    let mut states = IdMap::default();
    // When only a few texts are new, reading them is cheaper than remembering all the old ones.
    if wanted.len() > 1_000 {
        for change in log.commits.iter().flat_map(|commit| &commit.changes) {
            if let Some(content) = change.content.filter(|content| seen.contains(content)) {
                let state = match change.state {
                    Word::Is(word) => Written::Word(log.words[word as usize].to_string()),
                    Word::Missing => Written::Missing,
                    Word::Unknown => Written::Unknown,
                };
                states.insert(content, Some(state));
            }
        }
        wanted.retain(|(_, _, content)| !states.contains_key(content));
    }
    wanted.sort_unstable_by(|left, right| left.0.cmp(right.0).then(right.1.cmp(&left.1)));
    let chunk = wanted.len().div_ceil(rayon::current_num_threads() * 4).clamp(64, 4096);
    let read = wanted.par_chunks(chunk).map(|texts| {
        let mut reader = objects.reader();
        let state = |(_, _, content): &(&str, usize, ObjectId)| (*content, state_of(&mut reader, *content));
        texts.iter().map(state).collect::<Vec<_>>()
    });
    states.par_extend(read.flatten_iter());
    states
}

fn state_of(objects: &mut ObjectReader, content: ObjectId) -> Option<Written> {
    match objects.read_limited(ObjectKind::Blob, content, MAX_DOCUMENT_BYTES) {
        Some(bytes) => Some(state::read(&bytes)),
        None => objects.has(content).then_some(Written::Unknown),
    }
}

/// Writes down what was found out.
fn record(log: &mut Log, first: usize, outcomes: Vec<Outcome>, states: &IdMap<Option<Written>>) {
    let mut paths = Numbers::of(&log.paths);
    let mut words = Numbers::of(&log.words);
    for (offset, outcome) in outcomes.into_iter().enumerate() {
        let mut changes = Vec::with_capacity(outcome.differences.len());
        for difference in &outcome.differences {
            let state = difference.new.and_then(|content| states.get(&content));
            let state = match state.and_then(Option::as_ref) {
                Some(Written::Word(word)) => Word::Is(words.number(&mut log.words, word.as_str())),
                Some(Written::Missing) => Word::Missing,
                Some(Written::Unknown) | None => Word::Unknown,
            };
            changes.push(Change {
                path: paths.number(&mut log.paths, Utf8Path::new(&difference.path)),
                from: None,
                content: difference.new,
                state,
            });
        }
        for (new, old) in outcome.renames {
            changes[new].from = Some(changes[old].path);
        }
        let commit = &mut log.commits[first + offset];
        commit.changes = changes;
        commit.detail = outcome.detail;
    }
}

/// The commits that led to one, parents first; of those that could come next, the oldest does.
fn reachable(log: &Log, head: u32) -> Vec<u32> {
    const NOT_REACHED: u32 = u32::MAX;
    let commits = &log.commits;
    // How many parents are still to come, for each commit that is reached.
    let mut waiting = vec![NOT_REACHED; commits.len()];
    let mut children: Vec<Vec<u32>> = vec![Vec::new(); commits.len()];
    let mut ready = BinaryHeap::new();
    let mut open = vec![head];
    let mut count = 0;
    while let Some(position) = open.pop() {
        let commit = &commits[position as usize];
        let waits = &mut waiting[position as usize];
        if *waits != NOT_REACHED {
            continue;
        }
        *waits = u32::try_from(commit.parents.len()).unwrap_or(NOT_REACHED - 1);
        count += 1;
        for parent in &commit.parents {
            children[*parent as usize].push(position);
        }
        if commit.parents.is_empty() {
            ready.push(Reverse((commit.committed, position)));
        }
        open.extend(&commit.parents);
    }
    let mut order = Vec::with_capacity(count);
    while let Some(Reverse((_, position))) = ready.pop() {
        order.push(position);
        for child in &children[position as usize] {
            let waits = &mut waiting[*child as usize];
            *waits -= 1;
            if *waits == 0 {
                ready.push(Reverse((commits[*child as usize].committed, *child)));
            }
        }
    }
    order
}
