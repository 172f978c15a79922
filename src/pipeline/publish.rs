//! The stages after `check`, on to a site: derive → render → assemble, in memory or straight into a folder.

use jiff::civil::Date;

use super::{Observer, Organisation, Stopwatch};
use crate::diagnostic::Diagnostic;
use crate::render;
use crate::repository::{ObjectId, Repository};
use crate::site::{self, Site, Written};

/// What a build is told from outside.
#[derive(Clone, Debug, Default)]
pub struct BuildOptions {
    /// The day that overdue and stale are counted from.
    pub today: Option<Date>,
    /// Address at which the site will be, instead of the configured one.
    pub base_url: Option<String>,
    /// Where the repository is seen in a browser, where the configuration does not say.
    pub repository: Option<String>,
    /// The commit that is built.
    pub commit: Option<render::Commit>,
    /// Who is told when a stage is done.
    pub observer: Observer,
}

impl BuildOptions {
    /// What the repository says of itself, for a build of a commit; `None` is the work tree.
    pub fn of(repository: &Repository, commit: Option<ObjectId>, today: Option<Date>) -> Self {
        Self {
            today,
            base_url: None,
            repository: repository.web_address(),
            commit: built_commit(repository, commit),
            observer: Observer::default(),
        }
    }
}

/// The commit that is built, or that the work tree was checked out from: a file that was changed since is linked as it
/// stands there.
fn built_commit(repository: &Repository, commit: Option<ObjectId>) -> Option<render::Commit> {
    let commit = commit.or_else(|| repository.head())?;
    let default = repository.default_branch();
    let default = default.map(|name| name.strip_prefix("origin/").unwrap_or(&name).to_owned());
    Some(render::Commit {
        id: commit.to_string(),
        date: repository.day(commit).map(|day| day.to_string()),
        branch: default.or_else(|| repository.branch()),
        folder: repository.root_in_git()?,
    })
}

/// A site in memory, and what was left out of it.
#[derive(Debug)]
pub struct Built {
    /// The site.
    pub site: Site,
    /// What was left out, and why.
    pub problems: Vec<Diagnostic>,
}

/// A site that was written, and what was left out of it.
#[derive(Debug)]
pub struct Published {
    /// What was written.
    pub written: Written,
    /// What was left out, and why.
    pub problems: Vec<Diagnostic>,
}

/// Why a site was not published. The folder is as it was before.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// A file of the theme cannot be used.
    #[error("the theme cannot be used")]
    Theme(render::ThemeError),
    /// Something cannot be written.
    #[error(transparent)]
    Write(#[from] site::WriteError),
}

impl From<render::ThemeError> for PublishError {
    fn from(problem: render::ThemeError) -> Self {
        PublishError::Theme(problem)
    }
}

/// Runs the stages from `check` to a site in memory.
///
/// # Errors
/// When a file of the theme cannot be used.
pub fn build(organisation: &mut Organisation, options: &BuildOptions) -> Result<Built, render::ThemeError> {
    let shelf = site::InMemory::default();
    let problems = make(organisation, options, &shelf)?;
    Ok(Built {
        site: shelf.finish(),
        problems,
    })
}

/// Runs the stages from `check` to a site in a folder: each page is written there as soon as it is made, and the new site
/// takes the place of the one before it when it is whole.
///
/// # Errors
/// When a file of the theme cannot be used, or something cannot be written. The folder is as it was before then.
pub fn publish(
    organisation: &mut Organisation,
    options: &BuildOptions,
    place: site::Place<'_>,
) -> Result<Published, PublishError> {
    let mut watch = Stopwatch::start();
    let folder = site::Folder::begin(place)?;
    watch.lap("begin");
    organisation.timings.append(&mut watch.timings);
    let problems = make(organisation, options, &folder)?;
    let mut watch = Stopwatch::observed(&options.observer);
    let written = folder.finish()?;
    watch.lap("write");
    organisation.timings.append(&mut watch.timings);
    Ok(Published { written, problems })
}

/// Puts everything that is published on a shelf. Gives what was left out, and why.
fn make(
    organisation: &mut Organisation,
    options: &BuildOptions,
    shelf: &dyn render::Shelf,
) -> Result<Vec<Diagnostic>, render::ThemeError> {
    let mut watch = Stopwatch::observed(&options.observer);
    let insights = organisation.insights(options.today);
    insights.derive_all();
    watch.lap("derive");
    let input = organisation.to_render(&insights, options);
    let rendered = render::render(&input, shelf, |stage| watch.lap(stage))?;
    site::assemble(&rendered, &input, shelf);
    watch.lap("assemble");
    organisation.timings.append(&mut watch.timings);
    Ok(rendered.problems)
}
