//! Being told what is touched.
//!
//! Folders are watched one by one and not with all that is below the root: what Git ignores may be a hundred thousand
//! folders, and the system gives out only so many watches.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::event::{EventKind, MetadataKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::poll::Poll;
use super::tree::Touched;
use super::wish::Wish;

/// What is watched.
pub(super) struct Watch {
    wishes: Sender<Wish>,
    means: Means,
    folders: BTreeSet<PathBuf>,
    /// Why files are looked at, where the system should have told.
    fell_back: Option<String>,
}

/// How it comes out what is touched.
enum Means {
    /// The system tells.
    Told(RecommendedWatcher),
    /// Files are looked at.
    Looked(Poll),
}

impl Watch {
    /// Watches nothing yet.
    pub(super) fn start(wishes: &Sender<Wish>, polling: bool) -> Self {
        let told = (!polling).then(|| notify::recommended_watcher(teller(wishes)));
        let (means, fell_back) = match told {
            Some(Ok(watcher)) => (Means::Told(watcher), None),
            Some(Err(error)) => (Means::Looked(Poll::start(wishes)), Some(error.to_string())),
            None => (Means::Looked(Poll::start(wishes)), None),
        };
        Self {
            wishes: wishes.clone(),
            means,
            folders: BTreeSet::new(),
            fell_back,
        }
    }

    /// Watches these folders and no others. Gives whether some are new.
    pub(super) fn follow(&mut self, folders: BTreeSet<PathBuf>) -> bool {
        let gone: Vec<_> = self.folders.difference(&folders).cloned().collect();
        for folder in gone {
            self.forget(&folder);
        }
        let new: Vec<_> = folders.difference(&self.folders).cloned().collect();
        let are_new = !new.is_empty();
        for folder in new {
            match &mut self.means {
                Means::Looked(poll) => poll.watch(&folder),
                Means::Told(watcher) => match watcher.watch(&folder, RecursiveMode::NonRecursive) {
                    Ok(()) => {}
                    // It went before it could be watched.
                    Err(_) if !folder.exists() => continue,
                    Err(error) => {
                        self.fall_back(&error);
                        return self.follow(folders);
                    }
                },
            }
            self.folders.insert(folder);
        }
        are_new
    }

    /// Watches a folder anew when it is followed next: it may have come back in the place of one that was deleted.
    pub(super) fn forget(&mut self, folder: &Path) {
        if self.folders.remove(folder) {
            match &mut self.means {
                // The system has forgotten a folder that was deleted.
                Means::Told(watcher) => drop(watcher.unwatch(folder)),
                Means::Looked(poll) => poll.unwatch(folder),
            }
        }
    }

    /// The same for all folders.
    pub(super) fn forget_all(&mut self) {
        for folder in self.folders.clone() {
            self.forget(&folder);
        }
    }

    /// Why files are looked at again and again, once.
    pub(super) fn take_fallback(&mut self) -> Option<String> {
        self.fell_back.take()
    }

    fn fall_back(&mut self, error: &notify::Error) {
        self.means = Means::Looked(Poll::start(&self.wishes));
        self.folders.clear();
        self.fell_back = Some(match error.kind {
            notify::ErrorKind::MaxFilesWatch => "the system gives out no more watches".to_owned(),
            _ => error.to_string(),
        });
    }
}

/// Hands what the system tells to the desk.
fn teller(wishes: &Sender<Wish>) -> impl Fn(notify::Result<Event>) + Send + 'static {
    let wishes = wishes.clone();
    move |told| {
        let touched = match told {
            Ok(event) if event.need_rescan() => Touched {
                anything: true,
                ..Touched::default()
            },
            Ok(event) if is_edit(event.kind) => Touched {
                paths: event.paths.into_iter().collect(),
                anything: false,
            },
            Ok(_) => return,
            Err(error) => Touched {
                paths: error.paths.into_iter().collect(),
                anything: false,
            },
        };
        if !touched.is_empty() {
            let _ = wishes.send(Wish::Touched(touched));
        }
    }
}

/// Whether something was written, and not only read.
fn is_edit(kind: EventKind) -> bool {
    !matches!(
        kind,
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime))
    )
}
