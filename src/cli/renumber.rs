//! `docent renumber`

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::bail;
use camino::Utf8Path;
use clap::Args;

use super::{Global, Outcome, place, print};
use crate::author::{self, Renumbering, TakenIds};
use crate::diagnostic::did_you_mean;
use crate::history::BranchSelection;
use crate::model::DocumentIndex;
use crate::pipeline::{self, Options, Organisation};
use crate::report;
use crate::repository::{Repository, Rewrite};

/// How it is used, at the end of its help.
const EXAMPLES: &str = "\
Examples:
  docent renumber RW-9                # to the next id that is free on all branches
  docent renumber RW-9 RW-20
  docent renumber rewrites/0009-dispatch-board-front-end.md  # where two documents share the id
  docent renumber RW-9 --dry-run      # show what would change";

/// Give a document another id, and change every reference to it.
///
/// Changes the number in the name of its file, `id:` where it is written, ids in fields and in text, wiki-links, and links
/// to the file. Code is left as it is. A document that readers may know under its old address keeps it as an alias. All
/// files are changed, or none.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Renumber {
    /// The document: its id, or its file.
    #[arg(value_name = "ID")]
    document: String,
    /// The id it gets; without one, the next that is free on all branches.
    #[arg(value_name = "NEW")]
    new: Option<String>,
    /// Show what would change, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(renumber: &Renumber, global: &Global) -> anyhow::Result<Outcome> {
    let repository = place::open(global)?;
    let options = Options {
        branches: Some(BranchSelection::All),
        ..Options::default()
    };
    let organisation = pipeline::check_with_branches(repository.work_tree()?, &repository, None, &options);
    let corpus = &organisation.corpus;
    let document = find(&renumber.document, &organisation, &repository, global)?;
    let ids = TakenIds::new(corpus, organisation.elsewhere.as_ref());
    let new = match &renumber.new {
        Some(written) => author::wanted_id(corpus, &ids, document, written)?,
        None => author::next_id(corpus, &ids, document),
    };
    let published = is_published(&organisation, &repository, corpus.get(document).path());
    let changes = author::renumber(
        corpus,
        &organisation.links,
        &organisation.snapshot,
        document,
        &new,
        published,
    )?;
    let rewrites = rewrites(&changes, &organisation);
    if renumber.dry_run {
        for rewrite in &rewrites {
            let diff = report::diff(&rewrite.path, &rewrite.to, &rewrite.old, &rewrite.new);
            print::bytes(&diff)?;
        }
    } else {
        repository.rewrite(&rewrites)?;
    }
    if !global.quiet && !renumber.dry_run {
        tell(&changes, &organisation)?;
    }
    Ok(Outcome::Clean)
}

/// The document that is meant.
fn find(
    word: &str,
    organisation: &Organisation,
    repository: &Repository,
    global: &Global,
) -> anyhow::Result<DocumentIndex> {
    let corpus = &organisation.corpus;
    match corpus.all_by_id(word) {
        [one] => return Ok(*one),
        [] => {}
        several => {
            let path = |index: &DocumentIndex| format!("docent renumber {}", corpus.get(*index).path());
            let ways: Vec<_> = several.iter().map(path).collect();
            bail!(
                "{} documents have the id `{word}`; name the file: `{}`",
                several.len(),
                ways.join("` or `")
            );
        }
    }
    let by_path = || corpus.by_path(&place::within(repository, global, Utf8Path::new(word)).ok()?);
    if let Some(document) = corpus.by_path(Utf8Path::new(word)).or_else(by_path) {
        return Ok(document);
    }
    let ids = corpus.documents().iter().map(|document| document.id.value.as_str());
    let hint = did_you_mean(word, ids).map(|id| format!("; did you mean `{id}`?"));
    bail!("no document has the id `{word}`{}", hint.unwrap_or_default())
}

/// Whether readers may know the document's address: it was there before this branch, or nobody can tell.
fn is_published(organisation: &Organisation, repository: &Repository, path: &Utf8Path) -> bool {
    match &organisation.elsewhere {
        Some(elsewhere) if repository.has_git() => {
            repository.head().is_some() && !elsewhere.new_here.contains_key(path)
        }
        _ => true,
    }
}

fn rewrites(changes: &Renumbering, organisation: &Organisation) -> Vec<Rewrite> {
    let paths: BTreeSet<_> = changes.edits.keys().chain([&changes.from]).collect();
    let rewrite = |path: &Arc<Utf8Path>| {
        let text = organisation.source(path, false)?.text;
        Some(Rewrite {
            path: path.to_path_buf(),
            to: if *path == changes.from {
                changes.to.clone()
            } else {
                path.to_path_buf()
            },
            old: text.to_string(),
            new: changes.edited(path, &text),
        })
    };
    paths.into_iter().filter_map(rewrite).collect()
}

fn tell(changes: &Renumbering, organisation: &Organisation) -> std::io::Result<()> {
    print::told(&format!("{} → {}  {}", changes.old, changes.new, changes.to))?;
    let count = |count: usize, one: &str, more: &str| match count {
        1 => format!("1 {one}"),
        count => format!("{count} {more}"),
    };
    print::told(&format!(
        "changed {} in {}",
        count(changes.references, "reference", "references"),
        count(changes.files, "file", "files")
    ))?;
    if let Some(alias) = &changes.alias {
        print::told(&format!("its old address `{alias}` leads on to the new one"))?;
    }
    if let Some(other) = &changes.kept_by {
        print::told(&format!(
            "what refers to `{}` by id means `{other}`, and stays",
            changes.old
        ))?;
    }
    for path in &changes.companions {
        print::told(&format!("left as it is: `{path}`, which is named after the old file"))?;
    }
    for place in &changes.left {
        let line = organisation
            .source(&place.path, false)
            .map(|it| it.lines.line(place.span.start));
        let line = line.map(|line| format!(":{line}")).unwrap_or_default();
        print::told(&format!("change this by hand: {}{line}", place.path))?;
    }
    Ok(())
}
