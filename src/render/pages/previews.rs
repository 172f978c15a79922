//! What a reader sees of a document before following a link to it: scripts that each hold a part of the documents, loaded
//! when someone first points at a link into it or reaches one with the keyboard.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Page;
use crate::model::DocumentIndex;
use crate::render::library::Library;
use crate::render::view::{Tone, status};
use crate::render::words::ellipsis_after;

/// Documents in one part, about: a part weighs a few kilobytes on the wire.
const IN_ONE: usize = 64;
/// Most characters of a summary.
const SUMMARY: usize = 240;

/// A document in a few words. The names are short because there are many of them.
#[derive(Serialize)]
struct Preview<'a> {
    /// Its id; empty for a plain page.
    i: &'a str,
    /// Its title.
    t: &'a str,
    /// What it is, in one word.
    k: &'a str,
    /// Its state, and the tone of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    s: Option<(String, Tone)>,
    /// Who answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    o: Option<String>,
    /// What it says, in a sentence or two.
    #[serde(skip_serializing_if = "String::is_empty")]
    d: String,
}

/// How many parts there are.
pub(super) fn parts(library: &Library<'_>) -> usize {
    library.input.corpus.documents().len().div_ceil(IN_ONE)
}

/// The parts: which documents each of them holds.
pub(super) fn plan(library: &Library<'_>) -> Vec<Vec<DocumentIndex>> {
    let count = parts(library);
    let mut plan = vec![Vec::new(); count];
    for (index, document) in library.input.corpus.iter() {
        plan[part(&document.route, count)].push(index);
    }
    plan
}

/// Writes one part.
pub(super) fn write(library: &Library<'_>, number: usize, documents: &[DocumentIndex]) -> Page {
    let previews: BTreeMap<&str, Preview<'_>> = documents
        .iter()
        .map(|index| {
            let document = library.document(*index);
            let is_page = library.is_page(document);
            let state = status(library.input.corpus, document);
            let summary = super::document::description(document, document.fields.text("summary"));
            let preview = Preview {
                i: if is_page { "" } else { &document.id.value },
                t: &document.title.value,
                k: &library.definition(document).name,
                s: state.map(|state| (state.label, state.tone)),
                o: document
                    .owner()
                    .map(|handle| library.person(&document.route, handle).name),
                d: ellipsis_after(&summary, SUMMARY),
            };
            (document.route.as_str(), preview)
        })
        .collect();
    let json = serde_json::to_string(&previews).unwrap_or_default();
    Page {
        route: route(number),
        html: format!("docentPreviews({json})\n"),
        listed: false,
    }
}

/// Route of a part.
pub(super) fn route(number: usize) -> String {
    format!("previews/{number}.js")
}

/// The part that holds the document at a route: FNV-1a, which the script computes as well.
fn part(route: &str, count: usize) -> usize {
    let hash = route.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    hash as usize % count.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_finds_the_same_part() {
        // As `previews.js` computes them.
        assert_eq!(part("rewrites/rw-12.html", 1_000_000), 881737);
        assert!((0..1_000).all(|at| part(&format!("a/{at}.html"), 7) < 7));
        assert_eq!(part("a", 0), 0);
    }
}
