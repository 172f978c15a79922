//! `docent man`

use anyhow::{Context, bail};
use camino::{Utf8Path, Utf8PathBuf};
use clap::Args;
use clap_mangen::Man as Page;

use super::{Global, Outcome, help, place, print};
use crate::diagnostic::did_you_mean;

/// How it is used, at the end of its help.
const EXAMPLES: &str = "\
Examples:
  docent man | man -l -                     # read the manual page
  docent man check | man -l -               # that of a command
  docent man --out ~/.local/share/man/man1  # then `man docent-check` works";

/// Print the manual page, or write those of all commands into a folder.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Man {
    /// Name of a command; the whole program, when left out.
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
    /// Write the pages of the program and of all its commands into this folder.
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    out: Option<Utf8PathBuf>,
}

pub(super) fn run(man: &Man, global: &Global) -> anyhow::Result<Outcome> {
    let mut program = help::program();
    program.build();
    if let Some(out) = &man.out {
        let count = write_all(&program, &place::absolute(global, out))?;
        if !global.quiet {
            print::told(&format!("wrote {count} manual pages to {out}"))?;
        }
        return Ok(Outcome::Clean);
    }
    let wanted = match &man.command {
        None => &program,
        Some(name) => match program.find_subcommand(name) {
            Some(command) => command,
            None => {
                let names = program.get_subcommands().map(clap::Command::get_name);
                match did_you_mean(name, names) {
                    Some(near) => bail!("there is no command `{name}`; did you mean `{near}`?"),
                    None => bail!("there is no command `{name}`; `docent --help` lists them all"),
                }
            }
        },
    };
    let mut page = Vec::new();
    page_of(wanted).render(&mut page)?;
    print::raw(&String::from_utf8(page)?)?;
    Ok(Outcome::Clean)
}

fn page_of(command: &clap::Command) -> Page {
    let version = concat!("docent ", env!("CARGO_PKG_VERSION"));
    Page::new(command.clone()).source(version).manual("docent")
}

fn write_all(program: &clap::Command, folder: &Utf8Path) -> anyhow::Result<usize> {
    std::fs::create_dir_all(folder).with_context(|| format!("`{folder}` cannot be made"))?;
    let mut commands = vec![program];
    let mut count = 0;
    while let Some(command) = commands.pop() {
        commands.extend(command.get_subcommands().filter(|it| it.get_name() != "help"));
        // Below the program, `docent-check` is only what clap displays.
        let name = command.get_display_name().unwrap_or(command.get_name());
        let path = folder.join(format!("{name}.1"));
        let mut page = Vec::new();
        page_of(command).render(&mut page)?;
        std::fs::write(&path, page).with_context(|| format!("`{path}` cannot be written"))?;
        count += 1;
    }
    Ok(count)
}
