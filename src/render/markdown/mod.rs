//! Markdown to HTML that is safe to publish.
//!
//! Takes a [`Parsed`] document and a [`Resolve`] that knows where its links lead; gives HTML in which nothing can run and
//! nothing is loaded from elsewhere. Reads the same Markdown as `parse` (same options, same anchors). Follows no link
//! itself: what leads nowhere is shown as plain words.

mod address;
mod escape;
mod headings;
mod resolve;
mod sanitize;
mod words;
mod writer;

pub use address::{Address, OWN_ANCHOR, address};
pub use escape::{escape, inline_code};
pub(super) use escape::{push_address, push_escaped};
pub use headings::{Entry, contents, title_anchor};
pub use resolve::{Destination, Resolve};
pub(super) use sanitize::attribute_values;

use crate::parse::Parsed;
use headings::title_heading;
use writer::RawHtml;

/// Renders the body of a document. The heading that holds its title is left out, because the page shows the title.
pub fn render(parsed: &Parsed, title: &str, links: &dyn Resolve) -> String {
    let title = title_heading(parsed, title);
    let raw_html = if parsed.body.has_html {
        RawHtml::Cleaned
    } else {
        RawHtml::Dropped
    };
    let written = writer::write(parsed, title, links, raw_html);
    written.unwrap_or_else(|_| writer::write(parsed, title, links, RawHtml::Shown).unwrap_or_default())
}

#[cfg(test)]
mod tests;
