//! Which folders hold documents of one type.

use std::collections::{BTreeMap, HashMap};

use camino::{Utf8Path, Utf8PathBuf};

use super::kind::Kind;
use super::survey::Sheet;
use crate::definition::Definitions;
use crate::model::Identity;

/// Fewest documents that tell a type by what they have in common.
const FEWEST: usize = 3;

/// Documents that one definition is written for.
pub(super) struct Group<'a> {
    /// The folder of the type; empty for the root.
    pub(super) folder: Utf8PathBuf,
    /// What they are, where that is known.
    pub(super) kind: Option<Kind>,
    /// Its documents, in the order of their paths.
    pub(super) sheets: Vec<&'a Sheet>,
}

/// The groups, in the order of their folders.
pub(super) fn groups<'a>(sheets: &'a [Sheet], definitions: &Definitions, outside: &str) -> Vec<Group<'a>> {
    let mut folders: BTreeMap<&Utf8Path, Vec<&Sheet>> = BTreeMap::new();
    for sheet in sheets.iter().filter(|it| it.may_be_document) {
        folders.entry(&sheet.folder).or_default().push(sheet);
    }
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut left: Vec<(&Utf8Path, Vec<&Sheet>)> = Vec::new();
    for (folder, sheets) in folders {
        match kind(folder, &sheets, definitions, outside) {
            Some(kind) => groups.push(Group {
                folder: folder.to_owned(),
                kind,
                sheets,
            }),
            None => left.push((folder, sheets)),
        }
    }
    let groups = siblings_together(groups);
    within_others(groups, left)
}

/// What the documents of a folder are; `None` when they are of no type, `Some(None)` when it has no name yet.
fn kind(folder: &Utf8Path, sheets: &[&Sheet], definitions: &Definitions, outside: &str) -> Option<Option<Kind>> {
    let is_alike = sheets.len() >= FEWEST && shared(sheets).len() >= 2;
    let by_headings = Kind::of_headings(sheets, definitions);
    let by_name = Kind::of_folder(folder, outside);
    let by_files = || {
        let named = sheets.iter().filter_map(|sheet| Kind::of_name(sheet.stem()));
        let named: Vec<_> = named.collect();
        named
            .first()
            .copied()
            .filter(|_| named.len() * 2 > sheets.len() && sheets.len() >= 2)
    };
    // Its own name is the surest sign, for a few documents too. That of a folder around it, or of the repository, needs
    // documents that look alike.
    let own = folder.file_name().and_then(Kind::of_name);
    if let Some(own) = own.filter(|_| !shared(sheets).is_empty() || sheets.len() < FEWEST) {
        return Some(Some(own));
    }
    if let Some(kind) = by_headings.filter(|_| sheets.len() >= FEWEST) {
        return Some(Some(kind));
    }
    if is_alike {
        return Some(by_name.or_else(by_files));
    }
    by_files().map(Some)
}

/// Headings that most of some documents have.
pub(super) fn shared(sheets: &[&Sheet]) -> Vec<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for sheet in sheets {
        for (key, _) in &sheet.headings {
            *counts.entry(key).or_default() += 1;
        }
    }
    let most = counts.into_iter().filter(|(_, count)| count * 2 > sheets.len());
    let mut most: Vec<_> = most.map(|(key, _)| key.to_owned()).collect();
    most.sort();
    most
}

/// Groups of one kind that lie side by side and look alike become one of the folder around them, unless two of their
/// documents would then have one id.
fn siblings_together(groups: Vec<Group<'_>>) -> Vec<Group<'_>> {
    let mut joined: Vec<Group<'_>> = Vec::new();
    for group in groups {
        let parent = group.folder.parent().filter(|it| !it.as_str().is_empty());
        let Some(parent) = parent.map(Utf8Path::to_owned) else {
            joined.push(group);
            continue;
        };
        let beside = joined.iter().position(|it| {
            let near = it.folder == parent || it.folder.parent() == Some(&parent);
            near && it.kind == group.kind && look_alike(&it.sheets, &group.sheets) && !share_an_id(it, &group)
        });
        match beside {
            Some(at) => {
                joined[at].folder = parent;
                joined[at].sheets.extend(group.sheets);
            }
            None => joined.push(group),
        }
    }
    joined
}

fn look_alike(left: &[&Sheet], right: &[&Sheet]) -> bool {
    let (left, right) = (shared(left), shared(right));
    let both = left.iter().filter(|key| right.contains(key)).count();
    both * 2 >= left.len().max(right.len()) && both > 0
}

fn share_an_id(left: &Group<'_>, right: &Group<'_>) -> bool {
    let id = |sheet: &&Sheet| Identity::from_file_stem(sheet.stem(), "X").id.to_lowercase();
    let ids: Vec<_> = left.sheets.iter().map(id).collect();
    right.sheets.iter().any(|sheet| ids.contains(&id(sheet)))
}

/// Puts documents below the folder of a group into it, where they look like its own.
fn within_others<'a>(mut groups: Vec<Group<'a>>, left: Vec<(&Utf8Path, Vec<&'a Sheet>)>) -> Vec<Group<'a>> {
    for (folder, sheets) in left {
        let around = groups.iter_mut().filter(|group| folder.starts_with(&group.folder));
        let Some(group) = around.max_by_key(|group| group.folder.as_str().len()) else {
            continue;
        };
        let common = shared(&group.sheets);
        let alike = sheets.iter().filter(|sheet| common.iter().any(|key| sheet.has(key)));
        if alike.count() * 2 >= sheets.len() || same_names(&group.sheets, &sheets) {
            group.sheets.extend(sheets);
            group.sheets.sort_by(|left, right| left.path().cmp(right.path()));
        }
    }
    groups
}

/// Whether all of some files are named by a day, as most of the others are.
fn same_names(ours: &[&Sheet], others: &[&Sheet]) -> bool {
    let by_day = |sheet: &&&Sheet| {
        let day = sheet.stem().get(..10);
        day.is_some_and(|day| day.parse::<jiff::civil::Date>().is_ok())
    };
    others.iter().all(|sheet| by_day(&sheet)) && ours.iter().filter(by_day).count() * 2 > ours.len()
}
