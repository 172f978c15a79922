//! `docent.yaml` for documents that were there before it, and which of the other files are plain pages.

use std::collections::BTreeSet;

use camino::Utf8Path;

use super::Type;
use super::survey::Sheet;
use crate::author::yaml::{yaml_item, yaml_text};

/// Folders at the top of a repository whose Markdown is meant to be read.
const READ: [&str; 7] = ["docs", "doc", "documentation", "guides", "handbook", "pages", "wiki"];

/// Files and folders of plain pages. A folder that a type's lies in cannot be one as a whole, so what else it holds is
/// named piece by piece.
pub(super) fn pages(sheets: &[Sheet], types: &[Type<'_>]) -> Vec<String> {
    let members: BTreeSet<&Utf8Path> = types
        .iter()
        .flat_map(|it| &it.group.sheets)
        .map(|it| it.path())
        .collect();
    let folders: Vec<_> = types.iter().map(|it| it.group.folder.as_path()).collect();
    let mut pages = vec!["pages".to_owned()];
    for sheet in sheets.iter().filter(|it| !members.contains(it.path())) {
        let in_type = folders.iter().any(|folder| sheet.path().starts_with(folder));
        let top = sheet
            .path()
            .components()
            .next()
            .map(|it| it.as_str())
            .unwrap_or_default();
        let is_read = READ.contains(&top) || sheet.path() == Utf8Path::new("README.md");
        // In the folder of a type, what says something about it is a page anyway.
        let wanted = if in_type { sheet.may_be_document } else { is_read };
        if !wanted {
            continue;
        }
        let whole = sheet.path().ancestors().skip(1).filter(|it| !it.as_str().is_empty());
        let whole = whole.filter(|folder| {
            let holds = |path: &&Utf8Path| path.starts_with(folder);
            !members.iter().any(holds) && !folders.iter().any(|it| it.starts_with(folder))
        });
        let entry = whole.last().unwrap_or(sheet.path()).as_str().to_owned();
        if !entry.contains('*') && !pages.contains(&entry) {
            pages.push(entry);
        }
    }
    pages
}

/// The text of `docent.yaml`.
pub(super) fn config(title: &str, repository: Option<&str>, pages: &[String]) -> String {
    let pages: Vec<_> = pages.iter().map(|it| yaml_item(it)).collect();
    let repository = match repository {
        Some(address) => format!("repository: {}\n", yaml_text(address)),
        None => String::new(),
    };
    format!(
        "# The settings of this organisation repository. Every key has a default; the README of docent shows more of them.\ntitle: {}\n{repository}\n# \
         Plain pages, which have no states.\npages: [{}]\n",
        yaml_text(title),
        pages.join(", ")
    )
}
