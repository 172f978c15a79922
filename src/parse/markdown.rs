//! The Markdown that docent reads: what it allows, and what is kept of it that the parser would drop. Rendering uses the
//! same, so both see the same document.

use pulldown_cmark::{Options, Tag};

use crate::span::Span;

/// The Markdown that docent reads: CommonMark with GitHub's tables, task lists, strikethrough, footnotes and alerts,
/// heading attributes, definition lists and wiki-links.
pub fn markdown_options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
}

/// The braces at the end of a heading that are its words, as in `GET /users/{id}`: only `{#name}` and `{.class}` say
/// something about a heading. The Markdown parser takes them all off; this is what it took, with the space before it.
/// `place` is the heading's in `text`.
pub fn literal_braces(tag: &Tag<'_>, text: &str, place: Span) -> Option<Span> {
    let Tag::Heading { id, classes, attrs, .. } = tag else {
        return None;
    };
    if id.is_some() || !classes.is_empty() || attrs.is_empty() {
        return None;
    }
    let (from, source) = (place.start as usize, place.text(text));
    let open = source.rfind('{')?;
    let close = open + source[open..].find('}')? + 1;
    let start = source[..open].trim_end_matches([' ', '\t']).len();
    Some(Span::new(from + start, from + close))
}
