//! The problems that an organisation had when it began, so that only new ones count.
//!
//! A baseline only ever shrinks: what is mended leaves it, and what is new is not taken in. To take stock again, delete the
//! file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::fingerprint::Fingerprint;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Corpus;

/// The version of the file's form.
const VERSION: u32 = 1;

/// Problems that are known, and how often each is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    known: BTreeMap<Fingerprint, usize>,
}

/// The file: JSON, sorted, one problem a line where it is short, so that a change of it reads well in a review.
#[derive(Serialize, Deserialize)]
struct File {
    version: u32,
    problems: Vec<Known>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    document: String,
    rule: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    section: String,
    message: String,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    count: usize,
}

fn one() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_one(count: &usize) -> bool {
    *count == 1
}

impl Baseline {
    /// All errors and warnings of a check.
    pub fn of<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>, corpus: &Corpus) -> Self {
        let mut known = BTreeMap::new();
        for diagnostic in diagnostics.into_iter().filter(|it| counts(it)) {
            *known.entry(Fingerprint::of(diagnostic, corpus)).or_insert(0) += 1;
        }
        Self { known }
    }

    /// Reads a baseline file.
    ///
    /// # Errors
    /// When the text is none; the message says what is wrong.
    pub fn read(text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if file.version != VERSION {
            return Err(format!(
                "it has version {}, and this docent reads version {VERSION}",
                file.version
            ));
        }
        let mut known = BTreeMap::new();
        for it in file.problems {
            let fingerprint = Fingerprint {
                document: it.document,
                rule: it.rule,
                section: it.section,
                message: it.message,
            };
            *known.entry(fingerprint).or_insert(0) += it.count;
        }
        Ok(Self { known })
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let problem = |(fingerprint, count): (&Fingerprint, &usize)| Known {
            document: fingerprint.document.clone(),
            rule: fingerprint.rule.clone(),
            section: fingerprint.section.clone(),
            message: fingerprint.message.clone(),
            count: *count,
        };
        let lines: Vec<_> = self
            .known
            .iter()
            .filter_map(|it| serde_json::to_string(&problem(it)).ok())
            .map(|line| format!("\n    {line}"))
            .collect();
        let end = if lines.is_empty() { "" } else { "\n  " };
        format!(
            "{{\n  \"version\": {VERSION},\n  \"problems\": [{}{end}]\n}}\n",
            lines.join(",")
        )
    }

    /// How many problems it knows.
    pub fn len(&self) -> usize {
        self.known.values().sum()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Drops what is known from findings, and says how much that was.
    pub fn apply(&self, diagnostics: &mut Vec<Diagnostic>, corpus: &Corpus) -> usize {
        let mut left = self.known.clone();
        let before = diagnostics.len();
        diagnostics.retain(|diagnostic| {
            let known = left.get_mut(&Fingerprint::of(diagnostic, corpus));
            match known.filter(|count| **count > 0 && counts(diagnostic)) {
                Some(count) => {
                    *count -= 1;
                    false
                }
                None => true,
            }
        });
        before - diagnostics.len()
    }

    /// What is left of it for what is new, when some of it was found before.
    #[must_use]
    pub fn without(mut self, found: &Baseline) -> Self {
        for (fingerprint, count) in &found.known {
            if let Some(known) = self.known.get_mut(fingerprint) {
                *known = known.saturating_sub(*count);
            }
        }
        self
    }

    /// What is left of it when only the problems of another one are still there.
    pub fn still(&self, found: &Baseline) -> Self {
        let both = self.known.iter().filter_map(|(fingerprint, count)| {
            let now = found.known.get(fingerprint)?;
            Some((fingerprint.clone(), *count.min(now)))
        });
        Self { known: both.collect() }
    }
}

/// What is only worth knowing changes with the day, and fails nothing.
fn counts(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity > Severity::Info
}
