//! `docent check --fix`

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};
use clap::Args;

use super::print;
use crate::author::{self, Mended};
use crate::diagnostic::Diagnostic;
use crate::pipeline::{Base, Organisation};
use crate::report;
use crate::repository::{Repository, Rewrite, Snapshot};

/// Most times that the files are checked again after a fix: some fixes have to wait for others.
const MOST_ROUNDS: usize = 24;

#[derive(Debug, Args)]
pub(super) struct Fixing {
    /// Mend what has one obvious mending, and report what is left. Other bytes of the files stay as they are.
    #[arg(long, conflicts_with_all = ["rev", "as_state", "baseline_update"])]
    pub(super) fix: bool,
    /// Show what `--fix` would change, as a diff that `git apply` takes, and change nothing.
    #[arg(long, requires = "fix")]
    diff: bool,
}

/// What became of the fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// They were made; what is left is still to be reported.
    Beside,
    /// They were shown, and nothing else is to be said.
    Instead,
}

/// A file that fixes have changed.
struct Touched {
    /// Where it was.
    from: Utf8PathBuf,
    /// The text it had.
    old: String,
    /// The text it has.
    new: String,
}

/// Files with fixes made, in memory.
#[derive(Default)]
pub(super) struct Fixed {
    /// By the paths they have now.
    files: BTreeMap<Utf8PathBuf, Touched>,
    /// What was fixed: place and what was done.
    told: Vec<String>,
}

/// Mends in memory until nothing is left that has an obvious mending. `check` checks a snapshot; `wanted` says which findings count.
pub(super) fn mend(
    mut snapshot: Snapshot,
    mut base: Option<Base>,
    wanted: &dyn Fn(&Utf8Path) -> bool,
    check: &dyn Fn(Snapshot, Option<Base>) -> anyhow::Result<Organisation>,
) -> anyhow::Result<(Organisation, Fixed)> {
    let mut fixed = Fixed::default();
    for _ in 0..MOST_ROUNDS {
        let organisation = check(snapshot.clone(), base.clone())?;
        let found = organisation.checked.diagnostics.iter();
        let found: Vec<&Diagnostic> = found.filter(|it| wanted(&it.path)).collect();
        let text_of = |path: &Utf8Path| organisation.source(path, false).map(|source| source.text);
        let mended = author::mend(&found, &organisation.corpus, &organisation.links, text_of);
        if mended.fixed.is_empty() {
            return Ok((organisation, fixed));
        }
        fixed.take_in(&mended, &found, &organisation);
        (snapshot, base) = after(snapshot, base, &mended, &organisation);
    }
    Ok((check(snapshot, base)?, fixed))
}

/// The files and the base after a round.
fn after(
    mut snapshot: Snapshot,
    mut base: Option<Base>,
    mended: &Mended,
    organisation: &Organisation,
) -> (Snapshot, Option<Base>) {
    for (path, text) in &mended.texts {
        snapshot = snapshot.with_texts([(path.to_path_buf(), text)]);
        base = base.map(|base| noting(base, path, None));
    }
    for rename in &mended.renames {
        let text = mended.texts.get(&rename.from).cloned();
        let text = text.or_else(|| Some(organisation.source(&rename.from, false)?.text.to_string()));
        snapshot = snapshot
            .without(&rename.from)
            .with_texts([(rename.to.clone(), text.unwrap_or_default())]);
        base = base.map(|base| noting(base, &rename.to, Some(&rename.from)));
    }
    (snapshot, base)
}

fn noting(mut base: Base, path: &Utf8Path, from: Option<&Utf8Path>) -> Base {
    base.note_change(path, from);
    base
}

impl Fixed {
    fn take_in(&mut self, mended: &Mended, found: &[&Diagnostic], organisation: &Organisation) {
        for position in &mended.fixed {
            let diagnostic = found[*position];
            let source = organisation.source(&diagnostic.path, false);
            let line = source.map_or(1, |source| source.lines.line(diagnostic.span.start));
            let title = diagnostic.fix.as_ref().map_or("", |fix| fix.title.as_str());
            self.told
                .push(format!("{}:{line}: {title} [{}]", diagnostic.path, diagnostic.rule));
        }
        let moved = mended.renames.iter().map(|rename| &rename.from);
        let paths: BTreeSet<_> = mended.texts.keys().chain(moved).collect();
        for path in paths {
            let text = || {
                organisation
                    .source(path, false)
                    .map_or_else(String::new, |it| it.text.to_string())
            };
            let touched = self.files.remove(&**path).unwrap_or_else(|| Touched {
                from: path.to_path_buf(),
                old: text(),
                new: text(),
            });
            let new = mended.texts.get(path).cloned().unwrap_or(touched.new);
            self.files
                .insert(author::moved_to(path, &mended.renames), Touched { new, ..touched });
        }
    }

    /// Writes all files, or shows what would be written.
    pub(super) fn finish(&self, fixing: &Fixing, repository: &Repository, quiet: bool) -> anyhow::Result<Shown> {
        let files = self.files.iter();
        let rewrites: Vec<_> = files
            .map(|(path, touched)| Rewrite {
                path: touched.from.clone(),
                to: path.clone(),
                old: touched.old.clone(),
                new: touched.new.clone(),
            })
            .collect();
        if fixing.diff {
            for it in &rewrites {
                print::bytes(&report::diff(&it.path, &it.to, &it.old, &it.new))?;
            }
            return Ok(Shown::Instead);
        }
        repository.rewrite(&rewrites)?;
        if !quiet {
            for line in &self.told {
                print::beside(&format!("fixed {}", report::lines(line)));
            }
        }
        Ok(Shown::Beside)
    }
}
