//! What Git knows of a document, for its pages: where its file is seen, who wrote it, whether it has a page of revisions.

use super::forge::Forge;
use super::href;
use super::library::Library;
use super::settled::{self, Settled};
use super::view::{AuthorView, SourceView};
use crate::history::{DocumentHistory, Person, Reach};
use crate::model::{Document, DocumentIndex};

impl<'a> Library<'a> {
    /// Where the file of a document is seen and edited.
    pub(super) fn source(&self, document: &Document) -> SourceView {
        let path = document.path().as_str();
        let encoded = href::encode_path(path);
        let config = &self.input.corpus.config;
        let edit = config.edit.as_ref().map(|edit| edit.replace("{path}", &encoded));
        let edit = edit.filter(|edit| super::markdown::address(edit) == super::markdown::Address::Elsewhere);
        let guide = (!self.is_page(document)).then(|| self.definition(document));
        // A file that was never committed is nowhere to be seen.
        let committed = self.input.history.reach == Reach::NotRead || self.past(document).is_some();
        let forge = Forge::of(self.input).filter(|_| committed);
        let history = self.has_history_page(document);
        SourceView {
            path: path.to_owned(),
            view: forge.as_ref().map(|forge| forge.file(path)),
            edit: edit.or_else(|| forge.as_ref()?.edit(path)),
            history: history.then(|| self.href(&document.route, &super::history_route(&document.route))),
            commits: forge.as_ref().map(|forge| forge.commits(path)),
            guide: guide.map(|definition| self.href(&document.route, &super::guide_route(definition))),
        }
    }

    /// Where a file of the repository is seen in a browser.
    pub(super) fn repository_file(&self, path: &str) -> Option<String> {
        Some(Forge::of(self.input)?.file(path))
    }

    /// The same on a branch of that repository.
    pub(super) fn repository_file_on(&self, branch: &str, path: &str) -> Option<String> {
        Some(Forge::of(self.input)?.file_on(branch, path))
    }

    /// What Git knows of a document.
    pub(super) fn past(&self, document: &Document) -> Option<&'a DocumentHistory> {
        self.input.history.of(document.path())
    }

    /// Whether the revisions of a document have a page: there are some, and they are not those of the front page.
    pub(super) fn has_history_page(&self, document: &Document) -> bool {
        document.route != super::HOME && self.past(document).is_some_and(|past| !past.revisions.is_empty())
    }

    /// Someone that Git names: with their page where `people.yaml` lists their address.
    pub(super) fn author(&self, from: &str, person: &Person) -> AuthorView {
        let handle = self.directory.by_email.get(&person.email.to_lowercase());
        match handle.filter(|_| !person.email.is_empty()) {
            Some(handle) => {
                let known = self.person(from, handle);
                AuthorView {
                    name: known.name,
                    href: Some(known.href),
                }
            }
            None => AuthorView {
                name: person.display_name().to_owned(),
                href: None,
            },
        }
    }

    /// What changed since a document was settled, compared once for all pages that ask. `None` where nothing is settled, or
    /// where the settled text cannot be had.
    pub(super) fn settled(&self, index: DocumentIndex) -> Option<&Settled> {
        self.settled[index.0]
            .get_or_init(|| settled::settled(self.input, &self.just_read, index))
            .as_ref()
    }

    /// Whether a document was settled before what is known, so that nobody can say what changed since.
    pub(super) fn settled_is_unknown(&self, index: DocumentIndex) -> bool {
        let document = self.document(index);
        let lifecycle = &self.definition(document).lifecycle;
        let change = self.past(document).and_then(|past| past.settled(lifecycle));
        change.is_some_and(|change| change.revision.is_none())
    }
}
