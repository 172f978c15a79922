//! Running text: ids that are mentioned and bare web addresses become links.
//!
//! The parser hands text over in pieces, cut wherever a character might have meant markup. An address or an id may cross
//! such a cut, so the pieces of a run are joined before anything is looked for.

use super::escape::{push_address, push_escaped};
use super::resolve::{Destination, Resolve};
use crate::span::Span;

/// A run of text without markup in it, and where each part of it stands in the file.
#[derive(Debug, Default)]
pub(super) struct Words {
    text: String,
    pieces: Vec<Piece>,
}

/// A part of a run that stands in the file exactly as in the run.
#[derive(Debug)]
struct Piece {
    start: usize,
    length: usize,
    place: u32,
}

impl Words {
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Adds a piece; `place` is its range in `source`.
    pub(super) fn push(&mut self, words: &str, place: Span, source: &str) {
        if place.text(source) == words {
            self.pieces.push(Piece {
                start: self.text.len(),
                length: words.len(),
                place: place.start,
            });
        }
        self.text.push_str(words);
    }

    /// Writes the run and empties it. In a link nothing else becomes one.
    pub(super) fn write(&mut self, html: &mut String, links: &dyn Resolve, may_link: bool) {
        if may_link {
            let found = self.links(links);
            self.write_linked(html, &found);
        } else {
            push_escaped(html, &self.text);
        }
        self.text.clear();
        self.pieces.clear();
    }

    /// Addresses within the site that the run leads to.
    pub(super) fn addresses(&self, links: &dyn Resolve) -> Vec<String> {
        let found = self.links(links).into_iter();
        found
            .filter_map(|link| link.destination.href().map(str::to_owned))
            .collect()
    }

    fn write_linked(&self, html: &mut String, links: &[Found]) {
        let mut position = 0;
        for link in links {
            push_escaped(html, &self.text[position..link.start]);
            let words = &self.text[link.start..link.end];
            match &link.destination {
                Destination::Page { href, title } => {
                    open_reference(html, "<a class=\"ref\" href=\"", href, title, words)
                }
                _ => {
                    html.push_str("<a href=\"");
                    push_address(html, words);
                    html.push_str("\">");
                }
            }
            push_escaped(html, words);
            html.push_str("</a>");
            position = link.end;
        }
        push_escaped(html, &self.text[position..]);
    }

    /// Web addresses, then the ids that stand outside them, in order.
    fn links(&self, links: &dyn Resolve) -> Vec<Found> {
        let mut found: Vec<Found> = web_addresses(&self.text)
            .map(|(start, end)| Found {
                start,
                end,
                destination: Destination::Unknown,
            })
            .collect();
        let addresses = found.len();
        let mentions = links.mentions();
        for piece in &self.pieces {
            let place = Span::new(piece.place as usize, piece.place as usize + piece.length);
            let first = mentions.partition_point(|mention| mention.start < place.start);
            for mention in mentions[first..].iter().take_while(|mention| mention.start < place.end) {
                let start = piece.start + (mention.start - place.start) as usize;
                let end = start + mention.len();
                // Addresses are in order and apart, so only the last that begins in front of the end can reach in.
                let before = found[..addresses].partition_point(|it| it.start < end);
                let within = found[..before].last().is_some_and(|it| start < it.end);
                if !place.contains(*mention) || within {
                    continue;
                }
                let destination = links.at(*mention);
                if matches!(destination, Destination::Page { .. }) {
                    found.push(Found {
                        start,
                        end,
                        destination,
                    });
                }
            }
        }
        found.sort_by_key(|link| link.start);
        found
    }
}

/// A stretch of a run that becomes a link.
struct Found {
    start: usize,
    end: usize,
    destination: Destination,
}

/// Opens the link to another page, with its title as a hint where the words do not say it. `start` is the tag up to its
/// address.
pub(super) fn open_reference(html: &mut String, start: &str, href: &str, title: &str, words: &str) {
    html.push_str(start);
    push_address(html, href);
    html.push('"');
    if !title.is_empty() && title != words {
        html.push_str(" title=\"");
        push_escaped(html, title);
        html.push('"');
    }
    html.push('>');
}

/// Ranges of bare web addresses. Punctuation at the end belongs to the sentence, as does a bracket that the address did
/// not open.
fn web_addresses(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut position = 0;
    std::iter::from_fn(move || {
        loop {
            let start = position + text[position..].find("http")?;
            position = start + 4;
            let rest = &text[start..];
            let Some(scheme) = ["https://", "http://"].iter().find(|scheme| rest.starts_with(**scheme)) else {
                continue;
            };
            if text[..start].chars().next_back().is_some_and(char::is_alphanumeric) {
                continue;
            }
            let length = rest
                .find(|c: char| c.is_whitespace() || c.is_control() || "<>\"`|".contains(c))
                .unwrap_or(rest.len());
            let end = start + trimmed(&rest[..length]);
            if end > start + scheme.len() {
                position = end;
                return Some((start, end));
            }
        }
    })
}

/// Length of an address without the punctuation of the sentence around it.
fn trimmed(address: &str) -> usize {
    let mut address = address;
    // Counted once: an address may end in a million brackets.
    let surplus = |open: char, close: char| {
        address
            .matches(close)
            .count()
            .saturating_sub(address.matches(open).count())
    };
    let (mut round, mut square) = (surplus('(', ')'), surplus('[', ']'));
    while let Some(last) = address.chars().next_back() {
        let belongs_to_sentence = match last {
            ')' => take_one(&mut round),
            ']' => take_one(&mut square),
            c => ".,;:!?'*_~’”".contains(c),
        };
        if !belongs_to_sentence {
            break;
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    address.len()
}

/// Counts one down; false where none is left.
fn take_one(left: &mut usize) -> bool {
    let is_left = *left > 0;
    *left = left.saturating_sub(1);
    is_left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(text: &str) -> Vec<&str> {
        web_addresses(text).map(|(start, end)| &text[start..end]).collect()
    }

    #[test]
    fn a_million_brackets_are_counted_once() {
        let text = format!("http://a.example/(b{}", ")".repeat(1_000_000));
        assert_eq!(addresses(&text), ["http://a.example/(b)"]);
    }

    #[test]
    fn a_sentence_keeps_its_punctuation() {
        assert_eq!(
            addresses("See https://example.com/a_b, then go."),
            ["https://example.com/a_b"]
        );
        assert_eq!(addresses("(https://example.com/a_(b))."), ["https://example.com/a_(b)"]);
        assert_eq!(
            addresses("http://a.example and https://b.example!"),
            ["http://a.example", "https://b.example"]
        );
        assert!(addresses("xhttps://a.example https:// http").is_empty());
    }
}
