//! Places in a text: byte ranges, lines and columns.
//!
//! Everything docent says about a document it says about a place in it, so a value read from a text keeps
//! the byte range it came from. This module knows neither files nor errors.

use std::ops::Range;

/// A byte range of one text: `start` is included, `end` is not.
///
/// Texts are at most 2 MiB (larger ones are refused when read), so 32 bits hold every offset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset one past the last byte.
    pub end: u32,
}

impl Span {
    /// The range from `start` to `end`; an `end` before `start` gives an empty span at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self {
            start: clamp(start),
            end: clamp(end.max(start)),
        }
    }

    /// The empty span at an offset.
    pub fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// The span as an index into a text.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies within this span, borders included.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The same span in a text that has `offset` more bytes in front.
    pub fn shifted(self, offset: usize) -> Self {
        Self::new(self.start as usize + offset, self.end as usize + offset)
    }

    /// The smallest span that covers both.
    pub fn to(self, other: Span) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The text under the span; empty where the span does not fit the text.
    pub fn text(self, source: &str) -> &str {
        source.get(self.range()).unwrap_or_default()
    }

    /// Its first line, without the white space at its end.
    pub fn first_line(self, source: &str) -> Self {
        let line = self.text(source).lines().next().unwrap_or_default().trim_end();
        let start = self.start as usize;
        Self::new(start, start + line.len())
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A value with the place it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value and its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned::new(change(self.value), self.span)
    }
}

/// A place as a person names it: both numbers start at 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line number, from 1.
    pub line: usize,
    /// Column in Unicode scalar values, from 1.
    pub column: usize,
}

/// The offsets at which the lines of a text begin.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Finds the lines of a text. `\n` and `\r\n` end a line; a lone `\r` does not.
    pub fn new(text: &str) -> Self {
        // Counted first: lines are kept for every document, and counting is quicker than growing.
        let count = text.bytes().filter(|byte| *byte == b'\n').count();
        let mut starts = Vec::with_capacity(count + 1);
        starts.push(0);
        let ends = text.match_indices('\n');
        starts.extend(ends.map(|(offset, _)| u32::try_from(offset + 1).unwrap_or(u32::MAX)));
        Self { starts }
    }

    /// How many lines the text has, at least 1.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never true: an empty text has one empty line.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Line (from 1) in which a byte offset lies.
    pub fn line(&self, offset: u32) -> usize {
        self.starts.partition_point(|start| *start <= offset).max(1)
    }

    /// Line and column of a byte offset of `text`, which must be the text the index was made from.
    /// An offset past the end counts as the end; one inside a character counts as that character.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.line(offset.min(u32::try_from(text.len()).unwrap_or(u32::MAX)));
        let start = self.starts.get(line - 1).copied().unwrap_or(0) as usize;
        let end = floor_char_boundary(text, offset as usize);
        let column = text.get(start..end).map_or(0, |before| before.chars().count()) + 1;
        Position { line, column }
    }

    /// Byte range of a line (from 1) without its line ending; `None` past the last line.
    pub fn line_span(&self, text: &str, line: usize) -> Option<Span> {
        let start = *self.starts.get(line.checked_sub(1)?)? as usize;
        let end = self.starts.get(line).map_or(text.len(), |next| *next as usize);
        let content = text.get(start..end)?.trim_end_matches(['\n', '\r']);
        Some(Span::new(start, start + content.len()))
    }
}

/// The nearest character boundary at or before `offset`, within the text.
pub fn floor_char_boundary(text: &str, offset: usize) -> usize {
    let mut boundary = offset.min(text.len());
    while !text.is_char_boundary(boundary) {
        boundary -= 1;
    }
    boundary
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(text: &str, offset: u32) -> (usize, usize) {
        let at = LineIndex::new(text).position(text, offset);
        (at.line, at.column)
    }

    #[test]
    fn the_first_line_ends_with_its_last_word() {
        let text = "ab  \ncd";
        assert_eq!(Span::new(0, text.len()).first_line(text).text(text), "ab");
        assert_eq!(Span::at(5).first_line(text), Span::at(5));
    }

    #[test]
    fn lines_and_columns_count_from_one() {
        assert_eq!(position("ab\ncd\n", 0), (1, 1));
        assert_eq!(position("ab\ncd\n", 4), (2, 2));
        assert_eq!(position("ab\ncd\n", 6), (3, 1));
    }

    #[test]
    fn columns_count_characters_not_bytes() {
        assert_eq!(position("żółw!", 7), (1, 5));
        assert_eq!(position("日本", 1), (1, 1), "inside a character is that character");
    }

    #[test]
    fn an_offset_past_the_end_is_the_end() {
        assert_eq!(position("ab\n", 99), (2, 1));
        assert_eq!(position("", 99), (1, 1));
    }

    #[test]
    fn a_line_leaves_its_ending_out() {
        let text = "ab\r\ncd";
        let index = LineIndex::new(text);
        assert_eq!(index.line_span(text, 1).map(|span| span.text(text)), Some("ab"));
        assert_eq!(index.line_span(text, 2).map(|span| span.text(text)), Some("cd"));
        assert_eq!(index.line_span(text, 3), None);
    }
}
