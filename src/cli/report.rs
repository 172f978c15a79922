//! `docent report`

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::progress::Progress;
use super::{Global, Outcome, place, print};
use crate::history::Reach;
use crate::insight::period::Period;
use crate::pipeline::{self, Options};
use crate::report::{self, PeriodReport};
use crate::repository::Repository;

/// How many days before the last one is the first, where nobody says. Both are told of, so that nothing is lost between two
/// weekly messages, whatever the time of day at which they are made.
const WEEK: i64 = 7;

/// How it is used, at the end of its help.
const EXAMPLES: &str = "\
Examples:
  docent report                                        # since this day last week
  docent report --since 2026-10-01 --as-of 2026-12-31  # a quarter, as it stood on its last day
  docent report --since '2 weeks' --format markdown > week.md

With --as-of, the documents are read from the commit that was checked out at the end of that day, and overdue is \
what was overdue then.

JSON: keys are added without changing `version`; what is unknown is null.";

/// Tell what happened in a period: what was decided, shipped, measured, broke, and is overdue.
///
/// Short enough for a weekly message. Lists are cut at ten entries and say how many more there are; JSON holds them all.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Report {
    /// From this day on, or from so long before the last: `2026-11-01`, `2 weeks`; one week, when left out.
    #[arg(long, value_name = "DATE|TIME")]
    since: Option<String>,
    /// Until this day, and as everything stood then; today, when left out.
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// How to print it.
    #[arg(long, short, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    format: Format,
}

/// How to print a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal or a plain mail.
    Text,
    /// For a chat message or a page; documents are linked where `base_url` is set.
    Markdown,
    /// For programs.
    Json,
}

pub(super) fn run(wanted: &Report, global: &Global) -> anyhow::Result<Outcome> {
    let repository = place::open(global)?;
    let as_of = place::today(wanted.as_of.as_deref())?;
    let period = Period {
        since: since(wanted.since.as_deref(), as_of)?,
        as_of,
    };
    let (snapshot, commit) = match &wanted.as_of {
        None => (repository.work_tree()?, None),
        Some(_) => {
            let commit = commit_on(&repository, as_of)?;
            (repository.snapshot(commit)?, Some(commit))
        }
    };
    let progress = Progress::begin(global, &pipeline::STAGES_OF_CHECK);
    let options = Options {
        today: Some(as_of),
        observer: progress.observer(),
        ..Options::default()
    };
    let organisation = pipeline::check_with_history(snapshot, &repository, commit, &options);
    progress.end();
    place::must_hold_documents(&organisation, &repository)?;
    let (insights, happened) = organisation.happened(period);
    let told = PeriodReport {
        corpus: &organisation.corpus,
        insights: &insights,
        happened: &happened,
        base_url: organisation.corpus.config.base_url.as_deref(),
        caveat: caveat(organisation.history.reach),
    };
    match wanted.format {
        Format::Text => print::line(report::period_text(&told).trim_end())?,
        Format::Markdown => print::bytes(&report::period_markdown(&told))?,
        Format::Json => print::line(&report::period_json(&told))?,
    }
    if global.verbose {
        print::timings(&organisation.timings);
    }
    Ok(Outcome::Clean)
}

/// The first day: a day, or a length of time before the last one.
fn since(word: Option<&str>, as_of: Date) -> anyhow::Result<Date> {
    let back = |span: jiff::Span| as_of.checked_sub(span).context("that is before the first day there is");
    let Some(word) = word else {
        return back(jiff::Span::new().days(WEEK));
    };
    let since = match (word.parse::<Date>(), word.parse::<jiff::Span>()) {
        (Ok(day), _) => day,
        (Err(_), Ok(span)) => back(span)?,
        (Err(_), Err(_)) => bail!("`{word}` is neither a date like 2026-03-14 nor a length of time like `2 weeks`"),
    };
    if since > as_of {
        bail!("the period begins on {since}, after its last day {as_of}");
    }
    Ok(since)
}

fn commit_on(repository: &Repository, day: Date) -> anyhow::Result<crate::repository::ObjectId> {
    if !repository.has_git() {
        bail!(
            "there is no Git repository around `{}`, so nobody knows how its documents stood on {day}",
            repository.root()
        );
    }
    let commit = repository.head().and_then(|head| repository.commit_on(head, day));
    commit.with_context(|| format!("no commit that is known is from {day} or before"))
}

/// Why something may be missing from the report.
fn caveat(reach: Reach) -> Option<&'static str> {
    match reach {
        Reach::Whole | Reach::NotRead => None,
        Reach::NoGit => Some("there is no Git repository, so only what documents say of days is told"),
        Reach::NoCommit => Some("nothing is committed yet, so only what documents say of days is told"),
        Reach::Shallow => Some(
            "this clone is shallow, so what moved before it begins is not told; `git fetch --unshallow` gets the rest",
        ),
        Reach::Damaged => Some("objects of Git are missing, so some of what moved is not told"),
    }
}
