//! `docent build`

use camino::{Utf8Path, Utf8PathBuf};
use clap::Args;

use super::progress::Progress;
use super::{Global, Outcome, place, print};
use crate::pipeline::{self, PublishError, Published};
use crate::report::Summary;
use crate::site;

/// How it is used, at the end of its help.
const EXAMPLES: &str = "\
Examples:
  docent build                          # into `site/`, or the folder that docent.yaml names
  docent build --out public
  docent build --strict                 # fail when the documents have errors
  docent build --rev HEAD --out public  # any commit; works in a bare repository too
  docent build --branches 'origin/*'    # show what pull requests propose";

/// Write the site.
///
/// Writes every page beside the old site and then puts the new one in its place in one step, so that whatever goes wrong, a
/// whole site stands there. Errors in documents do not stop it: the site shows them, unless --strict is given.
/// Nothing is fetched, and the same commit, configuration and day give the same bytes.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Build {
    /// Write to this folder. It is replaced as a whole, so docent writes only to a folder that is new, empty, or its own.
    #[arg(short, long, value_name = "DIR")]
    out: Option<Utf8PathBuf>,
    /// Build this commit, branch or tag instead of the work tree. Works in a bare repository too.
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    /// Fail when the documents have errors, and write nothing.
    #[arg(long)]
    strict: bool,
    /// Address at which the site will be, for feeds, the sitemap and shared links; all other links are relative.
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Show what other branches propose: those whose names fit the pattern, in which `*` stands for any part of a name. May
    /// be given more than once.
    #[arg(long, value_name = "GLOB")]
    branches: Vec<String>,
    /// Count what is late from this day instead of today.
    #[arg(long, value_name = "DATE")]
    today: Option<String>,
}

pub(super) fn run(build: &Build, global: &Global) -> anyhow::Result<Outcome> {
    if let Some(url) = &build.base_url
        && !(url.starts_with("https://") || url.starts_with("http://"))
    {
        anyhow::bail!("`{url}` is not the address of a web page; write it in full: `--base-url https://docs.example`");
    }
    let repository = place::open(global)?;
    let today = place::today(build.today.as_deref())?;
    let (snapshot, commit) = place::snapshot(&repository, build.rev.as_deref())?;
    let stages = [
        &pipeline::STAGES_OF_CHECK[..],
        &["look back"],
        &pipeline::STAGES_OF_BUILD,
        &["write"],
    ]
    .concat();
    let progress = Progress::begin(global, &stages);
    let mut organisation = pipeline::check_with_history(
        snapshot,
        &repository,
        commit,
        &pipeline::Options {
            today: Some(today),
            branches: place::branches(&build.branches, &repository)?,
            observer: progress.observer(),
            ..pipeline::Options::default()
        },
    );
    place::must_hold_documents(&organisation, &repository)?;
    let links = place::link_targets(global, &repository, commit, &organisation.corpus);
    let links = links.as_ref();
    let settings = organisation.setting_errors();
    if !settings.is_empty() {
        progress.end();
        print::diagnostics(&organisation, &settings, links)?;
        anyhow::bail!("the configuration or a definition cannot be used as it is, so no site was written");
    }
    let found: Vec<_> = organisation.checked.diagnostics.iter().collect();
    if build.strict && print::has_errors(&found) {
        progress.end();
        print::diagnostics(&organisation, &found, links)?;
        print::line("nothing was written: the documents have errors, and `--strict` was given")?;
        return Ok(Outcome::Errors);
    }
    organisation.look_back(&repository, commit, Some(today));
    let options = pipeline::BuildOptions {
        base_url: build.base_url.clone(),
        observer: progress.observer(),
        ..pipeline::BuildOptions::of(&repository, commit, Some(today))
    };
    let out = match &build.out {
        Some(out) => place::absolute(global, out),
        None => repository.root().join(&organisation.corpus.config.out),
    };
    let sources = organisation.sources();
    let target = site::Place {
        out: &out,
        root: repository.root(),
        sources: &sources,
    };
    let published = pipeline::publish(&mut organisation, &options, target);
    progress.end();
    let Published { written, problems } = match published {
        Ok(published) => published,
        Err(PublishError::Theme(problem)) => {
            print::diagnostics(&organisation, &[problem.as_ref()], links)?;
            anyhow::bail!("the theme cannot be used, so no site was written");
        }
        Err(PublishError::Write(error)) => return Err(anyhow::Error::new(error).context("no site was written")),
    };
    if !problems.is_empty() {
        print::diagnostics(&organisation, &problems.iter().collect::<Vec<_>>(), links)?;
    }
    if !written.taken.is_empty() {
        let taken = written.taken.join("`, `");
        print::line(&format!(
            "left out, because another page or file has the address: `{taken}`"
        ))?;
    }
    for left_out in organisation.elsewhere.iter().flat_map(|it| &it.left_out) {
        print::line(&format!(
            "not everything of `{}` is shown: {}",
            left_out.names.join("`, `"),
            left_out.because.words()
        ))?;
    }
    if !global.quiet {
        print::line(&summary(&organisation, &written, &out))?;
    }
    if global.verbose {
        print::timings(&organisation.timings);
    }
    // The process ends here, and the system takes its memory back at once: giving it back document by document takes as
    // long as checking some.
    std::mem::forget(organisation);
    Ok(Outcome::Clean)
}

fn summary(organisation: &pipeline::Organisation, written: &site::Written, out: &Utf8Path) -> String {
    let diagnostics = &organisation.checked.diagnostics;
    let pages = Summary::of(diagnostics.iter(), organisation.corpus.documents().len()).line();
    let kilobytes = written.bytes.div_ceil(1000);
    let hint = if diagnostics.is_empty() {
        ""
    } else {
        "; `problems.html` lists them"
    };
    format!("{pages}{hint}\nwrote {} files ({kilobytes} kB) to {out}", written.files)
}
