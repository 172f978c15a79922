//! The log followed along the branches.
//!
//! Every commit has its view: for each path, what was done to it last. A child starts from the view of its first parent. At
//! a merge, a path that is as another parent has it takes that parent's past, so that work stays with the commits that
//! made it; only where the merge agrees with none of its parents is it a revision of its own.

use std::sync::Arc;

use super::commit::Role;
use super::log::{Change, Log, Word};
use crate::repository::ObjectId;

/// What one commit did to one path.
#[derive(Debug)]
pub(super) struct Node {
    /// Position of the commit in the log.
    pub(super) commit: u32,
    /// Position of the path in the log.
    pub(super) path: u32,
    /// The text; `None` when it was deleted.
    pub(super) content: Option<ObjectId>,
    /// The state written in it.
    pub(super) state: Word,
    /// The nodes it was made from, the first parent's first.
    pub(super) before: Vec<u32>,
    /// What it is.
    pub(super) kind: NodeKind,
}

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NodeKind {
    /// A change by its commit.
    Revision,
    /// What was there where a shallow clone ends: made by its commit, or by any before it.
    Found,
    /// A merge that brought the document in as it was, and whose message names who reviewed it.
    Passage,
}

/// All nodes, and what the newest commit has.
#[derive(Debug, Default)]
pub(super) struct Lineage {
    /// The nodes; each stands after those it was made from.
    pub(super) nodes: Vec<Node>,
    view: View,
}

impl Lineage {
    /// The node of a path in the newest commit.
    pub(super) fn at(&self, path: u32) -> Option<u32> {
        self.view.get(path)
    }
}

/// Follows the commits of a log in order; the last is the one that is asked about.
pub(super) fn trace(log: &Log, order: &[u32]) -> Lineage {
    let mut children = vec![0_u32; log.commits.len()];
    for parent in order.iter().flat_map(|it| &log.commits[*it as usize].parents) {
        children[*parent as usize] += 1;
    }
    let mut views: Vec<Option<View>> = vec![None; log.commits.len()];
    let mut nodes = Vec::new();
    let mut newest = View::default();
    for position in order {
        let commit = &log.commits[*position as usize];
        let mut parents = commit.parents.iter().map(|parent| {
            let waiting = &mut children[*parent as usize];
            *waiting = waiting.saturating_sub(1);
            // The last child takes the view over, the others copy it.
            let view = &mut views[*parent as usize];
            let view = if *waiting == 0 { view.take() } else { view.clone() };
            view.unwrap_or_default()
        });
        let mut view = parents.next().unwrap_or_default();
        let others: Vec<View> = parents.collect();
        let step = Step {
            position: *position,
            log,
            others: &others,
        };
        step.apply(&mut view, &mut nodes);
        if children[*position as usize] == 0 {
            newest = view;
        } else {
            views[*position as usize] = Some(view);
        }
    }
    Lineage { nodes, view: newest }
}

/// One commit on its way into the view of its first parent.
struct Step<'a> {
    position: u32,
    log: &'a Log,
    others: &'a [View],
}

impl Step<'_> {
    fn apply(&self, view: &mut View, nodes: &mut Vec<Node>) {
        let changes = &self.log.commits[self.position as usize].changes;
        // All is decided by the view before the commit, so that two documents can swap their paths.
        let mut decided = Vec::with_capacity(changes.len());
        for change in changes {
            let node = if self.others.is_empty() {
                self.plain(change, changes, view, nodes)
            } else {
                self.merged(change, view, nodes)
            };
            decided.push((change.path, node));
        }
        for (path, node) in decided {
            view.set(path, node);
        }
    }

    /// A change of an ordinary commit.
    fn plain(&self, change: &Change, changes: &[Change], view: &View, nodes: &mut Vec<Node>) -> Option<u32> {
        let moved_away = |other: &Change| other.from == Some(change.path);
        if change.content.is_none() && changes.iter().any(moved_away) {
            // The past went along; what comes to this path later is another document.
            return None;
        }
        let before = view.get(change.from.unwrap_or(change.path));
        let boundary = self.log.commits[self.position as usize].boundary;
        let kind = if boundary { NodeKind::Found } else { NodeKind::Revision };
        self.node(nodes, change, before.into_iter().collect(), kind)
    }

    /// A change that a merge makes against its first parent.
    fn merged(&self, change: &Change, view: &View, nodes: &mut Vec<Node>) -> Option<u32> {
        let content = |node: Option<u32>| node.and_then(|node| nodes[node as usize].content);
        for other in self.others {
            let theirs = other.get(change.path);
            if content(theirs) == change.content {
                return match theirs {
                    Some(theirs) if self.names_reviewers() => self.node(nodes, change, vec![theirs], NodeKind::Passage),
                    theirs => theirs,
                };
            }
        }
        let sides: Vec<&View> = std::iter::once(view).chain(self.others).collect();
        let known = sides.iter().filter_map(|side| side.get(change.path));
        let earlier_path = known.filter_map(|node| earlier_path(nodes, node)).next();
        let mut before: Vec<u32> = Vec::new();
        for side in &sides {
            // A side that did not take part in a rename has its share of the work under the earlier name.
            let elsewhere = || {
                earlier_path
                    .and_then(|path| side.get(path))
                    .filter(|it| content(Some(*it)).is_some())
            };
            if let Some(node) = side.get(change.path).or_else(elsewhere)
                && !before.contains(&node)
            {
                before.push(node);
            }
        }
        self.node(nodes, change, before, NodeKind::Revision)
    }

    fn names_reviewers(&self) -> bool {
        let detail = self.log.commits[self.position as usize].detail.as_ref();
        detail.is_some_and(|detail| detail.credits.iter().any(|(role, ..)| *role != Role::CoAuthor))
    }

    fn node(&self, nodes: &mut Vec<Node>, change: &Change, before: Vec<u32>, kind: NodeKind) -> Option<u32> {
        let number = u32::try_from(nodes.len()).ok()?;
        nodes.push(Node {
            commit: self.position,
            path: change.path,
            content: change.content,
            state: change.state,
            before,
            kind,
        });
        Some(number)
    }
}

/// The path that a document had before it came to that of a node.
fn earlier_path(nodes: &[Node], node: u32) -> Option<u32> {
    let path = nodes[node as usize].path;
    let mut at = node;
    loop {
        at = *nodes[at as usize].before.first()?;
        if nodes[at as usize].path != path {
            return Some(nodes[at as usize].path);
        }
    }
}

/// How many paths share a page of a view.
const PAGE: usize = 128;
const NOTHING: u32 = u32::MAX;

/// For each path its newest node. Branches share the pages that they have in common, so that a thousand open branches
/// over ten thousand documents cost little.
#[derive(Clone, Debug, Default)]
struct View {
    pages: Vec<Arc<[u32; PAGE]>>,
}

impl View {
    fn get(&self, path: u32) -> Option<u32> {
        let path = path as usize;
        let node = self.pages.get(path / PAGE)?[path % PAGE];
        (node != NOTHING).then_some(node)
    }

    fn set(&mut self, path: u32, node: Option<u32>) {
        let path = path as usize;
        if self.pages.len() <= path / PAGE {
            if node.is_none() {
                return;
            }
            self.pages.resize_with(path / PAGE + 1, || Arc::new([NOTHING; PAGE]));
        }
        Arc::make_mut(&mut self.pages[path / PAGE])[path % PAGE] = node.unwrap_or(NOTHING);
    }
}
