//! The folder beside the old site, and its taking the old one's place.

use std::fs::{self, File};
use std::io::{self, Write};

use camino::{Utf8Path, Utf8PathBuf};
use rustix::fs::{CWD, FlockOperation, RenameFlags, flock, renameat_with};

use super::manifest::Manifest;
use super::{WriteError, refuse};
use crate::repository::SITE_MARKER;

/// A new site while it is written: a hidden folder beside the old one. It is locked, so that a second docent neither
/// writes into it nor takes it for a left-over, and removed when it is given up.
pub(super) struct Staging {
    out: Utf8PathBuf,
    folder: Utf8PathBuf,
    marker: File,
    turn: Option<File>,
}

/// Waits until no other docent begins or clears up beside a site, so that nobody takes what another one is just making for
/// a left-over. Held until it is dropped; a file system without locks gives up this protection, nothing else.
fn turn(out: &Utf8Path) -> Option<File> {
    let parent = File::open(out.parent()?).ok()?;
    flock(&parent, FlockOperation::LockExclusive).ok()?;
    Some(parent)
}

/// Clears up after a docent that was killed: a half-written site is removed, and an old site that was on its way out,
/// with no new one in its place yet, is put back.
fn recover(out: &Utf8Path) -> Result<(), WriteError> {
    let old = beside(out, "old");
    if exists(&old) {
        if exists(out) {
            fs::remove_dir_all(&old).map_err(WriteError::io(&old))?;
        } else {
            fs::rename(&old, out).map_err(WriteError::io(out))?;
        }
    }
    Ok(())
}

impl Staging {
    /// Makes the folder, if the old site is one to replace; gives what is in that, too. What a docent that was killed left
    /// is cleared first.
    pub(super) fn begin(out: &Utf8Path) -> Result<(Self, Manifest), WriteError> {
        let _turn = turn(out);
        recover(out)?;
        let before = refuse::foreign(out)?;
        let folder = beside(out, "new");
        if exists(&folder) {
            remove_left_over(out, &folder)?;
        }
        fs::create_dir(&folder).map_err(WriteError::io(&folder))?;
        let path = folder.join(SITE_MARKER);
        let marker = File::create(&path).map_err(WriteError::io(&path))?;
        // Nobody else can have it: it was made a moment ago.
        let _ = flock(&marker, FlockOperation::NonBlockingLockExclusive);
        let staging = Self {
            out: out.to_owned(),
            folder,
            marker,
            turn: None,
        };
        Ok((staging, before))
    }

    /// The folder whose place it takes.
    pub(super) fn out(&self) -> &Utf8Path {
        &self.out
    }

    /// Where to write.
    pub(super) fn folder(&self) -> &Utf8Path {
        &self.folder
    }

    /// Lists what was written and takes the old site's place.
    pub(super) fn finish(mut self, manifest: &Manifest) -> Result<(), WriteError> {
        let marker = self.folder.join(SITE_MARKER);
        self.marker
            .write_all(manifest.text().as_bytes())
            .map_err(WriteError::io(&marker))?;
        // Held until the old site is removed as well.
        self.turn = turn(&self.out);
        swap(&self.folder, &self.out)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let _turn = self.turn.take().or_else(|| turn(&self.out));
        // After the exchange this is the old site; otherwise it is one that nobody will see. Nothing is lost if it stays:
        // the next build removes it.
        let _ = remove(&self.folder);
    }
}

/// Puts the new folder in the old one's place: exchanges them in one step where the file system can, else moves the old
/// one aside first.
fn swap(new: &Utf8Path, out: &Utf8Path) -> Result<(), WriteError> {
    if !exists(out) {
        return fs::rename(new, out).map_err(WriteError::io(out));
    }
    match renameat_with(CWD, new.as_std_path(), CWD, out.as_std_path(), RenameFlags::EXCHANGE) {
        Ok(()) => Ok(()),
        Err(_) => move_aside(new, out),
    }
}

/// Two renames instead of an exchange. Killed between them, the next build puts the old site back; failing between them,
/// this does.
fn move_aside(new: &Utf8Path, out: &Utf8Path) -> Result<(), WriteError> {
    let old = beside(out, "old");
    fs::rename(out, &old).map_err(WriteError::io(out))?;
    if let Err(error) = fs::rename(new, out) {
        let _ = fs::rename(&old, out);
        return Err(WriteError::io(out)(error));
    }
    let _ = fs::remove_dir_all(&old);
    Ok(())
}

/// Removes what a killed docent left; refuses while another one is at work in it.
fn remove_left_over(out: &Utf8Path, folder: &Utf8Path) -> Result<(), WriteError> {
    let marker = folder.join(SITE_MARKER);
    match File::open(&marker) {
        Ok(file) => {
            if flock(&file, FlockOperation::NonBlockingLockExclusive) == Err(rustix::io::Errno::WOULDBLOCK) {
                return Err(WriteError::Busy { out: out.to_owned() });
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let mut entries = fs::read_dir(folder).map_err(WriteError::io(folder))?;
            if let Some(Ok(entry)) = entries.next() {
                let file = Utf8PathBuf::from(entry.file_name().to_string_lossy().into_owned());
                return Err(WriteError::Foreign {
                    out: folder.to_owned(),
                    file,
                });
            }
        }
        Err(error) => return Err(WriteError::io(&marker)(error)),
    }
    remove(folder).map_err(WriteError::io(folder))
}

/// Removes a folder that docent wrote, its marker last: killed before that, the next build still knows whose it is.
fn remove(folder: &Utf8Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name() == SITE_MARKER {
            continue;
        }
        match entry.file_type()?.is_dir() {
            true => fs::remove_dir_all(entry.path())?,
            false => fs::remove_file(entry.path())?,
        }
    }
    fs::remove_dir_all(folder)
}

/// A hidden folder beside the site: `.site.docent-new`.
fn beside(out: &Utf8Path, what: &str) -> Utf8PathBuf {
    let name = out.file_name().unwrap_or("site");
    out.with_file_name(format!(".{name}.docent-{what}"))
}

fn exists(path: &Utf8Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_an_exchange_the_old_site_is_moved_aside() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = Utf8Path::from_path(folder.path()).expect("UTF-8");
        let (new, out) = (root.join("new"), root.join("site"));
        fs::create_dir(&new).expect("new");
        fs::write(new.join("a"), "new").expect("written");
        fs::create_dir(&out).expect("old");
        move_aside(&new, &out).expect("moved");
        assert_eq!(fs::read_to_string(out.join("a")).expect("a"), "new");
        assert!(!exists(&beside(&out, "old")));
    }

    #[test]
    fn an_old_site_on_its_way_out_is_put_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let out = Utf8Path::from_path(folder.path()).expect("UTF-8").join("site");
        fs::create_dir(beside(&out, "old")).expect("old");
        fs::write(beside(&out, "old").join("a"), "old").expect("written");
        recover(&out).expect("recovered");
        assert_eq!(fs::read_to_string(out.join("a")).expect("a"), "old");
    }
}
