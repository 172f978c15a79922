//! An organisation kept warm: read once, and after each edit only what the edit can have touched is done again.
//!
//! Preview and editor stand on this, so that what they show is what `check` and `build` say of the same files. What an edit
//! costs follows from what it changed: its files are parsed, the references that can lead elsewhere are led again, and the
//! rules look at the documents that have to do with it. An edit of the settings, by which everything is read, does
//! everything again.

use std::collections::HashSet;

use camino::{Utf8Path, Utf8PathBuf};
use jiff::civil::Date;

use super::before::{is_setting, same};
use super::{Options, Organisation, Stopwatch, earlier, elsewhere, linked};
use crate::check::{self, Checked, Kept, Known};
use crate::history::{self, Archive, Elsewhere, History};
use crate::insight::earlier::Earlier;
use crate::link::{self, Links};
use crate::model::{self, Corpus};
use crate::parse;
use crate::repository::{Change, ChangedPath, Repository, Snapshot};

/// How much of Git is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Past {
    /// None of it.
    Unknown,
    /// The history of documents, and what other branches have as far as the options say.
    OfDocuments,
    /// That, and how everything stood on the days of the latest reviews, which costs more than all the rest.
    Known,
}

/// An organisation, and what it takes to bring it up to date.
#[derive(Debug)]
pub struct Warm {
    organisation: Organisation,
    kept: Kept,
    reviewed: Vec<Date>,
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
        let mut watch = Stopwatch::start();
        let (corpus, links) = linked(&snapshot, &mut watch);
        let asked = Asked::of(repository, &corpus, past, &options);
        watch.lap("history");
        let (checked, kept) = check(&snapshot, &corpus, &links, &asked, &options, None);
        watch.lap("check");
        let reviewed = earlier::days(&corpus, options.today);
        let mut organisation = asked.organisation(snapshot, corpus, links, checked);
        if past == Past::Known {
            organisation.earlier = earlier::look_back(&organisation, repository, None, options.today);
            watch.lap("look back");
        }
        organisation.timings = watch.timings;
        Self {
            organisation,
            kept,
            reviewed,
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
        let before = &self.organisation;
        if edit.changed.iter().any(|path| is_setting(path)) || closed(&edit.snapshot) != closed(&before.snapshot) {
            let options = std::mem::take(&mut self.options);
            *self = Self::open(edit.snapshot, repository, self.past, options);
            return;
        }
        let mut watch = Stopwatch::start();
        let changed: HashSet<&Utf8Path> = edit.changed.iter().map(Utf8PathBuf::as_path).collect();
        let corpus = gather(&before.corpus, &edit.snapshot, &changed);
        watch.lap("gather");
        let links = resolve(before, &corpus, &edit.snapshot, &changed);
        watch.lap("resolve");
        // The past is that of the files that are documents.
        let asks = edit.git || !have_same_paths(&before.corpus, &corpus);
        let asked = asks.then(|| Asked::of(repository, &corpus, self.past, &self.options));
        let is_past_same = !edit.git && asked.as_ref().is_none_or(|it| it.elsewhere.is_none());
        let asked = asked.unwrap_or_else(|| Asked::taken_from(&mut self.organisation));
        watch.lap("history");
        let before = &self.organisation;
        let changes: Vec<_> = edit.changed.iter().map(modified).collect();
        let known = Known {
            before: check::Base {
                name: "",
                corpus: &before.corpus,
                links: &before.links,
                snapshot: &before.snapshot,
                changes: &changes,
            },
            kept: &self.kept,
        };
        let known = Some(known).filter(|_| is_past_same);
        let (checked, kept) = check(&edit.snapshot, &corpus, &links, &asked, &self.options, known);
        watch.lap("check");
        let earlier = std::mem::take(&mut self.organisation.earlier);
        self.kept = kept;
        self.organisation = asked.organisation(edit.snapshot, corpus, links, checked);
        let reviewed = earlier::days(&self.organisation.corpus, self.options.today);
        self.organisation.earlier = if self.past == Past::Known && (edit.git || reviewed != self.reviewed) {
            let earlier = earlier::look_back(&self.organisation, repository, None, self.options.today);
            watch.lap("look back");
            earlier
        } else {
            earlier
        };
        self.reviewed = reviewed;
        self.organisation.timings = watch.timings;
    }
}

/// What Git said.
struct Asked {
    history: History,
    archive: Option<Archive>,
    elsewhere: Option<Elsewhere>,
}

impl Asked {
    fn of(repository: &Repository, corpus: &Corpus, past: Past, options: &Options) -> Self {
        if past == Past::Unknown {
            return Self {
                history: History::default(),
                archive: None,
                elsewhere: None,
            };
        }
        let origin = super::Origin {
            repository,
            commit: None,
            base: None,
        };
        Self {
            history: history::read(repository, corpus),
            archive: Archive::of(repository),
            elsewhere: elsewhere(origin, corpus, options),
        }
    }

    fn taken_from(organisation: &mut Organisation) -> Self {
        Self {
            history: std::mem::take(&mut organisation.history),
            archive: organisation.archive.take(),
            elsewhere: organisation.elsewhere.take(),
        }
    }

    fn organisation(self, snapshot: Snapshot, corpus: Corpus, links: Links, checked: Checked) -> Organisation {
        Organisation {
            snapshot,
            corpus,
            links,
            history: self.history,
            archive: self.archive,
            elsewhere: self.elsewhere,
            before: None,
            earlier: Vec::<Earlier>::new(),
            checked,
            timings: Vec::new(),
        }
    }
}

fn check(
    snapshot: &Snapshot,
    corpus: &Corpus,
    links: &Links,
    asked: &Asked,
    options: &Options,
    known: Option<Known<'_>>,
) -> (Checked, Kept) {
    let input = check::Input {
        corpus,
        links,
        snapshot,
        today: options.today,
        as_state: options.as_state.as_deref(),
        levels: &options.levels,
        history: Some(&asked.history),
        base: None,
        elsewhere: asked.elsewhere.as_ref(),
    };
    check::check_keeping(input, known)
}

/// The corpus with the changed files as they are now.
fn gather(corpus: &Corpus, snapshot: &Snapshot, changed: &HashSet<&Utf8Path>) -> Corpus {
    let (definitions, config) = (&corpus.definitions, &corpus.config);
    let texts = |wanted: &dyn Fn(&Utf8Path) -> bool| {
        let found = changed.iter().filter(|path| wanted(path));
        found.filter_map(|path| snapshot.text(path)).collect::<Vec<_>>()
    };
    let documents = parse::all(&texts(&|path| model::is_document_path(path, definitions, config)));
    let data = texts(&|path| model::is_data_path(path, definitions));
    model::change(corpus, changed, documents, &data)
}

/// Leads the references of a corpus, of which most are those from before the change.
fn resolve(before: &Organisation, corpus: &Corpus, snapshot: &Snapshot, changed: &HashSet<&Utf8Path>) -> Links {
    let same = same(corpus, &before.corpus);
    let touched: HashSet<&Utf8Path> = changed.iter().flat_map(|path| path.ancestors()).collect();
    link::resolve_like(corpus, snapshot, &before.links, &same, |path| !touched.contains(path))
}

fn have_same_paths(before: &Corpus, after: &Corpus) -> bool {
    if after.has_places_of(before) {
        return true;
    }
    let paths = |corpus: &Corpus| corpus.documents().len();
    let is_there = |document: &std::sync::Arc<model::Document>| before.by_path(document.path()).is_some();
    paths(before) == paths(after) && after.documents().iter().all(is_there)
}

fn closed(snapshot: &Snapshot) -> Vec<&Utf8Path> {
    snapshot.closed_folders().map(|(path, _)| &**path).collect()
}

fn modified(path: &Utf8PathBuf) -> ChangedPath {
    ChangedPath {
        path: path.clone(),
        change: Change::Modified,
        old: None,
    }
}
