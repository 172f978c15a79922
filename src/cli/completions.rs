//! `docent completions`

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Arguments, Outcome, print};

/// Print the completions for a shell.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  docent completions bash > ~/.local/share/bash-completion/completions/docent\n  docent \
                       completions zsh > ~/.zfunc/_docent          # with `fpath+=~/.zfunc` before `compinit`\n  docent \
                       completions fish > ~/.config/fish/completions/docent.fish\n  docent completions powershell >> \
                       $PROFILE"
)]
pub(super) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(completions: &Completions) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(completions.shell, &mut Arguments::command(), "docent", &mut script);
    print::raw(&String::from_utf8(script)?)?;
    Ok(Outcome::Clean)
}
