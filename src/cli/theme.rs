//! `docent theme`

use std::fmt::Write;

use anyhow::{Context, bail};
use camino::{Utf8Path, Utf8PathBuf};
use clap::{Args, Subcommand};

use super::{Global, Outcome, place, print};
use crate::diagnostic::did_you_mean;
use crate::render::theme::{FOLDER, files};
use crate::repository::{Founding, NewFile};

/// How it is used, at the end of its help.
const EXAMPLES: &str = "\
Examples:
  docent theme list
  docent theme copy templates/foot.html css/1-tokens.css
  docent theme context document.html

A file in `theme/` replaces the built-in one of the same name. Colours, logo, font, foot and navigation need no \
file: they are keys of `docent.yaml`.";

/// List the files that the site is made with, copy some out to change them, or say what a template is given.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Theme {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Print every file of the theme, what it is for, and whether it is replaced here.
    #[command(after_long_help = "Examples:\n  docent theme list")]
    List,
    /// Copy files of the theme into `theme/`, where they replace the built-in ones.
    #[command(after_long_help = "Examples:\n  docent theme copy templates/foot.html css/1-tokens.css")]
    Copy {
        /// Names as `docent theme list` prints them: `templates/foot.html`; the last part alone will do.
        #[arg(required = true, value_name = "FILE")]
        names: Vec<String>,
        /// Replace files that are there already.
        #[arg(long)]
        force: bool,
    },
    /// Print what a template is given, with every field.
    #[command(after_long_help = "Examples:\n  docent theme context document.html")]
    Context {
        /// Its name: `document.html`.
        #[arg(value_name = "TEMPLATE")]
        name: String,
    },
}

pub(super) fn run(theme: &Theme, global: &Global) -> anyhow::Result<Outcome> {
    match &theme.action {
        Action::List => print::line(list(global).trim_end())?,
        Action::Copy { names, force } => copy(names, *force, global)?,
        Action::Context { name } => {
            let name = full_name(name, |it| it.starts_with("templates/"))?;
            let template = name.trim_start_matches("templates/");
            let told = files::context(template).with_context(|| format!("there is no template `{template}`"))?;
            print::line(told.trim_end())?;
        }
    }
    Ok(Outcome::Clean)
}

/// The files in groups by their folder, those that are replaced marked; then those that the organisation added.
fn list(global: &Global) -> String {
    let here: Vec<Utf8PathBuf> = place::open(global)
        .and_then(|repository| Ok(repository.work_tree()?))
        .map(|snapshot| {
            let own = snapshot.paths().filter_map(|path| path.strip_prefix(FOLDER).ok());
            own.map(Utf8Path::to_owned).collect()
        })
        .unwrap_or_default();
    let all = files::files();
    let width = all.iter().map(|file| file.name.len()).max().unwrap_or_default();
    let mut text = String::new();
    for file in &all {
        let mark = if here.iter().any(|it| *it == file.name) {
            "*"
        } else {
            " "
        };
        let _ = writeln!(text, "{mark} {:<width$}  {}", file.name, file.purpose);
    }
    let own = here.iter().filter(|it| all.iter().all(|file| file.name != it.as_str()));
    for path in own {
        let _ = writeln!(text, "+ {:<width$}  Your own.", path.as_str());
    }
    text.push_str("\n* replaced in `theme/`, + added there. `docent theme copy FILE` copies one out.\n");
    text
}

fn copy(names: &[String], force: bool, global: &Global) -> anyhow::Result<()> {
    let repository = place::open(global)?;
    let mut wanted = names
        .iter()
        .map(|name| full_name(name, |_| true))
        .collect::<anyhow::Result<Vec<_>>>()?;
    wanted.sort();
    wanted.dedup();
    let there: Vec<_> = wanted
        .iter()
        .map(|name| Utf8Path::new(FOLDER).join(name))
        .filter(|path| repository.root().join(path).as_std_path().symlink_metadata().is_ok())
        .collect();
    if let Some(first) = there.first().filter(|_| !force) {
        bail!("`{first}` is there already; `--force` replaces it by the built-in file");
    }
    // Before anything is replaced, so that a name that cannot be copied leaves all files as they were.
    let texts = wanted
        .iter()
        .map(|name| text(name))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let mut founding = Founding::begin(repository.root())?;
    for (name, text) in wanted.iter().zip(texts) {
        let path = Utf8Path::new(FOLDER).join(name);
        if there.contains(&path) {
            std::fs::remove_file(repository.root().join(&path)).with_context(|| format!("cannot replace `{path}`"))?;
        }
        founding.add(&NewFile {
            path,
            text,
            executable: false,
        })?;
    }
    founding.keep();
    if !global.quiet {
        print::line(&told(&wanted))?;
    }
    Ok(())
}

fn text(name: &str) -> anyhow::Result<String> {
    let bytes = files::bytes(name).unwrap_or_default();
    let text = String::from_utf8(bytes).ok();
    text.with_context(|| format!("`{name}` is an image: put one of your own into `{FOLDER}/{name}`"))
}

/// What was copied, and what to do next.
fn told(names: &[String]) -> String {
    let mut text = String::new();
    for name in names {
        let _ = writeln!(text, "copied {FOLDER}/{name}");
    }
    text.push_str("\nChange it, and `docent build` uses it. Delete it, and the built-in file is back.");
    for name in names {
        if let Some(template) = name.strip_prefix("templates/") {
            let _ = write!(
                text,
                "\n`docent theme context {template}` says what the template is given."
            );
        }
    }
    if names.iter().any(|name| name.starts_with("words/")) {
        text.push_str(
            "\nLeave only the phrases that you change in a file of words: the others stay as they are built in.",
        );
    }
    text
}

/// The name of a file of the theme: in full, or its last part where only one file has it.
fn full_name(word: &str, may_be: impl Fn(&str) -> bool) -> anyhow::Result<String> {
    let word = word.trim_start_matches("theme/");
    let names: Vec<String> = files::files().into_iter().map(|file| file.name).collect();
    let fits = |name: &&String| name.as_str() == word || name.rsplit('/').next() == Some(word);
    let found: Vec<&String> = names.iter().filter(fits).filter(|name| may_be(name)).collect();
    match found.as_slice() {
        [one] => Ok((*one).clone()),
        [] => {
            let known = names
                .iter()
                .flat_map(|name| [name.as_str(), name.rsplit('/').next().unwrap_or_default()]);
            match did_you_mean(word, known) {
                Some(meant) => bail!("the theme has no file `{word}`; did you mean `{meant}`?"),
                None => bail!("the theme has no file `{word}`; `docent theme list` prints them all"),
            }
        }
        several => {
            let names: Vec<_> = several.iter().map(|name| format!("`{name}`")).collect();
            bail!("`{word}` is several files: {}", names.join(", "))
        }
    }
}
