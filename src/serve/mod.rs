//! The live preview: the site on loopback, renewed with every edit.
//!
//! Three parts that tell each other values. The *watch* says which paths somebody touched. The *desk*, on the thread that
//! calls [`serve`], keeps the organisation warm and owns one generation of the site: it writes a page when it is asked for
//! one, until an edit ends the generation. *Connections*, a thread each, read a request, ask the desk, and answer.
//!
//! What the desk writes is what `build` writes, byte for byte; only the answer to a browser has a script more, which shows
//! diagnostics and loads the page anew. Nothing is written to disk, and no file is served: an address is looked up among
//! the routes of the site, so there is no path that could lead out of it.

mod answer;
mod board;
mod connection;
mod desk;
mod editor;
mod events;
mod found;
mod gate;
mod generation;
mod look;
mod poll;
mod request;
mod tree;
mod watch;
mod wish;

use std::net::SocketAddr;
use std::sync::mpsc;
use std::time::Duration;

use jiff::civil::Date;

use crate::diagnostic::Diagnostic;
use crate::history::BranchSelection;
use crate::pipeline::Timing;
use crate::repository::{OpenError, Repository, Snapshot};

pub use editor::{Editor, KNOWN as KNOWN_EDITORS, UnknownEditor};

/// Where the preview is looked for first.
pub const PORT: u16 = 4000;
/// What docent serves beside the site stands below this address. No route begins with a hyphen.
const OWN: &str = "-docent/";

/// What a preview is told from outside.
#[derive(Clone, Debug)]
pub struct Options {
    /// The port to listen on; where it is taken, the next free one is used. Any that is free for 0.
    pub port: u16,
    /// The day that overdue and stale are counted from, for as long as the preview runs.
    pub today: Date,
    /// What other branches are shown.
    pub branches: Option<BranchSelection>,
    /// Where a click on a diagnostic leads.
    pub editor: Editor,
    /// Look at the files again and again instead of being told by the system.
    pub polling: bool,
}

/// What happens while a preview runs, for whoever started it.
#[derive(Debug)]
pub enum Told<'a> {
    /// The wanted port was taken.
    PortTaken {
        /// The one that was wanted.
        wanted: u16,
        /// The one that was free.
        free: u16,
    },
    /// Pages can be asked for.
    Ready {
        /// Where.
        address: SocketAddr,
        /// How it stands.
        state: State<'a>,
    },
    /// An edit was taken in.
    Updated {
        /// What changed: a path, or how many.
        what: &'a str,
        /// How it stands.
        state: State<'a>,
    },
    /// Nothing can be made of the settings or the theme as they are now; the site stays as it was.
    Broken {
        /// What keeps the site from being made, as [`Show`] tells it.
        why: &'a str,
    },
    /// The system does not say what is touched, so files are looked at again and again.
    Polling {
        /// Why, as the system said.
        why: &'a str,
    },
    /// The folder is gone; the site stays as it was.
    Lost {
        /// What the system said.
        why: &'a str,
    },
}

/// How the site stands after it was made.
#[derive(Clone, Copy, Debug)]
pub struct State<'a> {
    /// How long it took until pages could be asked for.
    pub took: Duration,
    /// How many documents there are.
    pub documents: usize,
    /// What is wrong with them.
    pub diagnostics: &'a [Diagnostic],
    /// How long each stage took.
    pub timings: &'a [Timing],
}

/// Makes text of diagnostics, with excerpts of the files in a snapshot.
pub type Show<'a> = &'a dyn Fn(&Snapshot, &[Diagnostic]) -> String;

/// What ends a preview from elsewhere.
#[derive(Clone, Debug)]
pub struct Stop(mpsc::Sender<wish::Wish>);

impl Stop {
    /// Ends it.
    pub fn stop(&self) {
        // A desk that is gone has ended already.
        let _ = self.0.send(wish::Wish::Stop);
    }
}

/// Why there is no preview.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// No port could be listened on.
    #[error("cannot listen on `127.0.0.1:{port}` or any of the {tries} ports after it: {reason}")]
    NoPort {
        /// The first one.
        port: u16,
        /// How many more were tried.
        tries: u16,
        /// What the system said.
        reason: String,
    },
    /// The files cannot be read.
    #[error(transparent)]
    Unreadable(#[from] OpenError),
}

/// Serves the site of an organisation repository until it is stopped. `begin` is handed what stops it, as soon as that has
/// an effect: before, there is nothing that would have to come to an end.
///
/// # Errors
/// When no port is free or the files cannot be read at all.
pub fn serve(
    repository: Repository,
    options: &Options,
    show: Show<'_>,
    tell: &dyn Fn(Told<'_>),
    begin: impl FnOnce(Stop),
) -> Result<(), ServeError> {
    let (wishes, inbox) = mpsc::channel();
    let gate = gate::open(options.port)?;
    let address = gate.address();
    if options.port != 0 && address.port() != options.port {
        tell(Told::PortTaken {
            wanted: options.port,
            free: address.port(),
        });
    }
    let board = board::Board::default();
    gate.listen(&wishes, &board);
    let stop = Stop(wishes.clone());
    let world = desk::World {
        show,
        tell,
        board,
        address,
        begin: Some(Box::new(move || begin(stop))),
    };
    let desk = desk::Desk::new(repository, options, world);
    desk.work(inbox, watch::Watch::start(&wishes, options.polling))?;
    Ok(())
}
