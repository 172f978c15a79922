//! `docent check`

use std::mem::ManuallyDrop;

use camino::{Utf8Path, Utf8PathBuf};
use clap::Args;

use super::fix::{self, Fixing, Shown};
use super::format::{Formats, Surroundings};
use super::progress::Progress;
use super::strictness::Strictness;
use super::{Global, Outcome, base, place, print};
use crate::diagnostic::Diagnostic;
use crate::history::BranchSelection;
use crate::pipeline::{self, Options, Organisation, Origin};
use crate::report::BaseName;
use crate::repository::{ObjectId, Repository, Snapshot};

/// How it is used, at the end of its help.
const EXAMPLES: &str = "\
Examples:
  docent check
  docent check rewrites/0009-dispatch-board-front-end.md
  docent check --as accepted rewrites/0009-dispatch-board-front-end.md  # what would be missing
  docent check --base origin/main              # what this branch makes wrong
  docent check --fix --diff                    # what can be mended, and how
  docent check --format github --output sarif=docent.sarif  # annotations, and a file";

/// Say what is wrong with the documents.
///
/// Checks all documents of the repository, so that a reference from one to another is known, and reports on those under
/// PATH, or on all. Before a document's gate (such as `proposed`), what is missing is a warning; from it on, an error.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Check {
    /// Files or folders to report on.
    #[arg(value_name = "PATH")]
    paths: Vec<Utf8PathBuf>,
    /// Report only what changed since this revision: the whole of documents whose state moved, and elsewhere what the
    /// change made wrong. Compared is with the commit at which the change began.
    #[arg(long, value_name = "REV", conflicts_with = "as_state")]
    base: Option<String>,
    /// Report on all documents, whatever a CI service or `check.base` in `docent.yaml` says.
    #[arg(long, conflicts_with = "base")]
    all: bool,
    /// Judge documents as if they were in this state.
    #[arg(long = "as", value_name = "STATE")]
    as_state: Option<String>,
    /// Check this commit, branch or tag instead of the work tree. Works in a bare repository too.
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    #[command(flatten)]
    strictness: Strictness,
    #[command(flatten)]
    fixing: Fixing,
    #[command(flatten)]
    formats: Formats,
    /// The day that overdue and stale are counted from.
    #[arg(long, value_name = "DATE")]
    today: Option<String>,
}

pub(super) fn run(check: &Check, global: &Global) -> anyhow::Result<Outcome> {
    let repository = place::open(global)?;
    let progress = Progress::begin(global, &pipeline::STAGES_OF_CHECK);
    let options = Options {
        today: Some(place::today(check.today.as_deref())?),
        as_state: check.as_state.clone(),
        branches: Some(BranchSelection::IfSomethingIsNew),
        levels: check.strictness.levels()?,
        observer: progress.observer(),
    };
    let mut within = Vec::new();
    for path in &check.paths {
        within.push(place::within(&repository, global, path)?);
    }
    let (snapshot, commit) = place::snapshot(&repository, check.rev.as_deref())?;
    let (base, since) = base(check, &repository, &snapshot, commit)?.unzip();
    let wanted = |path: &Utf8Path| within.is_empty() || within.iter().any(|folder| path.starts_with(folder));
    let once = |snapshot: Snapshot, base: Option<pipeline::Base>| -> anyhow::Result<Organisation> {
        let origin = Origin {
            repository: &repository,
            commit,
            base: since,
        };
        let mut organisation = match base {
            Some(base) => pipeline::check_since_with_branches(snapshot, base, origin, &options),
            None => pipeline::check_with_history(snapshot, &repository, commit, &options),
        };
        place::must_hold_documents(&organisation, &repository)?;
        // Files that are fixed are checked several times, and what is known need not be told each time.
        let quietly = global.quietly();
        let global = if check.fixing.fix { &quietly } else { global };
        let strictness = &check.strictness;
        strictness.apply_baseline(&mut organisation, &repository, global)?;
        Ok(organisation)
    };
    let organisation = if check.fixing.fix {
        let (organisation, fixed) = fix::mend(snapshot, base, &wanted, &once)?;
        if fixed.finish(&check.fixing, &repository, global.quiet)? == Shown::Instead {
            return Ok(Outcome::Clean);
        }
        organisation
    } else {
        once(snapshot, base)?
    };
    progress.end();
    // The process ends after this, and the system takes all memory back at once: freeing it piece by piece takes longer.
    let organisation = ManuallyDrop::new(organisation);
    if let Some(state) = &check.as_state {
        known_state(&organisation, state)?;
    }
    let found: Vec<&Diagnostic> = organisation
        .checked
        .diagnostics
        .iter()
        .filter(|it| wanted(&it.path))
        .collect();
    let surroundings = Surroundings {
        repository: &repository,
        base: base_name(&organisation, since),
        commit,
    };
    check
        .formats
        .tell(&organisation, &found, &wanted, surroundings, global)?;
    if global.verbose {
        print::timings(&organisation.timings);
    }
    Ok(if print::has_errors(&found) {
        Outcome::Errors
    } else {
        Outcome::Clean
    })
}

/// What the documents are compared with, and its commit, where they are.
fn base(
    check: &Check,
    repository: &Repository,
    snapshot: &Snapshot,
    commit: Option<ObjectId>,
) -> anyhow::Result<Option<(pipeline::Base, ObjectId)>> {
    if check.all || check.as_state.is_some() || check.strictness.baseline_update {
        return Ok(None);
    }
    let head = commit.or_else(|| repository.head());
    let configured = pipeline::configure(snapshot).config.check_base.clone();
    let Some(found) = base::find(repository, head, check.base.as_deref(), configured.as_deref())? else {
        return Ok(None);
    };
    let changes = repository.changes(found.commit, commit)?;
    let base = pipeline::Base {
        name: found.name,
        snapshot: repository.before(snapshot, &changes)?,
        changes,
    };
    Ok(Some((base, found.commit)))
}

fn base_name(organisation: &Organisation, since: Option<ObjectId>) -> Option<BaseName> {
    Some(BaseName {
        name: organisation.before.as_ref()?.base.name.clone(),
        commit: since?.to_string(),
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
