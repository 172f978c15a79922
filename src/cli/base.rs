//! Finding what a change is compared with.

use anyhow::{Context, bail};

use super::{ci, print};
use crate::repository::{ObjectId, Repository};

/// What a change is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// What people call it.
    pub(super) name: String,
    /// The commit that both have in common.
    pub(super) commit: ObjectId,
}

/// The base that `--base` names; else the one that the CI service tells, or that `check.base` of the configuration names.
/// `None` when all documents are to be checked.
///
/// # Errors
/// When a base that a person named cannot be used. Of those that a service told the first that is there is taken; when none
/// is, that is said.
pub(super) fn find(
    repository: &Repository,
    head: Option<ObjectId>,
    named: Option<&str>,
    configured: Option<&str>,
) -> anyhow::Result<Option<Found>> {
    let default = repository.default_branch();
    let ci = ci::look(&variable, &read, default.as_deref());
    let setting = ci.as_ref().map_or(ci::PLAIN_SETTING, |ci| ci.setting);
    if let Some(name) = named {
        let Some(head) = head else {
            bail!("there is no commit yet, so nothing can be compared with `{name}`; leave `--base` out");
        };
        return compare(repository, head, name, setting).map(Some);
    }
    let Some(head) = head else { return Ok(None) };
    let mut problems = Vec::new();
    let is_merge = || repository.resolve("HEAD^2").is_ok();
    let told = ci.iter().flat_map(|ci| &ci.bases);
    for base in told.filter(|base| *base != ci::MERGED_INTO || is_merge()) {
        match compare(repository, head, base, setting) {
            // The base itself is checked as a whole, else nothing that it holds would ever be found.
            Ok(found) if found.commit == head && is_base_itself(repository, base, ci.as_ref()) => {}
            Ok(found) => return Ok(Some(found)),
            Err(problem) => problems.push(problem),
        }
    }
    if let Some(name) = configured {
        let found = compare(repository, head, name, setting);
        return found.map(Some).context("`check.base` in `docent.yaml` cannot be used");
    }
    if let Some(problem) = problems.first() {
        print::note(&format!(
            "all documents are checked, because what this change is compared with is not in this clone: {problem}"
        ));
    }
    Ok(None)
}

/// Whether what is checked may be the base: a branch of another name that has nothing of its own yet is not.
fn is_base_itself(repository: &Repository, base: &str, ci: Option<&ci::Ci>) -> bool {
    let short = base.rsplit('/').next();
    let is_other = repository.branch().is_some_and(|branch| Some(branch.as_str()) != short);
    ci.is_some_and(|ci| ci.may_be_base) && !is_other
}

fn compare(repository: &Repository, head: ObjectId, name: &str, setting: &str) -> anyhow::Result<Found> {
    let is_shallow = !repository.shallow_list().is_empty();
    let base = match repository.resolve(name) {
        Ok(base) => base,
        Err(error) if is_shallow => bail!("{error}; to have it, {setting}"),
        Err(error) => return Err(error.into()),
    };
    match repository.merge_base(base, head)? {
        Some(commit) => Ok(Found {
            name: name.to_owned(),
            commit,
        }),
        None if is_shallow => {
            bail!("this clone is shallow and does not reach back to where the change left `{name}`; {setting}")
        }
        None => bail!("`{name}` and the commit that is checked have no commit in common; name another base"),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a CI service tells by variables what it runs for"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn read(path: &str) -> Option<String> {
    std::fs::read_to_string(path).ok()
}
