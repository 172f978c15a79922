//! The page of search, whose address can be shared: `search` in the template.
//!
//! Its script shows what is found for `?q=`; without one, the page says what it needs and leads to the lists.

use serde::Serialize;

use super::{Page, rendered};
use crate::render::library::Library;
use crate::render::theme::{Theme, ThemeError};

use crate::render::{SEARCH, TAGS, listing_route};

/// What the page shows before anything is asked.
#[derive(Debug, Serialize)]
struct Search {
    /// The lists that lead to every document.
    listings: Vec<Listing>,
}

/// A list.
#[derive(Debug, Serialize)]
struct Listing {
    /// Its title.
    label: String,
    /// Its page.
    href: String,
    /// "12 documents".
    count: String,
}

/// Writes the page.
pub(super) fn write(library: &Library<'_>, theme: &Theme) -> Result<Page, ThemeError> {
    let types = library.types().filter(|(_, _, documents)| !documents.is_empty());
    let types = types.map(|(_, definition, documents)| Listing {
        label: definition.plural.clone(),
        href: library.href(SEARCH, &listing_route(definition)),
        count: library.documents(documents.len()),
    });
    let tags = (!library.directory.tags.is_empty()).then(|| Listing {
        label: library.phrases.say("pages.tags").to_owned(),
        href: library.href(SEARCH, TAGS),
        count: String::new(),
    });
    let mut page = library.page("search", library.phrases.say("search.title"), SEARCH);
    page.description = library.phrases.say("search.page_description").to_owned();
    let search = Search {
        listings: types.chain(tags).collect(),
    };
    rendered(theme, "search.html", &page, "search", &search)
}
