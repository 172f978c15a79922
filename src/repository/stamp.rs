//! Which files of a work tree may have changed, without reading them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::SystemTime;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::snapshot::{Entry, Snapshot};

/// What the system says of each file of a snapshot: a file whose stamp is the same holds, as good as always, the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamps(BTreeMap<Arc<Utf8Path>, Option<(SystemTime, u64)>>);

impl Stamps {
    /// Asks the system about every file on disk. What lies elsewhere counts as changed each time.
    pub fn of(snapshot: &Snapshot) -> Self {
        let entries: Vec<_> = snapshot.entries().collect();
        let stamp = |(path, entry): (&Arc<Utf8Path>, &Entry)| {
            let metadata = match entry {
                Entry::Disk(file) => std::fs::metadata(&**file).ok(),
                Entry::Object(_) | Entry::Memory(_) | Entry::Refused(_) => None,
            };
            let stamp = metadata.and_then(|it| Some((it.modified().ok()?, it.len())));
            (Arc::clone(path), stamp)
        };
        Self(entries.into_par_iter().map(stamp).collect())
    }

    /// The files that differ from what they were: changed, added or gone.
    pub fn changed_since(&self, before: &Self) -> Vec<Utf8PathBuf> {
        let is_other = |(path, stamp): &(&Arc<Utf8Path>, &Option<_>)| match before.0.get(*path) {
            Some(known) => stamp.is_none() || known != *stamp,
            None => true,
        };
        let now = self.0.iter().filter(is_other);
        let gone = before.0.iter().filter(|(path, _)| !self.0.contains_key(*path));
        let mut changed: Vec<_> = now.chain(gone).map(|(path, _)| path.to_path_buf()).collect();
        changed.sort();
        changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repository::Repository;

    #[test]
    fn what_was_written_added_and_deleted_has_changed() {
        let home = tempfile::tempdir().expect("a folder");
        let root = Utf8Path::from_path(home.path()).expect("UTF-8");
        let write = |name: &str, text: &str| std::fs::write(root.join(name), text).expect("a file");
        let stamps = || {
            let repository = Repository::at(root).expect("a folder");
            Stamps::of(&repository.work_tree().expect("files"))
        };
        write("kept.md", "a");
        write("written.md", "b");
        write("deleted.md", "c");
        let before = stamps();
        assert_eq!(stamps().changed_since(&before), Vec::<Utf8PathBuf>::new());
        write("written.md", "longer");
        write("added.md", "d");
        std::fs::remove_file(root.join("deleted.md")).expect("a file");
        assert_eq!(
            stamps().changed_since(&before),
            ["added.md", "deleted.md", "written.md"].map(Utf8PathBuf::from)
        );
    }
}
