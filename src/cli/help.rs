//! The commands as clap knows them, with what the help of each of them ends with.
//!
//! Help, completions and manual pages all come from here.

use std::fmt::Write;

use clap::{Command, CommandFactory};

use super::Arguments;

/// Commands that may end in another way than done, or not possible.
const JUDGES: [&str; 4] = ["check", "build", "lsp", "move"];

/// The program with all its commands.
pub(super) fn program() -> Command {
    let mut program = Arguments::command();
    let names: Vec<_> = program.get_subcommands().map(|it| it.get_name().to_owned()).collect();
    for name in names {
        program = program.mut_subcommand(&name, |command| with_exit_codes(command, &name));
    }
    program
}

fn with_exit_codes(command: Command, name: &str) -> Command {
    let mut help = command
        .get_after_long_help()
        .map(ToString::to_string)
        .unwrap_or_default();
    if !help.is_empty() {
        help.push_str("\n\n");
    }
    let errors = match name {
        "build" => "  1  the documents have errors, and --strict was given; nothing is written\n",
        "lsp" => "  1  the editor went away without `shutdown` and `exit`\n",
        "move" => "  1  the document does not answer what the state asks for; nothing is written\n",
        _ => "  1  the documents have errors\n",
    };
    let (done, errors) = match (name, JUDGES.contains(&name)) {
        ("check", _) => ("no errors; there may be warnings", errors),
        (_, true) => ("done", errors),
        (_, false) => ("done", ""),
    };
    let _ = write!(
        help,
        "Exit codes:\n  0  {done}\n{errors}  2  it could not run: usage, configuration, no repository"
    );
    command.after_long_help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every command and those below it, by the words that lead there.
    fn all(command: &Command, path: &str, found: &mut Vec<(String, Command)>) {
        for command in command.get_subcommands().filter(|it| it.get_name() != "help") {
            let path = format!("{path} {}", command.get_name());
            all(command, &path, found);
            found.push((path, command.clone()));
        }
    }

    #[test]
    fn every_command_says_what_it_does_how_to_use_it_and_how_it_ends() {
        let mut commands = Vec::new();
        all(&program(), "docent", &mut commands);
        assert!(commands.len() > 12);
        for (path, command) in commands {
            assert!(command.get_about().is_some(), "{path}");
            for argument in command.get_arguments() {
                let is_told = argument.get_help().is_some() || argument.get_id() == "help";
                assert!(is_told, "{path}: {}", argument.get_id());
            }
            let help = command
                .get_after_long_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            let is_top = path.split(' ').count() == 2;
            assert!(!is_top || help.contains("Exit codes:\n  0"), "{path}");
            assert!(help.contains(&format!("Examples:\n  {path}")), "{path}: {help}");
        }
    }
}
