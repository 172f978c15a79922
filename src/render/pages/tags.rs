//! Tags: `tags` in the list of them, `tag` on the page of one.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Page, rendered};
use crate::model::DocumentIndex;
use crate::render::TAGS;
use crate::render::library::Library;
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{self, Columns, DocumentView, Pager, pager, part_route};

/// Most documents on one page of a tag.
const PAGE_SIZE: usize = 50;

/// A tag in the list of tags.
#[derive(Debug, Serialize)]
struct TagLine {
    /// Its name.
    name: String,
    /// Its page.
    href: String,
    /// How many documents carry it.
    count: usize,
}

/// A tag with its documents.
#[derive(Debug, Serialize)]
struct TagPage {
    /// Its name.
    name: String,
    /// "12 documents".
    count: String,
    /// The documents of this page by type.
    groups: Vec<DocumentGroup>,
    /// The other pages.
    pager: Option<Pager>,
}

/// Documents under a heading.
#[derive(Debug, Serialize)]
pub(super) struct DocumentGroup {
    /// The heading.
    pub label: String,
    /// Which columns the list shows.
    pub show: Columns,
    /// The documents.
    pub rows: Vec<DocumentView>,
}

/// Writes the list of tags.
pub(super) fn write_index(library: &Library<'_>, theme: &Theme) -> Result<Page, ThemeError> {
    let lines: Vec<TagLine> = library
        .directory
        .tags
        .values()
        .map(|tag| TagLine {
            name: tag.name.clone(),
            href: library.href(TAGS, &tag.route),
            count: tag.documents.len(),
        })
        .collect();
    let page = library.page("tags", library.phrases.say("pages.tags"), TAGS);
    rendered(theme, "tags.html", &page, "tags", &lines)
}

/// How many pages a tag of so many documents has.
pub(super) fn parts(documents: usize) -> usize {
    view::parts(documents, PAGE_SIZE)
}

/// Writes a page of a tag.
pub(super) fn write(library: &Library<'_>, theme: &Theme, word: &str, part: usize) -> Result<Page, ThemeError> {
    let Some(tag) = library.directory.tags.get(word) else {
        return write_index(library, theme);
    };
    let route = part_route(&tag.route, part);
    let documents = tag.documents.chunks(PAGE_SIZE).nth(part).unwrap_or_default();
    let view = TagPage {
        name: tag.name.clone(),
        count: library.documents(tag.documents.len()),
        groups: by_type(library, &route, documents),
        pager: pager(&library.phrases, &tag.route, part, tag.documents.len(), PAGE_SIZE),
    };
    let mut page = library.page_below(
        "tag",
        &tag.name,
        &route,
        (library.phrases.say("pages.tags"), TAGS),
        &tag.name,
    );
    page.description = library.phrases.fill("pages.about_tag", &[("tag", &tag.name)]);
    rendered(theme, "tag.html", &page, "tag", &view)
}

/// Documents grouped by their type, in the order of the types.
pub(super) fn by_type(library: &Library<'_>, route: &str, documents: &[DocumentIndex]) -> Vec<DocumentGroup> {
    let mut groups: BTreeMap<_, Vec<DocumentView>> = BTreeMap::new();
    for index in documents {
        groups
            .entry(library.document(*index).definition)
            .or_default()
            .push(library.row(route, *index));
    }
    let group = |(index, rows): (_, Vec<DocumentView>)| DocumentGroup {
        label: library.input.corpus.definitions.get(index).plural.clone(),
        show: Columns::of(&library.phrases, &rows),
        rows,
    };
    groups.into_iter().map(group).collect()
}
