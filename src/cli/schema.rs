//! `docent schema`

use anyhow::bail;
use clap::Args;

use super::{Global, Outcome, place, print};
use crate::author;
use crate::definition::{self, Definitions};
use crate::diagnostic::did_you_mean;
use crate::pipeline;

/// How it is used, at the end of its help.
const EXAMPLES: &str = "\
Examples:
  docent schema rewrite
  docent schema incident > incident.schema.json

The schema (draft 2020-12) agrees with `docent check` about what is an error in the front matter alone: the kinds \
of values, the words that are allowed, what is required in which state.";

/// Print the JSON Schema of a type's front matter, for editors and scripts.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Schema {
    /// Name of a type; `docent explain` lists them.
    #[arg(value_name = "TYPE")]
    type_name: String,
}

pub(super) fn run(schema: &Schema, global: &Global) -> anyhow::Result<Outcome> {
    // A built-in type has a schema anywhere; the types of an organisation have one within its repository.
    let definitions = match place::open(global).and_then(|repository| Ok(repository.work_tree()?)) {
        Ok(snapshot) => pipeline::configure(&snapshot).definitions,
        Err(_) => definition::builtin().into(),
    };
    let name = &schema.type_name;
    let Some(index) = definitions.find(name) else {
        bail!("there is no type `{name}`{}", hint(name, &definitions));
    };
    let schema = author::schema(definitions.get(index));
    print::line(&serde_json::to_string_pretty(&schema)?)?;
    Ok(Outcome::Clean)
}

fn hint(word: &str, definitions: &Definitions) -> String {
    let types = definitions.iter().map(|(_, definition)| definition.type_name.as_str());
    match did_you_mean(word, types) {
        Some(name) => format!("; did you mean `{name}`?"),
        None => "; `docent explain` lists them all".to_owned(),
    }
}
