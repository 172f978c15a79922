//! `docent check`

use std::mem::ManuallyDrop;

use camino::Utf8PathBuf;
use clap::Args;

use super::{Global, Outcome, place, print};
use crate::diagnostic::Diagnostic;
use crate::history::BranchSelection;
use crate::pipeline::{self, Options, Organisation};
use crate::report::Summary;

/// Say what is wrong with the documents.
///
/// Checks all documents of the repository, so that a reference from one to another is known, and reports on those under
/// PATH, or on all. Before a document's gate (such as `proposed`), what is missing is a warning; from it on, an error.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  docent check\n  docent check rewrites/0012-orders.md\n  docent check --as accepted \
                             rewrites/0012-orders.md   what would be missing"
)]
pub(super) struct Check {
    /// Files or folders to report on.
    #[arg(value_name = "PATH")]
    paths: Vec<Utf8PathBuf>,
    /// Judge documents as if they were in this state.
    #[arg(long = "as", value_name = "STATE")]
    as_state: Option<String>,
    /// Check this commit, branch or tag instead of the work tree. Works in a bare repository too.
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    /// The day that overdue and stale are counted from.
    #[arg(long, value_name = "DATE")]
    today: Option<String>,
}

pub(super) fn run(check: &Check, global: &Global) -> anyhow::Result<Outcome> {
    let repository = place::open(global)?;
    let options = Options {
        today: Some(place::today(check.today.as_deref())?),
        as_state: check.as_state.clone(),
        branches: Some(BranchSelection::IfSomethingIsNew),
    };
    let mut within = Vec::new();
    for path in &check.paths {
        within.push(place::within(&repository, global, path)?);
    }
    // The process ends after this, and the system takes all memory back at once: freeing it piece by piece takes longer.
    let (snapshot, commit) = place::snapshot(&repository, check.rev.as_deref())?;
    let organisation = pipeline::check_with_branches(snapshot, &repository, commit, &options);
    let organisation = ManuallyDrop::new(organisation);
    place::must_hold_documents(&organisation, &repository)?;
    if let Some(state) = &check.as_state {
        known_state(&organisation, state)?;
    }
    let wanted = |path: &camino::Utf8Path| within.is_empty() || within.iter().any(|folder| path.starts_with(folder));
    let found: Vec<&Diagnostic> = organisation
        .checked
        .diagnostics
        .iter()
        .filter(|it| wanted(&it.path))
        .collect();
    print::diagnostics(&organisation, &found)?;
    if !global.quiet {
        let documents = organisation
            .corpus
            .documents()
            .iter()
            .filter(|it| wanted(it.path()))
            .count();
        print::line(&Summary::of(found.iter().copied(), documents).line())?;
    }
    if global.verbose {
        print::timings(&organisation.timings);
    }
    Ok(if print::has_errors(&found) {
        Outcome::Errors
    } else {
        Outcome::Clean
    })
}

/// A state that no type has is a slip of the keyboard, not a preview of nothing.
fn known_state(organisation: &Organisation, state: &str) -> anyhow::Result<()> {
    let definitions = &organisation.corpus.definitions;
    let names = || {
        definitions
            .iter()
            .flat_map(|(_, definition)| definition.lifecycle.names())
    };
    if names().any(|name| name == state) {
        return Ok(());
    }
    let hint = crate::diagnostic::did_you_mean(state, names());
    let hint = hint.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
    anyhow::bail!("no type has a state `{state}`{hint}")
}
