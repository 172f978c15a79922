//! The command line: arguments in, an exit code out.
//!
//! The only room that knows the terminal, the environment and the clock. Each command is a file; what it does beyond
//! reading arguments and printing belongs below.

mod adopted;
mod base;
mod build;
mod check;
mod ci;
mod completions;
mod explain;
mod fix;
mod format;
mod help;
mod hyperlinks;
mod init;
mod list;
mod log;
mod lsp;
mod man;
mod r#move;
mod new;
mod place;
mod print;
mod progress;
mod renumber;
mod report;
mod schema;
mod serve;
mod strictness;
mod theme;

use std::ffi::OsString;
use std::process::ExitCode;

use camino::Utf8PathBuf;
use clap::{FromArgMatches, Parser, Subcommand, ValueEnum};

use hyperlinks::Hyperlinks;

/// Where the help of a command lists the options that all commands have.
const GLOBAL: &str = "Global options";

/// How it is used, at the end of its help.
const EXAMPLES: &str = "\
Examples:
  docent init engineering         # start an organisation repository
  docent new rewrite \"Orders on PostgreSQL\"
  docent check                    # what keeps the documents from being complete
  docent list rewrite --state proposed
  docent log RW-5                 # what became of a document, and when
  docent move RW-8 in-progress    # when it answers what that state asks for
  docent explain section-demand   # what a rule wants and why
  docent build                    # write the site
  docent serve --open             # look at it while you write

Exit codes:
  0  nothing is wrong
  1  the documents have errors
  2  docent could not run: usage, configuration, no repository

Environment:
  NO_COLOR           no colours and no links
  FORCE_HYPERLINK    1: links although the terminal is not known to have them; 0: none
  SOURCE_DATE_EPOCH  seconds; the day that overdue and stale are counted from";

/// Checks, links and publishes the documents of an engineering organisation.
#[derive(Debug, Parser)]
#[command(
    name = "docent",
    version,
    about,
    long_about = "Checks, links and publishes the documents of an engineering organisation: Markdown with YAML front \
                  matter in a Git repository.\n\nEvery document has a type (rewrite proposal, incident review, decision, \
                  …). A type's definition says its fields, states and sections; `docent explain TYPE` prints it.",
    after_long_help = EXAMPLES
)]
struct Arguments {
    /// Work in this folder instead of the current one.
    #[arg(short = 'C', long = "directory", value_name = "DIR", global = true, help_heading = GLOBAL)]
    directory: Option<Utf8PathBuf>,
    /// When to use colours: auto (on a terminal, unless `NO_COLOR` is set), always or never.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColourChoice::Auto, hide_possible_values = true)]
    #[arg(hide_default_value = true, global = true, help_heading = GLOBAL)]
    color: ColourChoice,
    /// When to make files and rules links: auto (on a terminal that is known to have links, or with `FORCE_HYPERLINK=1`),
    /// always or never.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Hyperlinks::Auto, hide_possible_values = true)]
    #[arg(hide_default_value = true, global = true, help_heading = GLOBAL)]
    hyperlinks: Hyperlinks,
    /// Say only what is wrong, and show no progress.
    #[arg(short, long, global = true, help_heading = GLOBAL)]
    quiet: bool,
    /// Say how long each stage took.
    #[arg(short, long, global = true, conflicts_with = "quiet", help_heading = GLOBAL)]
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
    Lsp(lsp::Lsp),
    Completions(completions::Completions),
    Man(man::Man),
}

/// What every command is told.
#[derive(Debug)]
struct Global {
    directory: Utf8PathBuf,
    quiet: bool,
    verbose: bool,
    /// Whether what is printed for people holds links.
    hyperlinks: bool,
}

impl Global {
    /// The same, for a part of a command that has nothing to tell.
    fn quietly(&self) -> Self {
        Self {
            directory: self.directory.clone(),
            quiet: true,
            verbose: false,
            hyperlinks: self.hyperlinks,
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
    let matches = help::program().try_get_matches_from(arguments);
    let arguments = match matches.and_then(|matches| Arguments::from_arg_matches(&matches)) {
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
        hyperlinks: arguments.color != ColourChoice::Never && arguments.hyperlinks.are_wanted(),
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
        Command::Lsp(lsp) => lsp::run(lsp),
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
