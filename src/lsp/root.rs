//! One organisation repository, kept warm, with the unsaved texts of open files laid over.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use jiff::civil::Date;

use crate::definition::builtin;
use crate::pipeline::warm::{Edit, Past, Warm};
use crate::pipeline::{Options, Organisation, TYPES_FOLDER};
use crate::repository::{CONFIG_FILE, ObjectId, OpenError, Repository, Snapshot, Stamps};

/// An organisation repository.
#[derive(Debug)]
pub(super) struct Root {
    repository: Repository,
    /// The root as the client spells it, which may lead through a symbolic link.
    pub(super) spelled: Utf8PathBuf,
    /// The files as they are on disk.
    disk: Snapshot,
    stamps: Stamps,
    head: Option<ObjectId>,
    warm: Warm,
    today: Date,
    /// The texts that editors hold, by path from the root.
    texts: BTreeMap<Utf8PathBuf, Arc<str>>,
    /// Files that may differ from what was last read.
    changed: BTreeSet<Utf8PathBuf>,
    /// Whether files may have been added or deleted, or Git may have changed.
    relist: bool,
}

/// Where an organisation is.
#[derive(Debug)]
pub(super) struct Place {
    repository: Repository,
    /// Its root as the client spells it.
    pub(super) spelled: Utf8PathBuf,
}

impl Place {
    /// The organisation repository around a file; `None` where there is none. `folders` are those that the client works in:
    /// without `docent.yaml` and Git, the deepest of them around the file is asked.
    ///
    /// # Errors
    /// When a repository is there and cannot be read.
    pub(super) fn around(file: &Utf8Path, folders: &[Utf8PathBuf]) -> Result<Option<Self>, OpenError> {
        let Some(folder) = file.ancestors().skip(1).find(|folder| folder.is_dir()) else {
            return Ok(None);
        };
        let mut repository = Repository::open(folder)?;
        if !repository.has_git() && !repository.has(Utf8Path::new(CONFIG_FILE)) {
            let around = folders.iter().filter(|it| file.starts_with(it));
            let Some(deepest) = around.max_by_key(|it| it.as_str().len()) else {
                return Ok(None);
            };
            repository = Repository::open(deepest)?;
        }
        let spelled = spelled(file, folder, repository.root()).filter(|_| holds_documents(&repository));
        Ok(spelled.map(|spelled| Self { repository, spelled }))
    }
}

/// What bringing a root up to date found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Update {
    /// Nothing to do.
    Nothing,
    /// Texts have changed.
    Edited,
    /// Git has another commit checked out.
    Moved,
}

impl Root {
    /// Reads an organisation for the first time.
    ///
    /// # Errors
    /// When its files cannot be listed.
    pub(super) fn open(place: Place, today: Date) -> Result<Self, OpenError> {
        let Place { repository, spelled } = place;
        let disk = repository.work_tree()?;
        let warm = Warm::open(disk.clone(), &repository, Past::OfDocuments, options(today));
        Ok(Self {
            stamps: Stamps::of(&disk),
            head: repository.head(),
            repository,
            spelled,
            disk,
            warm,
            today,
            texts: BTreeMap::new(),
            changed: BTreeSet::new(),
            relist: false,
        })
    }

    /// Where a file is from the root, where it is within.
    pub(super) fn within<'f>(&self, file: &'f Utf8Path) -> Option<&'f Utf8Path> {
        file.strip_prefix(&self.spelled).ok()
    }

    /// The organisation as of the last update.
    pub(super) fn organisation(&self) -> &Organisation {
        self.warm.organisation()
    }

    /// The repository.
    pub(super) fn repository(&self) -> &Repository {
        &self.repository
    }

    /// The day that lateness is counted from.
    pub(super) fn today(&self) -> Date {
        self.today
    }

    /// Lays a text over a file. One that is on disk and not listed, because Git ignores it, stays unread.
    pub(super) fn lay_over(&mut self, path: &Utf8Path, text: Arc<str>) {
        if self.disk.contains(path) || !self.repository.has(path) {
            self.texts.insert(path.to_owned(), text);
            self.changed.insert(path.to_owned());
        }
    }

    /// Takes the text of an editor away, so that the file counts as it is on disk.
    pub(super) fn uncover(&mut self, path: &Utf8Path) {
        if self.texts.remove(path).is_some() {
            self.changed.insert(path.to_owned());
            // What was saved for the first time is not listed yet.
            self.relist |= !self.disk.contains(path);
        }
    }

    /// Whether an editor holds a file.
    pub(super) fn is_open(&self, path: &Utf8Path) -> bool {
        self.texts.contains_key(path)
    }

    /// Notes that a file has another content on disk.
    pub(super) fn file_changed(&mut self, path: &Utf8Path) {
        match self.disk.contains(path) {
            // What an editor holds lies over it.
            true if self.is_open(path) => {}
            true => {
                self.changed.insert(path.to_owned());
            }
            false => self.relist = true,
        }
    }

    /// Notes that files may have come or gone, or that Git may have changed.
    pub(super) fn files_moved(&mut self) {
        self.relist = true;
    }

    /// Takes in everything that was noted.
    pub(super) fn update(&mut self, today: Date) -> Update {
        if self.relist {
            self.list_again();
        }
        let head = self.repository.head();
        let moved = self.head != head;
        self.head = head;
        if self.today != today {
            self.today = today;
            let snapshot = self.snapshot();
            self.warm = Warm::open(snapshot, &self.repository, Past::OfDocuments, options(today));
            self.changed.clear();
            return Update::Edited;
        }
        if self.changed.is_empty() && !moved {
            return Update::Nothing;
        }
        let edit = Edit {
            snapshot: self.snapshot(),
            changed: std::mem::take(&mut self.changed).into_iter().collect(),
            git: moved,
        };
        self.warm.update(edit, &self.repository);
        match moved {
            true => Update::Moved,
            false => Update::Edited,
        }
    }

    fn snapshot(&self) -> Snapshot {
        let texts = self.texts.iter().map(|(path, text)| (path.clone(), text.as_bytes()));
        self.disk.clone().with_texts(texts)
    }

    /// Lists the files once more. A root that cannot be listed at the moment, because somebody is replacing it, stays as it
    /// was.
    fn list_again(&mut self) {
        self.relist = false;
        // Opened anew, since an open repository remembers Git's index.
        let Ok(repository) = Repository::open(self.repository.root()) else {
            return;
        };
        let Ok(disk) = repository.work_tree() else {
            return;
        };
        let stamps = Stamps::of(&disk);
        let changed = stamps.changed_since(&self.stamps).into_iter();
        let is_seen = |path: &Utf8PathBuf| !self.texts.contains_key(path);
        self.changed.extend(changed.filter(is_seen));
        self.disk = disk;
        self.stamps = stamps;
        self.repository = repository;
    }
}

/// Whether a repository is one of documents: it has a `docent.yaml`, definitions, or a folder that a built-in type lives in.
/// The repository of a program, opened in the same editor, is left alone.
fn holds_documents(repository: &Repository) -> bool {
    let types = builtin();
    let folders = types.iter().map(|(_, definition)| definition.folder.as_str());
    [CONFIG_FILE, TYPES_FOLDER]
        .into_iter()
        .chain(folders.filter(|folder| !folder.is_empty()))
        .any(|name| repository.has(Utf8Path::new(name)))
}

/// The root as the client spells it: the part of the folder's path that leads to the root.
fn spelled(file: &Utf8Path, folder: &Utf8Path, root: &Utf8Path) -> Option<Utf8PathBuf> {
    let real = folder.canonicalize_utf8().ok()?;
    let below = real.strip_prefix(root).ok()?;
    let spelled = folder.as_str().strip_suffix(below.as_str());
    let spelled = spelled.map(|it| it.trim_end_matches('/')).filter(|it| !it.is_empty());
    let leads_there = |it: &&str| Utf8Path::new(it).canonicalize_utf8().is_ok_and(|it| it == root);
    match spelled.filter(leads_there) {
        Some(spelled) => Some(Utf8PathBuf::from(spelled)),
        None => file.starts_with(root).then(|| root.to_owned()),
    }
}

fn options(today: Date) -> Options {
    Options {
        today: Some(today),
        ..Options::default()
    }
}
