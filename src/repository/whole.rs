//! Writing a file whole or not at all.

use std::fs::Permissions;
use std::io::Write;

use camino::Utf8Path;

/// Writes a file of docent's own, such as a report: beside its place first, then into it in one step. Whoever reads it
/// meanwhile finds the old one or the new one.
///
/// # Errors
/// When the folder is missing or the system refuses; the old file stays as it was.
pub fn write_whole(path: &Utf8Path, bytes: &[u8]) -> std::io::Result<()> {
    write_with(path, bytes, None)
}

/// The same, with permissions that the file is to have.
pub(super) fn write_with(path: &Utf8Path, bytes: &[u8], permissions: Option<Permissions>) -> std::io::Result<()> {
    let name = path.file_name().unwrap_or("docent");
    let beside = path.with_file_name(format!(".{name}.{}.docent", std::process::id()));
    let write = || {
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(&beside)?;
        file.write_all(bytes)?;
        if let Some(permissions) = permissions {
            file.set_permissions(permissions)?;
        }
        file.sync_all()?;
        std::fs::rename(&beside, path)
    };
    write().inspect_err(|_| {
        let _ = std::fs::remove_file(&beside);
    })
}
