//! One generation of the site: as it is between two edits.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use super::Show;
use camino::{Utf8Path, Utf8PathBuf};

use super::editor::Editor;
use super::found::{Found, digest};
use super::look::{Look, beside};
use crate::link::Target;
use crate::model;
use crate::pipeline::{self, Organisation};
use crate::render::Kept;
use crate::repository::Snapshot;
use crate::site::Preview;

/// Route of the page for what is missing.
const NOT_FOUND: &str = "404.html";
/// Most files that pages are told have changed.
const MOST_TOLD: usize = 100;
/// Most pages that are kept for when their template breaks.
const MOST_KEPT: usize = 100;

/// The site between two edits.
#[derive(Debug)]
pub(super) struct Generation<'a> {
    number: u64,
    files: Arc<str>,
    organisation: &'a Organisation,
    preview: Preview<'a>,
    /// What was asked for so far.
    written: RefCell<HashMap<String, Found>>,
}

/// Pages as they were last, for when a template breaks.
#[derive(Debug, Default)]
pub(super) struct LastGood {
    pages: HashMap<String, Arc<[u8]>>,
    /// Why a page is shown as it was.
    failed: HashMap<String, Arc<str>>,
}

impl LastGood {
    /// Why the page at a route is shown as it was; `None` where it is shown as it is.
    pub(super) fn why(&self, route: &str) -> Option<Arc<str>> {
        self.failed.get(route).cloned()
    }

    fn keep(&mut self, route: &str, bytes: &Arc<[u8]>) {
        self.failed.remove(route);
        if self.pages.len() >= MOST_KEPT && !self.pages.contains_key(route) {
            self.pages.clear();
        }
        self.pages.insert(route.to_owned(), Arc::clone(bytes));
    }
}

impl<'a> Generation<'a> {
    pub(super) fn new(
        number: u64,
        changed: &[Utf8PathBuf],
        organisation: &'a Organisation,
        preview: Preview<'a>,
    ) -> Self {
        let files = changed.iter().filter(|path| path.extension() != Some("md"));
        let files: Vec<&str> = files.take(MOST_TOLD).map(|path| path.as_str()).collect();
        let files = match files.is_empty() {
            true => String::new(),
            false => serde_json::to_string(&files).unwrap_or_default(),
        };
        Self {
            number,
            files: files.into(),
            organisation,
            preview,
            written: RefCell::default(),
        }
    }

    /// What the next generation can be made with.
    pub(super) fn into_kept(self) -> Kept {
        self.preview.into_kept()
    }

    /// What stands at a route.
    pub(super) fn find(&self, route: &str, last_good: &mut LastGood, show: Show<'_>) -> Found {
        if let Some(found) = self.written.borrow().get(route) {
            return found.clone();
        }
        let found = match self.preview.get(route) {
            Ok(Some(bytes)) if self.preview.has_page(route) => {
                last_good.keep(route, &bytes);
                let digest = digest(&bytes);
                Found::Bytes { bytes, digest }
            }
            Ok(Some(bytes)) => Found::Bytes {
                bytes,
                digest: String::new(),
            },
            Ok(None) => return Found::Missing(self.preview.get(NOT_FOUND).ok().flatten()),
            Err(problem) => {
                let why: Arc<str> = show(&self.organisation.snapshot, &[*problem]).into();
                match last_good.pages.get(route).cloned() {
                    Some(bytes) => {
                        last_good.failed.insert(route.to_owned(), why);
                        let digest = digest(&bytes);
                        Found::Bytes { bytes, digest }
                    }
                    None => {
                        let digest = digest(why.as_bytes());
                        Found::Failed { why, digest }
                    }
                }
            }
        };
        self.written.borrow_mut().insert(route.to_owned(), found.clone());
        found
    }

    /// How the page at a route stands, of which `found` was found.
    pub(super) fn look(&self, route: &str, found: Found, root: &Utf8Path, editor: &Editor) -> Look {
        let document = self.preview.document(route);
        let path = document.map(|index| self.organisation.corpus.get(index).path());
        let beside = beside(
            self.organisation,
            self.preview.problems(),
            path.map(|it| &**it),
            root,
            editor,
        );
        Look {
            problems: serde_json::to_string(&beside).unwrap_or_default().into(),
            files: Arc::clone(&self.files),
            generation: self.number,
            ..Look::without_site(found)
        }
    }

    /// What the preview's script says.
    pub(super) fn words(&self) -> String {
        self.preview.phrases().script("preview", "docentPreviewWords")
    }

    /// Whether a file may say something else than when the generation was made.
    pub(super) fn differs(&self, path: &Utf8Path, snapshot: &Snapshot) -> bool {
        let corpus = &self.organisation.corpus;
        let known = corpus.by_path(path).map(|index| &corpus.get(index).parsed.text);
        match (known, snapshot.text(path)) {
            (Some(known), Some(now)) => now.content.ok().is_none_or(|now| now != *known),
            // A log beside the documents, which may be that of the preview, is written again and again.
            _ => self.organisation.snapshot.contains(path) != snapshot.contains(path) || self.reads(path),
        }
    }

    /// Whether something is made of what a file says.
    fn reads(&self, path: &Utf8Path) -> bool {
        let corpus = &self.organisation.corpus;
        let (definitions, config) = (&corpus.definitions, &corpus.config);
        let is_linked = || {
            let mut references = self.organisation.links.all();
            references.any(|it| matches!(&it.target, Target::File(file) if file == path))
        };
        pipeline::is_setting(path)
            || model::is_document_path(path, definitions, config)
            || model::is_data_path(path, definitions)
            || self.theme_is_from(path)
            || self.preview.publishes(path)
            || is_linked()
    }

    /// Whether the theme would be another if a file were.
    pub(super) fn theme_is_from(&self, path: &Utf8Path) -> bool {
        self.preview
            .theme()
            .is_made_from(path, &self.organisation.corpus.config)
    }
}
