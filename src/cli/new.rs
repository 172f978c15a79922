//! `docent new`

use anyhow::bail;
use camino::Utf8Path;
use clap::Args;

use super::{Global, Outcome, place, print};
use crate::author::{self, Owner, TakenIds};
use crate::definition::{Definition, Definitions, Requirement};
use crate::diagnostic::did_you_mean;
use crate::history::BranchSelection;
use crate::pipeline::{self, Options};
use crate::repository::{Founding, NewFile};

/// How it is used, at the end of its help.
const EXAMPLES: &str = "\
Examples:
  docent new rewrite \"Orders on PostgreSQL\"
  docent new incident \"Checkout outage\"";

/// Write a new document with the next free id.
///
/// Its fields and sections come from the type's definition, each with the question to answer.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct New {
    /// Name of the type, such as `rewrite`.
    #[arg(value_name = "TYPE")]
    of_type: String,
    /// Title of the document.
    #[arg(value_name = "TITLE")]
    title: String,
}

pub(super) fn run(new: &New, global: &Global) -> anyhow::Result<Outcome> {
    let title = new.title.trim();
    if title.chars().all(|c| c.is_whitespace() || c.is_control()) {
        bail!("the title is empty; say in a few words what the document is about");
    }
    let repository = place::open(global)?;
    let options = Options {
        branches: Some(BranchSelection::All),
        ..Options::default()
    };
    let organisation = pipeline::check_with_branches(repository.work_tree()?, &repository, None, &options);
    let corpus = &organisation.corpus;
    let Some(of_type) = corpus.definitions.find(&new.of_type) else {
        bail!(
            "there is no type `{}`{}",
            new.of_type,
            hint(&new.of_type, &corpus.definitions)
        );
    };
    let owner = Owner::from_identity(repository.identity().as_ref(), corpus);
    let taken = |path: &Utf8Path| repository.root().join(path).symlink_metadata().is_ok();
    let ids = TakenIds::new(corpus, organisation.elsewhere.as_ref());
    let document = author::new_document(corpus, &ids, of_type, title, &owner, place::today(None)?, &taken);
    let file = NewFile {
        path: document.path,
        text: document.text,
        executable: false,
    };
    let mut founding = Founding::begin(repository.root())?;
    founding.add(&file)?;
    if !founding.found().is_empty() {
        bail!(
            "cannot create `{}`: it has come to be meanwhile; run the command again",
            file.path
        );
    }
    founding.keep();
    print::line(&format!("{}  {}", document.id, file.path))?;
    if !global.quiet {
        print::line("answer the questions in it; `docent check` says what is still missing")?;
        if let Some(words) = asked_at_once(corpus.definitions.get(of_type)) {
            print::told(&words)?;
        }
    }
    Ok(Outcome::Clean)
}

/// What a type asks for from its first state on, where there is no state before its gate to write a document in.
fn asked_at_once(definition: &Definition) -> Option<String> {
    let lifecycle = &definition.lifecycle;
    let first = lifecycle.first().filter(|_| lifecycle.past_gate(0))?;
    let now = |required: &[Requirement]| {
        let mut required = required.iter();
        required.any(|it| {
            it.when.is_empty() && it.unless.is_empty() && it.from.is_none_or(|from| lifecycle.reached(from, 0))
        })
    };
    let fields = definition
        .fields
        .iter()
        .filter(|it| now(&it.required))
        .map(|it| &it.name);
    let sections = definition
        .sections
        .iter()
        .filter(|it| now(&it.required))
        .map(|it| &it.heading);
    let asked: Vec<_> = fields.chain(sections).map(|it| format!("`{it}`")).collect();
    (!asked.is_empty()).then(|| {
        format!(
            "it is `{}` from the start, so these are errors until they are filled in: {}",
            first.name,
            asked.join(", ")
        )
    })
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
