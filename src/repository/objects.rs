//! Git's objects as bytes, for whoever reads many of them.
//!
//! Takes object ids, gives what Git stored. gix reads them: reading history asks for a tree and then for its next version,
//! and libgit2 remembers too little of what a version is built from. gix stays behind this file. Interprets nothing.

use std::collections::VecDeque;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use gix_object::{Exists, FindHeader};
use gix_pack::cache::lru::MemoryCappedHashmap;
use rustc_hash::{FxHashMap, FxHashSet};

/// Memory that one reader keeps for objects it may need again. Versions of one object are stored as differences from each
/// other, so what was just read is what the next one is made of.
const CACHE_BYTES: usize = 48 * 1024 * 1024;
/// The same for one that reads a few versions of one small text after the other.
const CACHE_BYTES_OF_TEXTS: usize = 4 * 1024 * 1024;
/// How many folders and contents one reader keeps as they are.
const MAX_RECENT: usize = 32;
/// Memory for them.
const MAX_RECENT_BYTES: usize = 16 * 1024 * 1024;
/// Largest object that is read at all.
const MAX_OBJECT_BYTES: u64 = 256 * 1024 * 1024;

/// Largest commit that is read.
const MAX_COMMIT_BYTES: u64 = 16 * 1024 * 1024;

/// Name of an object: a commit, a tree or the content of a file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectId([u8; 20]);

/// A map by object id. Ids are hashes already, so a quick hash of them will do.
pub type IdMap<T> = FxHashMap<ObjectId, T>;
/// A set of object ids.
pub type IdSet = FxHashSet<ObjectId>;

impl ObjectId {
    /// How many bytes an id has.
    pub const LENGTH: usize = 20;

    /// The id in so many bytes; `None` when there are more or fewer.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The id that 40 hexadecimal digits name.
    pub fn from_hex(digits: &[u8]) -> Option<Self> {
        if digits.len() != 2 * Self::LENGTH {
            return None;
        }
        let mut bytes = [0; Self::LENGTH];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let digit = |letter: u8| char::from(letter).to_digit(16).and_then(|it| u8::try_from(it).ok());
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Some(Self(bytes))
    }

    /// Its bytes.
    pub fn as_bytes(&self) -> &[u8; 20] {
        &self.0
    }

    /// The first ten digits, enough for people.
    pub fn short(&self) -> String {
        let mut digits = self.to_string();
        digits.truncate(10);
        digits
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for ObjectId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self}")
    }
}

/// What kind of object is asked for; one of another kind under the same id is as good as none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectKind {
    /// A commit.
    Commit,
    /// A folder.
    Tree,
    /// The content of a file.
    Blob,
}

/// The objects of a repository, shared by threads; each makes a reader of its own.
#[derive(Clone)]
pub struct ObjectStore {
    store: Option<Arc<gix_odb::Store>>,
}

impl fmt::Debug for ObjectStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ObjectStore").finish_non_exhaustive()
    }
}

impl ObjectStore {
    /// The store of the repository whose objects lie below `common_folder`; one that has nothing where it cannot be opened.
    pub(super) fn open(common_folder: &Path) -> Self {
        let objects = common_folder.join("objects");
        let store = gix_odb::at(objects, gix_hash::Kind::Sha1).and_then(|handle| handle.into_arc());
        Self {
            store: store.ok().map(|handle| handle.into_inner().store()),
        }
    }

    /// A reader with a memory of its own, for whoever walks over all there is.
    pub fn reader(&self) -> ObjectReader {
        self.reader_with(CACHE_BYTES)
    }

    /// A reader for texts that are asked for document by document: what they are built from lies close together, and
    /// nobody asks for one twice.
    pub fn reader_of_texts(&self) -> ObjectReader {
        let mut reader = self.reader_with(CACHE_BYTES_OF_TEXTS);
        reader.keeps_contents = false;
        reader
    }

    fn reader_with(&self, cache_bytes: usize) -> ObjectReader {
        let odb = self.store.as_ref().map(|store| {
            let mut odb = gix_odb::Cache::from(store.to_handle_arc());
            odb.set_pack_cache(move || Box::new(MemoryCappedHashmap::new(cache_bytes)));
            odb
        });
        ObjectReader {
            odb,
            recent: Recent::default(),
            keeps_contents: true,
        }
    }
}

/// Reads objects one after the other.
pub struct ObjectReader {
    odb: Option<gix_odb::Cache<gix_odb::store::Handle<Arc<gix_odb::Store>>>>,
    recent: Recent,
    /// Whether contents of files are kept as they are, too.
    keeps_contents: bool,
}

/// The folders and contents read last.
///
/// What a commit left in a folder is what the next one began with, so most are asked for twice. And what is forgotten
/// leaves its memory to the next: asking the system for some each time takes longer than filling it.
#[derive(Default)]
struct Recent {
    /// Last used last.
    objects: VecDeque<(ObjectKind, ObjectId, Arc<Vec<u8>>)>,
    /// Memory of them all.
    bytes: usize,
    /// Memory of one that was forgotten.
    spare: Vec<u8>,
}

impl Recent {
    fn get(&mut self, kind: ObjectKind, id: ObjectId) -> Option<Arc<Vec<u8>>> {
        let is_wanted = |it: &(ObjectKind, ObjectId, _)| it.1 == id && it.0 == kind;
        let object = self.objects.remove(self.objects.iter().rposition(is_wanted)?)?;
        let bytes = Arc::clone(&object.2);
        self.objects.push_back(object);
        Some(bytes)
    }

    fn put(&mut self, kind: ObjectKind, id: ObjectId, bytes: &Arc<Vec<u8>>) {
        self.bytes += bytes.capacity();
        self.objects.push_back((kind, id, Arc::clone(bytes)));
        while self.objects.len() > MAX_RECENT || self.bytes > MAX_RECENT_BYTES {
            let Some((_, _, oldest)) = self.objects.pop_front() else {
                return;
            };
            self.bytes -= oldest.capacity();
            if oldest.capacity() <= MAX_RECENT_BYTES {
                self.spare = Arc::try_unwrap(oldest).unwrap_or_default();
            }
        }
    }
}

impl fmt::Debug for ObjectReader {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ObjectReader").finish_non_exhaustive()
    }
}

impl ObjectReader {
    /// The bytes of an object; `None` when it is not there, broken, of another kind, or beyond any reasonable size.
    pub fn read(&mut self, kind: ObjectKind, id: ObjectId) -> Option<Arc<Vec<u8>>> {
        self.read_limited(kind, id, MAX_OBJECT_BYTES)
    }

    /// The bytes of an object of at most `limit` bytes. Of a content the size is asked first, so that a large one is never
    /// unpacked.
    pub fn read_limited(&mut self, kind: ObjectKind, id: ObjectId, limit: u64) -> Option<Arc<Vec<u8>>> {
        let fits = |bytes: &Vec<u8>| u64::try_from(bytes.len()).is_ok_and(|size| size <= limit);
        if let Some(known) = self.recent.get(kind, id) {
            return fits(&known).then_some(known);
        }
        let odb = self.odb.as_ref()?;
        let name = gix_id(id);
        if kind == ObjectKind::Blob && odb.try_header(&name).ok()??.size > limit {
            return None;
        }
        // Nobody asks for a commit twice, so it neither stays here nor takes memory that would come back.
        let stays = match kind {
            ObjectKind::Commit => false,
            ObjectKind::Tree => true,
            ObjectKind::Blob => self.keeps_contents,
        };
        let mut bytes = if stays {
            std::mem::take(&mut self.recent.spare)
        } else {
            Vec::new()
        };
        let found = gix_object::Find::try_find(odb, &name, &mut bytes).ok()??;
        let is_wanted = match kind {
            ObjectKind::Commit => found.kind == gix_object::Kind::Commit,
            ObjectKind::Tree => found.kind == gix_object::Kind::Tree,
            ObjectKind::Blob => found.kind == gix_object::Kind::Blob,
        };
        if !is_wanted || !fits(&bytes) {
            return None;
        }
        let bytes = Arc::new(bytes);
        if stays {
            self.recent.put(kind, id, &bytes);
        }
        Some(bytes)
    }

    /// How many bytes an object has; `None` when it is not there.
    pub fn size(&mut self, id: ObjectId) -> Option<u64> {
        let header = self.odb.as_ref()?.try_header(&gix_id(id)).ok()??;
        Some(header.size)
    }

    /// The bytes of a commit.
    pub fn read_commit(&mut self, id: ObjectId) -> Option<Vec<u8>> {
        let bytes = self.read_limited(ObjectKind::Commit, id, MAX_COMMIT_BYTES)?;
        Some(Arc::unwrap_or_clone(bytes))
    }

    /// Whether an object is there, of whatever kind and size.
    pub fn has(&mut self, id: ObjectId) -> bool {
        self.odb.as_ref().is_some_and(|odb| odb.exists(&gix_id(id)))
    }
}

fn gix_id(id: ObjectId) -> gix_hash::ObjectId {
    gix_hash::ObjectId::from(*id.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u8) -> ObjectId {
        ObjectId([number; ObjectId::LENGTH])
    }

    fn put(recent: &mut Recent, number: u8, bytes: Vec<u8>) {
        recent.put(ObjectKind::Tree, id(number), &Arc::new(bytes));
    }

    #[test]
    fn what_was_used_last_is_kept() {
        let mut recent = Recent::default();
        for number in 0..=u8::MAX {
            put(&mut recent, number, vec![number]);
            assert_eq!(
                recent.get(ObjectKind::Tree, id(0)).as_deref(),
                Some(&vec![0]),
                "always used"
            );
        }
        assert_eq!(recent.objects.len(), MAX_RECENT);
        assert!(recent.get(ObjectKind::Tree, id(255)).is_some());
        assert!(recent.get(ObjectKind::Tree, id(1)).is_none());
        assert!(recent.get(ObjectKind::Blob, id(255)).is_none(), "of another kind");
    }

    #[test]
    fn large_objects_are_not_kept() {
        let mut recent = Recent::default();
        for number in 0..8 {
            put(&mut recent, number, vec![0; MAX_RECENT_BYTES / 3]);
        }
        assert_eq!(recent.objects.len(), 3);
        put(&mut recent, 9, vec![0; MAX_RECENT_BYTES + 1]);
        assert!(recent.objects.is_empty());
        assert_eq!(recent.bytes, 0);
        assert!(recent.spare.capacity() <= MAX_RECENT_BYTES);
    }

    #[test]
    fn memory_is_used_again_when_nobody_holds_it() {
        let mut recent = Recent::default();
        let held = Arc::new(vec![1; 1000]);
        recent.put(ObjectKind::Tree, id(0), &held);
        put(&mut recent, 1, vec![2; 1000]);
        let fill = u8::try_from(MAX_RECENT).expect("few");
        (2..=fill).for_each(|number| put(&mut recent, number, Vec::new()));
        assert_eq!(recent.spare.capacity(), 0, "the first is still held");
        put(&mut recent, fill + 1, Vec::new());
        assert_eq!(recent.spare.capacity(), 1000);
        assert_eq!(*held, vec![1; 1000]);
    }
}
