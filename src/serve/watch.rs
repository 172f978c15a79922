//! Being told what is touched.
//!
//! Folders are watched one by one and not with all that is below the root: what Git ignores may be a hundred thousand
//! folders, and the system gives out only so many watches.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::time::Duration;

use notify::event::{EventKind, ModifyKind};
use notify::{Event, PollWatcher, RecursiveMode, Watcher};

use super::desk::Wish;
use super::tree::Touched;

/// How often files are looked at where the system does not tell.
const POLL: Duration = Duration::from_millis(700);

/// What is watched.
pub(super) struct Watch {
    wishes: Sender<Wish>,
    watcher: Box<dyn Watcher>,
    folders: BTreeSet<PathBuf>,
    polls: bool,
    /// Why files are looked at, where the system should have told.
    fell_back: Option<String>,
}

impl Watch {
    /// Watches nothing yet.
    pub(super) fn start(wishes: &Sender<Wish>, polling: bool) -> Self {
        let told = (!polling).then(|| notify::recommended_watcher(teller(wishes)));
        let (watcher, fell_back): (Box<dyn Watcher>, _) = match told {
            Some(Ok(watcher)) => (Box::new(watcher), None),
            Some(Err(error)) => (polled(wishes), Some(error.to_string())),
            None => (polled(wishes), None),
        };
        Self {
            wishes: wishes.clone(),
            polls: polling || fell_back.is_some(),
            watcher,
            folders: BTreeSet::new(),
            fell_back,
        }
    }

    /// Watches these folders and no others. Gives whether some are new.
    pub(super) fn follow(&mut self, folders: BTreeSet<PathBuf>) -> bool {
        let gone: Vec<_> = self.folders.difference(&folders).cloned().collect();
        for folder in gone {
            // The system has forgotten a folder that was deleted.
            let _ = self.watcher.unwatch(&folder);
            self.folders.remove(&folder);
        }
        let new: Vec<_> = folders.difference(&self.folders).cloned().collect();
        let are_new = !new.is_empty();
        for folder in new {
            match self.watcher.watch(&folder, RecursiveMode::NonRecursive) {
                Ok(()) => drop(self.folders.insert(folder)),
                // It went before it could be watched.
                Err(_) if !folder.exists() => {}
                Err(error) if !self.polls => {
                    self.fall_back(&error);
                    return self.follow(folders);
                }
                Err(_) => {}
            }
        }
        are_new
    }

    /// Watches anew a folder that came back in the place of one that was deleted.
    pub(super) fn forget(&mut self, folder: &std::path::Path) {
        if self.folders.remove(folder) {
            let _ = self.watcher.unwatch(folder);
        }
    }

    /// Watches everything anew that is followed next: the folders came back in the place of others.
    pub(super) fn forget_all(&mut self) {
        for folder in std::mem::take(&mut self.folders) {
            let _ = self.watcher.unwatch(&folder);
        }
    }

    /// Why files are looked at again and again, once.
    pub(super) fn take_fallback(&mut self) -> Option<String> {
        self.fell_back.take()
    }

    fn fall_back(&mut self, error: &notify::Error) {
        self.watcher = polled(&self.wishes);
        self.folders.clear();
        self.polls = true;
        self.fell_back = Some(match error.kind {
            notify::ErrorKind::MaxFilesWatch => "the system gives out no more watches".to_owned(),
            _ => error.to_string(),
        });
    }
}

fn polled(wishes: &Sender<Wish>) -> Box<dyn Watcher> {
    let settings = notify::Config::default().with_poll_interval(POLL);
    match PollWatcher::new(teller(wishes), settings) {
        Ok(watcher) => Box::new(watcher),
        // Only another kind of watcher fails to start.
        Err(_) => Box::new(notify::NullWatcher),
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
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(notify::event::MetadataKind::AccessTime))
    )
}
