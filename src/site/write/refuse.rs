//! Folders that a site is not written to.

use std::fs;
use std::io;

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use walkdir::WalkDir;

use super::manifest::Manifest;
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

/// Refuses a folder that holds anything that docent did not write as it is.
pub(super) fn foreign(out: &Utf8Path) -> Result<(), WriteError> {
    match fs::symlink_metadata(out) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(WriteError::io(out)(error)),
        Ok(metadata) if !metadata.is_dir() => return Err(WriteError::NotAFolder { out: out.to_owned() }),
        Ok(_) => {}
    }
    let manifest = fs::read_to_string(out.join(SITE_MARKER))
        .ok()
        .and_then(|text| Manifest::read(&text));
    let manifest = manifest.unwrap_or_default();
    for entry in WalkDir::new(out).sort_by_file_name().min_depth(1) {
        let entry = entry.map_err(|error| WriteError::Io {
            path: out.to_owned(),
            reason: error.to_string(),
        })?;
        if entry.file_type().is_dir() {
            continue;
        }
        let relative = entry.path().strip_prefix(out).unwrap_or(entry.path());
        let name = relative.to_string_lossy();
        let is_marker = name == SITE_MARKER && manifest != Manifest::default();
        let read = || fs::read(entry.path()).ok();
        let is_ours = is_marker || (entry.file_type().is_file() && manifest.wrote(&name, read));
        if !is_ours {
            return Err(WriteError::Foreign {
                out: out.to_owned(),
                file: Utf8PathBuf::from(name.into_owned()),
            });
        }
    }
    Ok(())
}
