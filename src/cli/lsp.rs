//! `docent lsp`

use clap::Args;

use super::{Outcome, place};
use crate::lsp::{self, Ended};

/// How it is used, at the end of its help.
const EXAMPLES: &str = "\
Examples:
  docent lsp                     # what an editor starts
  docent lsp --today 2026-03-14  # as things stood on that day

Editors are set up with `docent lsp` as the command of a language server for Markdown and YAML; the manual has the lines \
for Neovim, Helix, VS Code and Zed.";

/// Serve an editor: diagnostics while typing, completion, hover, navigation, fixes and renaming.
///
/// Speaks the Language Server Protocol over standard input and output; an editor starts it and ends it. The organisation is
/// the one around each file that is opened. Nothing is written to disk but by the editor.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Lsp {
    /// The day that overdue and stale are counted from, instead of the day it is.
    #[arg(long, value_name = "DATE")]
    today: Option<String>,
    /// Accepted for clients that always say so; there is no other way.
    #[arg(long, hide = true)]
    stdio: bool,
}

pub(super) fn run(wanted: &Lsp) -> anyhow::Result<Outcome> {
    let given = wanted.today.clone();
    let first = place::today(given.as_deref())?;
    // An editor stays open over midnight.
    let today = move || place::today(given.as_deref()).unwrap_or(first);
    Ok(match lsp::serve(std::io::stdin(), std::io::stdout(), &today) {
        Ended::Orderly => Outcome::Clean,
        Ended::Abandoned => Outcome::Errors,
    })
}
