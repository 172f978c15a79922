//! Pages at old addresses that lead to where a document stands now.

use std::collections::BTreeMap;

use super::href::{encode_path, relative};
use super::{CONTENT_SECURITY_POLICY, Page};
use crate::model::{Corpus, Document};
use crate::render::markdown::escape;
use crate::render::phrases::Phrases;

/// Most old addresses of one document; more are no history but a nuisance.
const MOST_ALIASES: usize = 100;

/// A page for each alias that is a path within the site. The first document by path keeps an alias that two claim; `check`
/// reports both that and what is no path.
pub(super) fn write(corpus: &Corpus, phrases: &Phrases) -> Vec<Page> {
    let mut pages: BTreeMap<String, Page> = BTreeMap::new();
    for document in corpus.documents() {
        for alias in document
            .aliases()
            .filter_map(|alias| route(alias.value))
            .take(MOST_ALIASES)
        {
            let html = page(&alias, document, phrases);
            pages.entry(alias.clone()).or_insert(Page {
                route: alias,
                html,
                listed: false,
            });
        }
    }
    pages.into_values().collect()
}

/// The route of an alias: `old/name.html` stays, `old/name` and `old/name/` are folders. `None` for anything that is not made
/// of plain words, so that no alias writes a hidden file or leaves the site.
fn route(alias: &str) -> Option<String> {
    let alias = alias.trim().trim_end_matches('/').to_lowercase();
    let is_word = |part: &str| {
        let plain = part
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
        plain && !part.is_empty() && !part.starts_with('.') && part.len() <= 200
    };
    if !alias.split('/').all(is_word) {
        return None;
    }
    Some(if alias.ends_with(".html") {
        alias
    } else {
        format!("{alias}/index.html")
    })
}

fn page(from: &str, document: &Document, phrases: &Phrases) -> String {
    let address = encode_path(&relative(from, &document.route));
    let moved = phrases.marked("pages.moved", &[("title", &document.title.value), ("href", &address)]);
    let language = phrases.language();
    let title = escape(&document.title.value);
    let address = escape(&address);
    format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" \
         content=\"{CONTENT_SECURITY_POLICY}\"><meta name=\"robots\" content=\"noindex\"><meta http-equiv=\"refresh\" \
         content=\"0; url={address}\"><link rel=\"canonical\" href=\"{address}\"><title>{title}</title></head>\
         <body><main><h1>{title}</h1><p>{moved}</p></main></body></html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::route;

    #[test]
    fn an_alias_is_a_page_or_a_folder_of_the_site() {
        assert_eq!(
            route("rewrites/Checkout.html").as_deref(),
            Some("rewrites/checkout.html")
        );
        assert_eq!(route("old/checkout/").as_deref(), Some("old/checkout/index.html"));
        for alias in [
            "../x.html",
            "/x.html",
            "https://x",
            ".git/x.html",
            "a//b",
            "a?b",
            "",
            "a\\b",
            "x;y",
        ] {
            assert_eq!(route(alias), None, "{alias}");
        }
    }
}
