//! Finding words that look like an id in running text.

use std::ops::Range;

/// Ranges of the words in `text` that look like an id: two to twelve capital letters or digits (a letter first), a
/// hyphen, then letters, digits and hyphens, then perhaps `#anchor`. Whether there is such an id is for others to say.
/// `before` is the character in front of `text`.
pub fn find(text: &str, before: Option<char>) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut position = 0;
    while let Some(hyphen) = text[position..].find('-').map(|offset| position + offset) {
        position = hyphen + 1;
        let length = bytes[..hyphen]
            .iter()
            .rev()
            .take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
            .count();
        let start = hyphen - length;
        let starts_word = match text[..start]
            .chars()
            .next_back()
            .or(if start == 0 { before } else { None })
        {
            None => true,
            Some(previous) => !previous.is_alphanumeric() && !"-_/.#@\\".contains(previous),
        };
        if !(2..=12).contains(&length) || !bytes[start].is_ascii_uppercase() || !starts_word {
            continue;
        }
        let word = |from: usize, also: &[u8]| {
            bytes[from..]
                .iter()
                .take_while(|b| b.is_ascii_alphanumeric() || also.contains(b))
                .count()
        };
        let tail = word(hyphen + 1, b"-");
        let mut end = hyphen + 1 + tail;
        while bytes[end - 1] == b'-' {
            end -= 1;
        }
        if end <= hyphen {
            continue;
        }
        if bytes.get(end) == Some(&b'#') {
            let anchor = word(end + 1, b"-_");
            let trimmed = text[end + 1..end + 1 + anchor].trim_end_matches(['-', '_']).len();
            end += if trimmed > 0 { trimmed + 1 } else { 0 };
        }
        found.push(start..end);
        position = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        find(text, None).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn ids_are_found_in_prose() {
        assert_eq!(
            words("After INC-2026-03-14 we wrote RW-12."),
            ["INC-2026-03-14", "RW-12"]
        );
        assert_eq!(
            words("(CUS-2#slow-ci), TEAM-platform's"),
            ["CUS-2#slow-ci", "TEAM-platform"]
        );
        assert_eq!(words("RW-12-based and RW-13—then"), ["RW-12-based", "RW-13"]);
    }

    #[test]
    fn other_words_are_left_alone() {
        assert!(words("a-b well-known T-shirt x/RW-12 path_RW-12 RW- RW--").is_empty());
        assert!(words("éRW-12").is_empty());
    }
}
