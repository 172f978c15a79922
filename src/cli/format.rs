//! In which formats a check is told, and where.

use std::io::Write;

use anyhow::Context;
use camino::{Utf8Path, Utf8PathBuf};
use clap::Args;

use super::{Global, place, print};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::pipeline::Organisation;
use crate::report::{BaseName, Format, Report, Summary, Website};
use crate::repository::{Repository, write_whole};

/// In which formats a check is told.
#[derive(Debug, Args)]
pub(super) struct Formats {
    /// What is printed: text, json, sarif, github (annotations), gitlab (code quality), junit, rdjson or markdown. With
    /// anything but text, the closing line goes to standard error.
    #[arg(short, long, value_name = "FORMAT", default_value = "text", value_parser = format)]
    format: Format,
    /// Write another format to a file as well; may be given several times: `--output sarif=docent.sarif`.
    #[arg(short, long = "output", value_name = "FORMAT=FILE", value_parser = output)]
    outputs: Vec<Output>,
}

/// A format and the file it goes to.
#[derive(Clone, Debug)]
struct Output {
    format: Format,
    file: Utf8PathBuf,
}

fn format(word: &str) -> Result<Format, String> {
    let names = || Format::ALL.into_iter().map(Format::name);
    Format::find(word).ok_or_else(|| match did_you_mean(word, names()) {
        Some(name) => format!("there is no format `{word}`; did you mean `{name}`?"),
        None => format!(
            "there is no format `{word}`; use one of {}",
            names().collect::<Vec<_>>().join(", ")
        ),
    })
}

fn output(text: &str) -> Result<Output, String> {
    match text.split_once('=') {
        Some((word, file)) if !file.is_empty() => Ok(Output {
            format: format(word)?,
            file: file.into(),
        }),
        _ => Err("write it as FORMAT=FILE, such as `sarif=docent.sarif`".to_owned()),
    }
}

/// What a report says beside the findings.
pub(super) struct Surroundings<'a> {
    pub(super) repository: &'a Repository,
    /// What the change is compared with.
    pub(super) base: Option<BaseName>,
    /// The commit that is checked, where it is not the work tree.
    pub(super) commit: Option<crate::repository::ObjectId>,
}

impl Formats {
    /// Tells what was found: files first, so that they are there although nobody reads the rest.
    pub(super) fn tell(
        &self,
        organisation: &Organisation,
        found: &[&Diagnostic],
        wanted: &dyn Fn(&Utf8Path) -> bool,
        surroundings: Surroundings<'_>,
        global: &Global,
    ) -> anyhow::Result<()> {
        // For people alone, no place but the ones that are shown need be worked out.
        if self.format == Format::Text && self.outputs.is_empty() {
            let (_, summary) = Report::summarise(organisation, found, wanted);
            return text(organisation, found, &summary, surroundings, global);
        }
        let repository = surroundings.repository;
        let mut report = Report::new(organisation, found, wanted);
        report.base.clone_from(&surroundings.base);
        report.folder = repository.root_in_git().unwrap_or_default();
        let configured = organisation.corpus.config.repository.clone();
        let commit = surroundings.commit.or_else(|| repository.head());
        // Where the commits come from; what is configured may be a copy without the folders around the organisation.
        let address = repository.web_address().or(configured);
        report.website = address.zip(commit).map(|(repository, commit)| Website {
            repository,
            commit: commit.to_string(),
        });
        for output in &self.outputs {
            let file = place::absolute(global, &output.file);
            write(&file, &output.format.write(&report))
                .with_context(|| format!("`{}` cannot be written", output.file))?;
        }
        if self.format == Format::Github {
            append_summary(&report)?;
        }
        if self.format == Format::Text {
            return text(organisation, found, &report.summary, surroundings, global);
        }
        print::raw(&self.format.write(&report))?;
        if !global.quiet {
            print::beside(&report.summary.line());
        }
        Ok(())
    }
}

fn text(
    organisation: &Organisation,
    found: &[&Diagnostic],
    summary: &Summary,
    surroundings: Surroundings<'_>,
    global: &Global,
) -> anyhow::Result<()> {
    let Surroundings { repository, commit, .. } = surroundings;
    let links = place::link_targets(global, repository, commit, &organisation.corpus);
    print::diagnostics(organisation, found, links.as_ref())?;
    if !global.quiet {
        print::line(&summary.line())?;
    }
    Ok(())
}

/// Adds the report to the summary of the job, where GitHub says that there is one.
#[expect(
    clippy::disallowed_methods,
    reason = "GitHub names the file of the summary in a variable"
)]
fn append_summary(report: &Report<'_>) -> anyhow::Result<()> {
    let Ok(file) = std::env::var("GITHUB_STEP_SUMMARY") else {
        return Ok(());
    };
    if file.is_empty() {
        return Ok(());
    }
    let add = || {
        let mut opened = std::fs::OpenOptions::new().append(true).create(true).open(&file)?;
        opened.write_all(Format::Markdown.write(report).as_bytes())
    };
    add().with_context(|| format!("the summary of the job, `{file}`, cannot be written"))
}

/// Writes a file in one step: whoever reads it finds the old text or the new one. What is no file, such as a pipe, is
/// written as it is.
fn write(file: &Utf8Path, text: &str) -> std::io::Result<()> {
    let is_special = |it: std::fs::Metadata| !it.is_file() && !it.is_dir();
    if std::fs::metadata(file).is_ok_and(is_special) {
        return std::fs::write(file, text);
    }
    // A symbolic link is replaced, not followed: whoever may commit one could make it lead anywhere.
    write_whole(file, text.as_bytes())
}
