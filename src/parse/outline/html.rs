//! Raw HTML: its anchors, its comments, and the words that a reader sees of it.

use super::Outline;
use crate::parse::anchor;
use crate::parse::body::RunKind;
use crate::span::{Span, Spanned};

impl Outline<'_> {
    /// A tag or a comment within a line.
    pub(super) fn inline_html(&mut self, html: &str, place: Span) {
        if html.starts_with("<!--") {
            self.body.comments.push(place);
        } else {
            self.body.has_html = true;
            self.html_anchors(html, place);
        }
    }

    /// Keeps the places that tags name.
    pub(super) fn html_anchors(&mut self, html: &str, place: Span) {
        for (offset, name) in anchor::in_html(html) {
            let start = place.start as usize + offset;
            self.body
                .anchors
                .push(Spanned::new(name.to_owned(), Span::new(start, start + name.len())));
        }
    }

    /// Keeps what a reader sees of an HTML block: the text outside tags and comments.
    pub(super) fn end_html(&mut self, place: Span) {
        let mut rest = place;
        while !rest.is_empty() {
            let html = rest.text(self.text);
            let (visible, after) = match html.find('<') {
                None => (html.len(), html.len()),
                Some(open) if html[open..].starts_with("<!--") => {
                    let end = html[open..].find("-->").map_or(html.len(), |end| open + end + 3);
                    let start = rest.start as usize;
                    self.body.comments.push(Span::new(start + open, start + end));
                    (open, end)
                }
                Some(open) => {
                    self.body.has_html = true;
                    (open, html[open..].find('>').map_or(html.len(), |end| open + end + 1))
                }
            };
            let span = Span::new(rest.start as usize, rest.start as usize + visible);
            if !span.text(self.text).trim().is_empty() {
                self.run(span.text(self.text), span, RunKind::Html);
            }
            rest = Span {
                start: rest.start + u32::try_from(after).unwrap_or(u32::MAX),
                ..rest
            };
        }
        self.close_block();
    }
}
