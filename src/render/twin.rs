//! The Markdown twin of a document's page: front matter and text as the repository has them, with links led to where they
//! lead on the site.

use super::File;
use super::library::Library;
use super::markdown::{Destination, Resolve};
use super::page_links::PageLinks;
use super::twin_route;
use crate::link::{Origin, Target};
use crate::model::DocumentIndex;

/// Writes the twin of a document.
pub(super) fn write(library: &Library<'_>, index: DocumentIndex) -> File {
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
        // A link written in one place by reference stands once; what lies within another link was written with it.
        let (start, end) = (reference.span.start as usize, reference.span.end as usize);
        let is_written = text.get(start..end) == Some(reference.written.as_str());
        if !leads || !is_written || start < done || !matches!(reference.origin, Origin::Link | Origin::Image) {
            continue;
        }
        if let Destination::Page { href, .. } | Destination::File { href, .. } = links.at(reference.span) {
            twin.push_str(&text[done..start]);
            twin.push_str(&bare(&href));
            done = end;
        }
    }
    twin.push_str(&text[done..]);
    File {
        route: twin_route(&document.route),
        bytes: twin.into_bytes().into(),
    }
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
