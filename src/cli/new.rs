//! `docent new`

use std::io::Write;

use anyhow::{Context, bail};
use clap::Args;

use super::{Global, Outcome, place, print};
use crate::author::{self, Owner};
use crate::definition::Definitions;
use crate::diagnostic::did_you_mean;
use crate::pipeline::{self, Options};

/// Write a new document with the next free id.
///
/// Its fields and sections come from the type's definition, each with the question to answer.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  docent new rewrite \"Orders on PostgreSQL\"\n  docent new incident \"Checkout outage\""
)]
pub(super) struct New {
    /// Name of the type, such as `rewrite`.
    #[arg(value_name = "TYPE")]
    of_type: String,
    /// Title of the document.
    #[arg(value_name = "TITLE")]
    title: String,
}

pub(super) fn run(new: &New, global: &Global) -> anyhow::Result<Outcome> {
    if new.title.trim().is_empty() {
        bail!("the title is empty; say in a few words what the document is about");
    }
    let repository = place::open(global)?;
    let organisation = pipeline::check(repository.work_tree()?, &Options::default());
    let corpus = &organisation.corpus;
    let Some(of_type) = corpus.definitions.find(&new.of_type) else {
        bail!(
            "there is no type `{}`{}",
            new.of_type,
            hint(&new.of_type, &corpus.definitions)
        );
    };
    let owner = Owner::from_identity(repository.identity().as_ref(), corpus);
    let document = author::new_document(corpus, of_type, &new.title, &owner, place::today(None)?);
    let path = repository.root().join(&document.path);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot create the folder `{folder}`"))?;
    }
    // `create_new` refuses a file that has come to be meanwhile, rather than writing over it.
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&path)
        .with_context(|| format!("cannot create `{}`", document.path))?;
    file.write_all(document.text.as_bytes())
        .with_context(|| format!("cannot write `{}`", document.path))?;
    print::line(&format!("{}  {}", document.id, document.path))?;
    if !global.quiet {
        print::line("answer the questions in it; `docent check` says what is still missing")?;
    }
    Ok(Outcome::Clean)
}

fn hint(word: &str, definitions: &Definitions) -> String {
    let names: Vec<_> = definitions
        .iter()
        .map(|(_, definition)| definition.type_name.as_str())
        .collect();
    match did_you_mean(word, names.iter().copied()) {
        Some(name) => format!("; did you mean `{name}`?"),
        None => format!("; there are {}", names.join(", ")),
    }
}
