//! The list of what docent wrote into a folder.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use sha2::{Digest, Sha256};

const FIRST_LINE: &str = "docent-site 1";

/// Paths of files with what tells apart what they held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    files: BTreeMap<String, Fingerprint>,
}

/// The start of a hash of what a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fingerprint([u8; 12]);

impl Fingerprint {
    /// Of what a file holds.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut start = [0; 12];
        for (to, from) in start.iter_mut().zip(Sha256::digest(bytes)) {
            *to = from;
        }
        Self(start)
    }

    fn read(text: &str) -> Option<Self> {
        let mut start = [0; 12];
        if text.len() != 2 * start.len() {
            return None;
        }
        for (place, byte) in start.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
        }
        Some(Self(start))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Manifest {
    /// The manifest of what was written.
    pub(super) fn of(files: impl Iterator<Item = (String, Fingerprint)>) -> Self {
        Self { files: files.collect() }
    }

    /// Reads a manifest; `None` when the text is none.
    pub(super) fn read(text: &str) -> Option<Self> {
        let lines = text.strip_prefix(FIRST_LINE)?.lines().skip(1);
        let files = lines.map(|line| {
            let (hash, path) = line.split_once(' ')?;
            Some((path.to_owned(), Fingerprint::read(hash)?))
        });
        Some(Self {
            files: files.collect::<Option<_>>()?,
        })
    }

    /// The manifest as text: a line for each file, after one that says what it is.
    pub(super) fn text(&self) -> String {
        let mut text = format!("{FIRST_LINE}: docent wrote this folder and may replace it\n");
        for (path, hash) in &self.files {
            let _ = writeln!(text, "{hash} {path}");
        }
        text
    }

    /// Whether docent wrote a file with this content at a path.
    pub(super) fn wrote(&self, path: &str, content: impl FnOnce() -> Option<Vec<u8>>) -> bool {
        let Some(known) = self.files.get(path) else {
            return false;
        };
        content().is_some_and(|bytes| Fingerprint::of(&bytes) == *known)
    }
}
