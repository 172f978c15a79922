//! Which part of Git's trees holds documents.

use camino::{Utf8Path, Utf8PathBuf};

use crate::config::Config;
use crate::definition::{Definitions, ROOT};
use crate::model;

/// The folders that history looks into.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope<'a> {
    root: &'a Utf8Path,
    definitions: &'a Definitions,
    config: &'a Config,
}

impl<'a> Scope<'a> {
    /// The folders of an organisation whose root stands at `root` in Git's trees.
    pub(super) fn new(root: &'a Utf8Path, definitions: &'a Definitions, config: &'a Config) -> Self {
        Self {
            root,
            definitions,
            config,
        }
    }

    /// Where the organisation's root stands in Git's trees.
    pub(super) fn root(&self) -> &'a Utf8Path {
        self.root
    }

    /// Whether a file is a document, or was one when it was there.
    pub(super) fn has_document(&self, path: &str) -> bool {
        model::is_document_path(Utf8Path::new(path), self.definitions, self.config)
    }

    /// The folders that documents can lie in, from the organisation's root; an empty one stands for all.
    pub(super) fn folders(&self) -> Vec<Utf8PathBuf> {
        let of_types = self.definitions.iter().map(|(_, it)| it.folder.as_str());
        let of_types = of_types.filter(|folder| !folder.is_empty());
        let of_types = of_types.map(|folder| if folder == ROOT { "" } else { folder });
        let of_pages = self.config.pages.iter().map(|page| without_pattern(page));
        let mut folders: Vec<_> = of_types.chain(of_pages).map(Utf8PathBuf::from).collect();
        folders.sort();
        folders.dedup();
        folders
    }

    /// What the result of a pass depends on besides the commits.
    pub(super) fn key(&self) -> String {
        let mut pages = self.config.pages.clone();
        pages.sort();
        format!("{}\n{:?}\n{pages:?}", self.root, self.folders())
    }
}

/// The folder that a pattern such as `handbook/**/*.md` starts in.
fn without_pattern(page: &str) -> &str {
    let Some(first) = page.find(['*', '?', '[', '{']) else {
        return page;
    };
    page[..first].rfind('/').map_or("", |slash| &page[..slash])
}

#[cfg(test)]
mod tests {
    use super::without_pattern;

    #[test]
    fn a_pattern_starts_in_a_folder() {
        assert_eq!(without_pattern("pages"), "pages");
        assert_eq!(without_pattern("handbook/**/*.md"), "handbook");
        assert_eq!(without_pattern("a/b/c*.md"), "a/b");
        assert_eq!(without_pattern("*.md"), "");
    }
}
