//! Git's objects as bytes, for whoever reads many of them.
//!
//! Takes object ids, gives what Git stored. gix reads them: reading history asks for a tree and then for its next version,
//! and libgit2 remembers too little of what a version is built from. gix stays behind this file. Interprets nothing.

use std::fmt;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use gix_object::{Exists, FindHeader};
use gix_pack::cache::lru::MemoryCappedHashmap;
use rustc_hash::{FxHashMap, FxHashSet};

/// Memory that one reader keeps for objects it may need again. Versions of one object are stored as differences from each
/// other, so what was just read is what the next one is made of.
const CACHE_BYTES: usize = 48 * 1024 * 1024;
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

    /// A reader with a memory of its own.
    pub fn reader(&self) -> ObjectReader {
        let odb = self.store.as_ref().map(|store| {
            let mut odb = gix_odb::Cache::from(store.to_handle_arc());
            odb.set_pack_cache(|| Box::new(MemoryCappedHashmap::new(CACHE_BYTES)));
            odb
        });
        ObjectReader { odb }
    }
}

/// Reads objects one after the other.
pub struct ObjectReader {
    odb: Option<gix_odb::Cache<gix_odb::store::Handle<Arc<gix_odb::Store>>>>,
}

impl fmt::Debug for ObjectReader {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ObjectReader").finish_non_exhaustive()
    }
}

impl ObjectReader {
    /// The bytes of an object; `None` when it is not there, broken, of another kind, or beyond any reasonable size.
    pub fn read(&mut self, kind: ObjectKind, id: ObjectId) -> Option<Rc<Vec<u8>>> {
        self.read_limited(kind, id, MAX_OBJECT_BYTES)
    }

    /// The bytes of an object of at most `limit` bytes. Of a content the size is asked first, so that a large one is never
    /// unpacked.
    pub fn read_limited(&mut self, kind: ObjectKind, id: ObjectId, limit: u64) -> Option<Rc<Vec<u8>>> {
        let odb = self.odb.as_ref()?;
        let id = gix_id(id);
        if kind == ObjectKind::Blob && odb.try_header(&id).ok()??.size > limit {
            return None;
        }
        let mut bytes = Vec::new();
        let found = gix_object::Find::try_find(odb, &id, &mut bytes).ok()??;
        let is_wanted = match kind {
            ObjectKind::Commit => found.kind == gix_object::Kind::Commit,
            ObjectKind::Tree => found.kind == gix_object::Kind::Tree,
            ObjectKind::Blob => found.kind == gix_object::Kind::Blob,
        };
        (is_wanted && u64::try_from(bytes.len()).ok()? <= limit).then(|| Rc::new(bytes))
    }

    /// How many bytes an object has; `None` when it is not there.
    pub fn size(&mut self, id: ObjectId) -> Option<u64> {
        let header = self.odb.as_ref()?.try_header(&gix_id(id)).ok()??;
        Some(header.size)
    }

    /// The bytes of a commit.
    pub fn read_commit(&mut self, id: ObjectId) -> Option<Vec<u8>> {
        let bytes = self.read_limited(ObjectKind::Commit, id, MAX_COMMIT_BYTES)?;
        Some(Rc::unwrap_or_clone(bytes))
    }

    /// Whether an object is there, of whatever kind and size.
    pub fn has(&mut self, id: ObjectId) -> bool {
        self.odb.as_ref().is_some_and(|odb| odb.exists(&gix_id(id)))
    }
}

fn gix_id(id: ObjectId) -> gix_hash::ObjectId {
    gix_hash::ObjectId::from(*id.as_bytes())
}
