//! What Git says about a folder. The only place of this room that names git2.

mod revisions;

use std::fmt;
use std::path::Path;

use camino::{Utf8Path, Utf8PathBuf};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::objects::ObjectId;
use super::{FirstCommit, OpenError};

/// A person as Git's configuration names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// `user.name`.
    pub name: String,
    /// `user.email`, where it is set.
    pub email: Option<String>,
}

/// An open Git repository.
pub(super) struct Git {
    repository: git2::Repository,
}

impl fmt::Debug for Git {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Git")
            .field("path", &self.repository.path())
            .finish()
    }
}

/// The day of a commit on the clock of whoever committed it.
fn day_of(commit: &git2::Commit<'_>) -> Option<Date> {
    let time = commit.time();
    let offset = Offset::from_seconds(time.offset_minutes() * 60).unwrap_or(Offset::UTC);
    Some(offset.to_datetime(Timestamp::from_second(time.seconds()).ok()?).date())
}

impl Git {
    /// Finds the Git repository around a folder; `None` where there is none.
    pub(super) fn discover(place: &Utf8Path) -> Result<Option<Self>, OpenError> {
        match git2::Repository::discover(place.as_std_path()) {
            Ok(repository) => Ok(Some(Self { repository })),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
            Err(error) => Err(OpenError::Git {
                message: explain(place, &error),
            }),
        }
    }

    /// Root of the work tree; `None` for a bare repository.
    pub(super) fn work_tree(&self) -> Option<Utf8PathBuf> {
        let path = self.repository.workdir()?.canonicalize().ok()?;
        Utf8PathBuf::from_path_buf(path).ok()
    }

    /// The Git folder that all work trees share.
    pub(super) fn common_folder(&self) -> &Path {
        self.repository.commondir()
    }

    /// The Git folder of this work tree.
    pub(super) fn own_folder(&self) -> &Path {
        self.repository.path()
    }

    /// The commit that is checked out; `None` on a branch without commits.
    pub(super) fn head(&self) -> Option<ObjectId> {
        let head = self.repository.head().ok()?.peel_to_commit().ok()?;
        ObjectId::from_bytes(head.id().as_bytes())
    }

    /// The day of a commit, on the clock of whoever committed it.
    pub(super) fn day(&self, commit: ObjectId) -> Option<Date> {
        let id = git2::Oid::from_bytes(commit.as_bytes()).ok()?;
        day_of(&self.repository.find_commit(id).ok()?)
    }

    /// The last commit that is no younger than a day, on the way back from another along first parents.
    pub(super) fn commit_on(&self, from: ObjectId, day: Date) -> Option<ObjectId> {
        let from = git2::Oid::from_bytes(from.as_bytes()).ok()?;
        let mut commit = self.repository.find_commit(from).ok()?;
        while day_of(&commit).is_none_or(|it| it > day) {
            commit = commit.parent(0).ok()?;
        }
        ObjectId::from_bytes(commit.id().as_bytes())
    }

    /// Whether there is a Git repository only, without files checked out from it.
    pub(super) fn is_bare(&self) -> bool {
        self.repository.is_bare()
    }

    /// Name of the branch that is checked out: `main`; `None` on a detached head. It need not have a commit.
    pub(super) fn branch(&self) -> Option<String> {
        let head = self.repository.find_reference("HEAD").ok()?;
        let target = head.symbolic_target().ok().flatten()?;
        target.strip_prefix("refs/heads/").map(str::to_owned)
    }

    /// Paths of all files in the index, from the root of the work tree.
    pub(super) fn tracked(&self) -> Vec<Utf8PathBuf> {
        let Ok(index) = self.repository.index() else {
            return Vec::new();
        };
        index
            .iter()
            .filter_map(|entry| String::from_utf8(entry.path).ok())
            .map(Utf8PathBuf::from)
            .collect()
    }

    /// Whether the ignore files leave a path out. `path` is relative to the root of the work tree.
    pub(super) fn ignores(&self, path: &Path) -> bool {
        self.repository.is_path_ignored(path).unwrap_or(false)
    }

    /// `user.name` and `user.email`.
    pub(super) fn identity(&self) -> Option<Identity> {
        identity(&self.repository.config().ok()?)
    }

    /// Makes a repository of a folder, on the branch that Git's configuration names for new ones, else on `main`.
    pub(super) fn init(root: &Utf8Path) -> Result<Self, OpenError> {
        let configured = git2::Config::open_default().and_then(|config| config.get_string("init.defaultBranch"));
        let branch = configured.ok().filter(|name| !name.trim().is_empty());
        let mut options = git2::RepositoryInitOptions::new();
        options.initial_head(branch.as_deref().unwrap_or("main"));
        let repository =
            git2::Repository::init_opts(root.as_std_path(), &options).map_err(|error| failed(root, &error))?;
        Ok(Self { repository })
    }

    /// Commits files as the first commit. `paths` are relative to the root of the work tree.
    pub(super) fn first_commit(&self, paths: &[Utf8PathBuf], message: &str) -> Result<FirstCommit, OpenError> {
        let commit = || -> Result<FirstCommit, git2::Error> {
            let Ok(author) = self.repository.signature() else {
                return Ok(FirstCommit::NobodyKnown);
            };
            let mut index = self.repository.index()?;
            for path in paths {
                index.add_path(path.as_std_path())?;
            }
            index.write()?;
            let tree = self.repository.find_tree(index.write_tree()?)?;
            self.repository
                .commit(Some("HEAD"), &author, &author, message, &tree, &[])?;
            Ok(FirstCommit::Made)
        };
        commit().map_err(|error| failed(Utf8Path::new("."), &error))
    }

    /// Web address behind the remote `origin`.
    pub(super) fn web_address(&self) -> Option<String> {
        let remote = self.repository.find_remote("origin").ok()?;
        web_address(remote.url().ok()?)
    }
}

/// Who commits here, by Git's configuration for all repositories.
pub(super) fn default_identity() -> Option<Identity> {
    identity(&git2::Config::open_default().ok()?)
}

fn identity(config: &git2::Config) -> Option<Identity> {
    let filled = |key: &str| config.get_string(key).ok().filter(|text| !text.trim().is_empty());
    Some(Identity {
        name: filled("user.name")?,
        email: filled("user.email"),
    })
}

fn failed(root: &Utf8Path, error: &git2::Error) -> OpenError {
    OpenError::Git {
        message: format!("no Git repository can be made in `{root}`: {}", error.message()),
    }
}

/// The page of a forge that belongs to a clone address; `None` for a path on disk.
fn web_address(url: &str) -> Option<String> {
    let bare = url.trim_end_matches('/').trim_end_matches(".git");
    if let Some(rest) = bare.strip_prefix("https://").or(bare.strip_prefix("http://")) {
        let (host, path) = rest.split_once('/')?;
        let host = host.rsplit('@').next()?;
        return (host.contains('.') && !path.is_empty()).then(|| format!("https://{host}/{path}"));
    }
    let (host, path) = if let Some(rest) = bare.strip_prefix("ssh://") {
        rest.split_once('/')?
    } else if bare.contains("://") {
        return None;
    } else {
        bare.split_once(':')?
    };
    // The port is that of another protocol.
    let host = host.rsplit('@').next()?.split(':').next()?;
    (host.contains('.') && !path.is_empty()).then(|| format!("https://{host}/{path}"))
}

/// libgit2's words for what a person can act on.
fn explain(place: &Utf8Path, error: &git2::Error) -> String {
    let text = error.message();
    if error.code() == git2::ErrorCode::Owner {
        return format!(
            "the Git repository around `{place}` belongs to another user; \
             to trust it, run: git config --global --add safe.directory {place}"
        );
    }
    if text.contains("sha256") || text.contains("object format") || text.contains("extensions.") {
        return format!("the Git repository around `{place}` uses a format that docent cannot read yet: {text}");
    }
    format!("the Git repository around `{place}` cannot be opened: {text}")
}

#[cfg(test)]
mod tests {
    use super::web_address;

    #[test]
    fn every_form_of_clone_address_leads_to_the_same_page() {
        let page = Some("https://github.com/acme/docs".to_owned());
        for url in [
            "https://github.com/acme/docs.git",
            "https://token@github.com/acme/docs",
            "git@github.com:acme/docs.git",
            "ssh://git@github.com:22/acme/docs.git",
        ] {
            assert_eq!(web_address(url), page, "{url}");
        }
        let own = Some("https://git.example.org:8443/acme/docs".to_owned());
        assert_eq!(web_address("https://git.example.org:8443/acme/docs.git"), own);
        assert_eq!(web_address("/srv/git/docs.git"), None);
        assert_eq!(web_address("file:///srv/git/docs.git"), None);
    }
}
