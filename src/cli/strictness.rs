//! How strict one run of `check` is: levels of rules, and problems that are known.

use anyhow::{Context, bail};
use camino::{Utf8Path, Utf8PathBuf};
use clap::Args;

use super::{Global, place, print};
use crate::check::{self, Baseline, Levels};
use crate::config::Level;
use crate::diagnostic::did_you_mean;
use crate::pipeline::Organisation;
use crate::repository::{Repository, write_whole};

/// The word that stands for every rule whose findings are warnings.
const WARNINGS: &str = "warnings";

#[derive(Debug, Default, Args)]
pub(super) struct Strictness {
    /// Make what this rule finds errors; `warnings` stands for all rules.
    #[arg(long, value_name = "RULE")]
    deny: Vec<String>,
    /// Make what this rule finds warnings.
    #[arg(long, value_name = "RULE")]
    warn: Vec<String>,
    /// Leave out what this rule finds.
    #[arg(long, value_name = "RULE")]
    allow: Vec<String>,
    /// Leave out the problems that this file knows, so that only new ones count. They are known by rule, document, section
    /// and message, not by line.
    #[arg(long, value_name = "FILE")]
    baseline: Option<Utf8PathBuf>,
    /// Write the baseline: all problems there are, where there is no such file yet; else those of it that are still there.
    /// What is new is never taken in; to take stock again, delete the file.
    #[arg(long, conflicts_with_all = ["base", "as_state", "paths"])]
    pub(super) baseline_update: bool,
}

impl Strictness {
    /// The levels that are set for this run. `--allow` weighs more than `--warn`, and that more than `--deny`.
    pub(super) fn levels(&self) -> anyhow::Result<Levels> {
        let mut levels = Levels::default();
        for (rules, level) in [
            (&self.deny, Level::Deny),
            (&self.warn, Level::Warn),
            (&self.allow, Level::Allow),
        ] {
            for rule in rules {
                if rule == WARNINGS && level == Level::Deny {
                    levels.deny_warnings = true;
                } else if check::find(rule).is_some() {
                    levels.rules.push((rule.clone(), level));
                } else {
                    let names = check::ALL.iter().map(|rule| rule.name);
                    let hint = did_you_mean(rule, names).map(|name| format!("; did you mean `{name}`?"));
                    let hint = hint.unwrap_or_else(|| "; `docent explain` lists all rules".to_owned());
                    bail!("there is no rule `{rule}`{hint}");
                }
            }
        }
        Ok(levels)
    }

    /// Drops what the baseline knows, or writes it.
    pub(super) fn apply_baseline(
        &self,
        organisation: &mut Organisation,
        repository: &Repository,
        global: &Global,
    ) -> anyhow::Result<()> {
        let configured = organisation.corpus.config.check_baseline.as_ref();
        let configured = configured.map(|path| repository.root().join(path));
        let Some(path) = self
            .baseline
            .as_ref()
            .map(|path| place::absolute(global, path))
            .or(configured)
        else {
            if self.baseline_update {
                bail!("say which file: `--baseline FILE`, or `check: {{ baseline: FILE }}` in `docent.yaml`");
            }
            return Ok(());
        };
        let known = read(&path)?;
        if self.baseline_update {
            return update(&path, known.as_ref(), organisation, global);
        }
        let Some(known) = known else {
            bail!("there is no baseline `{path}`; write it with `--baseline-update`");
        };
        // What was there before the change uses up what is known: the same mistake once more is new.
        let known = match &organisation.before {
            Some(before) => known.without(&Baseline::of(&organisation.checked.before, &before.corpus)),
            None => known,
        };
        let corpus = &organisation.corpus;
        let count = known.apply(&mut organisation.checked.diagnostics, corpus);
        if count > 0 && !global.quiet {
            print::note(&format!("left out, because `{path}` knows them: {}", problems(count)));
        }
        Ok(())
    }
}

fn read(path: &Utf8Path) -> anyhow::Result<Option<Baseline>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Baseline::read(&text)
            .map(Some)
            .map_err(|reason| anyhow::anyhow!("`{path}` is not a baseline: {reason}; delete it to take stock again")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read the baseline `{path}`")),
    }
}

fn update(
    path: &Utf8Path,
    known: Option<&Baseline>,
    organisation: &mut Organisation,
    global: &Global,
) -> anyhow::Result<()> {
    let found = Baseline::of(&organisation.checked.diagnostics, &organisation.corpus);
    let written = known.map_or_else(|| found.clone(), |known| known.still(&found));
    if known != Some(&written) {
        write_whole(path, written.text().as_bytes()).with_context(|| format!("cannot write the baseline `{path}`"))?;
    }
    if !global.quiet {
        let before = known.map_or(0, Baseline::len);
        let problems = problems(written.len());
        print::note(&match known {
            None => format!("`{path}` knows {problems} from now on"),
            Some(_) => format!("`{path}` knows {problems}; mended: {}", before - written.len()),
        });
    }
    written.apply(&mut organisation.checked.diagnostics, &organisation.corpus);
    Ok(())
}

fn problems(count: usize) -> String {
    format!("{count} {}", if count == 1 { "problem" } else { "problems" })
}
