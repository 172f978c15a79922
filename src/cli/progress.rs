//! A bar on the terminal while a command works, drawn once it has worked for half a second.
//!
//! It goes to standard error and is gone before anything else is printed. There is none where standard error is no
//! terminal, with `--quiet`, and on a terminal that cannot move its cursor.

use std::io::IsTerminal;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Global;
use crate::pipeline::Observer;

/// How long a command may take before the bar appears.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often the bar moves although no stage is done.
const TICK: Duration = Duration::from_millis(100);

/// Plain, so that it needs no colours.
const LOOK: &str = "{spinner} {bar:24} {msg} {elapsed}";

/// A bar that is cleared when this is dropped.
pub(super) struct Progress {
    drawn: Option<Drawn>,
    stages: Vec<&'static str>,
}

struct Drawn {
    bar: ProgressBar,
    /// Dropped to say that nobody need wait any more.
    done: Option<mpsc::Sender<()>>,
    waiting: Option<JoinHandle<()>>,
}

impl Progress {
    /// Begins to work through stages with these names.
    pub(super) fn begin(global: &Global, stages: &[&'static str]) -> Self {
        let stages = stages.to_vec();
        let drawn = (!global.quiet && can_draw()).then(|| Drawn::begin(&stages));
        Self { drawn, stages }
    }

    /// Who is to be told when a stage is done.
    pub(super) fn observer(&self) -> Observer {
        let Some(drawn) = &self.drawn else {
            return Observer::default();
        };
        let (bar, stages) = (drawn.bar.clone(), self.stages.clone());
        Observer::new(move |stage| {
            // What is worked on is the stage after the one that is done.
            let Some(place) = stages.iter().position(|it| *it == stage) else {
                return;
            };
            bar.set_position(place as u64 + 1);
            if let Some(next) = stages.get(place + 1) {
                bar.set_message(*next);
            }
        })
    }

    /// Clears the bar, before something is printed.
    pub(super) fn end(self) {}
}

impl Drawn {
    fn begin(stages: &[&'static str]) -> Self {
        let bar = ProgressBar::with_draw_target(Some(stages.len() as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template(LOOK) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(stages.first().copied().unwrap_or_default());
        let (done, wait) = mpsc::channel();
        let waiting = std::thread::spawn({
            let bar = bar.clone();
            move || {
                if wait.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                    bar.enable_steady_tick(TICK);
                }
            }
        });
        Self {
            bar,
            done: Some(done),
            waiting: Some(waiting),
        }
    }
}

impl Drop for Drawn {
    fn drop(&mut self) {
        drop(self.done.take());
        // The bar must not appear after it was cleared.
        if let Some(waiting) = self.waiting.take() {
            let _ = waiting.join();
        }
        self.bar.finish_and_clear();
    }
}

/// Whether standard error is a terminal whose cursor can go back.
#[expect(
    clippy::disallowed_methods,
    reason = "the terminal says what it is in the environment"
)]
fn can_draw() -> bool {
    let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb" || term.is_empty());
    std::io::stderr().is_terminal() && (!dumb || cfg!(windows))
}
