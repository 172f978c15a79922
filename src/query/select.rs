//! The documents that fit a set of conditions.

use std::collections::HashSet;

use camino::{Utf8Path, Utf8PathBuf};
use jiff::civil::Date;

use super::word::tags;
use crate::definition::TypeIndex;
use crate::diagnostic::Diagnostic;
use crate::history::{History, Moment, Reach};
use crate::model::{Corpus, Document, DocumentIndex};

/// The rules that say that something in a document is late.
pub const OVERDUE_RULES: [&str; 3] = ["action-overdue", "followup-overdue", "decision-expired"];

/// What conditions are judged by.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The documents.
    pub corpus: &'a Corpus,
    /// Their past.
    pub history: &'a History,
    /// What checking found.
    pub diagnostics: &'a [Diagnostic],
}

/// Conditions that a document fits: all of them, and of the words of one condition any.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Its type.
    pub of_type: Option<TypeIndex>,
    /// Names of states.
    pub states: Vec<String>,
    /// Handles of owners.
    pub owners: Vec<String>,
    /// Names of teams, or ids of their documents.
    pub teams: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// It is still worked on and was last changed before this day.
    pub stale_before: Option<Date>,
    /// It changed on this day or later.
    pub changed_since: Option<Date>,
    /// It is one of these files.
    pub among: Option<HashSet<Utf8PathBuf>>,
    /// Something in it is late.
    pub overdue: bool,
}

/// The documents that fit.
#[derive(Clone, Debug, Default)]
pub struct Selected {
    /// In the order of the corpus.
    pub documents: Vec<DocumentIndex>,
    /// How many would fit but for their last change, of which nobody knows when it was.
    pub unknown: usize,
}

/// When a document was last changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastChange {
    /// Then.
    At(Moment),
    /// No commit holds it yet.
    NotCommitted,
    /// Git does not have it, or was not asked.
    Unknown,
}

/// Whether a document fits a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    No,
    Unknown,
    Yes,
}

impl Selection {
    /// Whether some condition asks Git for the past.
    pub fn needs_history(&self) -> bool {
        self.stale_before.is_some() || self.changed_since.is_some()
    }
}

/// When a document was last changed.
pub fn last_change(history: &History, path: &Utf8Path) -> LastChange {
    match (history.of(path), history.reach) {
        (None, Reach::NotRead | Reach::NoGit) => LastChange::Unknown,
        (None, _) => LastChange::NotCommitted,
        (Some(past), _) => past.updated_at().map_or(LastChange::Unknown, LastChange::At),
    }
}

/// Picks documents.
pub fn select(known: Known<'_>, selection: &Selection) -> Selected {
    let late: HashSet<&Utf8Path> = match selection.overdue {
        true => late(known.diagnostics),
        false => HashSet::new(),
    };
    let mut selected = Selected::default();
    for (index, document) in known.corpus.iter() {
        let is_late = || late.contains(&**document.path());
        if !has_words(known.corpus, document, selection) || (selection.overdue && !is_late()) {
            continue;
        }
        match fits_in_time(known, document, selection) {
            Fit::Yes => selected.documents.push(index),
            Fit::Unknown => selected.unknown += 1,
            Fit::No => {}
        }
    }
    selected
}

/// The files in which checking found something late.
fn late(diagnostics: &[Diagnostic]) -> HashSet<&Utf8Path> {
    let late = diagnostics.iter().filter(|it| OVERDUE_RULES.contains(&it.rule));
    late.map(|it| &*it.path).collect()
}

/// Whether a document fits the conditions on what is written in it.
fn has_words(corpus: &Corpus, document: &Document, selection: &Selection) -> bool {
    let any = |words: &[String], fits: &dyn Fn(&str) -> bool| words.is_empty() || words.iter().any(|it| fits(it));
    let alike = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
    let among = &selection.among;
    selection.of_type.is_none_or(|it| it == document.definition)
        && among.as_ref().is_none_or(|it| it.contains(&**document.path()))
        && any(&selection.states, &|it| corpus.state_name(document) == Some(it))
        && any(&selection.owners, &|it| {
            document.owner().is_some_and(|owner| alike(owner, it))
        })
        && any(&selection.teams, &|it| in_team(corpus, document, it))
        && any(&selection.tags, &|it| tags(document).any(|tag| alike(tag, it)))
}

/// Whether a document names a team, by whichever of its names.
fn in_team(corpus: &Corpus, document: &Document, team: &str) -> bool {
    let Some(written) = document.fields.text("team") else {
        return false;
    };
    match (corpus.team(written), corpus.team(team)) {
        (Some(one), Some(other)) => one == other,
        _ => written.to_lowercase() == team.to_lowercase(),
    }
}

/// Whether a document fits the conditions on when it was changed.
fn fits_in_time(known: Known<'_>, document: &Document, selection: &Selection) -> Fit {
    let changed = last_change(known.history, document.path());
    let compare = |fits: &dyn Fn(Date) -> bool| match changed {
        LastChange::At(moment) if fits(moment.date()) => Fit::Yes,
        // What is not committed yet is being written, and no date of Git's is its own.
        LastChange::At(_) | LastChange::NotCommitted => Fit::No,
        LastChange::Unknown => Fit::Unknown,
    };
    let stale = match selection.stale_before {
        None => Fit::Yes,
        Some(_) if is_at_rest(known.corpus, document) => Fit::No,
        Some(day) => compare(&|changed| changed < day),
    };
    let recent = match selection.changed_since {
        None => Fit::Yes,
        Some(day) => compare(&|changed| changed >= day),
    };
    stale.min(recent)
}

/// Whether nobody is expected to work on a document: it rests, or stands aside.
fn is_at_rest(corpus: &Corpus, document: &Document) -> bool {
    let states = &corpus.definition(document).lifecycle.states;
    let state = document.state().and_then(|state| states.get(state));
    state.is_some_and(|state| state.end || state.aside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_of_what_is_late_are_rules() {
        for name in OVERDUE_RULES {
            assert!(crate::check::find(name).is_some(), "{name}");
        }
    }
}
