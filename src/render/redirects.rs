//! Pages at old addresses that lead to where a document stands now.

use std::collections::BTreeMap;

use super::href::{encode_path, relative};
use super::phrases::Phrases;
use super::view::address;
use super::{CONTENT_SECURITY_POLICY, Input, Page};
use crate::model::{Document, alias_route};
use crate::render::markdown::escape;

/// Most old addresses of one document; more are no history but a nuisance.
const MOST_ALIASES: usize = 100;

/// A page for each alias that is a path within the site. The first document by path keeps an alias that two claim; `check`
/// reports both that and what is no path.
pub(super) fn write(input: &Input<'_>, phrases: &Phrases) -> Vec<Page> {
    let mut pages: BTreeMap<String, Page> = BTreeMap::new();
    for document in input.corpus.documents() {
        for alias in document
            .aliases()
            .filter_map(|alias| alias_route(alias.value))
            .take(MOST_ALIASES)
        {
            let html = page(&alias, document, input, phrases);
            pages.entry(alias.clone()).or_insert(Page {
                route: alias,
                html,
                listed: false,
            });
        }
    }
    pages.into_values().collect()
}

/// Leads on without a script, from disk as well. Search engines are told the one address that counts.
fn page(from: &str, document: &Document, input: &Input<'_>, phrases: &Phrases) -> String {
    let href = encode_path(&relative(from, &document.route));
    let there = escape(&href);
    let canonical = input
        .base_url
        .map(|base| escape(&address(base.trim_end_matches('/'), &document.route)));
    let canonical = canonical.as_deref().unwrap_or(&there);
    let title = escape(&document.title.value);
    let moved = phrases.marked("pages.moved", &[("title", &document.title.value), ("href", &href)]);
    let language = escape(phrases.language());
    format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" \
         content=\"{CONTENT_SECURITY_POLICY}\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta \
         name=\"robots\" content=\"noindex\"><meta http-equiv=\"refresh\" content=\"0; url={there}\"><link rel=\"canonical\" \
         href=\"{canonical}\"><title>{title}</title></head><body><main><h1>{title}</h1><p>{moved}</p>\
         </main></body></html>\n"
    )
}
