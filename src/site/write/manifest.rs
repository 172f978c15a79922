//! The list of what docent wrote into a folder.

use std::collections::BTreeMap;
use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::site::Site;

const FIRST_LINE: &str = "docent-site 1";

/// Paths of files with the start of a hash of what they held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    files: BTreeMap<String, String>,
}

impl Manifest {
    /// The manifest of a site.
    pub(super) fn of(site: &Site) -> Self {
        Self {
            files: site
                .iter()
                .map(|(route, bytes)| (route.to_owned(), fingerprint(bytes)))
                .collect(),
        }
    }

    /// Reads a manifest; `None` when the text is none.
    pub(super) fn read(text: &str) -> Option<Self> {
        let lines = text.strip_prefix(FIRST_LINE)?.lines().skip(1);
        let files = lines.map(|line| {
            line.split_once(' ')
                .map(|(hash, path)| (path.to_owned(), hash.to_owned()))
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
        let Some(hash) = self.files.get(path) else { return false };
        content().is_some_and(|bytes| fingerprint(&bytes) == *hash)
    }
}

fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .take(12)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
