//! How long stages take, and who is told when one is done.

use std::sync::Arc;
use std::time::{Duration, Instant};

/// The stages up to a check with its history, in their order: the names in [`Timing`], and what an [`Observer`] hears.
pub const STAGES_OF_CHECK: [&str; 8] = [
    "configure",
    "read",
    "parse",
    "gather",
    "resolve",
    "history",
    "branches",
    "check",
];

/// The stages after them until there is a site.
pub const STAGES_OF_BUILD: [&str; 4] = ["derive", "figures", "render", "assemble"];

/// How long a stage took.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    /// The stage's verb.
    pub stage: &'static str,
    /// Time on the clock.
    pub took: Duration,
}

/// Someone who is told of each stage when it is done, such as a progress bar; nobody, by default.
#[derive(Clone, Default)]
pub struct Observer(Option<Arc<dyn Fn(&'static str) + Send + Sync>>);

impl Observer {
    /// Calls a function with the name of each stage that is done.
    pub fn new(told: impl Fn(&'static str) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(told)))
    }

    /// Tells that a stage is done.
    pub fn tell(&self, stage: &'static str) {
        if let Some(told) = &self.0 {
            told(stage);
        }
    }
}

impl std::fmt::Debug for Observer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(if self.0.is_some() { "Observer" } else { "nobody" })
    }
}

/// Measures stage after stage.
#[derive(Debug)]
pub(super) struct Stopwatch {
    last: Instant,
    observer: Observer,
    /// How long each stage took so far.
    pub(super) timings: Vec<Timing>,
}

impl Stopwatch {
    /// Starts to measure the first.
    pub(super) fn start() -> Self {
        Self::observed(&Observer::default())
    }

    /// The same, with someone who is told when a stage is done.
    pub(super) fn observed(observer: &Observer) -> Self {
        Self {
            last: Instant::now(),
            observer: observer.clone(),
            timings: Vec::new(),
        }
    }

    /// Ends a stage, and begins the next.
    pub(super) fn lap(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.timings.push(Timing {
            stage,
            took: now - self.last,
        });
        self.last = now;
        self.observer.tell(stage);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::pipeline::{self, BuildOptions, Options};
    use crate::repository::Snapshot;

    #[test]
    fn an_observer_hears_of_every_stage_in_the_order_that_is_promised() {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let observer = Observer::new({
            let heard = Arc::clone(&heard);
            move |stage| heard.lock().expect("a list").push(stage)
        });
        let snapshot = Snapshot::from_texts([("pages/index.md", "# Welcome\n")]);
        let options = Options {
            observer: observer.clone(),
            ..Options::default()
        };
        let mut organisation = pipeline::check(snapshot, &options);
        let options = BuildOptions {
            observer,
            ..BuildOptions::default()
        };
        pipeline::build(&mut organisation, &options).expect("a site");
        let promised = [&STAGES_OF_CHECK[..], &STAGES_OF_BUILD].concat();
        assert_eq!(*heard.lock().expect("a list"), promised);
    }
}
