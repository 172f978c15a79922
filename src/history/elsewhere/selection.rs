//! Which branches are asked about, and which of them are one.

use super::OtherBranch;
use crate::config::fits_pattern;
use crate::repository::{Branch, IdMap};

/// Which branches are asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BranchSelection {
    /// All of them.
    All,
    /// All of them, if there is a document here whose id they could have taken, too.
    IfSomethingIsNew,
    /// Those whose names fit one of these patterns, in which `*` stands for any part of a name.
    Fitting(Vec<String>),
}

/// Branches other than the one checked out, those with one tip together.
pub(super) fn groups(
    branches: Vec<Branch>,
    current: Option<&str>,
    default: Option<&str>,
    selection: &BranchSelection,
) -> Vec<OtherBranch> {
    let short = |name: &str| name.split_once('/').map(|(_, short)| short.to_owned());
    let default_short = default.and_then(|name| name.strip_prefix("origin/"));
    let is_default = |branch: &Branch| default == Some(&branch.name) || default_short == Some(&branch.name);
    let mut groups: Vec<OtherBranch> = Vec::new();
    let mut by_tip: IdMap<usize> = IdMap::default();
    for branch in branches {
        let is_wanted = match selection {
            BranchSelection::Fitting(patterns) => patterns.iter().any(|it| fits_pattern(it, &branch.name)),
            BranchSelection::All | BranchSelection::IfSomethingIsNew => true,
        };
        if !is_wanted || (!branch.is_remote && current == Some(&branch.name)) {
            continue;
        }
        let position = *by_tip.entry(branch.tip).or_insert(groups.len());
        if position == groups.len() {
            groups.push(OtherBranch {
                names: Vec::new(),
                tip: branch.tip,
                is_default: false,
                is_own: false,
                documents: Vec::new(),
            });
        }
        let group = &mut groups[position];
        group.is_default |= is_default(&branch);
        group.is_own |= branch.is_remote && current.is_some() && short(&branch.name).as_deref() == current;
        group.names.push(branch.name);
    }
    groups
}
