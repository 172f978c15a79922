//! What there is at a route of the preview.

use std::sync::Arc;

use sha2::{Digest, Sha256};

/// What there is at a route.
#[derive(Clone, Debug)]
pub(super) enum Found {
    /// A page or a file.
    Bytes {
        /// What it holds.
        bytes: Arc<[u8]>,
        /// Changes with it; empty for what is no page.
        digest: String,
    },
    /// Nothing; with the page that says so.
    Missing(Option<Arc<[u8]>>),
    /// A page that cannot be made; why.
    Failed {
        /// A text for people.
        why: Arc<str>,
        /// Changes with it.
        digest: String,
    },
}

/// A word that changes with some bytes.
pub(super) fn digest(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
