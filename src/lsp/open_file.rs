//! A file that an editor has open.

use std::sync::Arc;

use camino::Utf8PathBuf;
use lsp_types::Uri;

/// A file, as the editor has it.
#[derive(Debug)]
pub(super) struct OpenFile {
    /// The address that the editor gives it.
    pub(super) uri: Uri,
    /// The number of its last change.
    pub(super) version: i32,
    /// Its text.
    pub(super) text: Arc<str>,
    /// The root of its organisation and its path from there; `None` for a file outside any.
    pub(super) place: Option<(Utf8PathBuf, Utf8PathBuf)>,
}
