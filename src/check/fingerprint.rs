//! What makes two diagnostics the same although lines moved between them.

use std::collections::HashMap;

use camino::Utf8Path;
use sha2::{Digest, Sha256};

use crate::diagnostic::Diagnostic;
use crate::model::Corpus;

/// The rule, the document, the section and the message: everything but the place.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint {
    /// Id of the document; the path of a file that is none.
    pub document: String,
    /// Name of the rule.
    pub rule: String,
    /// The section it is about; empty where it is about none.
    pub section: String,
    /// What is wrong.
    pub message: String,
}

impl Fingerprint {
    /// The fingerprint of a diagnostic. A document is known by its id, so that a new file name makes nothing new; two
    /// documents that share one are known by their paths.
    pub fn of(diagnostic: &Diagnostic, corpus: &Corpus) -> Self {
        Self {
            document: document(&diagnostic.path, corpus),
            rule: diagnostic.rule.to_owned(),
            section: diagnostic.section.as_deref().unwrap_or_default().to_owned(),
            message: diagnostic.message.clone(),
        }
    }

    /// Thirty-two hexadecimal digits that stand for it. `occurrence` counts those before it that are the same, from 0.
    pub fn digest(&self, occurrence: usize) -> String {
        let parts = [&self.rule, &self.document, &self.section, &self.message];
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        hash.update(occurrence.to_string().as_bytes());
        hash.finalize()
            .iter()
            .take(16)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

/// The digests of diagnostics, in their order; no two are the same.
pub fn digests(diagnostics: &[&Diagnostic], corpus: &Corpus) -> Vec<String> {
    let mut seen: HashMap<Fingerprint, usize> = HashMap::new();
    let digest = |diagnostic: &&Diagnostic| {
        let fingerprint = Fingerprint::of(diagnostic, corpus);
        let count = seen.entry(fingerprint.clone()).or_insert(0);
        *count += 1;
        fingerprint.digest(*count - 1)
    };
    diagnostics.iter().map(digest).collect()
}

fn document(path: &Utf8Path, corpus: &Corpus) -> String {
    let document = corpus.by_path(path).map(|index| corpus.get(index));
    let id = document.map(|document| document.id.value.as_str());
    let only = id.filter(|id| corpus.all_by_id(id).len() == 1);
    only.unwrap_or(path.as_str()).to_owned()
}
