//! The page for addresses without a page. A server shows it at any address, so it loads nothing and its links work
//! from anywhere: absolute where the address of the site is known, else to the index of the folder.
//!
//! It searches: its field sends what was asked to the page of search, without a script where the address of the site is
//! known. Where it is not, its script looks for the site among the folders above; until that is found, or without
//! JavaScript, there is no field, since it would lead nowhere.

use serde::Serialize;

use super::{Page, rendered};
use crate::render::library::Library;
use crate::render::theme::{Theme, ThemeError};
use crate::render::{HOME, NOT_FOUND, SEARCH};

/// The page for addresses without a page.
#[derive(Debug, Serialize)]
struct NotFound<'a> {
    /// Its style sheet.
    style: Inline<'a>,
    /// Its script.
    script: Inline<'a>,
    /// The page of search, where the address of the site is known.
    search: Option<String>,
    /// The server that its form may lead to, where the address of the site is known.
    origin: Option<&'a str>,
    /// Where to go on; links.
    links: Vec<Way>,
}

/// What is written into the page, and the hash by which its policy allows that.
#[derive(Debug, Serialize)]
struct Inline<'a> {
    /// The text.
    text: &'a str,
    /// Its hash, as policies write it.
    hash: String,
}

impl<'a> From<(&'a str, String)> for Inline<'a> {
    fn from((text, hash): (&'a str, String)) -> Self {
        Self { text, hash }
    }
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
    let (style, script) = theme.standalone();
    let base_url = library.input.base_url.map(|base| base.trim_end_matches('/'));
    let way = |label: &str, href: String| Way {
        label: label.to_owned(),
        href,
    };
    let links = match base_url {
        Some(base) => {
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
    let origin = base_url.and_then(origin);
    let view = NotFound {
        style: style.into(),
        script: script.into(),
        search: origin.and(base_url).map(|base| format!("{base}/{SEARCH}")),
        origin,
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

/// The scheme and host of an address, where they are nothing but that: they stand in the policy of the page.
fn origin(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    let is_host = !host.is_empty() && host.chars().all(is_plain) && matches!(scheme, "http" | "https");
    is_host.then(|| &address[..scheme.len() + 3 + host.len()])
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn only_a_host_goes_into_a_policy() {
        assert_eq!(
            origin("https://docs.example:8080/a/b"),
            Some("https://docs.example:8080")
        );
        for odd in [
            "https://a;b/c",
            "https://",
            "javascript:alert(1)",
            "https://a' *",
            "ftp://a",
        ] {
            assert_eq!(origin(odd), None, "{odd}");
        }
    }
}
