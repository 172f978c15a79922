//! Git's pack files.
//!
//! libgit2 reads them too, but remembers too little: in a folder of thousands of documents it builds the same trees from
//! their differences again and again. Reading history asks for a tree and then for the next version of it, so whoever
//! reads here keeps what was built last and pays for one small difference. Anything unusual is answered with `None`, and
//! libgit2 is asked instead.

use std::fmt;
use std::fs::File;
use std::path::Path;

use flate2::{Decompress, FlushDecompress, Status};
use memmap2::Mmap;

use super::objects::{ObjectId, ObjectKind};

/// Where the 256 running totals of ids by their first byte begin in an index.
const FANOUT: usize = 8;
/// Where the sorted ids begin.
const IDS: usize = FANOUT + 256 * 4;

/// A pack and its index.
pub(super) struct Pack {
    index: Mmap,
    data: Mmap,
    count: usize,
}

impl fmt::Debug for Pack {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Pack")
            .field("count", &self.count)
            .finish_non_exhaustive()
    }
}

/// What stands at an offset of a pack.
pub(super) enum Found {
    /// An object as it is.
    Whole {
        /// Its kind.
        kind: ObjectKind,
        /// Its size.
        size: u64,
        /// Where its compressed bytes begin.
        data: usize,
    },
    /// An object as what differs from another.
    Difference {
        /// Where the other one stands.
        base: usize,
        /// Size of the difference.
        size: u64,
        /// Where its compressed bytes begin.
        data: usize,
    },
}

impl Pack {
    /// All packs of a folder that can be read here, largest first.
    pub(super) fn all(folder: &Path) -> Vec<Self> {
        let Ok(entries) = std::fs::read_dir(folder) else {
            return Vec::new();
        };
        let mut indexes: Vec<_> = entries
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.extension().is_some_and(|it| it == "idx"))
            .collect();
        indexes.sort();
        let mut packs: Vec<_> = indexes.iter().filter_map(|path| Self::open(path)).collect();
        packs.sort_by_key(|pack| std::cmp::Reverse(pack.count));
        packs
    }

    fn open(index: &Path) -> Option<Self> {
        let data = map(&index.with_extension("pack"))?;
        let index = map(index)?;
        let versions = index.starts_with(b"\xfftOc\0\0\0\x02") && data.starts_with(b"PACK\0\0\0\x02");
        let count = usize::try_from(number(&index, IDS - 4)?).ok()?;
        // Ids, checksums and offsets of every object, and two checksums of the whole.
        let complete = index.len() >= IDS + count.checked_mul(28)? + 40;
        (versions && complete).then_some(Self { index, data, count })
    }

    /// Where an object stands.
    pub(super) fn find(&self, id: ObjectId) -> Option<usize> {
        let first = usize::from(id.as_bytes()[0]);
        let total = |byte: usize| usize::try_from(number(&self.index, FANOUT + 4 * byte)?).ok();
        let mut low = if first == 0 { 0 } else { total(first - 1)? };
        let mut high = total(first)?.min(self.count);
        while low < high {
            let middle = low.midpoint(high);
            let start = IDS + middle * ObjectId::LENGTH;
            match self.index.get(start..start + ObjectId::LENGTH)?.cmp(id.as_bytes()) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return self.offset(middle),
            }
        }
        None
    }

    /// Offset of the object at a position of the index. Those beyond 2 GiB stand in a table of their own.
    fn offset(&self, position: usize) -> Option<usize> {
        const ELSEWHERE: u32 = 0x8000_0000;
        let offsets = IDS + self.count * (ObjectId::LENGTH + 4);
        let offset = number(&self.index, offsets + 4 * position)?;
        if offset & ELSEWHERE == 0 {
            return usize::try_from(offset).ok();
        }
        let row = usize::try_from(offset & !ELSEWHERE).ok()?;
        let start = offsets + 4 * self.count + 8 * row;
        let bytes: [u8; 8] = self.index.get(start..start + 8)?.try_into().ok()?;
        usize::try_from(u64::from_be_bytes(bytes)).ok()
    }

    /// What stands at an offset.
    pub(super) fn entry(&self, offset: usize) -> Option<Found> {
        let mut at = offset;
        let mut next = || {
            let byte = self.data.get(at).copied();
            at += 1;
            byte
        };
        let first = next()?;
        let mut size = u64::from(first & 0x0f);
        let mut shift = 4;
        let mut more = first & 0x80 != 0;
        while more {
            let byte = next()?;
            size |= u64::from(byte & 0x7f).checked_shl(shift)?;
            shift += 7;
            more = byte & 0x80 != 0;
        }
        let kind = match first >> 4 & 7 {
            1 => ObjectKind::Commit,
            2 => ObjectKind::Tree,
            3 => ObjectKind::Blob,
            6 => {
                let mut byte = next()?;
                let mut back = usize::from(byte & 0x7f);
                while byte & 0x80 != 0 {
                    byte = next()?;
                    back = (back + 1).checked_mul(128)? + usize::from(byte & 0x7f);
                }
                let base = offset.checked_sub(back).filter(|_| back > 0)?;
                return Some(Found::Difference { base, size, data: at });
            }
            7 => {
                let id = ObjectId::from_bytes(self.data.get(at..at + ObjectId::LENGTH)?)?;
                return Some(Found::Difference {
                    base: self.find(id)?,
                    size,
                    data: at + ObjectId::LENGTH,
                });
            }
            _ => return None,
        };
        Some(Found::Whole { kind, size, data: at })
    }

    /// The pack from an offset on.
    pub(super) fn data(&self, offset: usize) -> Option<&[u8]> {
        self.data.get(offset..)
    }
}

/// Maps a file into memory.
#[expect(unsafe_code, reason = "there is no safe way to map a file")]
fn map(path: &Path) -> Option<Mmap> {
    let file = File::open(path).ok()?;
    // SAFETY: Git never changes a pack or its index in place, it writes new ones and deletes the old; a deleted file stays
    // mapped.
    unsafe { Mmap::map(&file) }.ok()
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(u32::from_be_bytes(bytes))
}

/// Takes compression off; kept, because making one costs more than a small object.
pub(super) struct Inflater {
    state: Decompress,
}

impl Default for Inflater {
    fn default() -> Self {
        Self {
            state: Decompress::new(true),
        }
    }
}

impl Inflater {
    /// Exactly `size` bytes out of the compressed ones at the start of `data`.
    pub(super) fn inflate(&mut self, data: &[u8], size: u64) -> Option<Vec<u8>> {
        let size = usize::try_from(size).ok()?;
        self.state.reset(true);
        // One byte more than expected: the decompressor needs room to see the end, and a longer object is a broken one.
        let mut bytes = Vec::with_capacity(size + 1);
        let status = self
            .state
            .decompress_vec(data, &mut bytes, FlushDecompress::Finish)
            .ok()?;
        (status == Status::StreamEnd && bytes.len() == size).then_some(bytes)
    }
}

/// Builds an object from another and what differs.
pub(super) fn apply(base: &[u8], difference: &[u8], limit: u64) -> Option<Vec<u8>> {
    let mut rest = difference;
    let from = length(&mut rest)?;
    let size = length(&mut rest)?;
    if from != u64::try_from(base.len()).ok()? || size > limit {
        return None;
    }
    let size = usize::try_from(size).ok()?;
    let mut built = Vec::with_capacity(size);
    while let Some((&command, after)) = rest.split_first() {
        rest = after;
        if command & 0x80 == 0 {
            let (new, after) = rest.split_at_checked(usize::from(command)).filter(|_| command > 0)?;
            built.extend_from_slice(new);
            rest = after;
        } else {
            let mut take = |bits: std::ops::Range<u8>| {
                let mut value = 0;
                for (place, bit) in bits.enumerate() {
                    if command & 1 << bit != 0 {
                        let (&byte, after) = rest.split_first()?;
                        value |= usize::from(byte) << (8 * place);
                        rest = after;
                    }
                }
                Some(value)
            };
            let start = take(0..4)?;
            let count = match take(4..7)? {
                0 => 0x1_0000,
                count => count,
            };
            built.extend_from_slice(base.get(start..start.checked_add(count)?)?);
        }
        if built.len() > size {
            return None;
        }
    }
    (built.len() == size).then_some(built)
}

/// A number in groups of seven bits, lowest first.
fn length(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    let mut shift = 0;
    loop {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f).checked_shl(shift)?;
        shift += 7;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_copies_and_adds() {
        // 11 bytes become 9: copy 6 from 0, add "ABC".
        let difference = [11, 9, 0b1001_0000, 6, 3, b'A', b'B', b'C'];
        assert_eq!(apply(b"hello world", &difference, 100), Some(b"hello ABC".to_vec()));
    }

    #[test]
    fn a_broken_difference_is_refused() {
        for broken in [
            &[11, 9][..],
            &[10, 6, 0b1001_0000, 6],
            &[11, 6, 0b1001_0001, 9, 6],
            &[11, 6, 0b1001_0000],
            &[11, 3, 0],
            &[11, 3, 5, b'A'],
            &[0x80],
        ] {
            assert_eq!(apply(b"hello world", broken, 100), None, "{broken:?}");
        }
        assert_eq!(
            apply(b"hello world", &[11, 6, 0b1001_0000, 6], 5),
            None,
            "over the limit"
        );
    }

    #[test]
    fn a_compressed_object_has_the_size_it_claims() {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        std::io::Write::write_all(&mut encoder, b"hello").expect("memory");
        let packed = encoder.finish().expect("memory");
        let mut inflater = Inflater::default();
        assert_eq!(inflater.inflate(&packed, 5), Some(b"hello".to_vec()));
        assert_eq!(inflater.inflate(&packed, 4), None);
        assert_eq!(inflater.inflate(&packed, 6), None);
        assert_eq!(inflater.inflate(&packed[..6], 5), None);
        assert_eq!(inflater.inflate(&packed, 5), Some(b"hello".to_vec()), "it recovers");
    }
}
