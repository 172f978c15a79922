//! The list of what docent wrote into a folder.
//!
//! The first line says that it is one; every other line is a hash, a size and a path. The first version of it had no sizes:
//! what it lists has to be read to be known.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use sha2::{Digest, Sha256};

const FIRST_LINE: &str = "docent-site 2";
const WITHOUT_SIZES: &str = "docent-site 1";

/// Paths of files with what tells apart what they held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    files: BTreeMap<String, Content>,
}

/// What is known of the content of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Content {
    /// Tells it apart from others.
    pub(super) fingerprint: Fingerprint,
    /// Its length in bytes.
    pub(super) size: Option<u64>,
}

impl Content {
    /// Of these bytes.
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self {
            fingerprint: Fingerprint::of(bytes),
            size: u64::try_from(bytes.len()).ok(),
        }
    }
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
    pub(super) fn of(files: impl Iterator<Item = (String, Content)>) -> Self {
        Self { files: files.collect() }
    }

    /// Reads a manifest; `None` when the text is none.
    pub(super) fn read(text: &str) -> Option<Self> {
        let has_sizes = text.starts_with(FIRST_LINE);
        if !has_sizes && !text.starts_with(WITHOUT_SIZES) {
            return None;
        }
        let files = text.lines().skip(1).map(|line| {
            let (hash, rest) = line.split_once(' ')?;
            let (size, path) = match has_sizes {
                true => {
                    let (size, path) = rest.split_once(' ')?;
                    (Some(size.parse().ok()?), path)
                }
                false => (None, rest),
            };
            let fingerprint = Fingerprint::read(hash)?;
            Some((path.to_owned(), Content { fingerprint, size }))
        });
        Some(Self {
            files: files.collect::<Option<_>>()?,
        })
    }

    /// The manifest as text: a line for each file, after one that says what it is.
    pub(super) fn text(&self) -> String {
        let mut text = format!("{FIRST_LINE}: docent wrote this folder and may replace it\n");
        for (path, content) in &self.files {
            let size = content.size.unwrap_or_default();
            let _ = writeln!(text, "{} {size} {path}", content.fingerprint);
        }
        text
    }

    /// What docent wrote at a path.
    pub(super) fn get(&self, path: &str) -> Option<&Content> {
        self.files.get(path)
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_is_read_as_it_was_written_and_as_it_was_once_written() {
        let files = [("a b.html", "x"), ("c", "")].map(|(path, text)| (path.to_owned(), Content::of(text.as_bytes())));
        let manifest = Manifest::of(files.into_iter());
        assert_eq!(Manifest::read(&manifest.text()), Some(manifest.clone()));
        let old = format!("{WITHOUT_SIZES}: x\n{} a b.html\n", Fingerprint::of(b"x"));
        let old = Manifest::read(&old).expect("a manifest");
        let known = old.get("a b.html").expect("the file");
        assert_eq!((known.fingerprint, known.size), (Fingerprint::of(b"x"), None));
        for text in ["", "docent", "docent-site 2: x\nzz 1 a\n", "docent-site 2: x\na\n"] {
            assert_eq!(Manifest::read(text), None, "{text}");
        }
    }
}
