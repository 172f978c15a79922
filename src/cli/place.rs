//! Opening the organisation repository and asking the clock.

use anyhow::{Context, bail};
use camino::Utf8Path;
use jiff::civil::Date;

use super::Global;
use crate::config::fits_pattern;
use crate::history::BranchSelection;
use crate::model::{Corpus, DocumentIndex};
use crate::pipeline::Organisation;
use crate::query;
use crate::report::LinkTargets;
use crate::repository::{CONFIG_FILE, ObjectId, Repository, Snapshot};

/// Opens the repository around the folder the command works in.
pub(super) fn open(global: &Global) -> anyhow::Result<Repository> {
    Repository::open(&global.directory).context("no repository to work in")
}

/// The files of a revision with its commit, or of the work tree where none is named.
pub(super) fn snapshot(
    repository: &Repository,
    revision: Option<&str>,
) -> anyhow::Result<(Snapshot, Option<ObjectId>)> {
    match revision {
        None => Ok((repository.work_tree()?, None)),
        Some(revision) => {
            let commit = repository.resolve(revision)?;
            Ok((repository.snapshot(commit)?, Some(commit)))
        }
    }
}

/// The day that lateness is counted from: what the user says, else `SOURCE_DATE_EPOCH`, else the clock.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that asks the clock and the environment"
)]
pub(super) fn today(given: Option<&str>) -> anyhow::Result<Date> {
    if let Some(text) = given {
        return text
            .parse()
            .with_context(|| format!("`{text}` is not a date like 2026-03-14"));
    }
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => {
            let seconds: i64 = text
                .trim()
                .parse()
                .with_context(|| format!("SOURCE_DATE_EPOCH is `{text}`, not seconds"))?;
            let moment = jiff::Timestamp::from_second(seconds).context("SOURCE_DATE_EPOCH is out of range")?;
            Ok(moment.to_zoned(jiff::tz::TimeZone::UTC).date())
        }
        Err(_) => Ok(jiff::Zoned::now().date()),
    }
}

/// The branches that are meant; a pattern that fits none is a slip of the keyboard.
pub(super) fn branches(patterns: &[String], repository: &Repository) -> anyhow::Result<Option<BranchSelection>> {
    if patterns.is_empty() {
        return Ok(None);
    }
    let branches = repository.branches();
    for pattern in patterns {
        if branches.iter().any(|branch| fits_pattern(pattern, &branch.name)) {
            continue;
        }
        let some = branches.iter().take(5).map(|branch| format!("`{}`", branch.name));
        let some = some.collect::<Vec<_>>().join(", ");
        match some.is_empty() {
            true => anyhow::bail!("no branch fits `{pattern}`: there are none here"),
            false => anyhow::bail!("no branch fits `{pattern}`; there are {some} and so on"),
        }
    }
    Ok(Some(BranchSelection::Fitting(patterns.to_vec())))
}

/// Refuses to say that nothing is wrong with nothing: a folder without documents and without `docent.yaml` is most likely
/// the wrong one.
pub(super) fn must_hold_documents(organisation: &Organisation, repository: &Repository) -> anyhow::Result<()> {
    let corpus = &organisation.corpus;
    if !corpus.documents().is_empty() || corpus.config.path.is_some() {
        return Ok(());
    }
    let folders = corpus
        .definitions
        .iter()
        .map(|(_, definition)| format!("`{}/`", definition.folder));
    bail!(
        "there is nothing to check in `{}`: it has no `{CONFIG_FILE}` and no document in {}; name the right folder with \
         `-C DIR`, or start one with `docent init`",
        repository.root(),
        folders.collect::<Vec<_>>().join(", ")
    )
}

/// A path given on the command line, from the root of the repository; it is read from the folder the command works in.
pub(super) fn within(repository: &Repository, global: &Global, path: &Utf8Path) -> anyhow::Result<camino::Utf8PathBuf> {
    let from = global
        .directory
        .canonicalize_utf8()
        .unwrap_or_else(|_| global.directory.clone());
    let whole = from.join(path);
    let real = whole
        .canonicalize_utf8()
        .with_context(|| format!("`{path}` does not exist"))?;
    match real.strip_prefix(repository.root()) {
        Ok(relative) => Ok(relative.to_owned()),
        Err(_) => bail!("`{path}` is not in the repository `{}`", repository.root()),
    }
}

/// The document that someone names by its id or by its path.
pub(super) fn document(
    repository: &Repository,
    global: &Global,
    corpus: &Corpus,
    word: &str,
) -> anyhow::Result<DocumentIndex> {
    let path = within(repository, global, Utf8Path::new(word));
    Ok(query::find(corpus, word, path.ok().as_deref())?)
}

/// Where links in the terminal lead, where it has them: to the files of the work tree, and to the site.
pub(super) fn link_targets(
    global: &Global,
    repository: &Repository,
    commit: Option<ObjectId>,
    corpus: &Corpus,
) -> Option<LinkTargets> {
    global.hyperlinks.then(|| LinkTargets {
        files: commit.is_none().then(|| repository.root().to_owned()),
        site: corpus.config.base_url.clone(),
    })
}

/// A path given on the command line that need not exist, read from the folder the command works in.
pub(super) fn absolute(global: &Global, path: &Utf8Path) -> camino::Utf8PathBuf {
    let from = global.directory.canonicalize_utf8();
    from.unwrap_or_else(|_| global.directory.clone()).join(path)
}
