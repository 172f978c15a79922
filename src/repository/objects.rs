//! Git's objects as bytes, for whoever reads many of them.
//!
//! Takes object ids, gives what Git stored. Packed objects are read by [`super::pack`], everything else (loose objects,
//! alternates, packs that came while we were reading) by libgit2. Interprets nothing.

use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use super::pack::{Found, Inflater, Pack};

/// Memory that one reader keeps for objects it may need again. Versions of one object are stored as differences from each
/// other, so what was just read is what the next one is made of.
const CACHE_BYTES: usize = 24 * 1024 * 1024;
/// Largest commit that is read.
const MAX_COMMIT_BYTES: u64 = 16 * 1024 * 1024;
/// Largest object that is read at all.
const MAX_OBJECT_BYTES: u64 = 256 * 1024 * 1024;

/// Name of an object: a commit, a tree or the content of a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectId([u8; 20]);

/// A map by object id.
pub type IdMap<T> = HashMap<ObjectId, T, BuildHasherDefault<Scatter>>;
/// A set of object ids.
pub type IdSet = HashSet<ObjectId, BuildHasherDefault<Scatter>>;

/// The hash of what is a hash already, or a position in a file: one multiplication instead of protection against chosen
/// keys, which nobody can choose here at will.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scatter(u64);

impl Hasher for Scatter {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(26);
    }

    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }

    fn write_isize(&mut self, word: isize) {
        self.write_u64(word.cast_unsigned() as u64);
    }
}

impl Hash for ObjectId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let mut start = [0; 8];
        start.copy_from_slice(&self.0[..8]);
        state.write_u64(u64::from_le_bytes(start));
    }
}

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
#[derive(Clone, Debug)]
pub struct ObjectStore {
    git_folder: PathBuf,
    packs: Arc<Vec<Pack>>,
}

impl ObjectStore {
    /// The store of the repository with this Git folder, whose objects lie below `common_folder`.
    pub(super) fn open(git_folder: &Path, common_folder: &Path) -> Self {
        Self {
            git_folder: git_folder.to_owned(),
            packs: Arc::new(Pack::all(&common_folder.join("objects").join("pack"))),
        }
    }

    /// A reader with a memory of its own.
    pub fn reader(&self) -> ObjectReader {
        ObjectReader {
            store: self.clone(),
            inflater: Inflater::default(),
            recent: Recent::default(),
            fallback: Fallback::Closed,
            refreshed: false,
        }
    }
}

/// Reads objects one after the other.
pub struct ObjectReader {
    store: ObjectStore,
    inflater: Inflater,
    recent: Recent,
    fallback: Fallback,
    refreshed: bool,
}

impl fmt::Debug for ObjectReader {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ObjectReader").finish_non_exhaustive()
    }
}

/// libgit2's view of the repository, opened when a pack does not have what is asked for.
enum Fallback {
    Closed,
    Open(git2::Repository),
    Refused,
}

/// Where an object was found.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Place {
    Packed { pack: usize, offset: usize },
    Elsewhere(ObjectId),
}

impl ObjectReader {
    /// The bytes of an object; `None` when it is not there, broken, of another kind, or beyond any reasonable size.
    pub fn read(&mut self, kind: ObjectKind, id: ObjectId) -> Option<Rc<Vec<u8>>> {
        self.read_limited(kind, id, MAX_OBJECT_BYTES)
    }

    /// The bytes of an object of at most `limit` bytes.
    pub fn read_limited(&mut self, kind: ObjectKind, id: ObjectId, limit: u64) -> Option<Rc<Vec<u8>>> {
        let packs = Arc::clone(&self.store.packs);
        let packed = packs
            .iter()
            .enumerate()
            .find_map(|(index, pack)| pack.find(id).map(|offset| (index, offset)));
        if let Some((index, offset)) = packed
            && let Some((found, bytes)) = self.unpack(&packs[index], index, offset, limit)
        {
            return (found == kind).then_some(bytes);
        }
        self.read_elsewhere(kind, id, limit)
    }

    /// The bytes of a commit. Each is asked for once, so it is not kept for later.
    pub fn read_commit(&mut self, id: ObjectId) -> Option<Vec<u8>> {
        let packs = Arc::clone(&self.store.packs);
        let packed = packs.iter().find_map(|pack| pack.find(id).map(|offset| (pack, offset)));
        if let Some((pack, offset)) = packed
            && let Some(Found::Whole {
                kind: ObjectKind::Commit,
                size,
                data,
            }) = pack.entry(offset)
            && size <= MAX_COMMIT_BYTES
            && let Some(bytes) = pack.data(data).and_then(|data| self.inflater.inflate(data, size))
        {
            return Some(bytes);
        }
        self.read_limited(ObjectKind::Commit, id, MAX_COMMIT_BYTES)
            .map(|bytes| bytes.to_vec())
    }

    /// Whether an object is there, of whatever kind and size.
    pub fn has(&mut self, id: ObjectId) -> bool {
        let packed = self.store.packs.iter().any(|pack| pack.find(id).is_some());
        packed || self.elsewhere(id).is_some()
    }

    /// Follows the chain of differences down to an object that is whole or remembered, and builds up again.
    fn unpack(&mut self, pack: &Pack, index: usize, offset: usize, limit: u64) -> Option<(ObjectKind, Rc<Vec<u8>>)> {
        let place = |offset| Place::Packed { pack: index, offset };
        let mut differences = Vec::new();
        let mut at = offset;
        let (kind, mut bytes) = loop {
            if let Some(known) = self.recent.get(place(at)) {
                break known;
            }
            match pack.entry(at)? {
                Found::Whole { kind, size, data } => {
                    if size > limit.max(MAX_OBJECT_BYTES) || (differences.is_empty() && size > limit) {
                        return None;
                    }
                    let bytes = Rc::new(self.inflater.inflate(pack.data(data)?, size)?);
                    self.recent.put(place(at), kind, &bytes);
                    break (kind, bytes);
                }
                Found::Difference { base, size, data } => {
                    if size > MAX_OBJECT_BYTES || differences.len() > 10_000 {
                        return None;
                    }
                    differences.push((at, size, data));
                    at = base;
                }
            }
        };
        while let Some((at, size, data)) = differences.pop() {
            let difference = self.inflater.inflate(pack.data(data)?, size)?;
            let built = Rc::new(super::pack::apply(&bytes, &difference, MAX_OBJECT_BYTES)?);
            self.recent.put(place(at), kind, &built);
            bytes = built;
        }
        (u64::try_from(bytes.len()).ok()? <= limit).then_some((kind, bytes))
    }

    fn read_elsewhere(&mut self, kind: ObjectKind, id: ObjectId, limit: u64) -> Option<Rc<Vec<u8>>> {
        if let Some((found, bytes)) = self.recent.get(Place::Elsewhere(id)) {
            return (found == kind && u64::try_from(bytes.len()).ok()? <= limit).then_some(bytes);
        }
        let (odb, oid) = self.elsewhere(id)?;
        let (size, found) = odb.read_header(oid).ok()?;
        let found = match found {
            git2::ObjectType::Commit => ObjectKind::Commit,
            git2::ObjectType::Tree => ObjectKind::Tree,
            git2::ObjectType::Blob => ObjectKind::Blob,
            _ => return None,
        };
        if found != kind || u64::try_from(size).ok()? > limit {
            return None;
        }
        let bytes = Rc::new(odb.read(oid).ok()?.data().to_vec());
        drop(odb);
        self.recent.put(Place::Elsewhere(id), found, &bytes);
        Some(bytes)
    }

    /// libgit2's view of the objects, if it has this one. That new packs are looked for when it has not is asked of it only
    /// once: a clone without blobs lacks thousands of objects.
    fn elsewhere(&mut self, id: ObjectId) -> Option<(git2::Odb<'_>, git2::Oid)> {
        if matches!(self.fallback, Fallback::Closed) {
            self.fallback = match git2::Repository::open(&self.store.git_folder) {
                Ok(repository) => Fallback::Open(repository),
                Err(_) => Fallback::Refused,
            };
        }
        let Fallback::Open(repository) = &self.fallback else {
            return None;
        };
        let odb = repository.odb().ok()?;
        let oid = git2::Oid::from_bytes(id.as_bytes()).ok()?;
        let here = |odb: &git2::Odb<'_>| odb.exists_ext(oid, git2::OdbLookupFlags::NO_REFRESH);
        if !here(&odb) {
            if std::mem::replace(&mut self.refreshed, true) {
                return None;
            }
            odb.refresh().ok()?;
            if !here(&odb) {
                return None;
            }
        }
        Some((odb, oid))
    }
}

/// The objects read last, up to a number of bytes.
#[derive(Default)]
struct Recent {
    objects: HashMap<Place, Remembered, BuildHasherDefault<Scatter>>,
    /// Uses in order; an object's place counts only where its last use stands.
    uses: VecDeque<(Place, u64)>,
    clock: u64,
    bytes: usize,
}

struct Remembered {
    kind: ObjectKind,
    bytes: Rc<Vec<u8>>,
    used: u64,
}

impl Recent {
    fn get(&mut self, place: Place) -> Option<(ObjectKind, Rc<Vec<u8>>)> {
        let object = self.objects.get_mut(&place)?;
        self.clock += 1;
        object.used = self.clock;
        self.uses.push_back((place, self.clock));
        Some((object.kind, Rc::clone(&object.bytes)))
    }

    fn put(&mut self, place: Place, kind: ObjectKind, bytes: &Rc<Vec<u8>>) {
        if bytes.len() > CACHE_BYTES / 2 {
            return;
        }
        self.clock += 1;
        self.bytes += bytes.len();
        let object = Remembered {
            kind,
            bytes: Rc::clone(bytes),
            used: self.clock,
        };
        if let Some(before) = self.objects.insert(place, object) {
            self.bytes -= before.bytes.len();
        }
        self.uses.push_back((place, self.clock));
        while self.bytes > CACHE_BYTES {
            let Some((oldest, used)) = self.uses.pop_front() else {
                return;
            };
            if self.objects.get(&oldest).is_some_and(|it| it.used == used)
                && let Some(gone) = self.objects.remove(&oldest)
            {
                self.bytes -= gone.bytes.len();
            }
        }
    }
}
