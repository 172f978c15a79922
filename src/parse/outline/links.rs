//! Links and pictures: where they lead, and where that is written.

use pulldown_cmark::{CowStr, LinkType};

use super::Outline;
use crate::parse::body::{Link, LinkKind};
use crate::span::Span;

/// Most links and images around a text that collect it: a picture in a link is two. Pictures may stand in the descriptions
/// of pictures without end, and each would hold a copy of all that is within.
pub(super) const MOST_COLLECTING: usize = 8;

/// A link whose end has not been reached.
#[derive(Debug)]
pub(super) struct OpenLink {
    kind: LinkKind,
    destination: String,
    span: Span,
    pub(super) text: String,
}

impl Outline<'_> {
    pub(super) fn start_link(&mut self, link_type: LinkType, address: CowStr<'_>, place: Span) {
        let (kind, destination) = match link_type {
            LinkType::WikiLink { .. } => (LinkKind::Wiki, address.into_string()),
            LinkType::Email => (LinkKind::Autolink, format!("mailto:{address}")),
            LinkType::Autolink => (LinkKind::Autolink, address.into_string()),
            _ => (LinkKind::Inline, address.into_string()),
        };
        self.open_link(kind, destination, place);
    }

    pub(super) fn start_image(&mut self, address: CowStr<'_>, place: Span) {
        self.open_link(LinkKind::Image, address.into_string(), place);
    }

    fn open_link(&mut self, kind: LinkKind, destination: String, span: Span) {
        self.links.push(OpenLink {
            kind,
            destination,
            span,
            text: String::new(),
        });
    }

    pub(super) fn end_link(&mut self) {
        let Some(link) = self.links.pop() else { return };
        let destination_span = match self.links.len() < MOST_COLLECTING {
            true => destination_span(self.text, &link),
            false => link.span,
        };
        self.body.links.push(Link {
            kind: link.kind,
            destination: link.destination,
            destination_span,
            span: link.span,
            text: link.text.trim().to_owned(),
            block: self.open.last().copied(),
        });
    }
}

/// The place of the destination within a link, so that a diagnostic and a fix can point at it.
fn destination_span(text: &str, link: &OpenLink) -> Span {
    let whole = link.span.text(text);
    let at = |offset: usize, length: usize| {
        let start = link.span.start as usize + offset;
        Span::new(start, start + length)
    };
    match link.kind {
        LinkKind::Wiki => whole
            .find(&link.destination)
            .map_or(link.span, |offset| at(offset, link.destination.len())),
        LinkKind::Autolink => at(1, whole.len().saturating_sub(2)),
        LinkKind::Inline | LinkKind::Image => match whole.rfind(&format!("({}", link.destination)) {
            Some(offset) if !link.destination.is_empty() => at(offset + 1, link.destination.len()),
            _ => whole
                .rfind(&format!("(<{}", link.destination))
                .map_or(link.span, |offset| at(offset + 2, link.destination.len())),
        },
    }
}
