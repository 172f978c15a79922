//! What `docent init --adopt` finds, shows and writes.

use anyhow::bail;
use camino::Utf8Path;

use super::print;
use crate::author::{self, Adoption, BASELINE_FILE, Beginning, Problems, Purpose, StarterFile};
use crate::repository::{CONFIG_FILE, Snapshot};

/// Documents that were found, and what is written for them.
pub(super) struct Adopted {
    adoption: Adoption,
    problems: Problems,
}

/// Finds documents in the folder at `root`.
pub(super) fn find(snapshot: &Snapshot, beginning: &Beginning, root: &Utf8Path) -> anyhow::Result<Adopted> {
    let folder = root.file_name().unwrap_or_default();
    let repository = beginning.repository.as_deref();
    let mut adoption = author::adopt(snapshot, &beginning.title, folder, repository);
    if adoption.documents == 0 {
        bail!(
            "there is nothing to adopt: among {} Markdown files, no folder holds proposals, decisions, incident reviews or \
             other documents with headings in common; `docent init` starts with examples",
            adoption.files_found
        );
    }
    let organisation = adoption.checked(snapshot, beginning.today);
    let wrong = organisation.setting_errors();
    if !wrong.is_empty() {
        print::diagnostics(&organisation, &wrong, None)?;
        bail!("the definitions that were made for these documents are not right, so nothing was written");
    }
    let problems = adoption.know(&organisation);
    Ok(Adopted { adoption, problems })
}

impl Adopted {
    /// The files of a new repository with those of the adoption in the place of their own. Where the repository is hosted
    /// at a place that is known, only the workflow for that is written.
    pub(super) fn instead_of(&self, files: Vec<StarterFile>, repository: Option<&str>) -> Vec<StarterFile> {
        let hosted = |name: &str| repository.is_some_and(|address| address.contains(name));
        let is_left_out = |path: &Utf8Path| match path.as_str() {
            // It introduces the built-in types and the first documents, and there are others here.
            "README.md" => true,
            ".gitlab-ci.yml" => hosted("github"),
            path if path.starts_with(".github/") => hosted("gitlab"),
            _ => false,
        };
        let own = self.adoption.files.iter().map(|file| StarterFile {
            purpose: Purpose::Settings,
            file: file.clone(),
        });
        let others = files
            .into_iter()
            .filter(|it| it.file.path != CONFIG_FILE && !is_left_out(&it.file.path));
        // `docent.yaml` comes last, so that a repository that has it has them all.
        let mut all: Vec<_> = others.chain(own).collect();
        all.sort_by_key(|it| it.file.path == CONFIG_FILE);
        all
    }

    /// What was found and decided.
    pub(super) fn told(&self) -> String {
        let Adopted { adoption, problems } = self;
        let mut lines = vec![format!(
            "Found {} documents among {} Markdown files. `*` is required, `n/m` is how many have it.",
            adoption.documents, adoption.files_found
        )];
        lines.extend(adoption.told.iter().cloned());
        lines.extend(adoption.notes.iter().map(|note| format!("note: {note}")));
        lines.push(match counted(*problems) {
            None => "docent check finds nothing wrong with them".to_owned(),
            Some(found) => {
                format!("docent check finds {found} in them; `{BASELINE_FILE}` knows them, so that only new ones count")
            }
        });
        lines.join("\n\n")
    }
}

/// "27 errors and 1 warning"; `None` where there are none.
fn counted(Problems { errors, warnings }: Problems) -> Option<String> {
    let many = |count: usize, word: &str| match count {
        0 => None,
        1 => Some(format!("1 {word}")),
        _ => Some(format!("{count} {word}s")),
    };
    let found: Vec<_> = many(errors, "error")
        .into_iter()
        .chain(many(warnings, "warning"))
        .collect();
    (!found.is_empty()).then(|| found.join(" and "))
}

/// Shows what would be written into the folder at `root`.
pub(super) fn show(adopted: Option<&Adopted>, files: &[StarterFile], root: &Utf8Path) -> anyhow::Result<()> {
    if let Some(adopted) = adopted {
        print::told(&adopted.told())?;
        for file in &adopted.adoption.files {
            match file.path == BASELINE_FILE {
                true => print::told(&format!("\n--- {}: {} lines", file.path, file.text.lines().count()))?,
                false => print::told(&format!("\n--- {}\n{}", file.path, file.text.trim_end()))?,
            }
        }
    }
    let is_new = |it: &&StarterFile| root.join(&it.file.path).symlink_metadata().is_err();
    let (new, there): (Vec<_>, Vec<_>) = files.iter().partition(is_new);
    let names = |files: &[&StarterFile]| {
        files
            .iter()
            .map(|it| it.file.path.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    print::told(&format!("\nwould write: {}", names(&new)))?;
    if !there.is_empty() {
        print::told(&format!("would keep:  {}", names(&there)))?;
    }
    print::line("nothing was written: this was a dry run")?;
    Ok(())
}
