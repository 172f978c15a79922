//! Putting a site into a folder, all at once.
//!
//! The new site is written beside the old one and then takes its place in one step, so that whoever reads the folder sees
//! the old site or the new one, whole, also when docent is killed. A folder is only ever replaced when docent wrote
//! everything in it: the file [`SITE_MARKER`] lists what that was.

mod manifest;
mod refuse;
mod swap;

use std::collections::BTreeSet;
use std::fs;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::Site;
use crate::repository::SITE_MARKER;
use manifest::Manifest;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Number of files.
    pub files: usize,
    /// Their size in all.
    pub bytes: u64,
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

/// Writes a site.
///
/// # Errors
/// When the folder is not one to write to, or the system refuses. The folder is as it was before then.
pub fn write(site: &Site, place: Place<'_>) -> Result<Written, WriteError> {
    let out = refuse::real(place.out);
    refuse::sources(&out, place)?;
    if let Some(parent) = out.parent() {
        fs::create_dir_all(parent).map_err(WriteError::io(parent))?;
    }
    let staging = swap::Staging::begin(&out)?;
    let written = fill(site, staging.folder())?;
    staging.finish(&Manifest::of(site))?;
    Ok(written)
}

fn fill(site: &Site, folder: &Utf8Path) -> Result<Written, WriteError> {
    let files: Vec<(Utf8PathBuf, &[u8])> = site
        .iter()
        .filter(|(route, _)| is_safe(route))
        .map(|(route, bytes)| (folder.join(route), bytes))
        .collect();
    let folders: BTreeSet<&Utf8Path> = files.iter().filter_map(|(path, _)| path.parent()).collect();
    for folder in folders {
        fs::create_dir_all(folder).map_err(WriteError::io(folder))?;
    }
    files
        .par_iter()
        .try_for_each(|(path, bytes)| fs::write(path, bytes).map_err(WriteError::io(path)))?;
    Ok(Written {
        files: files.len(),
        bytes: files
            .iter()
            .map(|(_, bytes)| u64::try_from(bytes.len()).unwrap_or(0))
            .sum(),
    })
}

/// Whether a route stays within the site. Routes are made so; this holds even if one were not.
fn is_safe(route: &str) -> bool {
    let stays = |part: &str| !part.is_empty() && part != "." && part != "..";
    // A line of the list of what was written ends where a line in a name would.
    route != SITE_MARKER && !route.contains(|c: char| c == '\\' || c.is_control()) && route.split('/').all(stays)
}

#[cfg(test)]
mod tests;
