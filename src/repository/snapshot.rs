//! All files at one moment.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::objects::{ObjectId, ObjectKind, ObjectReader, ObjectStore};
use crate::diagnostic::shared_path;

/// Largest document that is read. A long proposal is 40 KB; more than this is not written by a person.
pub const MAX_DOCUMENT_BYTES: u64 = 2 * 1024 * 1024;
/// Largest file of any other kind that is read into memory, such as an image that is published.
const MAX_ATTACHMENT_BYTES: u64 = 64 * 1024 * 1024;

/// The files of an organisation repository at one moment, by path from its root. Listing is done when the snapshot is
/// taken; contents are read when asked for.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// Shared, because preview and editor hold on to the files as they were before an edit.
    entries: Arc<BTreeMap<Arc<Utf8Path>, Entry>>,
    /// Git's objects, where entries are in them.
    objects: Option<ObjectStore>,
}

/// Where a file's content is.
#[derive(Clone, Debug)]
pub enum Entry {
    /// A file on disk, by its absolute path.
    Disk(Arc<Utf8Path>),
    /// The content of a file in Git.
    Object(ObjectId),
    /// A text that is in memory: unsaved in an editor, or made by a test.
    Memory(Arc<[u8]>),
    /// Something that is there and is not read.
    Refused(Unreadable),
}

/// A text file with its path.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Path from the root of the organisation repository.
    pub path: Arc<Utf8Path>,
    /// Its text, or why there is none.
    pub content: Content,
}

/// The text of a file, or why it cannot be had.
pub type Content = Result<Arc<str>, Unreadable>;

/// Why the content of a file cannot be had. Data, not a failure: it becomes a diagnostic at the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Not UTF-8 from this byte on.
    NotText {
        /// Offset of the first byte that is not UTF-8.
        offset: usize,
    },
    /// Larger than is read.
    TooLarge {
        /// Its size in bytes.
        bytes: u64,
    },
    /// A symbolic link to something outside the repository.
    LeavesRepository,
    /// A symbolic link to a file of the repository that is not listed: one that Git ignores, or a hidden one.
    LeadsToHidden,
    /// A symbolic link to a folder, or one that leads nowhere.
    NotFollowed,
    /// A name that is not UTF-8; the path is shown with replacement characters.
    NameNotText,
    /// A folder that cannot be listed, so that nobody knows what is in it.
    Folder {
        /// What the system said.
        reason: String,
    },
    /// The system refused.
    Io {
        /// What it said.
        reason: String,
    },
}

impl Snapshot {
    /// A snapshot of texts in memory.
    pub fn from_texts<P: Into<Utf8PathBuf>, T: AsRef<[u8]>>(texts: impl IntoIterator<Item = (P, T)>) -> Self {
        Self::default().with_texts(texts)
    }

    pub(super) fn new(entries: BTreeMap<Arc<Utf8Path>, Entry>) -> Self {
        Self {
            entries: Arc::new(entries),
            objects: None,
        }
    }

    /// The snapshot with its files changed; contents in Git are read from `objects`.
    pub(super) fn with_entries(
        mut self,
        objects: &ObjectStore,
        change: impl FnOnce(&mut BTreeMap<Arc<Utf8Path>, Entry>),
    ) -> Self {
        change(Arc::make_mut(&mut self.entries));
        self.objects = Some(objects.clone());
        self
    }

    fn reader(&self) -> Option<ObjectReader> {
        self.objects.as_ref().map(ObjectStore::reader_of_texts)
    }

    /// The same files with some texts laid over, as an editor has them.
    pub fn with_texts<P: Into<Utf8PathBuf>, T: AsRef<[u8]>>(mut self, texts: impl IntoIterator<Item = (P, T)>) -> Self {
        let entries = Arc::make_mut(&mut self.entries);
        for (path, text) in texts {
            entries.insert(shared_path(path), Entry::Memory(Arc::from(text.as_ref())));
        }
        self
    }

    /// The same files without one, as when it has moved elsewhere.
    pub fn without(mut self, path: &Utf8Path) -> Self {
        Arc::make_mut(&mut self.entries).remove(path);
        self
    }

    /// All files with where their contents are, sorted by path.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&Arc<Utf8Path>, &Entry)> {
        self.entries.iter()
    }

    /// Paths of all files, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &Arc<Utf8Path>> {
        self.entries.keys()
    }

    /// The Git object at a path; `None` for a file that is not read out of Git.
    pub fn object(&self, path: &Utf8Path) -> Option<ObjectId> {
        match self.entries.get(path)? {
            Entry::Object(id) => Some(*id),
            _ => None,
        }
    }

    /// The file on disk that is read at a path, which is another one where the path is a symbolic link; `None` for what is
    /// not on disk or not read.
    pub fn on_disk(&self, path: &Utf8Path) -> Option<&Utf8Path> {
        match self.entries.get(path)? {
            Entry::Disk(file) => Some(file),
            _ => None,
        }
    }

    /// Folders that cannot be listed, and why.
    pub fn closed_folders(&self) -> impl Iterator<Item = (&Arc<Utf8Path>, &Unreadable)> {
        self.entries.iter().filter_map(|(path, entry)| match entry {
            Entry::Refused(reason @ Unreadable::Folder { .. }) => Some((path, reason)),
            _ => None,
        })
    }

    /// Whether there is a file at a path.
    pub fn contains(&self, path: &Utf8Path) -> bool {
        self.entries.contains_key(path)
    }

    /// Whether there is a folder at a path, that is, a file below it.
    pub fn contains_folder(&self, path: &Utf8Path) -> bool {
        let from: &Utf8Path = path;
        let after = (std::ops::Bound::Included(from), std::ops::Bound::Unbounded);
        // Paths are ordered part by part, so what lies in a folder follows its name at once.
        let mut following = self.entries.range::<Utf8Path, _>(after);
        following.next().is_some_and(|(file, _)| file.starts_with(path))
    }

    /// The file at a path as text; `None` where there is no file.
    pub fn text(&self, path: &Utf8Path) -> Option<SourceFile> {
        let (path, entry) = self.entries.get_key_value(path)?;
        Some(SourceFile {
            path: Arc::clone(path),
            content: entry.text(&mut self.reader()),
        })
    }

    /// The texts of all files that `wanted` picks, sorted by path, read in parallel.
    pub fn texts(&self, wanted: impl Fn(&Utf8Path) -> bool) -> Vec<SourceFile> {
        let picked: Vec<_> = self.entries.iter().filter(|(path, _)| wanted(path)).collect();
        let read = |reader: &mut Option<ObjectReader>, (path, entry): (&Arc<Utf8Path>, &Entry)| SourceFile {
            path: Arc::clone(path),
            content: entry.text(reader),
        };
        picked.into_par_iter().map_init(|| self.reader(), read).collect()
    }

    /// The bytes of the file at a path; `None` where there is no file.
    ///
    /// # Errors
    /// When the file is larger than 64 MiB, leads out of the repository, or the system refuses.
    pub fn bytes(&self, path: &Utf8Path) -> Option<Result<Vec<u8>, Unreadable>> {
        let entry = self.entries.get(path)?;
        Some(entry.bytes(&mut self.reader(), MAX_ATTACHMENT_BYTES))
    }
}

impl Entry {
    fn bytes(&self, reader: &mut Option<ObjectReader>, limit: u64) -> Result<Vec<u8>, Unreadable> {
        let bytes = match self {
            Entry::Object(id) => object(reader.as_mut(), *id, limit)?,
            Entry::Memory(bytes) => bytes.to_vec(),
            Entry::Disk(path) => read_at_most(path, limit)?,
            Entry::Refused(reason) => return Err(reason.clone()),
        };
        match u64::try_from(bytes.len()) {
            Ok(size) if size <= limit => Ok(bytes),
            Ok(bytes) => Err(Unreadable::TooLarge { bytes }),
            Err(_) => Err(Unreadable::TooLarge { bytes: u64::MAX }),
        }
    }

    fn text(&self, reader: &mut Option<ObjectReader>) -> Content {
        let bytes = self.bytes(reader, MAX_DOCUMENT_BYTES)?;
        let head = &bytes[..bytes.len().min(8_000)];
        // `contains` looks at many bytes at once, `position` at one.
        if head.contains(&0) {
            let offset = head.iter().position(|byte| *byte == 0).unwrap_or_default();
            return Err(Unreadable::NotText { offset });
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Arc::from(text)),
            Err(error) => Err(Unreadable::NotText {
                offset: error.utf8_error().valid_up_to(),
            }),
        }
    }
}

/// Reads a content out of Git, but never one that is larger than the limit.
fn object(reader: Option<&mut ObjectReader>, id: ObjectId, limit: u64) -> Result<Vec<u8>, Unreadable> {
    let missing = || Unreadable::Io {
        reason: format!(
            "its content, the Git object {}, is missing or broken in this clone",
            id.short()
        ),
    };
    let reader = reader.ok_or_else(missing)?;
    match reader.read_limited(ObjectKind::Blob, id, limit) {
        Some(bytes) => Ok(Arc::unwrap_or_clone(bytes)),
        None => match reader.size(id) {
            Some(bytes) if bytes > limit => Err(Unreadable::TooLarge { bytes }),
            _ => Err(missing()),
        },
    }
}

/// Reads a file, but never more than the limit: the size is asked first, and a file that grows meanwhile is cut off.
fn read_at_most(path: &Utf8Path, limit: u64) -> Result<Vec<u8>, Unreadable> {
    let io = |error: std::io::Error| Unreadable::Io {
        reason: error.to_string(),
    };
    let file = std::fs::File::open(path).map_err(io)?;
    let metadata = file.metadata().map_err(io)?;
    if !metadata.is_file() {
        return Err(Unreadable::NotFollowed);
    }
    if metadata.len() > limit {
        return Err(Unreadable::TooLarge { bytes: metadata.len() });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0) + 1);
    file.take(limit + 1).read_to_end(&mut bytes).map_err(io)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsaved_text_lies_over_the_file() {
        let saved = Snapshot::from_texts([("a.md", "saved"), ("b.md", "kept")]);
        let edited = saved.with_texts([("a.md", "typed")]);
        let texts: Vec<_> = edited
            .texts(|_| true)
            .into_iter()
            .map(|file| file.content.expect("text"))
            .collect();
        assert_eq!(
            texts.iter().map(AsRef::as_ref).collect::<Vec<&str>>(),
            ["typed", "kept"]
        );
    }

    #[test]
    fn what_is_not_text_says_where() {
        let snapshot = Snapshot::from_texts([("latin.md", &b"caf\xe9"[..]), ("image.md", &b"\x89PNG\0\0"[..])]);
        let content = |path: &str| snapshot.text(Utf8Path::new(path)).expect("a file").content;
        assert_eq!(content("latin.md"), Err(Unreadable::NotText { offset: 3 }));
        assert_eq!(content("image.md"), Err(Unreadable::NotText { offset: 4 }));
    }

    #[test]
    fn a_document_over_two_mebibytes_is_refused() {
        let large = vec![b'x'; 3_000_000];
        let snapshot = Snapshot::from_texts([("large.md", large)]);
        let content = snapshot.text(Utf8Path::new("large.md")).expect("a file").content;
        assert_eq!(content, Err(Unreadable::TooLarge { bytes: 3_000_000 }));
    }

    #[test]
    fn a_folder_is_there_when_a_file_is_below_it() {
        let snapshot = Snapshot::from_texts([("docs-old/x.md", ""), ("docs/a/b.md", "")]);
        assert!(snapshot.contains_folder(Utf8Path::new("docs/a")));
        assert!(snapshot.contains_folder(Utf8Path::new("docs")));
        assert!(!snapshot.contains_folder(Utf8Path::new("doc")));
    }
}
