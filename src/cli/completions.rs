//! `docent completions`

use clap::Args;
use clap_complete::Shell;

use super::{Outcome, help, print};

/// How it is used, at the end of its help.
const EXAMPLES: &str = "\
Examples:
  docent completions bash > ~/.local/share/bash-completion/completions/docent
  docent completions zsh > ~/.zfunc/_docent  # with `fpath+=~/.zfunc` before `compinit`
  docent completions fish > ~/.config/fish/completions/docent.fish
  docent completions powershell >> $PROFILE";

/// Print the completions for a shell.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(completions: &Completions) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(completions.shell, &mut help::program(), "docent", &mut script);
    print::raw(&String::from_utf8(script)?)?;
    Ok(Outcome::Clean)
}
