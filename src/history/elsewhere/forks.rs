//! Where other branches left the way of the commit that is checked out.
//!
//! One walk for all branches, newest commits first. It ends as soon as everything that is still to come has been on that
//! way for longer than any branch has been off it, so a thousand young branches cost a few commits each, and not the whole
//! history a thousand times.

use std::collections::BinaryHeap;

use super::super::commit::Head;
use crate::repository::{IdMap, IdSet, ObjectId, ObjectReader};

/// Commits that were met, and whether they led to the one checked out.
#[derive(Debug, Default)]
pub(super) struct Forks {
    commits: IdMap<Met>,
}

#[derive(Debug)]
struct Met {
    head: Head,
    /// Whether it led to the commit checked out.
    here: bool,
    /// Whether commits before it are missing.
    cut: bool,
    waiting: bool,
}

/// What a branch has that is not here.
#[derive(Debug, Default)]
pub(super) struct Own {
    /// Its commits, in no order.
    pub(super) commits: Vec<ObjectId>,
    /// The commit at which it parted; the newest of them, where work from here was merged into it.
    pub(super) base: Option<ObjectId>,
    /// Whether commits are missing, so that it may have parted at one that is not known.
    pub(super) cut: bool,
}

impl Forks {
    /// Walks from the commit checked out and from the tips of branches.
    pub(super) fn find(
        here: Option<ObjectId>,
        tips: impl IntoIterator<Item = ObjectId>,
        boundary: &IdSet,
        objects: &mut ObjectReader,
    ) -> Self {
        let mut walk = Walk {
            forks: Self::default(),
            waiting: BinaryHeap::new(),
            elsewhere: 0,
            boundary,
            objects,
        };
        if let Some(here) = here {
            walk.meet(here, true);
        }
        for tip in tips {
            walk.meet(tip, false);
        }
        walk.walk();
        walk.forks
    }

    /// What a branch has that is not here; `None` when all of it is here already.
    pub(super) fn own(&self, tip: ObjectId) -> Option<Own> {
        let mut own = Own::default();
        let mut seen = IdSet::default();
        let mut open = vec![tip];
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            match self.commits.get(&id) {
                None => own.cut = true,
                // Of several the newest is meant: the last merge from here. Clocks that run wrong may make it an earlier one.
                Some(met) if met.here => {
                    let newest = own.base.and_then(|base| self.commits.get(&base));
                    if newest.is_none_or(|newest| newest.head.committed < met.head.committed) {
                        own.base = Some(id);
                    }
                }
                Some(met) => {
                    own.cut |= met.cut;
                    own.commits.push(id);
                    open.extend(&met.head.parents);
                }
            }
        }
        (!own.commits.is_empty() || own.cut).then_some(own)
    }

    /// What ties a commit to others.
    pub(super) fn head(&self, commit: ObjectId) -> Option<&Head> {
        self.commits.get(&commit).map(|met| &met.head)
    }
}

struct Walk<'a> {
    forks: Forks,
    /// Commits whose parents are still to be met, the newest first.
    waiting: BinaryHeap<(i64, ObjectId)>,
    /// How many of those that wait are not known to have led here.
    elsewhere: usize,
    boundary: &'a IdSet,
    objects: &'a mut ObjectReader,
}

impl Walk<'_> {
    fn walk(&mut self) {
        let mut oldest_elsewhere = i64::MAX;
        while let Some((committed, id)) = self.waiting.pop() {
            if self.elsewhere == 0 && committed < oldest_elsewhere {
                break;
            }
            let Some(met) = self.forks.commits.get_mut(&id).filter(|met| met.waiting) else {
                continue;
            };
            met.waiting = false;
            let here = met.here;
            let parents = if met.cut { Vec::new() } else { met.head.parents.clone() };
            if !here {
                self.elsewhere -= 1;
                oldest_elsewhere = oldest_elsewhere.min(committed);
            }
            for parent in parents {
                self.meet(parent, here);
            }
        }
    }

    fn meet(&mut self, id: ObjectId, here: bool) {
        if let Some(met) = self.forks.commits.get_mut(&id) {
            if here && !met.here {
                met.here = true;
                if met.waiting {
                    self.elsewhere -= 1;
                } else {
                    // It was met from a branch first, so those before it have to hear of it, too.
                    met.waiting = true;
                    self.waiting.push((met.head.committed, id));
                }
            }
            return;
        }
        let Some(head) = self.objects.read_commit(id).and_then(|bytes| Head::read(&bytes)) else {
            return;
        };
        self.waiting.push((head.committed, id));
        self.elsewhere += usize::from(!here);
        let met = Met {
            cut: self.boundary.contains(&id),
            head,
            here,
            waiting: true,
        };
        self.forks.commits.insert(id, met);
    }
}
