//! `docent list`

use std::collections::HashSet;

use anyhow::{Context, bail};
use camino::Utf8PathBuf;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use jiff::ToSpan;
use jiff::civil::Date;

use super::progress::Progress;
use super::{Global, Outcome, place, print};
use crate::check::Levels;
use crate::config::Level;
use crate::history::Reach;
use crate::model::Corpus;
use crate::pipeline::{self, Options, Organisation};
use crate::query::{self, Known, Order, Selection};
use crate::report::{self, Column, Listing};
use crate::repository::Repository;

/// How it is used, at the end of its help.
const EXAMPLES: &str = "\
Examples:
  docent list                                     # all documents
  docent list rewrite --state proposed --state accepted
  docent list initiative --owner ines-duarte --sort updated
  docent list --stale                             # nobody has changed them for 90 days
  docent list --overdue --format json
  docent list --changed-since HEAD~1              # differ from that commit, tag or branch
  docent list --columns id,title --format csv

JSON: an array of objects with the columns as keys; `updated` is an RFC 3339 instant, and what is unknown or not \
there is null.
CSV: a line of column names, then a line a document, every cell in quotes; a cell that a spreadsheet would take \
for a formula begins with an apostrophe.

Git is asked for the past only where `updated`, --stale or --changed-since need it.";

/// List documents.
///
/// Lists all documents, those of one type, or those that fit every option given. An option that is given several times fits
/// with any of its values.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct List {
    /// Name of a type, such as `rewrite`.
    #[arg(value_name = "TYPE")]
    of_type: Option<String>,
    /// In this state.
    #[arg(long, value_name = "STATE")]
    state: Vec<String>,
    /// Of this owner.
    #[arg(long, value_name = "HANDLE")]
    owner: Vec<String>,
    /// Of this team.
    #[arg(long, value_name = "TEAM")]
    team: Vec<String>,
    /// With this tag.
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// Not changed for so many days, and neither at its end nor set aside.
    #[arg(long, value_name = "DAYS", num_args = 0..=1, require_equals = true, default_missing_value = "90")]
    stale: Option<u16>,
    /// With an action, a follow-up or a decision that is overdue.
    #[arg(long)]
    overdue: bool,
    /// Changed on this day or later by a commit; or different from what they were in this commit, tag or branch.
    #[arg(long, value_name = "DATE|REV")]
    changed_since: Option<String>,
    /// In which order.
    #[arg(long, value_enum, value_name = "ORDER", default_value_t = Sort::Id)]
    sort: Sort,
    /// What to tell of each.
    #[arg(long, value_name = "COLUMN", value_delimiter = ',', value_parser = column(), default_values = names())]
    columns: Vec<Column>,
    /// How to print it.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Table)]
    format: Format,
    /// The day that overdue and stale are counted from.
    #[arg(long, value_name = "DATE")]
    today: Option<String>,
}

/// How to print a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people; cut to the width of a terminal, without paths on a narrow one; whole elsewhere.
    Table,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
}

/// What to list by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Sort {
    /// Type, then number.
    Id,
    /// The last change, newest first.
    Updated,
    /// Type, then the order of its states.
    State,
    /// Handle of the owner.
    Owner,
    /// Title.
    Title,
}

impl Sort {
    fn order(self) -> Order {
        match self {
            Sort::Id => Order::Id,
            Sort::Updated => Order::Updated,
            Sort::State => Order::State,
            Sort::Owner => Order::Owner,
            Sort::Title => Order::Title,
        }
    }
}

fn names() -> [&'static str; 8] {
    Column::ALL.map(Column::name)
}

fn column() -> impl TypedValueParser<Value = Column> {
    // Only the names of columns come through.
    PossibleValuesParser::new(names()).map(|name| Column::named(&name).unwrap_or(Column::Id))
}

pub(super) fn run(list: &List, global: &Global) -> anyhow::Result<Outcome> {
    let repository = place::open(global)?;
    let today = place::today(list.today.as_deref())?;
    let since = Since::read(&repository, list.changed_since.as_deref())?;
    let needs_history = list.columns.contains(&Column::Updated)
        || list.sort == Sort::Updated
        || list.stale.is_some()
        || matches!(since, Since::Day(_));
    // Whoever asks what is overdue wants to know, even where these rules are switched off for everyone.
    let overdue = query::OVERDUE_RULES.map(|rule| (rule.to_owned(), Level::Warn));
    let progress = Progress::begin(global, &pipeline::STAGES_OF_CHECK);
    let options = Options {
        today: Some(today),
        levels: Levels {
            rules: overdue.to_vec(),
            ..Levels::default()
        },
        observer: progress.observer(),
        ..Options::default()
    };
    let snapshot = repository.work_tree()?;
    let organisation = match needs_history {
        true => pipeline::check_with_history(snapshot, &repository, None, &options),
        false => pipeline::check(snapshot, &options),
    };
    progress.end();
    place::must_hold_documents(&organisation, &repository)?;
    let corpus = &organisation.corpus;
    let selection = selection(list, corpus, today, since)?;
    must_have_dates(&selection, &organisation, &repository)?;
    let mut selected = query::select(
        Known {
            corpus,
            history: &organisation.history,
            diagnostics: &organisation.checked.diagnostics,
        },
        &selection,
    );
    query::sort(
        &mut selected.documents,
        list.sort.order(),
        corpus,
        &organisation.history,
    );
    let listing = Listing {
        corpus,
        history: &organisation.history,
        documents: &selected.documents,
        columns: &list.columns,
    };
    match list.format {
        Format::Table if selected.documents.is_empty() => {}
        Format::Table => print::line(&report::listing_table(&listing, print::terminal_width()))?,
        Format::Json => print::line(&report::json(&listing))?,
        Format::Csv => print::line(&report::csv(&listing))?,
    }
    if !global.quiet {
        notes(&organisation, &selected);
    }
    Ok(Outcome::Clean)
}

/// What `--changed-since` names.
enum Since {
    /// It was not given.
    Ever,
    Day(Date),
    /// The files that differ from a commit.
    Files(HashSet<Utf8PathBuf>),
}

impl Since {
    fn read(repository: &Repository, word: Option<&str>) -> anyhow::Result<Self> {
        let Some(word) = word else {
            return Ok(Since::Ever);
        };
        if let Ok(day) = word.parse() {
            return Ok(Since::Day(day));
        }
        let commit = repository
            .resolve(word)
            .with_context(|| format!("`{word}` is neither a date like 2026-03-14 nor a revision"))?;
        let changes = repository.changes(commit, None)?;
        Ok(Since::Files(changes.into_iter().map(|it| it.path).collect()))
    }
}

fn selection(list: &List, corpus: &Corpus, today: Date, since: Since) -> anyhow::Result<Selection> {
    let of_type = list.of_type.as_deref().map(|word| query::of_type(corpus, word));
    let of_type = of_type.transpose()?;
    let all = |words: &[String], known: &dyn Fn(&str) -> Result<String, query::NoSuchWord>| {
        words.iter().map(|word| known(word)).collect::<Result<Vec<_>, _>>()
    };
    let stale_before = list.stale.map(|days| today.saturating_sub(i32::from(days).days()));
    let (changed_since, among) = match since {
        Since::Ever => (None, None),
        Since::Day(day) => (Some(day), None),
        Since::Files(files) => (None, Some(files)),
    };
    Ok(Selection {
        of_type,
        states: all(&list.state, &|word| {
            query::state(corpus, of_type, word).map(str::to_owned)
        })?,
        owners: all(&list.owner, &|word| query::owner(corpus, word).map(str::to_owned))?,
        teams: all(&list.team, &|word| query::team(corpus, word).map(str::to_owned))?,
        tags: all(&list.tag, &|word| query::tag(corpus, word).map(str::to_owned))?,
        stale_before,
        changed_since,
        among,
        overdue: list.overdue,
    })
}

/// Without Git nobody knows when anything was changed, and an empty list would look like an answer.
fn must_have_dates(selection: &Selection, organisation: &Organisation, repository: &Repository) -> anyhow::Result<()> {
    if selection.needs_history() && organisation.history.reach == Reach::NoGit {
        bail!(
            "there is no Git repository around `{}`, so nobody knows when its documents were changed",
            repository.root()
        );
    }
    Ok(())
}

/// Says what is not in the list, and why.
fn notes(organisation: &Organisation, selected: &query::Selected) {
    if selected.documents.is_empty() {
        print::beside("no document fits");
    }
    let because = match organisation.history.reach {
        Reach::Shallow => "this clone is shallow; `git fetch --unshallow` gets the rest",
        _ => "Git does not have it",
    };
    match selected.unknown {
        0 => {}
        1 => print::note(&format!(
            "left out: 1 document whose last change is unknown, because {because}"
        )),
        several => print::note(&format!(
            "left out: {several} documents whose last change is unknown, because {because}"
        )),
    }
}
