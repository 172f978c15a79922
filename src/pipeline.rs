//! The stages in order, once: open → parse → gather → resolve → history → check, and on to derive → render →
//! assemble.
//!
//! Every command goes through here, so `check`, `build` and an editor see the same corpus, and a green check means a whole
//! site. Each stage takes values and gives values; nothing is changed after it has crossed a border.

mod before;
mod earlier;
mod publish;
mod relevant;
mod settings;
mod timing;
pub mod warm;

use std::borrow::Cow;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use jiff::civil::Date;

use crate::check::{self, Checked, Levels};
use crate::definition::ROOT;
use crate::diagnostic::{Diagnostic, Severity, Source};
use crate::history::{self, Archive, BranchSelection, Elsewhere, History};
use crate::insight::earlier::Earlier;
use crate::insight::period::{Happened, Period};
use crate::insight::{self, Insights};
use crate::link::{self, Links};
use crate::model::{self, Corpus};
use crate::parse::{self, Parsed};
use crate::render;
use crate::repository::{CONFIG_FILE, ObjectId, Repository, Snapshot};
use crate::span::LineIndex;
use relevant::Relevant;
use timing::Stopwatch;

pub use before::{Base, Before, is_setting};
pub use publish::{BuildOptions, Built, PublishError, Published, build, publish};
pub use settings::{Settings, TYPES_FOLDER, configure};
pub use timing::{Observer, STAGES_OF_BUILD, STAGES_OF_CHECK, Timing};

/// What the stages are told from outside.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The day that overdue and stale are counted from.
    pub today: Option<Date>,
    /// Judge documents as if they were in this state.
    pub as_state: Option<String>,
    /// Ask other branches what they have; left alone where there is no repository to ask.
    pub branches: Option<BranchSelection>,
    /// Levels of rules for this run.
    pub levels: Levels,
    /// Who is told when a stage is done.
    pub observer: Observer,
}

/// Where a snapshot comes from.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// The repository.
    pub repository: &'a Repository,
    /// The commit; `None` for the work tree.
    pub commit: Option<ObjectId>,
    /// The commit it is compared with; without one, it is the default branch where that matters.
    pub base: Option<ObjectId>,
}

/// An organisation repository, read, linked and checked.
#[derive(Debug)]
pub struct Organisation {
    /// The files it was read from.
    pub snapshot: Snapshot,
    /// Its documents.
    pub corpus: Corpus,
    /// Their references.
    pub links: Links,
    /// Their past; empty where it was not asked for.
    pub history: History,
    /// The texts they had in it; `None` where it was not asked for, and without Git.
    pub archive: Option<Archive>,
    /// What other branches have, where they were asked.
    pub elsewhere: Option<Elsewhere>,
    /// What they are compared with, where they are.
    pub before: Option<Before>,
    /// How everything stood on the days of reviews; empty where nobody looked back.
    pub earlier: Vec<Earlier>,
    /// What checking found.
    pub checked: Checked,
    /// How long each stage took.
    pub timings: Vec<Timing>,
}

/// Runs the stages up to `check` over a snapshot, without asking Git for the past.
pub fn check(snapshot: Snapshot, options: &Options) -> Organisation {
    run(snapshot, options, |_| (History::default(), None), |_| None)
}

/// Runs the stages up to `check` over a snapshot of the work tree, or of a commit, with what other branches have.
pub fn check_with_branches(
    snapshot: Snapshot,
    repository: &Repository,
    commit: Option<ObjectId>,
    options: &Options,
) -> Organisation {
    let origin = Origin {
        repository,
        commit,
        base: None,
    };
    let others = |corpus: &Corpus| elsewhere(origin, corpus, options);
    run(snapshot, options, |_| (History::default(), None), others)
}

/// Runs the stages up to `check` over a snapshot of the work tree, or of a commit, with the past of its documents.
pub fn check_with_history(
    snapshot: Snapshot,
    repository: &Repository,
    commit: Option<ObjectId>,
    options: &Options,
) -> Organisation {
    let past = |corpus: &Corpus| {
        let history = match commit {
            Some(commit) => history::read_from(repository, commit, corpus),
            None => history::read(repository, corpus),
        };
        (history, Archive::of(repository))
    };
    let origin = Origin {
        repository,
        commit,
        base: None,
    };
    let others = |corpus: &Corpus| elsewhere(origin, corpus, options);
    run(snapshot, options, past, others)
}

/// Runs the stages up to `check` over a snapshot, to find what it introduced since a base. The bodies of documents that the
/// change has nothing to do with are not read, so nothing but what was found is to be made of the result.
pub fn check_since(snapshot: Snapshot, base: Base, options: &Options) -> Organisation {
    since(snapshot, base, options, |_| None)
}

/// The same, with what other branches have.
pub fn check_since_with_branches(
    snapshot: Snapshot,
    base: Base,
    origin: Origin<'_>,
    options: &Options,
) -> Organisation {
    since(snapshot, base, options, |corpus| elsewhere(origin, corpus, options))
}

fn since(
    snapshot: Snapshot,
    base: Base,
    options: &Options,
    others: impl FnOnce(&Corpus) -> Option<Elsewhere>,
) -> Organisation {
    let mut watch = Stopwatch::observed(&options.observer);
    let (corpus, links) = linked_since(&snapshot, Some(&base), &mut watch);
    let before = Before::read(base, &corpus, &links);
    watch.lap("base");
    let elsewhere = others(&corpus);
    watch.lap("branches");
    let checked = check::check(check::Input {
        corpus: &corpus,
        links: &links,
        snapshot: &snapshot,
        today: options.today,
        as_state: options.as_state.as_deref(),
        levels: &options.levels,
        history: None,
        base: Some(before.as_base()),
        elsewhere: elsewhere.as_ref(),
    });
    watch.lap("check");
    Organisation {
        snapshot,
        corpus,
        links,
        history: History::default(),
        archive: None,
        elsewhere,
        before: Some(before),
        earlier: Vec::new(),
        checked,
        timings: watch.timings,
    }
}

/// What other branches have, as far as the options ask for it.
fn elsewhere(origin: Origin<'_>, corpus: &Corpus, options: &Options) -> Option<Elsewhere> {
    let selection = options.branches.as_ref()?;
    let Origin {
        repository,
        commit,
        base,
    } = origin;
    Some(history::read_elsewhere(repository, commit, base, corpus, selection))
}

fn run(
    snapshot: Snapshot,
    options: &Options,
    past: impl FnOnce(&Corpus) -> (History, Option<Archive>),
    others: impl FnOnce(&Corpus) -> Option<Elsewhere>,
) -> Organisation {
    let mut watch = Stopwatch::observed(&options.observer);
    let (corpus, links) = linked(&snapshot, &mut watch);
    let (history, archive) = past(&corpus);
    watch.lap("history");
    let elsewhere = others(&corpus);
    watch.lap("branches");
    let checked = check::check(check::Input {
        corpus: &corpus,
        links: &links,
        snapshot: &snapshot,
        today: options.today,
        as_state: options.as_state.as_deref(),
        levels: &options.levels,
        history: Some(&history),
        base: None,
        elsewhere: elsewhere.as_ref(),
    });
    watch.lap("check");
    Organisation {
        snapshot,
        corpus,
        links,
        history,
        archive,
        elsewhere,
        before: None,
        earlier: Vec::new(),
        checked,
        timings: watch.timings,
    }
}

/// Reads all documents of a snapshot and leads their references to their targets.
fn linked(snapshot: &Snapshot, watch: &mut Stopwatch) -> (Corpus, Links) {
    linked_since(snapshot, None, watch)
}

/// The same for a check since a base: texts that the change has nothing to do with are not read beyond their front matter.
fn linked_since(snapshot: &Snapshot, base: Option<&Base>, watch: &mut Stopwatch) -> (Corpus, Links) {
    let settings = configure(snapshot);
    watch.lap("configure");
    let files = snapshot.texts(|path| model::is_document_path(path, &settings.definitions, &settings.config));
    watch.lap("read");
    let relevant = base.filter(|base| !base.changes_settings());
    let relevant =
        relevant.and_then(|base| Relevant::to(&base.changes, &files, snapshot, &base.snapshot, &settings.definitions));
    let documents = match &relevant {
        Some(relevant) => parse::some(&files, |front| relevant.has(front)),
        None => parse::all(&files),
    };
    drop(relevant);
    drop(files);
    watch.lap("parse");
    let corpus = gather(snapshot, settings, documents);
    watch.lap("gather");
    let links = link::resolve(&corpus, snapshot);
    watch.lap("resolve");
    (corpus, links)
}

/// Documents with the files that stand beside them.
fn gather(snapshot: &Snapshot, settings: Settings, documents: Vec<Parsed>) -> Corpus {
    model::gather(model::Input {
        people: snapshot.text(Utf8Path::new(model::PEOPLE_FILE)),
        data: snapshot.texts(|path| model::is_data_path(path, &settings.definitions)),
        config: settings.config,
        definitions: settings.definitions,
        problems: settings.problems,
        documents,
    })
}

impl Organisation {
    /// Folders that documents, definitions and the theme are read from: no site is written into them.
    pub fn sources(&self) -> Vec<Utf8PathBuf> {
        let folders = self
            .corpus
            .definitions
            .iter()
            .map(|(_, definition)| Utf8PathBuf::from(&definition.folder));
        let documents = self
            .corpus
            .documents()
            .iter()
            .filter_map(|document| document.path().parent());
        let own = [TYPES_FOLDER, render::theme::FOLDER].map(Utf8PathBuf::from);
        let all = folders.chain(documents.map(Utf8Path::to_owned)).chain(own);
        let mut sources: Vec<_> = all
            .filter(|folder| !folder.as_str().is_empty() && folder != ROOT)
            .collect();
        sources.sort();
        sources.dedup();
        sources
    }

    /// What pages are made from.
    pub fn to_render<'a>(&'a self, insights: &'a Insights<'a>, options: &'a BuildOptions) -> render::Input<'a> {
        let config = &self.corpus.config;
        render::Input {
            corpus: &self.corpus,
            links: &self.links,
            insights,
            earlier: &self.earlier,
            checked: &self.checked,
            snapshot: &self.snapshot,
            history: &self.history,
            archive: self.archive.as_ref(),
            elsewhere: self.elsewhere.as_ref(),
            commit: options.commit.as_ref(),
            repository: config.repository.as_deref().or(options.repository.as_deref()),
            base_url: options.base_url.as_deref().or(config.base_url.as_deref()),
        }
    }

    /// What the documents add up to on a day.
    pub fn insights(&self, today: Option<Date>) -> Insights<'_> {
        insight::insights(self.insight_input(today))
    }

    fn insight_input(&self, today: Option<Date>) -> insight::Input<'_> {
        insight::Input {
            corpus: &self.corpus,
            links: &self.links,
            history: &self.history,
            archive: self.archive.as_ref(),
            checked: &self.checked,
            today,
        }
    }

    /// Looks back on the days of the latest reviews, for their pages. `commit` is the one that is built, `None` for the
    /// work tree.
    pub fn look_back(&mut self, repository: &Repository, commit: Option<ObjectId>, today: Option<Date>) {
        let mut watch = Stopwatch::start();
        self.earlier = earlier::look_back(self, repository, commit, today);
        watch.lap("look back");
        self.timings.append(&mut watch.timings);
    }

    /// What happened in a period, and what its documents add up to on the last day of it.
    pub fn happened(&self, period: Period) -> (Insights<'_>, Happened) {
        let input = self.insight_input(Some(period.as_of));
        let insights = insight::insights(input);
        let happened = insight::period::derive(&input, &insights, period);
        (insights, happened)
    }

    /// Errors in `docent.yaml` and in definitions. What a build would make of the rest is not what was meant.
    pub fn setting_errors(&self) -> Vec<&Diagnostic> {
        let is_setting = |path: &Utf8Path| path == CONFIG_FILE || path.starts_with(TYPES_FOLDER);
        let problems = self.checked.diagnostics.iter();
        problems
            .filter(|it| it.severity == Severity::Error && is_setting(&it.path))
            .collect()
    }

    /// The text of a file that a diagnostic names, as it is or as it was in the base; `None` where it cannot be read. What
    /// is deleted is as it was.
    pub fn source(&self, path: &Utf8Path, before: bool) -> Option<Source<'_>> {
        let now = (!before).then(|| source(&self.corpus, &self.snapshot, path));
        let then = self.before.as_ref();
        now.flatten()
            .or_else(|| then.and_then(|it| source(&it.corpus, &it.base.snapshot, path)))
    }
}

fn source<'a>(corpus: &'a Corpus, snapshot: &Snapshot, path: &Utf8Path) -> Option<Source<'a>> {
    if let Some(index) = corpus.by_path(path) {
        let parsed = &corpus.get(index).parsed;
        return Some(Source {
            text: Arc::clone(&parsed.text),
            lines: Cow::Borrowed(&parsed.lines),
        });
    }
    let text = snapshot.text(path)?.content.ok()?;
    Some(Source {
        lines: Cow::Owned(LineIndex::new(&text)),
        text,
    })
}
