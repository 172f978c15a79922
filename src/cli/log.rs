//! `docent log`

use clap::{Args, ValueEnum};

use super::progress::Progress;
use super::{Global, Outcome, place, print};
use crate::pipeline::{self, Options};
use crate::report::{self, Log as Told};
use crate::repository::Repository;

/// How it is used, at the end of its help.
const EXAMPLES: &str = "\
Examples:
  docent log RW-5
  docent log rewrites/0005-position-stream.md -n 5
  docent log RW-5 --format json

JSON: an object with
  id, title, type, path, state (in the file; null where there is none)
  history: whole, shallow, damaged, not-committed or no-git
  uncommitted_changes: whether the file differs from what is committed; null when unknown
  created, created_by, updated, updated_by
  contributors, reviewers: [{ name, email, revisions, last }]
  states, oldest first: [{ state, since, by, commit, days }], days until the next one or today
  revisions_in_all: how many there are
  revisions, newest first: [{ commit, date, author, subject, path, state, state_before,
    renamed_from, deleted }], state where it changed
People are { name, email }, instants RFC 3339; what is unknown is null. Keys may be added, none is renamed.";

/// Tell the past of a document: its states and its revisions.
///
/// Says who made it, changed and reviewed it, since when it is in which state, and which commits changed it, through
/// renames. All of it comes from Git; what Git does not know here is said to be unknown.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Log {
    /// Id of the document, or its path.
    #[arg(value_name = "ID")]
    document: String,
    /// Show only the newest revisions.
    #[arg(short = 'n', long = "number", value_name = "N")]
    number: Option<usize>,
    /// How to print it.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    format: Format,
    /// The day until which the last state is counted.
    #[arg(long, value_name = "DATE")]
    today: Option<String>,
}

/// How to print a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

pub(super) fn run(log: &Log, global: &Global) -> anyhow::Result<Outcome> {
    let repository = place::open(global)?;
    let today = place::today(log.today.as_deref())?;
    let progress = Progress::begin(global, &pipeline::STAGES_OF_CHECK);
    let options = Options {
        observer: progress.observer(),
        ..Options::default()
    };
    let snapshot = repository.work_tree()?;
    let organisation = pipeline::check_with_history(snapshot, &repository, None, &options);
    progress.end();
    place::must_hold_documents(&organisation, &repository)?;
    let corpus = &organisation.corpus;
    let document = corpus.get(place::document(&repository, global, corpus, &log.document)?);
    let told = Told::new(corpus, document, &organisation.history, today, log.number);
    let told = told.with_uncommitted_changes(differs(&repository, document.path()));
    match log.format {
        Format::Text => print::line(&report::log_text(&told, print::terminal_width()))?,
        Format::Json => print::line(&report::log_json(&told))?,
    }
    Ok(Outcome::Clean)
}

/// Whether a file differs from the commit that is checked out; `None` when Git does not say.
fn differs(repository: &Repository, path: &camino::Utf8Path) -> Option<bool> {
    let changes = repository.changes(repository.head()?, None).ok()?;
    Some(changes.iter().any(|it| it.path == path))
}
