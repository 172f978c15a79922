//! Comparing two trees as Git stores them.
//!
//! Two versions of a folder differ in one entry of thousands. So their bytes are compared before anything is taken apart:
//! the equal beginning is stepped over and the equal end never looked at.

use std::cmp::Ordering;

use camino::{Utf8Path, Utf8PathBuf};

use crate::repository::{ObjectId, ObjectKind, ObjectReader};

/// Deepest nesting of folders that is followed.
const MAX_DEPTH: usize = 64;

/// A file that two trees do not have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    /// Its path from the organisation's root.
    pub(super) path: String,
    /// Its content in the old tree.
    pub(super) old: Option<ObjectId>,
    /// Its content in the new tree.
    pub(super) new: Option<ObjectId>,
}

/// What a tree that could not be read leaves open.
#[derive(Debug)]
pub(super) struct Missing;

/// Compares trees below some folders.
pub(super) struct Comparison<'a> {
    /// Reads the trees.
    pub(super) objects: &'a mut ObjectReader,
    /// The folders, from the root of what is compared; an empty one stands for all.
    pub(super) folders: &'a [Utf8PathBuf],
    /// Which files count.
    pub(super) wanted: &'a dyn Fn(&str) -> bool,
    /// What was found.
    pub(super) found: Vec<Difference>,
}

/// What an entry of a tree is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Folder,
    File,
    /// A symbolic link or another repository: nothing that has a text.
    Other,
}

/// One line of a tree.
#[derive(Clone, Copy, Debug)]
struct Entry<'a> {
    mode: Mode,
    name: &'a [u8],
    id: ObjectId,
}

impl Comparison<'_> {
    /// Finds the files that differ between two trees; no tree is an empty one.
    pub(super) fn compare(&mut self, old: Option<ObjectId>, new: Option<ObjectId>) -> Result<(), Missing> {
        self.folder("", old, new, 0)
    }

    fn folder(
        &mut self,
        path: &str,
        old: Option<ObjectId>,
        new: Option<ObjectId>,
        depth: usize,
    ) -> Result<(), Missing> {
        if old == new || depth > MAX_DEPTH {
            return Ok(());
        }
        let old = old
            .map(|id| self.objects.read(ObjectKind::Tree, id).ok_or(Missing))
            .transpose()?;
        let new = new
            .map(|id| self.objects.read(ObjectKind::Tree, id).ok_or(Missing))
            .transpose()?;
        let mut left = old.as_ref().map_or(&[][..], |bytes| bytes.as_slice());
        let mut right = new.as_ref().map_or(&[][..], |bytes| bytes.as_slice());
        while left != right {
            let equal = equal_entries(left, right);
            (left, right) = (&left[equal..], &right[equal..]);
            let (first, after_first) = next(left);
            let (second, after_second) = next(right);
            match order(first.as_ref(), second.as_ref()) {
                Ordering::Less => {
                    self.entry(path, first, None, depth)?;
                    left = after_first;
                }
                Ordering::Greater => {
                    self.entry(path, None, second, depth)?;
                    right = after_second;
                }
                Ordering::Equal => {
                    self.entry(path, first, second, depth)?;
                    (left, right) = (after_first, after_second);
                }
            }
        }
        Ok(())
    }

    fn entry(
        &mut self,
        folder: &str,
        old: Option<Entry<'_>>,
        new: Option<Entry<'_>>,
        depth: usize,
    ) -> Result<(), Missing> {
        // Names that are not UTF-8 are no documents, so they have no history either.
        let Some(name) = old.or(new).and_then(|it| std::str::from_utf8(it.name).ok()) else {
            return Ok(());
        };
        let id = |entry: Option<Entry<'_>>, mode| entry.filter(|it| it.mode == mode).map(|it| it.id);
        let path = if folder.is_empty() {
            name.to_owned()
        } else {
            format!("{folder}/{name}")
        };
        let (old_file, new_file) = (id(old, Mode::File), id(new, Mode::File));
        if old_file != new_file && (self.wanted)(&path) {
            self.found.push(Difference {
                path: path.clone(),
                old: old_file,
                new: new_file,
            });
        }
        let (old_folder, new_folder) = (id(old, Mode::Folder), id(new, Mode::Folder));
        if old_folder != new_folder && self.enters(&path) {
            self.folder(&path, old_folder, new_folder, depth + 1)?;
        }
        Ok(())
    }

    /// Whether documents can lie in or below a folder.
    fn enters(&self, path: &str) -> bool {
        let path = Utf8Path::new(path);
        self.folders
            .iter()
            .any(|folder| path.starts_with(folder) || folder.starts_with(path))
    }
}

/// How many bytes at the start of two trees are the same whole entries.
fn equal_entries(left: &[u8], right: &[u8]) -> usize {
    const STRIDE: usize = 256;
    let strides = left.chunks(STRIDE).zip(right.chunks(STRIDE));
    let equal = strides.take_while(|(left, right)| left == right).count() * STRIDE;
    let equal = equal.min(left.len()).min(right.len());
    let rest = left[equal..].iter().zip(&right[equal..]);
    let equal = equal + rest.take_while(|(left, right)| left == right).count();
    // Where an entry begins can only be told from the start: an id may hold any byte.
    let mut whole = 0;
    while let Some(end) = zero(&left[whole..]) {
        let after = whole + end + 1 + ObjectId::LENGTH;
        if after > equal {
            break;
        }
        whole = after;
    }
    whole
}

/// Where the first zero byte is. A name ends after some thirty bytes: too soon for a search in large strides to pay.
fn zero(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let (words, rest) = bytes.as_chunks::<8>();
    for (position, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        // The lowest high bit that is set marks the first zero byte; later ones may be false, which does not matter.
        let zeros = word.wrapping_sub(ONES) & !word & (ONES << 7);
        if zeros != 0 {
            return Some(position * 8 + zeros.trailing_zeros() as usize / 8);
        }
    }
    let start = words.len() * 8;
    rest.iter().position(|byte| *byte == 0).map(|position| start + position)
}

/// The first entry of a tree and what follows; a broken tree ends where it breaks.
fn next(tree: &[u8]) -> (Option<Entry<'_>>, &[u8]) {
    match split(tree) {
        Some((entry, rest)) => (Some(entry), rest),
        None => (None, &[]),
    }
}

fn split(tree: &[u8]) -> Option<(Entry<'_>, &[u8])> {
    let end = zero(tree)?;
    let space = tree[..end].iter().position(|byte| *byte == b' ')?;
    let (id, rest) = tree[end + 1..].split_at_checked(ObjectId::LENGTH)?;
    let mode = match &tree[..space] {
        b"40000" | b"040000" => Mode::Folder,
        mode if mode.starts_with(b"100") => Mode::File,
        _ => Mode::Other,
    };
    let entry = Entry {
        mode,
        name: &tree[space + 1..end],
        id: ObjectId::from_bytes(id)?,
    };
    Some((entry, rest))
}

/// The order that Git keeps the entries of a tree in: a folder as if its name ended in `/`. What is not there comes last.
fn order(left: Option<&Entry<'_>>, right: Option<&Entry<'_>>) -> Ordering {
    let (Some(left), Some(right)) = (left, right) else {
        return right.is_some().cmp(&left.is_some());
    };
    let common = left.name.len().min(right.name.len());
    let after = |entry: &Entry<'_>| {
        let end = (entry.mode == Mode::Folder).then_some(b'/');
        entry.name.get(common).copied().or(end)
    };
    let by_name = left.name[..common].cmp(&right.name[..common]);
    by_name
        .then_with(|| after(left).cmp(&after(right)))
        .then_with(|| left.name.len().cmp(&right.name.len()))
}

/// The tree of a folder within another tree; `None` when there is no such folder.
pub(super) fn subtree(
    objects: &mut ObjectReader,
    tree: ObjectId,
    folder: &Utf8Path,
) -> Result<Option<ObjectId>, Missing> {
    let mut tree = tree;
    for part in folder.as_str().split('/').filter(|part| !part.is_empty()) {
        let bytes = objects.read(ObjectKind::Tree, tree).ok_or(Missing)?;
        match find(&bytes, part).filter(|entry| entry.mode == Mode::Folder) {
            Some(entry) => tree = entry.id,
            None => return Ok(None),
        }
    }
    Ok(Some(tree))
}

fn find<'a>(tree: &'a [u8], name: &str) -> Option<Entry<'a>> {
    let mut rest = tree;
    while let (Some(entry), after) = next(rest) {
        if entry.name == name.as_bytes() {
            return Some(entry);
        }
        rest = after;
    }
    None
}

/// The bytes of a file at the root of a commit.
pub(super) fn file(objects: &mut ObjectReader, commit: ObjectId, name: &str) -> Option<Vec<u8>> {
    let commit = objects.read(ObjectKind::Commit, commit)?;
    let tree = super::commit::Head::read(&commit)?.tree;
    let tree = objects.read(ObjectKind::Tree, tree)?;
    let entry = find(&tree, name).filter(|entry| entry.mode == Mode::File)?;
    let bytes = objects.read_limited(ObjectKind::Blob, entry.id, crate::repository::MAX_DOCUMENT_BYTES)?;
    Some(bytes.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(entries: &[(&str, &str, u8)]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (mode, name, id) in entries {
            bytes.extend_from_slice(format!("{mode} {name}\0").as_bytes());
            bytes.extend_from_slice(&[*id; ObjectId::LENGTH]);
        }
        bytes
    }

    #[test]
    fn equal_entries_end_between_two_entries() {
        let left = tree(&[("100644", "a.md", 0), ("100644", "b.md", 1), ("100644", "c.md", 2)]);
        let mut right = tree(&[("100644", "a.md", 0), ("100644", "b.md", 1), ("100644", "c.md", 2)]);
        assert_eq!(equal_entries(&left, &right), left.len());
        let entry = left.len() / 3;
        right[entry * 2 - 1] = 9;
        assert_eq!(
            equal_entries(&left, &right),
            entry,
            "the last byte of the second id differs"
        );
        assert_eq!(equal_entries(&left, &left[..entry * 2]), entry * 2);
        assert_eq!(equal_entries(&left, &[]), 0);
    }

    #[test]
    fn the_first_zero_is_found_wherever_it_is() {
        for length in 0..40 {
            for place in 0..length {
                let mut bytes = vec![1; length];
                bytes[place] = 0;
                bytes[length - 1] = 0;
                assert_eq!(zero(&bytes), Some(place));
            }
            assert_eq!(zero(&vec![0x80; length]), None);
        }
    }

    #[test]
    fn a_folder_sorts_as_if_it_ended_in_a_slash() {
        let bytes = tree(&[("100644", "a.md", 1), ("40000", "a", 2), ("100644", "a0", 3)]);
        let mut rest = bytes.as_slice();
        let mut entries = Vec::new();
        while let (Some(entry), after) = next(rest) {
            entries.push(entry);
            rest = after;
        }
        for pair in entries.windows(2) {
            assert_eq!(order(Some(&pair[0]), Some(&pair[1])), Ordering::Less);
        }
        assert_eq!(order(Some(&entries[0]), None), Ordering::Less);
    }

    #[test]
    fn a_broken_tree_ends_where_it_breaks() {
        let mut bytes = tree(&[("100644", "a.md", 1)]);
        bytes.extend_from_slice(b"100644 b.md\0short");
        let (entry, rest) = next(&bytes);
        assert_eq!(entry.map(|it| it.name), Some(&b"a.md"[..]));
        assert!(next(rest).0.is_none());
    }
}
