//! Plain pages: `plain` in their template, `pages` in the list of them.

use serde::Serialize;

use super::document::description;
use super::{Page, rendered};
use crate::model::DocumentIndex;
use crate::render::PAGES;
use crate::render::figures::has_code;
use crate::render::library::Library;
use crate::render::markdown::{self, Entry};
use crate::render::page_links::PageLinks;
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{ReferenceView, incoming};

/// A page without a lifecycle.
#[derive(Debug, Serialize)]
struct PlainPage {
    /// Its title.
    title: String,
    /// The name of the title's place in the page.
    anchor: Option<String>,
    /// Its contents.
    toc: Vec<Entry>,
    /// Its text; HTML.
    body: String,
    /// Whether there is code or a diagram in it.
    has_code: bool,
    /// What refers to it.
    backlinks: Vec<ReferenceView>,
    /// How many more do.
    more_backlinks: usize,
}

/// A page in the list of pages.
#[derive(Debug, Serialize)]
struct PageLine {
    /// Its title.
    title: String,
    /// Its address.
    href: String,
    /// Its first words.
    description: String,
}

/// Writes a plain page.
pub(super) fn write(library: &Library<'_>, theme: &Theme, index: DocumentIndex) -> Result<Page, ThemeError> {
    let document = library.document(index);
    let (backlinks, more_backlinks) = incoming(library, index);
    let view = PlainPage {
        title: document.title.value.clone(),
        anchor: markdown::title_anchor(&document.parsed, &document.title.value),
        toc: markdown::contents(&document.parsed, &document.title.value),
        body: markdown::render(&document.parsed, &document.title.value, &PageLinks::new(library, index)),
        has_code: has_code(&document.parsed),
        backlinks,
        more_backlinks,
    };
    let mut page = library.page("plain", &document.title.value, &document.route);
    page.description = description(document, document.fields.text("summary"));
    page.source = Some(library.source(document));
    page.share.add_document(library, index);
    rendered(theme, "page.html", &page, "plain", &view)
}

/// Writes the list of plain pages.
pub(super) fn write_index(library: &Library<'_>, theme: &Theme) -> Result<Page, ThemeError> {
    let lines: Vec<PageLine> = library
        .pages()
        .map(|document| PageLine {
            title: document.title.value.clone(),
            href: library.href(PAGES, &document.route),
            description: description(document, document.fields.text("summary")),
        })
        .collect();
    rendered(
        theme,
        "pages.html",
        &library.page("pages", library.phrases.say("pages.pages"), PAGES),
        "pages",
        &lines,
    )
}
