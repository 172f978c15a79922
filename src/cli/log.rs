//! `docent log`

use clap::{Args, ValueEnum};

use super::{Global, Outcome, place, print};
use crate::pipeline::{self, Options};
use crate::report::{self, Log as Told};
use crate::repository::Repository;

/// Tell the past of a document: its states and its revisions.
///
/// Says who made it, changed and reviewed it, since when it is in which state, and which commits changed it, through
/// renames. All of it comes from Git; what Git does not know here is said to be unknown.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  docent log RW-12\n  docent log rewrites/0012-orders.md -n 5\n  docent log RW-12 \
                       --format json\n\nJSON: an object with\n  id, title, type, path, state (in the file; null where \
                       there is none)\n  history: whole, shallow, damaged, not-committed or no-git\n  \
                       uncommitted_changes: whether the file differs from what is committed; null when unknown\n  \
                       created, created_by, updated, updated_by\n  contributors, reviewers: [{ name, email, revisions, \
                       last }]\n  states, oldest first: [{ state, since, by, commit, days }], days until the next one or \
                       today\n  revisions_in_all: how many there are\n  revisions, newest first: [{ commit, date, author, \
                       subject, path, state, state_before, renamed_from, deleted }], state where it \
                       changed\nPeople are { name, email }, instants RFC 3339; what is unknown is null. Keys may be \
                       added, none is renamed."
)]
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
    let snapshot = repository.work_tree()?;
    let organisation = pipeline::check_with_history(snapshot, &repository, None, &Options::default());
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
