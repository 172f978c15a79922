//! The sentence around a place, shown where others look back at it.

use crate::span::Span;

/// Longest sentence shown, in bytes to either side of the place.
const REACH: usize = 400;

/// The sentence of `block` in which `place` stands, as a range of `text`. A sentence ends at `.`, `!` or `?` before white
/// space, at an empty line, or where the next list item or table row begins.
pub(super) fn around(text: &str, block: Span, place: Span) -> Span {
    let block = Span {
        start: block.start.min(place.start),
        end: block.end.max(place.end),
    };
    let before = Span {
        start: block.start,
        end: place.start,
    };
    let after = Span {
        start: place.end,
        end: block.end,
    };
    let start = place.start as usize - reach_back(before.text(text));
    let end = place.end as usize + reach_on(after.text(text));
    Span::new(start, end)
}

/// Bytes of `before`, from its end, that belong to the sentence.
fn reach_back(before: &str) -> usize {
    let from = crate::span::floor_char_boundary(before, before.len().saturating_sub(REACH));
    let near = &before[from..];
    let mut start = 0;
    for (offset, _) in near.char_indices() {
        let rest = &near[offset..];
        if let Some(length) = sentence_end(rest).or_else(|| block_end(rest)) {
            start = offset + length;
        }
    }
    let kept = near[start..].trim_start();
    let kept = kept.trim_start_matches(['-', '*', '+', '>', '#', '|']).trim_start();
    let kept = kept.strip_prefix("[ ]").or(kept.strip_prefix("[x]")).unwrap_or(kept);
    kept.trim_start().len()
}

/// Bytes of `after`, from its start, that belong to the sentence.
fn reach_on(after: &str) -> usize {
    let near = &after[..crate::span::floor_char_boundary(after, REACH)];
    for (offset, character) in near.char_indices() {
        let rest = &near[offset..];
        if sentence_end(rest).is_some() {
            return offset + character.len_utf8();
        }
        if block_end(rest).is_some() {
            return offset;
        }
    }
    near.trim_end().len()
}

/// Length of a sentence's end at the start of `rest`.
fn sentence_end(rest: &str) -> Option<usize> {
    let mut characters = rest.chars();
    let mark = characters
        .next()
        .filter(|c| matches!(c, '.' | '!' | '?' | '。' | '！' | '？'))?;
    let full_width = mark.len_utf8() > 1;
    let next = characters.next();
    (full_width || next.is_some_and(char::is_whitespace)).then(|| mark.len_utf8())
}

/// Length of the line end at the start of `rest`, where a new block begins after it.
fn block_end(rest: &str) -> Option<usize> {
    let line = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))?;
    let next = line.trim_start_matches([' ', '\t']);
    let begins = next.is_empty() || next.starts_with(['\n', '\r', '-', '*', '+', '|', '#', '>']);
    let numbered = next
        .find(|c: char| !c.is_ascii_digit())
        .is_some_and(|end| end > 0 && next[end..].starts_with(['.', ')']));
    (begins || numbered).then(|| rest.len() - line.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(text: &str, word: &str) -> String {
        let start = text.find(word).expect("the word");
        let place = Span::new(start, start + word.len());
        around(text, Span::new(0, text.len()), place).text(text).to_owned()
    }

    #[test]
    fn a_sentence_ends_at_its_full_stop() {
        assert_eq!(
            sentence("First. It rests on RW-12 now. Last.", "RW-12"),
            "It rests on RW-12 now."
        );
        assert_eq!(sentence("It rests on RW-12", "RW-12"), "It rests on RW-12");
        assert_eq!(
            sentence("Version 1.2 of RW-12 is out.", "RW-12"),
            "Version 1.2 of RW-12 is out."
        );
    }

    #[test]
    fn a_list_item_is_its_own_sentence() {
        assert_eq!(
            sentence("- one\n- see RW-12 first\n- two\n", "RW-12"),
            "see RW-12 first"
        );
        assert_eq!(sentence("- [x] see RW-12\n", "RW-12"), "see RW-12");
    }

    #[test]
    fn a_line_break_is_not_the_end() {
        assert_eq!(
            sentence("It rests\non RW-12\nnow. Next.", "RW-12"),
            "It rests\non RW-12\nnow."
        );
    }
}
