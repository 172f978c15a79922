//! Where links lead is known outside: what the renderer asks, and what it is told.

use crate::render::figures::Figures;
use crate::render::phrases::Phrases;
use crate::span::Span;

/// What the renderer of a text asks about its links and its page.
pub trait Resolve {
    /// Places of the ids mentioned in running text that lead somewhere, sorted.
    fn mentions(&self) -> &[Span];
    /// Where the destination of a link or image, or the mention, at this place of the file leads.
    fn at(&self, place: Span) -> Destination;
    /// Where an address written in raw HTML leads.
    fn written(&self, address: &str) -> Destination;
    /// What the interface says, for the names of notes, tables and footnotes.
    fn phrases(&self) -> &Phrases;
    /// What code looks like, and the diagrams; without it, code is plain.
    fn figures(&self) -> Option<&Figures> {
        None
    }
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
