//! `docent move`

use std::collections::HashSet;

use anyhow::{Context, bail};
use camino::Utf8Path;
use clap::Args;

use super::strictness::Strictness;
use super::{Global, Outcome, place, print};
use crate::author::{self, change_state, edited};
use crate::definition::{Lifecycle, Verdict};
use crate::diagnostic::{Diagnostic, Edit, Severity};
use crate::model::{Document, Status};
use crate::pipeline::{self, Options, Organisation};
use crate::query;
use crate::report;

/// Most questions that are named as open after a move; `docent check` names them all.
const MOST_NAMED: usize = 5;

/// How it is used, at the end of its help.
const EXAMPLES: &str = "\
Examples:
  docent move RW-8 in-progress
  docent move rewrites/0009-dispatch-board-front-end.md rejected --dry-run
  docent move RW-2 proposed --reopen \"prices have doubled since\"  # out of a state in which it rested

To see what a state would ask for, without moving: docent check --as STATE PATH";

/// Change a document's state.
///
/// Changes the word after `status:` and nothing else in the file, and only when the move is allowed: when the type's
/// lifecycle has it, and when the document answers what the new state asks for. That is what `docent check` would say of it
/// afterwards; errors there refuse the move, and then nothing is written.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Move {
    /// Id of the document, or its path.
    #[arg(value_name = "ID")]
    document: String,
    /// The state it goes to.
    #[arg(value_name = "STATE")]
    state: String,
    /// Why work on it is taken up again, where it leaves a state in which it rested; written to `reopened`.
    #[arg(long, value_name = "REASON")]
    reopen: Option<String>,
    /// Say what would change, and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// The day that overdue and stale are counted from.
    #[arg(long, value_name = "DATE")]
    today: Option<String>,
}

pub(super) fn run(wanted: &Move, global: &Global) -> anyhow::Result<Outcome> {
    let repository = place::open(global)?;
    let options = Options {
        today: Some(place::today(wanted.today.as_deref())?),
        ..Options::default()
    };
    let checked = |snapshot| pipeline::check_with_history(snapshot, &repository, None, &options);
    let before = checked(repository.work_tree()?);
    place::must_hold_documents(&before, &repository)?;
    let index = place::document(&repository, global, &before.corpus, &wanted.document)?;
    let document = before.corpus.get(index);
    let path = document.path();
    if !document.parsed.readable {
        let problem = document.parsed.problems.first();
        bail!("{}", problem.map_or("the file cannot be read", |it| &it.message));
    }
    let lifecycle = &before.corpus.definition(document).lifecycle;
    if lifecycle.states.is_empty() {
        let of_type = &before.corpus.definition(document).type_name;
        bail!("`{path}` is a {of_type}, and that type has no states");
    }
    let state = query::state(&before.corpus, Some(document.definition), &wanted.state)?;
    let reason = wanted.reopen.as_deref().map(str::trim);
    if reason.is_some_and(str::is_empty) {
        bail!("the reason is empty; say in a few words why work is taken up again: --reopen \"…\"");
    }
    let from = state_before(document, lifecycle);
    let is_there = matches!(&document.status, Status::Known(_)) && from == state;
    let to = author::Move {
        state,
        reopened: reason,
    };
    let edits = match change_state(&document.parsed, to) {
        Ok(edits) => edits,
        Err(obstacle) => bail!("`{path}`, line {}: {}", obstacle.line, obstacle.message),
    };
    if is_there {
        print::told(&format!(
            "{}  is `{state}` already; nothing is changed",
            document.id.value
        ))?;
        return Ok(Outcome::Clean);
    }
    allowed(document, lifecycle, state, reason)?;
    let text = edited(&document.parsed.text, &edits);
    // What it would be is checked as it will stand there, rather than as a document that claims another state.
    let snapshot = before.snapshot.clone().with_texts([(path.to_path_buf(), &text)]);
    let mut after = checked(snapshot);
    Strictness::default().apply_baseline(&mut after, &repository, &global.quietly())?;
    let is_error = |it: &&Diagnostic| it.path == *path && it.severity == Severity::Error;
    let errors: Vec<_> = after.checked.diagnostics.iter().filter(is_error).collect();
    if !errors.is_empty() {
        let links = place::link_targets(global, &repository, None, &after.corpus);
        print::diagnostics(&after, &errors, links.as_ref())?;
        print::told(&refusal(document, from, state, errors.len()))?;
        return Ok(Outcome::Errors);
    }
    if !wanted.dry_run {
        let old = &document.parsed.text;
        repository
            .replace(path, old, &text)
            .context("the state is not changed")?;
    }
    print::line(&report::lines(&format!(
        "{}  {from} → {state}  {path}",
        document.id.value
    )))?;
    if wanted.dry_run {
        print::told(&lines_changed(document, &edits))?;
        print::line("nothing was written: this was a dry run")?;
    }
    if !global.quiet {
        for line in hints(&before, &after, path, state) {
            print::told(&line)?;
        }
    }
    Ok(Outcome::Clean)
}

/// Name of the state a document is in, or the word that stands there instead.
fn state_before<'a>(document: &'a Document, lifecycle: &'a Lifecycle) -> &'a str {
    match &document.status {
        Status::Unknown(word) => &word.value,
        _ => document
            .state()
            .and_then(|state| lifecycle.states.get(state))
            .map_or("no state", |state| &state.name),
    }
}

/// Refuses a move that the lifecycle does not have, or that needs a reason and has none.
fn allowed(document: &Document, lifecycle: &Lifecycle, to: &str, reason: Option<&str>) -> anyhow::Result<()> {
    let (Some(from), Some(to)) = (document.state(), lifecycle.index(to)) else {
        // A word that is no state can only be mended.
        return Ok(());
    };
    let (id, from_name, to_name) = (
        &document.id.value,
        &lifecycle.states[from].name,
        &lifecycle.states[to].name,
    );
    let again = format!("say why it is taken up again: docent move {id} {to_name} --reopen \"…\"");
    match (lifecycle.verdict(from, to), reason) {
        (Verdict::Forbidden, _) => {
            let reachable = lifecycle.states[from].moves.iter().flatten();
            let names: Vec<_> = reachable
                .filter_map(|it| lifecycle.states.get(*it))
                .map(|it| format!("`{}`", it.name))
                .collect();
            match names.is_empty() {
                true => bail!("`{from_name}` is left for no other state, so {id} stays there"),
                false => bail!(
                    "{id} cannot go from `{from_name}` to `{to_name}`; from `{from_name}` it can go to {}",
                    names.join(", ")
                ),
            }
        }
        (Verdict::ToReopen, None) => bail!("{id} rests in `{from_name}`; {again}"),
        (Verdict::ToUndo, None) => bail!("{id} was agreed upon when it became `{from_name}`; {again}"),
        (Verdict::Allowed, Some(_)) => {
            bail!("{id} can go from `{from_name}` to `{to_name}` without a reason; leave `--reopen` out")
        }
        (Verdict::Allowed, None) | (Verdict::ToReopen | Verdict::ToUndo, Some(_)) => Ok(()),
    }
}

fn refusal(document: &Document, from: &str, to: &str, errors: usize) -> String {
    let keep = match errors {
        1 => "1 error keeps".to_owned(),
        several => format!("{several} errors keep"),
    };
    let (id, path) = (&document.id.value, document.path());
    report::lines(&format!(
        "{keep} {id} from going from `{from}` to `{to}`; nothing was written\n`docent check --as {to} {path}` shows what is \
         asked for, without moving it"
    ))
}

/// The lines that edits touch, as they were and as they will be.
fn lines_changed(document: &Document, edits: &[Edit]) -> String {
    let parsed = &document.parsed;
    let after = edited(&parsed.text, edits);
    let old: Vec<&str> = parsed.text.lines().collect();
    let new: Vec<&str> = after.lines().collect();
    let same = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let rest = old.len().min(new.len()) - same;
    let pairs = old.iter().rev().zip(new.iter().rev()).take(rest);
    let tail = pairs.take_while(|(old, new)| old == new).count();
    let removed = old[same..old.len() - tail].iter().map(|line| format!("  - {line}"));
    let added = new[same..new.len() - tail].iter().map(|line| format!("  + {line}"));
    let lines: Vec<_> = removed.chain(added).map(|line| report::lines(&line)).collect();
    lines.join("\n")
}

/// What the new state still asks for, and what the move breaks elsewhere.
fn hints(before: &Organisation, after: &Organisation, path: &Utf8Path, state: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let all = &after.checked.diagnostics;
    let warnings: Vec<_> = all
        .iter()
        .filter(|it| *it.path == *path && it.severity == Severity::Warning)
        .collect();
    if !warnings.is_empty() {
        lines.push(format!("`{state}` still asks for:"));
        let named = warnings.iter().take(MOST_NAMED);
        lines.extend(named.map(|it| report::lines(&format!("  {}", it.message))));
        if let Some(more) = warnings.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
            lines.push(format!("  and {more} more"));
        }
        lines.push(report::plain(&format!("`docent check {path}` says it in full")));
    }
    let key = |it: &Diagnostic| (it.path.to_path_buf(), it.rule, it.message.clone());
    let known: HashSet<_> = before.checked.diagnostics.iter().map(key).collect();
    let is_new = |it: &&Diagnostic| it.severity > Severity::Info && *it.path != *path && !known.contains(&key(it));
    match all.iter().filter(is_new).count() {
        0 => {}
        1 => lines.push("1 problem in another document comes from this move; `docent check` shows it".to_owned()),
        several => lines.push(format!(
            "{several} problems in other documents come from this move; `docent check` shows them"
        )),
    }
    lines
}
