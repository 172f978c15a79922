//! Putting a site into a folder, all at once.
//!
//! The new site is written beside the old one and then takes its place in one step, so that whoever reads the folder sees
//! the old site or the new one, whole, also when docent is killed. A folder is only ever replaced when docent wrote
//! everything in it: the file [`SITE_MARKER`] lists what that was.

mod manifest;
mod refuse;
mod swap;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::sync::{Mutex, OnceLock, PoisonError};

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::Site;
use crate::render::{Kind, Rank, Shelf};
use crate::repository::SITE_MARKER;
use manifest::{Content, Manifest};

/// Where a site goes, and what it must not touch.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The folder, absolute.
    pub out: &'a Utf8Path,
    /// The root of the organisation repository, absolute.
    pub root: &'a Utf8Path,
    /// Folders that documents, definitions and the theme are read from, relative to the root.
    pub sources: &'a [Utf8PathBuf],
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Number of files.
    pub files: usize,
    /// Their size in all.
    pub bytes: u64,
    /// Routes that two things wanted: the first one has it.
    pub taken: Vec<String>,
}

/// Why a site was not written. The folder is as it was before.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The folder is the repository or holds it.
    #[error(
        "the site cannot be written to `{out}`: the repository is there; choose a folder for it alone with `--out`"
    )]
    HoldsRepository {
        /// The folder.
        out: Utf8PathBuf,
    },
    /// The folder lies among documents, or the other way round.
    #[error(
        "the site cannot be written to `{out}`: `{source_folder}/` is read from; choose a folder for it alone with `--out`"
    )]
    AmongSources {
        /// The folder.
        out: Utf8PathBuf,
        /// The source it would be mixed with, relative to the root.
        source_folder: Utf8PathBuf,
    },
    /// The folder holds something that docent did not write.
    #[error("`{out}` holds `{file}`, which docent did not write; move it away, or choose another folder with `--out`")]
    Foreign {
        /// The folder.
        out: Utf8PathBuf,
        /// The first such file, relative to it.
        file: Utf8PathBuf,
    },
    /// The folder is no folder.
    #[error("`{out}` is not a folder; choose another one with `--out`")]
    NotAFolder {
        /// What is there.
        out: Utf8PathBuf,
    },
    /// Another docent is writing to the same folder.
    #[error("another docent is writing to `{out}` at this moment; wait until it is done")]
    Busy {
        /// The folder.
        out: Utf8PathBuf,
    },
    /// The system refused.
    #[error("`{path}` cannot be written: {reason}; check the permissions, or choose another folder with `--out`")]
    Io {
        /// What could not be written.
        path: Utf8PathBuf,
        /// What the system said.
        reason: String,
    },
}

impl WriteError {
    fn io(path: &Utf8Path) -> impl Fn(io::Error) -> Self + '_ {
        move |error| WriteError::Io {
            path: path.to_owned(),
            reason: error.to_string(),
        }
    }
}

/// A folder that a site is put into, piece by piece, beside the site that is there. Given up, it leaves nothing behind.
pub struct Folder {
    staging: swap::Staging,
    /// What is in the site that is there.
    before: Manifest,
    claims: Mutex<Claims>,
    folders: Mutex<BTreeSet<Utf8PathBuf>>,
    failure: OnceLock<WriteError>,
}

/// Who has which route.
#[derive(Default)]
struct Claims {
    files: BTreeMap<String, Claim>,
    /// What is to be written over what came first, when that is surely written.
    later: BTreeMap<String, Vec<u8>>,
    taken: Vec<String>,
}

struct Claim {
    rank: Rank,
    content: Content,
}

impl Folder {
    /// Begins a new site beside the one that is there.
    ///
    /// # Errors
    /// When the folder is not one to write to, or the system refuses. The folder is as it was before then.
    pub fn begin(place: Place<'_>) -> Result<Self, WriteError> {
        let out = refuse::real(place.out);
        refuse::sources(&out, place)?;
        if let Some(parent) = out.parent() {
            fs::create_dir_all(parent).map_err(WriteError::io(parent))?;
        }
        let (staging, before) = swap::Staging::begin(&out)?;
        Ok(Self {
            staging,
            before,
            claims: Mutex::default(),
            folders: Mutex::default(),
            failure: OnceLock::new(),
        })
    }

    /// Puts the new site in the place of the one before it.
    ///
    /// # Errors
    /// When something could not be written. The folder is as it was before then.
    pub fn finish(self) -> Result<Written, WriteError> {
        let mut claims = self.claims.lock().unwrap_or_else(PoisonError::into_inner);
        let Claims {
            files,
            later,
            mut taken,
        } = std::mem::take(&mut *claims);
        drop(claims);
        for (route, bytes) in later {
            // It may be another name of a file of the site before, which is to stay as it is.
            let _ = fs::remove_file(self.staging.folder().join(&route));
            self.write(&route, &bytes, Content::of(&bytes));
        }
        if let Some(failure) = self.failure.into_inner() {
            return Err(failure);
        }
        taken.sort();
        let written = Written {
            files: files.len(),
            bytes: files.values().filter_map(|claim| claim.content.size).sum(),
            taken,
        };
        let files = files.into_iter().map(|(route, claim)| (route, claim.content));
        self.staging.finish(&Manifest::of(files))?;
        Ok(written)
    }

    fn write(&self, route: &str, bytes: &[u8], content: Content) {
        if let Err(error) = self.try_write(route, bytes, content) {
            // The first failure is told; after it nothing is of use any more.
            let _ = self.failure.set(error);
        }
    }

    fn try_write(&self, route: &str, bytes: &[u8], content: Content) -> Result<(), WriteError> {
        let path = self.staging.folder().join(route);
        if let Some(folder) = path.parent() {
            let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
            if !folders.contains(folder) {
                fs::create_dir_all(folder).map_err(WriteError::io(folder))?;
                folders.insert(folder.to_owned());
            }
        }
        // A file that is as it was gets a second name instead of being written again: that is half the work, and keeps the
        // time at which it changed. Where the system has no such names, it is written.
        let is_same = self.before.get(route) == Some(&content);
        if is_same && fs::hard_link(self.staging.out().join(route), &path).is_ok() {
            return Ok(());
        }
        fs::write(&path, bytes).map_err(WriteError::io(&path))
    }
}

impl Shelf for Folder {
    fn put(&self, rank: Rank, route: String, bytes: Vec<u8>) {
        if self.failure.get().is_some() || !is_safe(&route) {
            return;
        }
        let content = Content::of(&bytes);
        let claim = Claim { rank, content };
        let mut claims = self.claims.lock().unwrap_or_else(PoisonError::into_inner);
        let Claims { files, later, taken } = &mut *claims;
        match files.entry(route.clone()) {
            Entry::Vacant(free) => drop(free.insert(claim)),
            Entry::Occupied(mut there) => {
                taken.push(route.clone());
                if claim.rank < there.get().rank {
                    there.insert(claim);
                    later.insert(route, bytes);
                }
                return;
            }
        }
        drop(claims);
        self.write(&route, &bytes, content);
    }
}

/// Writes a site that is whole.
///
/// # Errors
/// When the folder is not one to write to, or the system refuses. The folder is as it was before then.
pub fn write(site: &Site, place: Place<'_>) -> Result<Written, WriteError> {
    let folder = Folder::begin(place)?;
    let files: Vec<_> = site.iter().collect();
    files.par_iter().enumerate().for_each(|(place, (route, bytes))| {
        folder.put(Rank(Kind::File, place), (*route).to_owned(), bytes.to_vec());
    });
    folder.finish()
}

/// Whether a route stays within the site. Routes are made so; this holds even if one were not.
fn is_safe(route: &str) -> bool {
    let stays = |part: &str| !part.is_empty() && part != "." && part != "..";
    // A line of the list of what was written ends where a line in a name would.
    route != SITE_MARKER && !route.contains(|c: char| c == '\\' || c.is_control()) && route.split('/').all(stays)
}

#[cfg(test)]
mod tests;
