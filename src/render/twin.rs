//! The Markdown twin of a document's page: front matter and text as the repository has them, with links led to where they
//! lead on the site.

use super::library::Library;
use super::markdown::{Destination, Resolve};
use super::page_links::PageLinks;
use super::twin_route;
use crate::link::{Origin, Target};
use crate::model::DocumentIndex;

/// Writes the twin of a document: its route and its text.
pub(super) fn write(library: &Library<'_>, index: DocumentIndex) -> (String, String) {
    let document = library.document(index);
    let text = &*document.parsed.text;
    let links = PageLinks::new(library, index);
    let mut twin = String::with_capacity(text.len() + 64);
    let mut done = 0;
    for reference in library.input.links.from(index) {
        let leads = matches!(
            reference.target,
            Target::Document { .. } | Target::File(_) | Target::Folder(_)
        );
        let (start, end) = (reference.span.start as usize, reference.span.end as usize);
        if !leads || start < done || !matches!(reference.origin, Origin::Link | Origin::Image) {
            continue;
        }
        let (Destination::Page { href, .. } | Destination::File { href, .. }) = links.at(reference.span) else {
            continue;
        };
        let Some(written) = text.get(start..end) else { continue };
        let replacement = match by_name(written) {
            _ if written == reference.written => bare(&href),
            Some(words) => format!("{words}({})", bare(&href)),
            None => continue,
        };
        twin.push_str(&text[done..start]);
        twin.push_str(&replacement);
        done = end;
    }
    twin.push_str(&text[done..]);
    (twin_route(&document.route), twin)
}

/// The words in brackets of a link whose address stands elsewhere under a name: `[words][name]`, `[words][]` or `[words]`.
fn by_name(written: &str) -> Option<&str> {
    let is_link = written.starts_with('[') || written.starts_with("![");
    let inner = written.strip_suffix(']').filter(|_| is_link)?;
    let end = inner.rfind("][").unwrap_or(inner.len());
    written.get(..=end)
}

/// An address that Markdown takes without angle brackets.
fn bare(href: &str) -> String {
    let mut bare = String::with_capacity(href.len());
    for character in href.chars() {
        match character {
            '(' => bare.push_str("%28"),
            ')' => bare.push_str("%29"),
            '<' => bare.push_str("%3C"),
            '>' => bare.push_str("%3E"),
            c if c.is_whitespace() || c.is_control() => bare.push_str("%20"),
            c => bare.push(c),
        }
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_link_by_name_stay() {
        assert_eq!(by_name("[the age][r]"), Some("[the age]"));
        assert_eq!(by_name("![plan][]"), Some("![plan]"));
        assert_eq!(by_name("[r]"), Some("[r]"));
        assert_eq!(by_name("<https://x>"), None);
        assert_eq!(bare("a b(c).html"), "a%20b%28c%29.html");
    }
}
