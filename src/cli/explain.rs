//! `docent explain`

use std::fmt::Write;

use anyhow::bail;
use clap::Args;

use super::{Global, Outcome, place, print};
use crate::check;
use crate::definition::{self, Definitions};
use crate::diagnostic::did_you_mean;
use crate::pipeline;

/// How it is used, at the end of its help.
const EXAMPLES: &str = "\
Examples:
  docent explain                  # all rules and types
  docent explain rewrite
  docent explain section-demand";

/// Print the manual page of a rule or a type; without one, list them all.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Explain {
    /// Name of a rule, or of a type.
    #[arg(value_name = "RULE|TYPE")]
    word: Option<String>,
}

pub(super) fn run(explain: &Explain, global: &Global) -> anyhow::Result<Outcome> {
    // The manual can be read anywhere; the types of an organisation are explained within its repository.
    let definitions = match place::open(global).and_then(|repository| Ok(repository.work_tree()?)) {
        Ok(snapshot) => pipeline::configure(&snapshot).definitions,
        Err(_) => definition::builtin().into(),
    };
    match &explain.word {
        None => print::line(&list(&definitions))?,
        Some(word) => match check::manual(word, &definitions) {
            Some(page) => print::line(page.trim_end())?,
            None => bail!("there is no rule and no type `{word}`{}", hint(word, &definitions)),
        },
    }
    Ok(Outcome::Clean)
}

fn hint(word: &str, definitions: &Definitions) -> String {
    let types = definitions.iter().map(|(_, definition)| definition.type_name.as_str());
    let known = check::ALL.iter().map(|rule| rule.name).chain(types);
    match did_you_mean(word, known) {
        Some(name) => format!("; did you mean `{name}`?"),
        None => "; `docent explain` lists them all".to_owned(),
    }
}

fn list(definitions: &Definitions) -> String {
    let mut text = String::from("Types\n");
    for (_, definition) in definitions.iter() {
        let _ = writeln!(text, "  {:<14} {}", definition.type_name, definition.purpose);
    }
    let mut group = None;
    for rule in check::ALL {
        if group != Some(rule.group) {
            let _ = write!(text, "\nRules: {}\n", rule.group.title());
            group = Some(rule.group);
        }
        let _ = writeln!(text, "  {:<26} {}", rule.name, rule.summary);
    }
    text.push_str("\n`docent explain NAME` prints one in full.");
    text
}
