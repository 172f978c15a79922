//! Links and images.

use std::fmt::Write;

use pulldown_cmark::CowStr;

use super::{Open, RawHtml, Writer};
use crate::parse::{Link, LinkKind, Parsed};
use crate::render::markdown::address::{Address, address};
use crate::render::markdown::escape::{push_address, push_escaped};
use crate::render::markdown::resolve::Destination;
use crate::render::markdown::words::open_reference;
use crate::span::Span;

impl<'a> Writer<'a> {
    pub(super) fn start_link(&mut self, written: &CowStr<'_>, title: &CowStr<'_>, place: Span) -> Open {
        let link = self.link_at(place, false);
        let words = link.map_or("", |link| link.text.as_str());
        let destination = link.map_or(Destination::Unknown, |link| self.links.at(link.destination_span));
        match &destination {
            Destination::Page { href, title } => {
                self.note_own(href);
                // Words that an author chose say where they lead; an id does not.
                let is_id = link.is_some_and(|link| link.kind == LinkKind::Wiki);
                let hint = if is_id { title.as_str() } else { "" };
                open_reference(&mut self.html, "<a href=\"", href, hint, words);
            }
            Destination::File { href, .. } => {
                self.note_own(href);
                self.open_link(href, title);
            }
            Destination::Unknown => {
                let written = link.map_or(written.as_ref(), |link| link.destination.as_str());
                match address(written) {
                    Address::Elsewhere => self.open_link(written, title),
                    Address::Here(_) | Address::Relative | Address::Refused => return Open::Silent,
                }
            }
        }
        self.in_link += 1;
        Open::Close("</a>")
    }

    pub(super) fn open_link(&mut self, href: &str, title: &str) {
        self.html.push_str("<a href=\"");
        push_address(&mut self.html, href);
        self.html.push('"');
        if !title.is_empty() {
            self.html.push_str(" title=\"");
            push_escaped(&mut self.html, title);
            self.html.push('"');
        }
        self.html.push('>');
    }

    /// An image of the repository is shown; one from elsewhere becomes a link to it, because a page loads nothing from
    /// elsewhere.
    pub(super) fn image(&mut self, written: &CowStr<'_>, place: Span) -> Open {
        let image = self.link_at(place, true);
        let alt = image.map_or("", |image| image.text.as_str());
        if self.muted == 0 {
            match image.map_or(Destination::Unknown, |image| self.links.at(image.destination_span)) {
                Destination::File { href, size } => {
                    self.note_own(&href);
                    self.html.push_str("<img src=\"");
                    push_address(&mut self.html, &href);
                    self.html.push_str("\" alt=\"");
                    push_escaped(&mut self.html, alt);
                    self.html.push('"');
                    if let Some((width, height)) = size {
                        let _ = write!(self.html, " width=\"{width}\" height=\"{height}\"");
                    }
                    self.html.push_str(" loading=\"lazy\">");
                }
                _ if address(written) == Address::Elsewhere && self.in_link == 0 => {
                    self.open_link(written, "");
                    let unnamed = self.phrases().say("document.image");
                    push_escaped(&mut self.html, if alt.is_empty() { unnamed } else { alt });
                    self.html.push_str("</a>");
                }
                _ => push_escaped(&mut self.html, alt),
            }
        }
        self.muted += 1;
        Open::Image
    }

    /// The link or image that `parse` found at a place.
    pub(super) fn link_at(&self, place: Span, image: bool) -> Option<&'a Link> {
        let parsed: &'a Parsed = self.parsed;
        let starting = parsed
            .body
            .links_in(Span::new(place.start as usize, place.start as usize + 1));
        starting
            .iter()
            .find(|link| link.span == place && (link.kind == LinkKind::Image) == image)
    }

    pub(super) fn note_own(&mut self, href: &str) {
        if self.raw_html == RawHtml::Cleaned {
            self.own.insert(as_written(href));
        }
    }
}

/// An address as the cleaning finds it in the HTML.
pub(super) fn as_written(address: &str) -> String {
    let mut html = String::with_capacity(address.len());
    push_address(&mut html, address);
    html.replace("&amp;", "&")
}
