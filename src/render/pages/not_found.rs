//! The page for addresses without a page. A server shows it at any address, so it loads nothing and its links work
//! from anywhere: absolute where the address of the site is known, else to the index of the folder.

use serde::Serialize;

use super::{Page, rendered};
use crate::render::library::Library;
use crate::render::theme::{Theme, ThemeError};
use crate::render::{HOME, NOT_FOUND};

/// The page for addresses without a page.
#[derive(Debug, Serialize)]
struct NotFound<'a> {
    /// Its style sheet, which is written into the page.
    style: &'a str,
    /// The hash by which the page's policy allows that.
    style_hash: String,
    /// Where to go on; links.
    links: Vec<Way>,
}

/// A way on from the page.
#[derive(Debug, Serialize)]
struct Way {
    /// Its words.
    label: String,
    /// Its address.
    href: String,
}

/// Writes the page.
pub(super) fn write(library: &Library<'_>, theme: &Theme) -> Result<Page, ThemeError> {
    let (style, style_hash) = theme.standalone();
    let way = |label: &str, href: String| Way {
        label: label.to_owned(),
        href,
    };
    let links = match library.input.base_url {
        Some(base) => {
            let base = base.trim_end_matches('/');
            let types = library.types().filter(|(_, _, documents)| !documents.is_empty());
            let types = types.map(|(_, definition, _)| {
                way(
                    &definition.plural,
                    format!("{base}/{}", crate::render::listing_route(definition)),
                )
            });
            std::iter::once(way(library.phrases.say("pages.home"), format!("{base}/{HOME}")))
                .chain(types)
                .collect()
        }
        None => vec![
            way(library.phrases.say("pages.this_folder"), format!("./{HOME}")),
            way(library.phrases.say("pages.folder_up"), format!("../{HOME}")),
        ],
    };
    let view = NotFound {
        style,
        style_hash,
        links,
    };
    rendered(
        theme,
        "404.html",
        &library.page("not-found", library.phrases.say("pages.not_found"), NOT_FOUND),
        "not_found",
        &view,
    )
}
