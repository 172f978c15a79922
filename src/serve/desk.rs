//! The desk: an organisation kept warm, and one generation of its site after the other.
//!
//! A generation borrows the organisation, so it lives on the stack between two edits: [`Desk::work`] makes it, hands out
//! what is asked for, and lets it go when an edit has come that a site can be made of. Where none can, because the settings
//! or the theme are broken, the generation stays.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};

use super::board::Board;
use super::found::{Found, digest};
use super::generation::{Generation, LastGood};
use super::look::Look;
use super::tree::{Touched, Tree};
use super::watch::Watch;
use super::wish::Wish;
use super::{Options, ServeError, Show, State, Told};
use crate::diagnostic::{Diagnostic, Severity};
use crate::pipeline::warm::{Edit, Past, Warm};
use crate::pipeline::{self, BuildOptions, Timing};
use crate::render::{Kept, Theme, theme};
use crate::repository::{CONFIG_FILE, Repository, Snapshot};
use crate::site::Preview;

/// How long nothing more may be touched before a save is taken in.
const QUIET: Duration = Duration::from_millis(4);
/// The same after many files were touched, as when another branch is checked out.
const QUIET_AFTER_MANY: Duration = Duration::from_millis(60);
/// How many files are many.
const MANY: usize = 12;
/// Longest wait for a burst to end.
const MOST_PATIENCE: Duration = Duration::from_secs(3);
/// How often a folder that is gone is looked for.
const AGAIN: Duration = Duration::from_millis(500);

/// Whom the desk tells what happens.
pub(super) struct World<'a> {
    pub(super) show: Show<'a>,
    pub(super) tell: &'a dyn Fn(Told<'_>),
    pub(super) board: Board,
    pub(super) address: SocketAddr,
    /// Called once, when a wish to stop is heard soon: until then, who interrupts docent means its end at once.
    pub(super) begin: Option<Box<dyn FnOnce() + 'a>>,
}

/// Keeps the organisation, and hands out its site.
pub(super) struct Desk<'a> {
    tree: Tree,
    options: &'a Options,
    world: World<'a>,
    /// What keeps a site from being made of the files as they are.
    trouble: Option<Arc<str>>,
    /// What has changed since the site was made, as long as none can be.
    pending: Option<Edit>,
    last_good: LastGood,
}

/// How waiting ended.
enum Next {
    /// With an edit that a site can be made of, and its theme where that may be another.
    Edit(Edit, Option<Box<Theme>>),
    /// For good.
    Stop,
}

impl<'a> Desk<'a> {
    pub(super) fn new(repository: Repository, options: &'a Options, world: World<'a>) -> Self {
        Self {
            tree: Tree::new(repository),
            options,
            world,
            trouble: None,
            pending: None,
            last_good: LastGood::default(),
        }
    }

    /// Serves one generation after the other until it is stopped.
    pub(super) fn work(mut self, inbox: Receiver<Wish>, mut watch: Watch) -> Result<(), ServeError> {
        let mut started = Instant::now();
        // Watched before they are listed, so that nothing is missed in between.
        watch.follow(self.tree.folders());
        self.tree.list()?;
        let theme = loop {
            match self.prepare(self.tree.snapshot()) {
                Ok(theme) => break theme,
                Err(why) => self.is_broken(why),
            }
            match self.wait(None, &inbox, &mut watch) {
                Next::Stop => return Ok(()),
                Next::Edit(_, Some(theme)) => break *theme,
                Next::Edit(_, None) => {}
            }
        };
        let mut kept = Kept::new(theme);
        let options = self.options;
        let today = Some(options.today);
        let told = pipeline::Options {
            today,
            branches: options.branches.clone(),
            ..pipeline::Options::default()
        };
        let snapshot = self.tree.snapshot().clone();
        let mut warm = Warm::open(snapshot, self.tree.repository(), Past::Known, told);
        let mut build = BuildOptions::of(self.tree.repository(), None, today);
        let mut changed: Vec<Utf8PathBuf> = Vec::new();
        for number in 0.. {
            let organisation = warm.organisation();
            let mut timings = organisation.timings.clone();
            let mut last = Instant::now();
            let mut lap = |stage| {
                let took = last.elapsed();
                timings.push(Timing { stage, took });
                last = Instant::now();
            };
            let insights = organisation.insights(today);
            lap("derive");
            let input = organisation.to_render(&insights, &build);
            let preview = Preview::new(kept, &input);
            lap("press");
            let state = State {
                took: started.elapsed(),
                documents: organisation.corpus.documents().len(),
                diagnostics: &organisation.checked.diagnostics,
                timings: &timings,
            };
            self.begin();
            let (address, what) = (self.world.address, in_words(&changed));
            (self.world.tell)(match number {
                0 => Told::Ready { address, state },
                _ => Told::Updated { what: &what, state },
            });
            let generation = Generation::new(number, &changed, organisation, preview);
            self.trouble = None;
            self.world.board.ring();
            let (edit, new_theme) = match self.wait(Some(&generation), &inbox, &mut watch) {
                Next::Stop => break,
                Next::Edit(edit, theme) => (edit, theme),
            };
            started = Instant::now();
            kept = generation.into_kept();
            if let Some(theme) = new_theme {
                kept.theme = *theme;
            }
            if edit.git {
                build = BuildOptions::of(self.tree.repository(), None, today);
            }
            changed.clone_from(&edit.changed);
            warm.update(edit, self.tree.repository());
        }
        Ok(())
    }

    /// Hands out a generation until there is an edit that the next can be made of.
    fn wait(&mut self, generation: Option<&Generation<'_>>, inbox: &Receiver<Wish>, watch: &mut Watch) -> Next {
        let mut touched = Touched::default();
        let (mut first, mut last) = (None, Instant::now());
        let mut lost = false;
        loop {
            if let Some(why) = watch.take_fallback() {
                (self.world.tell)(Told::Polling { why: &why });
            }
            let wish = match first {
                None if lost => inbox.recv_timeout(AGAIN),
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(first) => {
                    let quiet = if touched.paths.len() < MANY {
                        QUIET
                    } else {
                        QUIET_AFTER_MANY
                    };
                    let until = (last + quiet).min(first + MOST_PATIENCE);
                    inbox.recv_timeout(until.saturating_duration_since(Instant::now()))
                }
            };
            match wish {
                Ok(Wish::Touched(more)) => {
                    touched.add(more);
                    last = Instant::now();
                    first = first.or(Some(last));
                    continue;
                }
                Ok(Wish::Stop) | Err(RecvTimeoutError::Disconnected) => return Next::Stop,
                // Whoever asked may have gone.
                Ok(Wish::Ask(asked)) => drop(asked.to.send(self.find(generation, &asked.route))),
                Ok(Wish::Look(route, to)) => drop(to.send(self.look(generation, &route))),
                Ok(Wish::Words(to)) => drop(to.send(generation.map(Generation::words).unwrap_or_default())),
                Err(RecvTimeoutError::Timeout) => {
                    touched.anything |= lost;
                    first = None;
                    if let Some(next) = self.take_in(std::mem::take(&mut touched), generation, watch, &mut lost) {
                        return next;
                    }
                }
            }
        }
    }

    /// Looks at what was touched; gives the edit when a site can be made of it.
    fn take_in(
        &mut self,
        touched: Touched,
        generation: Option<&Generation<'_>>,
        watch: &mut Watch,
        lost: &mut bool,
    ) -> Option<Next> {
        for path in touched.paths.iter().filter(|path| !path.is_file()) {
            watch.forget(path);
        }
        let mut looked = match self.tree.look(&touched) {
            Ok(looked) => looked,
            Err(error) => {
                if !std::mem::replace(lost, true) {
                    let why = error.to_string();
                    (self.world.tell)(Told::Lost { why: &why });
                    self.has_trouble(why);
                }
                return None;
            }
        };
        if std::mem::take(lost) {
            self.trouble = None;
            watch.forget_all();
        }
        if (looked.folders || touched.anything) && watch.follow(self.tree.folders()) {
            // What came into a new folder before it was watched.
            let anything = Touched {
                paths: touched.paths,
                anything: touched.anything,
            };
            match self.tree.look(&anything) {
                Ok(again) => {
                    looked.edit = merged(Some(looked.edit), again.edit);
                }
                Err(_) => return None,
            }
        }
        if let Some(generation) = generation {
            let snapshot = &looked.edit.snapshot;
            looked.edit.changed.retain(|path| generation.differs(path, snapshot));
        }
        let edit = merged(self.pending.take(), looked.edit);
        if edit.changed.is_empty() && !edit.git {
            return None;
        }
        let is_setting = |path: &Utf8PathBuf| {
            path == CONFIG_FILE || path.starts_with(pipeline::TYPES_FOLDER) || path.starts_with(theme::FOLDER)
        };
        let may_differ = match generation {
            Some(generation) => edit
                .changed
                .iter()
                .any(|path| is_setting(path) || generation.theme_is_from(path)),
            None => true,
        };
        if !may_differ {
            return Some(Next::Edit(edit, None));
        }
        match self.prepare(&edit.snapshot) {
            Ok(theme) => Some(Next::Edit(edit, Some(Box::new(theme)))),
            Err(why) => {
                self.pending = Some(edit);
                self.is_broken(why);
                None
            }
        }
    }

    /// The theme of a snapshot whose settings can be used.
    fn prepare(&self, snapshot: &Snapshot) -> Result<Theme, String> {
        let settings = pipeline::configure(snapshot);
        let is_setting = |path: &Utf8Path| path == CONFIG_FILE || path.starts_with(pipeline::TYPES_FOLDER);
        let errors = settings.problems.iter();
        let errors = errors.filter(|it| it.severity == Severity::Error && is_setting(&it.path));
        let errors: Vec<Diagnostic> = errors.cloned().collect();
        if !errors.is_empty() {
            return Err((self.world.show)(snapshot, &errors));
        }
        Theme::load(snapshot, &settings.config).map_err(|problem| (self.world.show)(snapshot, &[*problem]))
    }

    fn begin(&mut self) {
        if let Some(begin) = self.world.begin.take() {
            begin();
        }
    }

    fn is_broken(&mut self, why: String) {
        self.begin();
        (self.world.tell)(Told::Broken { why: &why });
        self.has_trouble(why);
    }

    fn has_trouble(&mut self, why: String) {
        self.trouble = Some(why.into());
        self.world.board.ring();
    }

    fn find(&mut self, generation: Option<&Generation<'_>>, route: &str) -> Found {
        match generation {
            Some(generation) => generation.find(route, &mut self.last_good, self.world.show),
            None => {
                let why = self.trouble.clone().unwrap_or_default();
                let digest = digest(why.as_bytes());
                Found::Failed { why, digest }
            }
        }
    }

    fn look(&mut self, generation: Option<&Generation<'_>>, route: &str) -> Look {
        let found = self.find(generation, route);
        let root = self.tree.repository().root();
        match generation {
            Some(generation) => Look {
                trouble: self.trouble.clone().or_else(|| self.last_good.why(route)),
                ..generation.look(route, found, root, &self.options.editor)
            },
            None => Look::without_site(found),
        }
    }
}

/// Two edits as one.
fn merged(before: Option<Edit>, after: Edit) -> Edit {
    let Some(before) = before else { return after };
    let changed: BTreeSet<Utf8PathBuf> = before.changed.into_iter().chain(after.changed).collect();
    Edit {
        snapshot: after.snapshot,
        changed: changed.into_iter().collect(),
        git: before.git || after.git,
    }
}

/// What changed, for a line on the terminal.
fn in_words(changed: &[Utf8PathBuf]) -> String {
    match changed {
        [] => "Git".to_owned(),
        [path] => path.to_string(),
        several => format!("{} files", several.len()),
    }
}
