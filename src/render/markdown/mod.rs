//! Markdown to HTML that is safe to publish.
//!
//! Takes a [`Parsed`] document and a [`Resolve`] that knows where its links lead; gives HTML in which nothing can run and
//! nothing is loaded from elsewhere. Reads the same Markdown as `parse` (same options, same anchors). Follows no link
//! itself: what leads nowhere is shown as plain words.

mod address;
mod escape;
mod sanitize;
mod words;
mod writer;

pub use address::{Address, address};
pub use escape::{escape, inline_code};

use crate::definition::heading_key;
use crate::parse::Parsed;
use crate::span::Span;

/// What the renderer of a text asks about its links.
pub trait Resolve {
    /// Places of the ids mentioned in running text that lead somewhere, sorted.
    fn mentions(&self) -> &[Span];
    /// Where the destination of a link or image, or the mention, at this place of the file leads.
    fn at(&self, place: Span) -> Destination;
    /// Where an address written in raw HTML leads.
    fn written(&self, address: &str) -> Destination;
}

/// Where a link leads, as seen from the page that is being written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Destination {
    /// Nobody knows the place: addresses with a scheme are judged by the scheme, others are shown as words.
    #[default]
    Unknown,
    /// A page of the site, or a place in one.
    Page {
        /// Relative to the page that is being written.
        href: String,
        /// The title of the page.
        title: String,
    },
    /// A file that is published beside the pages.
    File {
        /// Relative to the page that is being written.
        href: String,
        /// Width and height in pixels, where it is an image whose size is known.
        size: Option<(u32, u32)>,
    },
}

impl Destination {
    /// The address, where the destination is known.
    pub fn href(&self) -> Option<&str> {
        match self {
            Destination::Unknown => None,
            Destination::Page { href, .. } | Destination::File { href, .. } => Some(href),
        }
    }
}

/// A heading in the contents of a page.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Entry {
    /// Its words.
    pub title: String,
    /// The name of its place in the page.
    pub anchor: String,
    /// The headings below it.
    pub children: Vec<Entry>,
}

/// Renders the body of a document. The heading that holds its title is left out, because the page shows the title.
pub fn render(parsed: &Parsed, title: &str, links: &dyn Resolve) -> String {
    let title = title_heading(parsed, title);
    let raw_html = if parsed.body.has_html { RawHtml::Cleaned } else { RawHtml::Dropped };
    let written = writer::write(parsed, title, links, raw_html);
    written.unwrap_or_else(|_| writer::write(parsed, title, links, RawHtml::Shown).unwrap_or_default())
}

/// The contents of a document: its sections and their sub-sections. Empty when there is little to choose from.
pub fn contents(parsed: &Parsed, title: &str) -> Vec<Entry> {
    let skipped = title_heading(parsed, title);
    let mut levels = Levels::default();
    let mut entries: Vec<Entry> = Vec::new();
    for (index, heading) in parsed.body.headings.iter().enumerate() {
        if Some(index) == skipped || heading.text.is_empty() {
            continue;
        }
        let entry = Entry {
            title: heading.text.clone(),
            anchor: heading.anchor.clone(),
            children: Vec::new(),
        };
        match (levels.rendered(heading.level), entries.last_mut()) {
            (2, _) | (_, None) => entries.push(entry),
            (3, Some(above)) => above.children.push(entry),
            _ => {}
        }
    }
    if entries.len() < 2 { Vec::new() } else { entries }
}

/// The first heading of level 1, when it says what the title says.
fn title_heading(parsed: &Parsed, title: &str) -> Option<usize> {
    let first = parsed.body.headings.iter().position(|heading| heading.level == 1)?;
    let heading = &parsed.body.headings[first];
    (heading.text == title || heading_key(&heading.text) == heading_key(title)).then_some(first)
}

/// What happens to raw HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RawHtml {
    /// There is none but comments.
    Dropped,
    /// It is HTML, cleaned by an allow list.
    Cleaned,
    /// It is shown as the text it is, because it nests deeper than anything honest.
    Shown,
}

/// Levels of headings without gaps: a page has one `h1`, its title, and each heading is at most one deeper than the one
/// it stands under, whatever the author skipped.
#[derive(Debug, Default)]
struct Levels {
    above: Vec<u8>,
}

impl Levels {
    fn rendered(&mut self, written: u8) -> u8 {
        let written = written.max(2);
        while self.above.last().is_some_and(|level| *level >= written) {
            self.above.pop();
        }
        self.above.push(written);
        u8::try_from(self.above.len() + 1).unwrap_or(6).min(6)
    }
}

#[cfg(test)]
mod tests {
    use super::Levels;

    #[test]
    fn headings_go_down_one_step_at_a_time() {
        let mut levels = Levels::default();
        let rendered: Vec<_> = [2, 4, 4, 2, 3, 1, 6].map(|level| levels.rendered(level)).into();
        assert_eq!(rendered, [2, 3, 3, 2, 3, 2, 3]);
    }
}
