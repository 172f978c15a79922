//! What is read before any document: the configuration and the definitions.

use std::sync::Arc;

use camino::Utf8Path;

use crate::config::{self, Config};
use crate::definition::{self, Definitions};
use crate::diagnostic::Diagnostic;
use crate::parse;
use crate::repository::{CONFIG_FILE, Snapshot, SourceFile};

/// Folder of the organisation's own definitions.
pub const TYPES_FOLDER: &str = "types";

/// The configuration and the document types, and what is wrong with them.
#[derive(Debug)]
pub struct Settings {
    /// `docent.yaml`.
    pub config: Arc<Config>,
    /// The built-in types with the organisation's own.
    pub definitions: Arc<Definitions>,
    /// The mistakes.
    pub problems: Vec<Diagnostic>,
}

/// Reads the configuration and the definitions of a snapshot.
pub fn configure(snapshot: &Snapshot) -> Settings {
    let closed = snapshot.closed_folders();
    let mut problems: Vec<_> = closed
        .map(|(path, reason)| parse::unreadable_file(parse::UNREADABLE, path, reason))
        .collect();
    let file = snapshot
        .text(Utf8Path::new(CONFIG_FILE))
        .and_then(|file| readable(file, config::VALUE, &mut problems));
    let (config, found) = config::read(file);
    problems.extend(found);
    let is_definition =
        |path: &Utf8Path| path.starts_with(TYPES_FOLDER) && matches!(path.extension(), Some("yaml" | "yml"));
    let files = snapshot.texts(is_definition).into_iter();
    let files: Vec<_> = files
        .filter_map(|file| readable(file, definition::VALUE, &mut problems))
        .collect();
    let (definitions, found) = definition::read(&files);
    problems.extend(found);
    Settings {
        config: Arc::new(config),
        definitions: Arc::new(definitions),
        problems,
    }
}

/// The text of a settings file; a diagnostic where it cannot be read.
fn readable(file: SourceFile, rule: &'static str, problems: &mut Vec<Diagnostic>) -> Option<(Arc<Utf8Path>, Arc<str>)> {
    let SourceFile { path, content } = file;
    match content {
        Ok(text) => Some((path, text)),
        Err(reason) => {
            problems.push(parse::unreadable_file(rule, &path, &reason));
            None
        }
    }
}
