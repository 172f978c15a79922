//! Documents that a commit moved.
//!
//! Git stores no renames: one arrives as a deletion and an addition. The same content under a new name is one for sure;
//! else a deleted and an added text are compared line by line, as long as there are not too many of them.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::tree::Difference;
use crate::repository::{MAX_DOCUMENT_BYTES, ObjectId, ObjectKind, ObjectReader};

/// Most pairs of texts that are compared in one commit.
const MAX_PAIRS: usize = 2_500;
/// Share of a text that must be the same under a new name.
const SIMILAR: f64 = 0.5;
/// Share that is enough when the name of the file stays and only the folder changes.
const SIMILAR_SAME_NAME: f64 = 0.3;

/// For each added file that was there before under another name: position of the addition and of the deletion.
pub(super) fn find(objects: &mut ObjectReader, differences: &[Difference]) -> Vec<(usize, usize)> {
    let positions = |wanted: fn(&Difference) -> bool| -> Vec<usize> {
        let all = differences.iter().enumerate();
        all.filter(|(_, it)| wanted(it)).map(|(position, _)| position).collect()
    };
    let mut gone = positions(|it| it.new.is_none());
    let mut come = positions(|it| it.old.is_none());
    if gone.is_empty() || come.is_empty() {
        return Vec::new();
    }
    let mut pairs = same_content(differences, &gone, &come);
    let forget = |pairs: &[(usize, usize)], gone: &mut Vec<usize>, come: &mut Vec<usize>| {
        gone.retain(|position| !pairs.iter().any(|(_, old)| old == position));
        come.retain(|position| !pairs.iter().any(|(new, _)| new == position));
    };
    forget(&pairs, &mut gone, &mut come);
    let mut texts = Texts {
        objects,
        fingerprints: HashMap::new(),
    };
    pairs.extend(same_name(differences, &gone, &come, &mut texts));
    forget(&pairs, &mut gone, &mut come);
    if gone.len().saturating_mul(come.len()) <= MAX_PAIRS {
        pairs.extend(most_similar(differences, &gone, &come, &mut texts));
    }
    pairs
}

/// Files with the same bytes, those with the same name first.
fn same_content(differences: &[Difference], gone: &[usize], come: &[usize]) -> Vec<(usize, usize)> {
    let mut by_content: HashMap<ObjectId, Vec<usize>> = HashMap::new();
    for position in gone {
        if let Some(content) = differences[*position].old {
            by_content.entry(content).or_default().push(*position);
        }
    }
    let mut pairs = Vec::new();
    for new in come {
        let Some(olds) = differences[*new].new.and_then(|content| by_content.get_mut(&content)) else {
            continue;
        };
        let named = |old: &usize| name(&differences[*old]) == name(&differences[*new]);
        let choice = olds.iter().position(named).unwrap_or(0);
        if choice < olds.len() {
            pairs.push((*new, olds.remove(choice)));
        }
    }
    pairs
}

/// Files that keep their name, where that is unmistakable.
fn same_name(differences: &[Difference], gone: &[usize], come: &[usize], texts: &mut Texts<'_>) -> Vec<(usize, usize)> {
    let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
    for position in gone {
        by_name
            .entry(name(&differences[*position]))
            .or_default()
            .push(*position);
    }
    let mut added: HashMap<&str, usize> = HashMap::new();
    for position in come {
        *added.entry(name(&differences[*position])).or_default() += 1;
    }
    let mut pairs = Vec::new();
    for new in come {
        let name = name(&differences[*new]);
        if let (Some([old]), Some(1)) = (by_name.get(name).map(Vec::as_slice), added.get(name))
            && texts.similarity(differences[*old].old, differences[*new].new) >= SIMILAR_SAME_NAME
        {
            pairs.push((*new, *old));
        }
    }
    pairs
}

/// The best pairs first, each file once.
fn most_similar(
    differences: &[Difference],
    gone: &[usize],
    come: &[usize],
    texts: &mut Texts<'_>,
) -> Vec<(usize, usize)> {
    let mut scored = Vec::new();
    for new in come {
        for old in gone {
            let score = texts.similarity(differences[*old].old, differences[*new].new);
            if score >= SIMILAR {
                scored.push((score, *new, *old));
            }
        }
    }
    // Equal scores keep the order of the paths, so that the result is always the same.
    scored.sort_by(|left, right| right.0.total_cmp(&left.0));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, new, old) in scored {
        if !pairs.iter().any(|pair| pair.0 == new || pair.1 == old) {
            pairs.push((new, old));
        }
    }
    pairs
}

fn name(difference: &Difference) -> &str {
    difference.path.rsplit('/').next().unwrap_or_default()
}

/// Texts taken apart into lines, each once.
struct Texts<'a> {
    objects: &'a mut ObjectReader,
    fingerprints: HashMap<ObjectId, Option<Fingerprint>>,
}

/// The lines of a text: for each, how many bytes it has in all its places.
#[derive(Debug)]
struct Fingerprint {
    lines: HashMap<u64, usize>,
    bytes: usize,
}

impl Texts<'_> {
    /// How much of the larger of two texts stands in the other too, from 0 to 1.
    fn similarity(&mut self, old: Option<ObjectId>, new: Option<ObjectId>) -> f64 {
        let (Some(old), Some(new)) = (old, new) else {
            return 0.0;
        };
        for id in [old, new] {
            if !self.fingerprints.contains_key(&id) {
                let text = self.objects.read_limited(ObjectKind::Blob, id, MAX_DOCUMENT_BYTES);
                self.fingerprints.insert(id, text.map(|text| Fingerprint::of(&text)));
            }
        }
        match (&self.fingerprints[&old], &self.fingerprints[&new]) {
            (Some(old), Some(new)) => old.similarity(new),
            _ => 0.0,
        }
    }
}

impl Fingerprint {
    fn of(text: &[u8]) -> Self {
        let mut lines = HashMap::new();
        let mut bytes = 0;
        for line in text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii) {
            if !line.is_empty() {
                let mut hasher = DefaultHasher::new();
                line.hash(&mut hasher);
                *lines.entry(hasher.finish()).or_default() += line.len();
                bytes += line.len();
            }
        }
        Self { lines, bytes }
    }

    #[expect(clippy::cast_precision_loss, reason = "documents have fewer than 2^52 bytes")]
    fn similarity(&self, other: &Self) -> f64 {
        let common = self
            .lines
            .iter()
            .map(|(line, bytes)| other.lines.get(line).map_or(0, |it| *bytes.min(it)));
        let common: usize = common.sum();
        match self.bytes.max(other.bytes) {
            0 => 0.0,
            whole => common as f64 / whole as f64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Fingerprint;

    #[test]
    fn similar_is_what_shares_lines() {
        let text = Fingerprint::of(b"one\ntwo\nsix\nten\n");
        let similarity = |other: &[u8]| text.similarity(&Fingerprint::of(other));
        assert_eq!(
            similarity(b"ten\r\n\r\none\r\nsix\r\ntwo\r\n"),
            1.0,
            "order and line ends do not matter"
        );
        assert_eq!(similarity(b"one\ntwo\nxxx\nyyy\n"), 0.5);
        assert_eq!(similarity(b""), 0.0);
        assert_eq!(
            Fingerprint::of(b"").similarity(&Fingerprint::of(b"")),
            0.0,
            "nothing is like nothing"
        );
    }
}
