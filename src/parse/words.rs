//! Counting words in any script.

use unicode_segmentation::UnicodeSegmentation;

/// How many words a text has. Scripts that write no spaces are counted by Unicode's word boundaries (UAX #29), where
/// each ideograph is a word, so that a Japanese answer is not taken for a short one.
pub fn count_words(text: &str) -> usize {
    text.split_whitespace().map(words_between_spaces).sum()
}

/// Whether a text has so many words or more; looks no further than it has to.
pub fn has_words(text: &str, least: usize) -> bool {
    let mut left = least;
    let mut parts = text.split_whitespace();
    while left > 0 {
        let Some(part) = parts.next() else { return false };
        left = left.saturating_sub(words_between_spaces(part));
    }
    true
}

/// The words of a part of a text without white space: one at most, unless its script writes no spaces or a dash joins it
/// to the next. The boundaries of Unicode are slow to find, so they are asked for only where they are needed.
fn words_between_spaces(part: &str) -> usize {
    let one = |is_word: bool| usize::from(is_word);
    if part.is_ascii() {
        return one(part.bytes().any(|byte| byte.is_ascii_alphanumeric()));
    }
    // Below Thai stand the alphabets that write spaces.
    let spaced = |letter: char| letter.is_ascii() || (letter < '\u{0e00}' && letter.is_alphanumeric());
    if part.chars().all(spaced) {
        return one(part.contains(char::is_alphanumeric));
    }
    part.unicode_words().count()
}

#[cfg(test)]
mod tests {
    use super::{count_words, has_words};

    #[test]
    fn words_are_counted_in_every_script() {
        assert_eq!(count_words("How do old and new run side by side?"), 9);
        assert_eq!(count_words("- — …"), 0);
        assert_eq!(count_words("Größere Änderungen später"), 3);
        assert_eq!(count_words("Как это будет работать"), 4);
        assert!(count_words("新旧システムを並行して運用する") >= 8);
        assert_eq!(count_words("old—new, “quoted” and naïve"), 5);
    }

    #[test]
    fn enough_words_are_enough() {
        for text in ["", "one", "one two – three", "新旧システムを", "a —"] {
            let words = count_words(text);
            assert!(has_words(text, words) && !has_words(text, words + 1), "{text}");
        }
    }
}
