//! `docent init`

use anyhow::{Context, bail};
use camino::{Utf8Path, Utf8PathBuf};
use clap::Args;

use super::{Global, Outcome, adopted, place, print};
use crate::author::{self, Beginning, Founder, Purpose, StarterFile, Starters};
use crate::pipeline::{self, Options};
use crate::repository::{CONFIG_FILE, FirstCommit, Founding};

/// How it is used, at the end of its help.
const EXAMPLES: &str = "\
Examples:
  docent init engineering      # in a new folder
  docent init                  # in this one, beside what is there
  docent init --adopt          # for documents that are there already
  docent init --adopt --dry-run

--adopt looks for proposals, decisions and incident reviews by the names of folders and files, by their front matter and \
by the headings that they share. It writes a definition for each type into `types/`: the prefix of its ids, the states \
that documents are in, their fields with what these hold, and the sections that at least half of them have, required \
where nearly all have them. No document is touched. The problems that they have are written to `docent-baseline.json`, \
so that only new ones count.";

/// Start an organisation repository.
///
/// Writes settings, a first document of each main type to learn from and to replace, workflows for GitHub and GitLab, and
/// a pre-commit hook. Files that are there already stay as they are; where there are documents already, no first ones are
/// written. Without a Git repository around the folder, it makes one with a first commit.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Init {
    // Named apart from the global `directory`, whose value it would take on.
    /// The folder; it is made if it does not exist.
    #[arg(value_name = "DIR", default_value = ".")]
    folder: Utf8PathBuf,
    /// Write definitions that fit the documents which are there already.
    #[arg(long)]
    adopt: bool,
    /// Show what would be written, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

/// What became of Git.
enum Git {
    /// A new repository, begun in this way.
    New(FirstCommit),
    /// The folder is the top of a repository that was there.
    Around,
    /// It lies within a repository with this top.
    Above(Utf8PathBuf),
}

pub(super) fn run(init: &Init, global: &Global) -> anyhow::Result<Outcome> {
    let folder = if global.directory == "." {
        init.folder.clone()
    } else {
        global.directory.join(&init.folder)
    };
    if folder.join(CONFIG_FILE).symlink_metadata().is_ok() {
        bail!(
            "`{folder}` is an organisation repository already: it has a `{CONFIG_FILE}`; add documents to it with `docent \
             new TYPE \"Title\"`, or remove that file to have those files written that are missing"
        );
    }
    // Until it is kept, whatever goes wrong takes everything back.
    let mut founding = Founding::begin(&folder)?;
    let repository = founding.repository()?;
    let top = repository.git_top();
    let snapshot = repository.work_tree()?;
    let organisation = pipeline::check(snapshot.clone(), &Options::default());
    let identity = repository.identity();
    let beginning = Beginning {
        title: author::title_of_folder(founding.root().file_name().unwrap_or_default()),
        founder: Founder::among(&organisation.corpus, identity.as_ref()),
        repository: repository.web_address(),
        today: place::today(None)?,
    };
    let adopted = match init.adopt {
        true => Some(adopted::find(&snapshot, &beginning, founding.root())?),
        false => None,
    };
    let starters = match &adopted {
        Some(_) => Starters::LeftOut,
        None => beginning.starters(&organisation.corpus),
    };
    let within = top.as_deref().is_some_and(|top| top != founding.root());
    let mut files = author::start(&beginning, starters);
    if let Some(adopted) = &adopted {
        files = adopted.instead_of(files, beginning.repository.as_deref());
    }
    // Only at the top of its repository do hosts and Git look for these.
    let useful = |it: &StarterFile| !(within && matches!(it.purpose, Purpose::Automation | Purpose::Hook));
    files.retain(useful);
    if init.dry_run {
        adopted::show(adopted.as_ref(), &files, founding.root())?;
        return Ok(Outcome::Clean);
    }
    for StarterFile { file, .. } in &files {
        founding.add(file)?;
    }
    let git = match top {
        Some(top) if within => Git::Above(top),
        _ if repository.has_git() => Git::Around,
        _ => Git::New(
            founding
                .begin_git("Start the organisation repository")
                .context("nothing was written")?,
        ),
    };
    if !global.quiet {
        if let Some(adopted) = &adopted {
            print::told(&adopted.told())?;
        }
        print::line(&told(&folder, &founding, &files, starters, &git))?;
    }
    founding.keep();
    Ok(Outcome::Clean)
}

/// What was done and what to do next.
fn told(folder: &Utf8Path, founding: &Founding, files: &[StarterFile], starters: Starters, git: &Git) -> String {
    let mut lines = vec![format!("Started an organisation repository in `{folder}`:")];
    let mut say = |label: &str, words: String| {
        if !words.is_empty() {
            lines.push(format!("  {label:<11}{words}"));
        }
    };
    let of = |purposes: &[Purpose]| {
        let is_written = |it: &&StarterFile| founding.written().contains(&it.file.path);
        let paths = files
            .iter()
            .filter(|it| purposes.contains(&it.purpose))
            .filter(is_written);
        paths.map(|it| it.file.path.as_path()).collect::<Vec<_>>()
    };
    let names = |paths: &[&Utf8Path]| paths.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(", ");
    say("settings", names(&of(&[Purpose::Settings, Purpose::People])));
    let mut folders: Vec<_> = of(&[Purpose::Document])
        .iter()
        .filter_map(|path| path.parent())
        .map(|folder| format!("{folder}/"))
        .collect();
    folders.dedup();
    match starters {
        Starters::Written => say("documents", folders.join(" ")),
        Starters::LeftOut => say("documents", "no first ones, since there are some already".to_owned()),
    }
    say("front page", names(&of(&[Purpose::Page])));
    say("CI", names(&of(&[Purpose::Automation])));
    say("hook", names(&of(&[Purpose::Hook])));
    let found: Vec<_> = founding.found().iter().map(Utf8PathBuf::as_path).collect();
    say("kept", names(&found));
    match git {
        Git::New(FirstCommit::Made) => say("Git", "a new repository with a first commit".to_owned()),
        Git::New(FirstCommit::NobodyKnown) => say(
            "Git",
            "a new repository; nothing is committed, because Git does not know you (set user.name and user.email)"
                .to_owned(),
        ),
        Git::Around => say("Git", "the repository that is there; nothing is committed".to_owned()),
        Git::Above(top) => say(
            "Git",
            format!("the repository `{top}`; nothing is committed. CI and hook belong at its top and are not written"),
        ),
    }
    lines.push("Next:".to_owned());
    let enter = match folder.as_str() {
        "." | "" => String::new(),
        folder => format!("cd {} && ", shell_word(folder)),
    };
    lines.push(format!("  {enter}docent check"));
    lines.push("  docent build".to_owned());
    lines.join("\n")
}

/// A word that a shell reads as it is.
fn shell_word(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./+,@=".contains(c);
    if !word.is_empty() && !word.starts_with('-') && word.chars().all(plain) {
        return word.to_owned();
    }
    let dashed = if word.starts_with('-') { "./" } else { "" };
    format!("'{dashed}{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::shell_word;

    #[test]
    fn a_shell_enters_any_folder() {
        assert_eq!(shell_word("docs/engineering"), "docs/engineering");
        assert_eq!(shell_word("it's here"), "'it'\\''s here'");
        assert_eq!(shell_word("-x"), "'./-x'");
        assert_eq!(shell_word("$(rm)"), "'$(rm)'");
    }
}
