//! Places as editors name them: a line and a character, counted in units that were agreed upon.
//!
//! Both numbers start at 0. Most editors count in UTF-16, in which an emoji is two; whoever offers UTF-8 gets bytes, which
//! cost nothing. Whatever a client says is brought into the text: past the end of a line is its end.

use lsp_types::{Position, PositionEncodingKind, Range};

use crate::span::{Span, floor_char_boundary};

/// What the characters of a line are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of 16 bits: what every client has to understand.
    Utf16,
}

impl Encoding {
    /// The one to count in with a client that offers these.
    pub(super) fn agreed(offered: Option<&[PositionEncodingKind]>) -> Self {
        match offered.is_some_and(|offered| offered.contains(&PositionEncodingKind::UTF8)) {
            true => Self::Utf8,
            false => Self::Utf16,
        }
    }

    /// Its name in the protocol.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    /// How long a text is.
    fn length(self, text: &str) -> u32 {
        let length = match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.chars().map(char::len_utf16).sum(),
        };
        u32::try_from(length).unwrap_or(u32::MAX)
    }

    /// The byte in a line at which so many units have passed; the end of the line when it has fewer. Within a character is
    /// before it.
    fn byte(self, line: &str, units: u32) -> usize {
        let units = units as usize;
        match self {
            Self::Utf8 => floor_char_boundary(line, units),
            Self::Utf16 => {
                let mut passed = 0;
                for (offset, character) in line.char_indices() {
                    passed += character.len_utf16();
                    if passed > units {
                        return offset;
                    }
                }
                line.len()
            }
        }
    }
}

/// A text with its lines, as the protocol sees them: `\n`, `\r\n` and a lone `\r` end one.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    encoding: Encoding,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Finds the lines of a text.
    pub(super) fn new(text: &'a str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
            .filter(|end| bytes[*end] == b'\n' || bytes.get(end + 1) != Some(&b'\n'));
        let starts = std::iter::once(0).chain(ends.map(|end| end + 1)).collect();
        Self { text, encoding, starts }
    }

    /// A line (from 0) without its ending, and where it begins.
    pub(super) fn line(&self, line: usize) -> Option<(usize, &'a str)> {
        let start = *self.starts.get(line)?;
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        let content = self.text.get(start..end)?;
        Some((start, content.trim_end_matches(['\n', '\r'])))
    }

    /// The line (from 0) in which a byte lies.
    pub(super) fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// Where a position is in the text.
    pub(super) fn offset(&self, position: Position) -> usize {
        match self.line(position.line as usize) {
            Some((start, line)) => start + self.encoding.byte(line, position.character),
            None => self.text.len(),
        }
    }

    /// The position of a byte.
    pub(super) fn position(&self, offset: usize) -> Position {
        let offset = floor_char_boundary(self.text, offset);
        let line = self.line_of(offset);
        let start = self.starts.get(line).copied().unwrap_or(0);
        Position {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            character: self.encoding.length(self.text.get(start..offset).unwrap_or_default()),
        }
    }

    /// The bytes of a range; one that ends before it begins is empty.
    pub(super) fn span(&self, range: Range) -> Span {
        Span::new(self.offset(range.start), self.offset(range.end))
    }

    /// The range of some bytes.
    pub(super) fn range(&self, span: Span) -> Range {
        Range {
            start: self.position(span.start as usize),
            end: self.position(span.end as usize),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a🚀b\r\n日本語\rx\n";

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn an_emoji_is_two_units_and_a_kanji_is_one() {
        let lines = Lines::new(TEXT, Encoding::Utf16);
        assert_eq!(lines.offset(at(0, 3)), 5, "after the emoji");
        assert_eq!(lines.offset(at(0, 2)), 1, "within it is before it");
        assert_eq!(lines.offset(at(1, 2)), 8 + 6);
        assert_eq!(lines.position(8 + 6), at(1, 2));
        assert_eq!(lines.position(5), at(0, 3));
        assert_eq!(lines.offset(at(2, 0)), 18, "a lone carriage return ends a line");
    }

    #[test]
    fn in_utf_8_they_are_bytes() {
        let lines = Lines::new(TEXT, Encoding::Utf8);
        assert_eq!(lines.offset(at(0, 5)), 5);
        assert_eq!(lines.offset(at(0, 3)), 1, "within the emoji is before it");
        assert_eq!(lines.position(8 + 6), at(1, 6));
    }

    #[test]
    fn what_is_out_of_range_is_brought_into_the_text() {
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            let lines = Lines::new(TEXT, encoding);
            assert_eq!(lines.offset(at(0, 99)), 6, "the end of the line");
            assert_eq!(lines.offset(at(99, 0)), TEXT.len());
            assert_eq!(lines.offset(at(u32::MAX, u32::MAX)), TEXT.len());
            assert_eq!(lines.position(999), at(3, 0));
            let backwards = Range::new(at(1, 0), at(0, 0));
            assert!(lines.span(backwards).is_empty());
            assert_eq!(Lines::new("", encoding).offset(at(3, 3)), 0);
        }
    }
}
