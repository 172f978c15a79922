//! Counting words in any script.

use unicode_segmentation::UnicodeSegmentation;

/// How many words a text has. Scripts that write no spaces are counted by Unicode's word boundaries (UAX #29), where
/// each ideograph is a word, so that a Japanese answer is not taken for a short one.
pub fn count_words(text: &str) -> usize {
    if text.is_ascii() {
        text.split_ascii_whitespace()
            .filter(|word| word.bytes().any(|b| b.is_ascii_alphanumeric()))
            .count()
    } else {
        text.unicode_words().count()
    }
}

#[cfg(test)]
mod tests {
    use super::count_words;

    #[test]
    fn words_are_counted_in_every_script() {
        assert_eq!(count_words("How do old and new run side by side?"), 9);
        assert_eq!(count_words("- — …"), 0);
        assert_eq!(count_words("Größere Änderungen später"), 3);
        assert_eq!(count_words("Как это будет работать"), 4);
        assert!(count_words("新旧システムを並行して運用する") >= 8);
    }
}
