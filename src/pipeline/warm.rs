//! An organisation kept warm: read once, and after each edit only what the edit can have touched is done again.
//!
//! Preview and editor stand on this, so that what they show is what `check` and `build` say of the same files.

use camino::Utf8PathBuf;

use super::{Options, Organisation, check, check_with_history};
use crate::repository::{Repository, Snapshot};

/// How much of Git is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Past {
    /// The history of documents, and what other branches have as far as the options say.
    Known,
    /// None of it.
    Unknown,
}

/// An organisation, and what it takes to bring it up to date.
#[derive(Debug)]
pub struct Warm {
    organisation: Organisation,
    options: Options,
    past: Past,
}

/// What has become of the files since they were last looked at.
#[derive(Debug)]
pub struct Edit {
    /// All files as they are now.
    pub snapshot: Snapshot,
    /// Those that may differ, were added or are gone; paths from the root of the organisation repository.
    pub changed: Vec<Utf8PathBuf>,
    /// Whether Git may have another commit checked out, or other branches.
    pub git: bool,
}

impl Warm {
    /// Reads, links and checks everything once.
    pub fn open(snapshot: Snapshot, repository: &Repository, past: Past, options: Options) -> Self {
        let organisation = whole(snapshot, repository, past, &options);
        Self {
            organisation,
            options,
            past,
        }
    }

    /// The organisation as of the last edit.
    pub fn organisation(&self) -> &Organisation {
        &self.organisation
    }

    /// Takes in an edit. The result is what [`Warm::open`] would make of the same files.
    pub fn update(&mut self, edit: Edit, repository: &Repository) {
        self.organisation = whole(edit.snapshot, repository, self.past, &self.options);
    }
}

fn whole(snapshot: Snapshot, repository: &Repository, past: Past, options: &Options) -> Organisation {
    match past {
        Past::Known => check_with_history(snapshot, repository, None, options),
        Past::Unknown => check(snapshot, options),
    }
}
