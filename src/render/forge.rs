//! Addresses of files and commits where the repository is seen in a browser.
//!
//! Every forge has its own. One that is not recognised by its name is taken to be like GitHub.

use super::Input;
use super::href::encode_path;
use super::markdown::{Address, address};

/// The repository at its forge.
#[derive(Clone, Copy, Debug)]
pub struct Forge<'a> {
    repository: &'a str,
    kind: Kind,
    /// The commit that is built, or what stands for the newest one.
    revision: &'a str,
    branch: Option<&'a str>,
    folder: &'a str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    GitHub,
    GitLab,
    Gitea,
    Bitbucket,
}

impl<'a> Forge<'a> {
    /// Where the repository of a site is seen; `None` where nobody said.
    pub fn of(input: &Input<'a>) -> Option<Self> {
        let repository = input.repository.filter(|url| address(url) == Address::Elsewhere)?;
        let host = repository.split("://").nth(1)?.split('/').next()?.to_lowercase();
        let is = |names: &[&str]| names.iter().any(|name| host.contains(name));
        let kind = match () {
            () if is(&["gitlab"]) => Kind::GitLab,
            () if is(&["gitea", "forgejo", "codeberg"]) => Kind::Gitea,
            () if is(&["bitbucket"]) => Kind::Bitbucket,
            () => Kind::GitHub,
        };
        Some(Self {
            repository: repository.trim_end_matches('/'),
            kind,
            revision: input.commit.map_or("HEAD", |commit| &commit.id),
            branch: input.commit.and_then(|commit| commit.branch.as_deref()),
            folder: input.commit.map_or("", |commit| commit.folder.as_str()),
        })
    }

    /// A file of the organisation repository at the commit that is built.
    pub fn file(&self, path: &str) -> String {
        let way = match self.kind {
            Kind::GitHub => "blob",
            Kind::GitLab => "-/blob",
            // Only a commit can be named so; the newest one is that of the branch.
            Kind::Gitea if self.revision != "HEAD" => "src/commit",
            Kind::Gitea | Kind::Bitbucket => "src",
        };
        self.at(way, self.revision, path)
    }

    /// Where a file is edited; `None` where the branch is not known.
    pub fn edit(&self, path: &str) -> Option<String> {
        let branch = self.branch?;
        Some(match self.kind {
            Kind::GitHub => self.at("edit", branch, path),
            Kind::GitLab => self.at("-/edit", branch, path),
            Kind::Gitea => self.at("_edit", branch, path),
            Kind::Bitbucket => format!("{}?mode=edit&at={}", self.at("src", branch, path), encode(branch)),
        })
    }

    /// The commits that changed a file.
    pub fn commits(&self, path: &str) -> String {
        let way = match self.kind {
            Kind::GitHub => "commits",
            Kind::GitLab => "-/commits",
            Kind::Gitea if self.revision != "HEAD" => "commits/commit",
            Kind::Gitea => "commits",
            Kind::Bitbucket => "history-node",
        };
        self.at(way, self.revision, path)
    }

    /// A commit.
    pub fn commit(&self, id: &str) -> String {
        let way = match self.kind {
            Kind::GitHub | Kind::Gitea => "commit",
            Kind::GitLab => "-/commit",
            Kind::Bitbucket => "commits",
        };
        format!("{}/{way}/{id}", self.repository)
    }

    fn at(&self, way: &str, revision: &str, path: &str) -> String {
        let slash = if self.folder.is_empty() { "" } else { "/" };
        let path = encode_path(&format!("{}{slash}{path}", self.folder));
        format!("{}/{way}/{}/{path}", self.repository, encode(revision))
    }
}

/// The name of a branch as part of an address. Its slashes stay: forges look for the branch among the first folders.
fn encode(branch: &str) -> String {
    encode_path(branch).replace('&', "%26").replace('+', "%2B")
}
