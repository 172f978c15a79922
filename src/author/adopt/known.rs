//! The problems that documents have when they are adopted.

use camino::Utf8Path;
use jiff::civil::Date;

use super::Adoption;
use crate::check::Baseline;
use crate::diagnostic::Severity;
use crate::pipeline::{self, Options, Organisation};
use crate::repository::{CONFIG_FILE, NewFile, Snapshot};

/// The file of problems that are known.
pub const BASELINE_FILE: &str = "docent-baseline.json";

/// What checking finds with the new definitions, before anything is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problems {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

impl Adoption {
    /// The organisation as it would be with these files.
    pub fn checked(&self, snapshot: &Snapshot, today: Date) -> Organisation {
        let files = self.files.iter().map(|it| (it.path.clone(), &it.text));
        let options = Options {
            today: Some(today),
            ..Options::default()
        };
        pipeline::check(snapshot.clone().with_texts(files), &options)
    }

    /// Adds a file with the problems that were found, so that only new ones count, where there are any.
    pub fn know(&mut self, organisation: &Organisation) -> Problems {
        let diagnostics = &organisation.checked.diagnostics;
        let of = |severity| diagnostics.iter().filter(|it| it.severity == severity).count();
        let problems = Problems {
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
        };
        if problems.errors + problems.warnings == 0 {
            return problems;
        }
        let config = self.files.iter_mut().find(|it| it.path == Utf8Path::new(CONFIG_FILE));
        if let Some(config) = config {
            config.text.push_str(&format!(
                "\n# Problems that were there when docent came; only new ones count. The file shrinks with `docent check \
                 --baseline-update`.\ncheck:\n  baseline: {BASELINE_FILE}\n"
            ));
        }
        self.files.push(NewFile {
            path: BASELINE_FILE.into(),
            text: Baseline::of(diagnostics, &organisation.corpus).text(),
            executable: false,
        });
        problems
    }
}
