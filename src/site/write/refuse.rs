//! Folders that a site is not written to.

use std::fs::{self, Metadata};
use std::io;
use std::time::SystemTime;

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::manifest::{Content, Fingerprint, Manifest};
use super::{Place, WriteError};
use crate::repository::SITE_MARKER;

/// The folder without symbolic links and `..`, as far as it exists.
pub(super) fn real(out: &Utf8Path) -> Utf8PathBuf {
    let mut real = Utf8PathBuf::new();
    for component in out.components() {
        match component {
            Utf8Component::ParentDir => drop(real.pop()),
            component => real.push(component),
        }
        real = real.canonicalize_utf8().unwrap_or(real);
    }
    real
}

/// Refuses the repository itself, its `.git`, and folders that documents are read from.
pub(super) fn sources(out: &Utf8Path, place: Place<'_>) -> Result<(), WriteError> {
    let root = real(place.root);
    if root.starts_with(out) {
        return Err(WriteError::HoldsRepository { out: out.to_owned() });
    }
    let git = Utf8PathBuf::from(".git");
    for source in place.sources.iter().chain([&git]) {
        let folder = real(&root.join(source));
        if out.starts_with(&folder) || folder.starts_with(out) {
            return Err(WriteError::AmongSources {
                out: out.to_owned(),
                source_folder: source.clone(),
            });
        }
    }
    Ok(())
}

/// Refuses a folder that holds anything that docent did not write as it is. Gives what it wrote.
pub(super) fn foreign(out: &Utf8Path) -> Result<Manifest, WriteError> {
    match fs::symlink_metadata(out) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Manifest::default()),
        Err(error) => return Err(WriteError::io(out)(error)),
        Ok(metadata) if !metadata.is_dir() => return Err(WriteError::NotAFolder { out: out.to_owned() }),
        Ok(_) => {}
    }
    let marker = out.join(SITE_MARKER);
    let manifest = fs::read_to_string(&marker).ok().and_then(|text| Manifest::read(&text));
    let manifest = manifest.unwrap_or_default();
    let finished = fs::symlink_metadata(&marker).and_then(|it| it.modified()).ok();
    let mut files = Vec::new();
    for entry in WalkDir::new(out).sort_by_file_name().min_depth(1) {
        let entry = entry.map_err(|error| WriteError::Io {
            path: out.to_owned(),
            reason: error.to_string(),
        })?;
        if !entry.file_type().is_dir() {
            files.push(entry);
        }
    }
    let foreign = files.par_iter().find_map_first(|entry| {
        let relative = entry.path().strip_prefix(out).unwrap_or(entry.path());
        let name = relative.to_string_lossy();
        let is_marker = name == SITE_MARKER && !manifest.is_empty();
        let is_ours = is_marker
            || manifest
                .get(&name)
                .is_some_and(|content| is_as_written(entry, content, finished));
        (!is_ours).then(|| name.into_owned())
    });
    match foreign {
        Some(file) => Err(WriteError::Foreign {
            out: out.to_owned(),
            file: file.into(),
        }),
        None => Ok(manifest),
    }
}

/// Whether a file is as docent left it. One that is as long as it was, and was last written before docent had finished, is
/// not read: whatever came later is younger.
fn is_as_written(entry: &DirEntry, known: &Content, finished: Option<SystemTime>) -> bool {
    let Some(metadata) = entry.metadata().ok().filter(Metadata::is_file) else {
        return false;
    };
    if known.size.is_some_and(|size| size != metadata.len()) {
        return false;
    }
    let is_older = metadata
        .modified()
        .ok()
        .zip(finished)
        .is_some_and(|(it, finished)| it < finished);
    if known.size.is_some() && is_older {
        return true;
    }
    fs::read(entry.path()).is_ok_and(|bytes| Fingerprint::of(&bytes) == known.fingerprint)
}
