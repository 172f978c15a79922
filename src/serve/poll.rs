//! Looking at the files again and again, where the system does not tell what is touched.
//!
//! Compares when files were written to the last digit that the system keeps, and how long they are. A folder is looked at
//! when it is followed, so that nothing is missed between that and the first round.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, SystemTime};

use super::tree::Touched;
use super::wish::Wish;

/// How often files are looked at.
const EVERY: Duration = Duration::from_millis(700);

/// What was seen in each folder.
type Seen = BTreeMap<PathBuf, BTreeMap<PathBuf, Mark>>;
/// When an entry was written, and how long it is.
type Mark = (Option<SystemTime>, u64);

/// Looks at folders for as long as it is kept.
#[derive(Debug)]
pub(super) struct Poll(Arc<Mutex<Seen>>);

impl Poll {
    /// Looks at nothing yet.
    pub(super) fn start(wishes: &Sender<Wish>) -> Self {
        let seen: Arc<Mutex<Seen>> = Arc::default();
        let (weak, wishes) = (Arc::downgrade(&seen), wishes.clone());
        std::thread::spawn(move || look_on(&weak, &wishes));
        Self(seen)
    }

    /// Looks at a folder from now on, but not at those in it.
    pub(super) fn watch(&self, folder: &Path) {
        let now = marks(folder);
        self.seen().insert(folder.to_owned(), now);
    }

    /// Looks at a folder no more.
    pub(super) fn unwatch(&self, folder: &Path) {
        self.seen().remove(folder);
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn look_on(seen: &Weak<Mutex<Seen>>, wishes: &Sender<Wish>) {
    loop {
        std::thread::sleep(EVERY);
        let Some(seen) = seen.upgrade() else { return };
        let mut touched = Touched::default();
        for (folder, before) in seen.lock().unwrap_or_else(PoisonError::into_inner).iter_mut() {
            let now = marks(folder);
            let other = now.iter().filter(|(path, mark)| before.get(*path) != Some(mark));
            touched.paths.extend(other.map(|(path, _)| path.clone()));
            let gone = before.keys().filter(|path| !now.contains_key(*path));
            touched.paths.extend(gone.cloned());
            *before = now;
        }
        if !touched.is_empty() && wishes.send(Wish::Touched(touched)).is_err() {
            return;
        }
    }
}

/// What is in a folder; nothing where it cannot be listed. Of a folder in it, only that it is there: what happens within is
/// seen there.
fn marks(folder: &Path) -> BTreeMap<PathBuf, Mark> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let marks = entries.filter_map(|entry| {
        let data = entry.metadata().ok()?;
        let mark = match data.is_dir() {
            true => (None, 0),
            false => (data.modified().ok(), data.len()),
        };
        Some((entry.path(), mark))
    });
    marks.collect()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn what_is_written_and_what_goes_is_seen() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a.md");
        std::fs::write(&file, "a").expect("a file");
        let (wishes, inbox) = mpsc::channel();
        let poll = Poll::start(&wishes);
        poll.watch(folder.path());
        let touched = || match inbox.recv_timeout(Duration::from_secs(60)) {
            Ok(Wish::Touched(touched)) => touched.paths.into_iter().collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        std::fs::write(&file, "ab").expect("a file");
        assert_eq!(touched(), std::slice::from_ref(&file));
        std::fs::remove_file(&file).expect("a file");
        assert_eq!(touched(), [file]);
    }
}
