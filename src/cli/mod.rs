//! The command line: arguments in, an exit code out.
//!
//! The only room that knows the terminal, the environment and the clock. Each command is a file; what it does beyond
//! reading arguments and printing belongs below.

mod base;
mod build;
mod check;
mod ci;
mod completions;
mod explain;
mod fix;
mod format;
mod init;
mod list;
mod log;
mod man;
mod r#move;
mod new;
mod place;
mod print;
mod renumber;
mod report;
mod schema;
mod serve;
mod strictness;
mod theme;

use std::ffi::OsString;
use std::process::ExitCode;

use camino::Utf8PathBuf;
use clap::{Parser, Subcommand, ValueEnum};

/// Checks, links and publishes the documents of an engineering organisation.
#[derive(Debug, Parser)]
#[command(
    name = "docent",
    version,
    about,
    long_about = "Checks, links and publishes the documents of an engineering organisation: Markdown with YAML front \
                  matter in a Git repository.\n\nEvery document has a type (rewrite proposal, incident review, decision, \
                  …). A type's definition says its fields, states and sections; `docent explain TYPE` prints it.",
    after_long_help = "Examples:\n  docent init engineering         start an organisation repository\n  docent new rewrite \"Orders \
                       on PostgreSQL\"\n  docent check                    what keeps the documents from being complete\n  docent \
                       list rewrite --state proposed\n  docent log RW-12                what became of a document, and \
                       when\n  docent move RW-12 accepted      when it answers what that state asks for\n  docent explain \
                       section-demand  what a rule wants and why\n  docent build                    write the site\n  docent serve \
                       --open             look at it while you write\n\nExit \
                       codes:\n  0  nothing is wrong\n  1  the documents have errors\n  2  docent could not run: usage, \
                       configuration, no repository"
)]
struct Arguments {
    /// Work in this folder instead of the current one.
    #[arg(short = 'C', long = "directory", value_name = "DIR", global = true)]
    directory: Option<Utf8PathBuf>,
    /// When to use colours.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColourChoice::Auto, global = true)]
    color: ColourChoice,
    /// Say only what is wrong.
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Say how long each stage took.
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    verbose: bool,
    #[command(subcommand)]
    command: Command,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ColourChoice {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Init),
    New(new::New),
    Check(check::Check),
    List(list::List),
    Log(log::Log),
    Move(r#move::Move),
    Report(report::Report),
    Explain(explain::Explain),
    Schema(schema::Schema),
    Renumber(renumber::Renumber),
    Build(build::Build),
    Serve(serve::Serve),
    Theme(theme::Theme),
    Completions(completions::Completions),
    Man(man::Man),
}

/// What every command is told.
#[derive(Debug)]
struct Global {
    directory: Utf8PathBuf,
    quiet: bool,
    verbose: bool,
}

impl Global {
    /// The same, for a part of a command that has nothing to tell.
    fn quietly(&self) -> Self {
        Self {
            directory: self.directory.clone(),
            quiet: true,
            verbose: false,
        }
    }
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Nothing is wrong.
    Clean,
    /// The documents have errors.
    Errors,
}

/// Runs one command. Errors are printed; the exit code says how it ended.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(usage) => {
            // Help and version go to standard output and are no failure. A reader that is gone is none either.
            let _ = usage.print();
            return ExitCode::from(if usage.use_stderr() { 2 } else { 0 });
        }
    };
    print::choose_colour(arguments.color);
    let global = Global {
        directory: arguments.directory.unwrap_or_else(|| Utf8PathBuf::from(".")),
        quiet: arguments.quiet,
        verbose: arguments.verbose,
    };
    let outcome = match &arguments.command {
        Command::Init(init) => init::run(init, &global),
        Command::New(new) => new::run(new, &global),
        Command::Check(check) => check::run(check, &global),
        Command::Renumber(renumber) => renumber::run(renumber, &global),
        Command::List(list) => list::run(list, &global),
        Command::Log(log) => log::run(log, &global),
        Command::Move(wanted) => r#move::run(wanted, &global),
        Command::Report(wanted) => report::run(wanted, &global),
        Command::Explain(explain) => explain::run(explain, &global),
        Command::Schema(schema) => schema::run(schema, &global),
        Command::Build(build) => build::run(build, &global),
        Command::Serve(serve) => serve::run(serve, &global),
        Command::Theme(theme) => theme::run(theme, &global),
        Command::Completions(completions) => completions::run(completions),
        Command::Man(man) => man::run(man, &global),
    };
    match outcome {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Errors) => ExitCode::from(1),
        Err(error) if print::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            print::failure(&error);
            ExitCode::from(2)
        }
    }
}
