//! Which Markdown files there are, and what of them may be documents of a type.

use camino::{Utf8Path, Utf8PathBuf};

use crate::definition::heading_key;
use crate::model;
use crate::parse::{self, Parsed};
use crate::repository::Snapshot;
use crate::yaml::Mapping;

/// Folders of other people's files, or of what a program made.
const FOREIGN: [&str; 8] = [
    "node_modules",
    "vendor",
    "third_party",
    "third-party",
    "testdata",
    "fixtures",
    "target",
    "site",
];

/// Files that say something about a repository, whatever folder they stand in.
const ABOUT: [&str; 17] = [
    "authors",
    "changelog",
    "changes",
    "code-of-conduct",
    "contributing",
    "faq",
    "glossary",
    "governance",
    "history",
    "licence",
    "license",
    "maintainers",
    "owners",
    "security",
    "summary",
    "support",
    "toc",
];

/// A Markdown file.
pub(super) struct Sheet {
    /// What stands in it.
    pub(super) parsed: Parsed,
    /// The folder it lies in, from the root; empty for the root itself.
    pub(super) folder: Utf8PathBuf,
    /// Its headings but the title, as they are compared and as they are written.
    pub(super) headings: Vec<(String, String)>,
    /// Whether it may be a document, rather than something about its folder.
    pub(super) may_be_document: bool,
}

impl Sheet {
    /// Its path from the root.
    pub(super) fn path(&self) -> &Utf8Path {
        &self.parsed.path
    }

    /// The name of its file, without the extension.
    pub(super) fn stem(&self) -> &str {
        self.path().file_stem().unwrap_or_default()
    }

    /// Its front matter.
    pub(super) fn fields(&self) -> Option<&Mapping> {
        self.parsed.front_matter.fields()
    }

    /// Whether it has a heading.
    pub(super) fn has(&self, key: &str) -> bool {
        self.headings.iter().any(|(it, _)| it == key)
    }
}

/// All Markdown files that are the organisation's own, in the order of their paths.
pub(super) fn survey(snapshot: &Snapshot) -> Vec<Sheet> {
    let files = snapshot.texts(|path| {
        let is_markdown = matches!(path.extension(), Some("md" | "markdown"));
        let mut parts = path.components();
        is_markdown && !parts.any(|part| part.as_str().starts_with(['.', '_']) || FOREIGN.contains(&part.as_str()))
    });
    let sheets = parse::all(&files).into_iter().filter(|parsed| parsed.readable);
    sheets.map(sheet).collect()
}

fn sheet(parsed: Parsed) -> Sheet {
    let body = &parsed.body;
    // The title is the first heading of the highest level; other headings of that level are sections.
    let title = body.title().map(|it| it.span);
    let sections = body
        .headings
        .iter()
        .filter(|it| Some(it.span) != title && it.level <= 4);
    let headings = sections.map(|it| (heading_key(&it.text), it.text.trim().to_owned()));
    let mut headings: Vec<_> = headings.filter(|(key, _)| !key.is_empty()).collect();
    let mut seen = std::collections::HashSet::new();
    headings.retain(|(key, _)| seen.insert(key.clone()));
    let about = model::route_word(parsed.path.file_stem().unwrap_or_default());
    Sheet {
        folder: parsed.path.parent().map(Utf8Path::to_owned).unwrap_or_default(),
        may_be_document: !model::is_about_the_folder(&parsed.path) && !ABOUT.contains(&about.as_str()),
        headings,
        parsed,
    }
}
