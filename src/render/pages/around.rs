//! A document with those around it, where its own page is too long for the picture: `around` in the template.

use super::{Page, rendered};
use crate::model::DocumentIndex;
use crate::render::graph::neighbourhood;
use crate::render::library::Library;
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{ReferenceView, incoming, outgoing};
use crate::render::{around_route, listing_route};

/// A document and what is one step away.
#[derive(Debug, serde::Serialize)]
struct Around {
    /// The picture; SVG.
    svg: String,
    /// What it refers to.
    references: Vec<ReferenceView>,
    /// How many more it refers to.
    more_references: usize,
    /// What refers to it.
    backlinks: Vec<ReferenceView>,
    /// How many more refer to it.
    more_backlinks: usize,
}

/// Writes the page.
pub(super) fn write(library: &Library<'_>, theme: &Theme, index: DocumentIndex) -> Result<Page, ThemeError> {
    let document = library.document(index);
    let definition = library.definition(document);
    let route = around_route(&document.route);
    let picture = neighbourhood(library, index, &route);
    let (references, more_references) = outgoing(library, index);
    let (backlinks, more_backlinks) = incoming(library, index);
    let view = Around {
        svg: picture.as_ref().map_or_else(String::new, |it| it.svg.clone()),
        references,
        more_references,
        backlinks,
        more_backlinks,
    };
    let title = library
        .phrases
        .fill("graph.around", &[("title", &document.title.value)]);
    let listing = listing_route(definition);
    let mut page = library.page_below(
        "around",
        title,
        &route,
        (&definition.plural, &listing),
        &document.id.value,
    );
    if let Some(last) = page.crumbs.last_mut() {
        last.href = Some(library.href(&route, &document.route));
    }
    page.description = picture.map_or_else(String::new, |it| it.summary);
    rendered(theme, "around.html", &page, "around", &view)
}
