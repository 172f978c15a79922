//! How long stages take.

use std::time::{Duration, Instant};

/// How long a stage took.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    /// The stage's verb.
    pub stage: &'static str,
    /// Time on the clock.
    pub took: Duration,
}

/// Measures stage after stage.
#[derive(Debug)]
pub(super) struct Stopwatch {
    last: Instant,
    /// How long each stage took so far.
    pub(super) timings: Vec<Timing>,
}

impl Stopwatch {
    /// Starts to measure the first.
    pub(super) fn start() -> Self {
        Self {
            last: Instant::now(),
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
    }
}
