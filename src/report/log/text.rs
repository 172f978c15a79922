//! The past of a document as people read it.

use camino::Utf8Path;

use super::{Entry, Known, Log, Name, Part};
use crate::history::Moment;
use crate::report::plain::plain;
use crate::report::table::{Keep, aligned};

const BOLD: &str = "\u{1b}[1m";
const RESET: &str = "\u{1b}[0m";
/// How many digits of a commit's id are shown.
const SHORT: usize = 10;

/// A log as text, its revisions cut to a width where one is given. Carries ANSI codes.
pub fn log_text(log: &Log, width: Option<usize>) -> String {
    let mut lines = vec![format!("{BOLD}{}  {}{RESET}", plain(&log.id), plain(&log.title))];
    lines.extend(facts(log));
    if !log.states.is_empty() {
        lines.push(format!("\n{BOLD}States{RESET}"));
        lines.extend(states(log));
    }
    if log.revisions_in_all > 0 {
        let count = match log.revisions.len() {
            shown if shown < log.revisions_in_all => format!(" ({shown} of {})", log.revisions_in_all),
            _ => String::new(),
        };
        lines.push(format!("\n{BOLD}Revisions{RESET}{count}"));
        lines.extend(revisions(&log.revisions, width));
    }
    let notes = notes(log);
    if !notes.is_empty() {
        lines.push(String::new());
        lines.extend(notes);
    }
    lines.join("\n")
}

fn facts(log: &Log) -> Vec<String> {
    let when = |moment: Option<Moment>, by: Option<&Name>| match (moment, by) {
        (None, None) => "unknown".to_owned(),
        (moment, by) => {
            let by = by.map(|it| format!(" by {}", it.name)).unwrap_or_default();
            format!("{}{by}", day(moment))
        }
    };
    let people = |parts: &[Part]| {
        let part = |it: &Part| match it.revisions {
            1 => it.who.name.clone(),
            several => format!("{} ({several})", it.who.name),
        };
        parts.iter().map(part).collect::<Vec<_>>().join(", ")
    };
    let has_past = !matches!(log.history, Known::NotCommitted | Known::NoGit);
    let facts = [
        ("type", Some(log.r#type.clone())),
        ("path", Some(log.path.clone())),
        ("state", log.state.clone()),
        ("created", has_past.then(|| when(log.created, log.created_by.as_ref()))),
        ("updated", has_past.then(|| when(log.updated, log.updated_by.as_ref()))),
        ("contributors", Some(people(&log.contributors))),
        ("reviewers", Some(people(&log.reviewers))),
    ];
    let filled = facts
        .into_iter()
        .filter_map(|(name, fact)| Some((name, fact.filter(|it| !it.is_empty())?)));
    filled
        .map(|(name, fact)| format!("{name:<12}  {}", plain(&fact)))
        .collect()
}

fn states(log: &Log) -> Vec<String> {
    let last = log.states.len() - 1;
    let row = |(position, stay): (usize, &super::Stay)| {
        let days = match stay.days {
            None => String::new(),
            Some(1) => "1 day".to_owned(),
            Some(days) => format!("{days} days"),
        };
        let until = if position == last && stay.days.is_some() {
            " until today"
        } else {
            ""
        };
        let by = stay.by.as_ref().map_or("", |it| &it.name);
        vec![plain(&stay.state), day(stay.since), plain(by), format!("{days}{until}")]
    };
    let rows: Vec<_> = log.states.iter().enumerate().map(row).collect();
    indented(aligned(&rows, &[Keep::Whole; 4], None))
}

fn revisions(entries: &[Entry], width: Option<usize>) -> Vec<String> {
    let row = |entry: &Entry| {
        vec![
            day(entry.date),
            entry.commit.chars().take(SHORT).collect(),
            plain(&entry.author.name),
            plain(&what(entry)),
            plain(&entry.subject),
        ]
    };
    let rows: Vec<_> = entries.iter().map(row).collect();
    let keep = [
        Keep::Whole,
        Keep::Whole,
        Keep::Start(8),
        Keep::Start(12),
        Keep::Start(16),
    ];
    indented(aligned(&rows, &keep, width.map(|it| it.saturating_sub(2))))
}

/// What a revision did to the document as a whole.
fn what(entry: &Entry) -> String {
    let state = match (&entry.state_before, &entry.state) {
        (Some(before), Some(state)) => Some(format!("{before} → {state}")),
        (None, state) => state.clone(),
        _ => None,
    };
    let renamed = entry.renamed_from.as_ref().map(|from| {
        let (old, new) = (Utf8Path::new(from), Utf8Path::new(&entry.path));
        let is_beside = old.parent() == new.parent();
        format!("renamed from {}", old.file_name().filter(|_| is_beside).unwrap_or(from))
    });
    let deleted = entry.deleted.then(|| "deleted".to_owned());
    let all = [state, renamed, deleted].into_iter().flatten();
    all.collect::<Vec<_>>().join(", ")
}

/// What is not known, and how to come to know it.
fn notes(log: &Log) -> Vec<String> {
    let mut notes = Vec::new();
    match log.history {
        Known::Whole => {}
        Known::Shallow => notes.push(
            "This clone is shallow, so what came before is unknown. `git fetch --unshallow` gets the rest; in CI, set \
             `fetch-depth: 0` for actions/checkout on GitHub, `GIT_DEPTH: 0` on GitLab."
                .to_owned(),
        ),
        Known::Damaged => notes.push(
            "Some of Git's objects are missing or broken, so what they would say is unknown. `git fetch --refetch` gets \
             those that a partial clone lacks; `git fsck` says what is broken."
                .to_owned(),
        ),
        Known::NotCommitted => {
            notes.push("The document is not committed yet: its past begins with its first commit.".to_owned());
        }
        Known::NoGit => notes.push(
            "There is no Git repository here, so nothing is known of its past; `git init` begins one.".to_owned(),
        ),
    }
    let committed = !matches!(log.history, Known::NotCommitted | Known::NoGit);
    if committed && log.uncommitted_changes == Some(true) {
        let now = log.states.last().map(|it| &it.state);
        let state = log.state.as_ref().filter(|state| now.is_some_and(|now| now != *state));
        let state = state
            .map(|it| format!(", among them its state `{}`", plain(it)))
            .unwrap_or_default();
        notes.push(format!("The file has changes that are not committed yet{state}."));
    }
    notes
}

/// The day of a moment.
fn day(moment: Option<Moment>) -> String {
    moment.map_or_else(|| "unknown".to_owned(), |moment| moment.date().to_string())
}

fn indented(lines: Vec<String>) -> Vec<String> {
    lines.into_iter().map(|line| format!("  {line}")).collect()
}
