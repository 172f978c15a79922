//! Whether two versions of a text say the same.
//!
//! What was agreed upon stays readable: a comma, a curly quote or a corrected spelling is no new agreement. So words are
//! compared, not bytes, and a word may be spelt better.

use std::borrow::Cow;

/// Most words of one text that may be spelt otherwise. More than that is another text.
const MOST_RESPELT: usize = 5;

/// What two versions of a text have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alike {
    /// They have the same words.
    Same,
    /// They differ in the spelling of a few words.
    Respelt,
    /// They say different things.
    Different,
}

/// Compares two versions of a text, as a reader sees them.
pub fn alike(before: &str, after: &str) -> Alike {
    if before == after {
        return Alike::Same;
    }
    let (before, after) = (words(before), words(after));
    if before == after {
        return Alike::Same;
    }
    if before.len() != after.len() {
        return Alike::Different;
    }
    let mut respellings = 0;
    for (old, new) in before.iter().zip(&after).filter(|(old, new)| old != new) {
        respellings += 1;
        if respellings > MOST_RESPELT || !respelt(old, new) {
            return Alike::Different;
        }
    }
    Alike::Respelt
}

/// The words of a text, without case, punctuation and immediate repetition.
fn words(text: &str) -> Vec<Cow<'_, str>> {
    let mut words: Vec<_> = text
        .split_whitespace()
        .map(word)
        .filter(|word| !word.is_empty())
        .collect();
    words.dedup();
    words
}

/// Most words are as they are written, and are not copied: this is asked of every word of every revision.
fn word(written: &str) -> Cow<'_, str> {
    let is_plain = written
        .bytes()
        .all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_plain {
        return Cow::Borrowed(bare(written));
    }
    let plain: String = written.chars().flat_map(char::to_lowercase).map(typewritten).collect();
    Cow::Owned(bare(&plain).to_owned())
}

fn bare(plain: &str) -> &str {
    let bare = plain.trim_matches(is_mark);
    // A hyphen alone is a dash; before a number it is a sign.
    let is_signed = bare.starts_with('-') && bare[1..].starts_with(|c: char| c.is_ascii_digit());
    if is_signed { bare } else { bare.trim_matches('-') }
}

fn is_mark(character: char) -> bool {
    matches!(
        character,
        '.' | ','
            | ';'
            | ':'
            | '!'
            | '?'
            | '"'
            | '\''
            | '('
            | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '*'
            | '_'
            | '`'
            | '~'
            | '|'
            | '>'
    )
}

/// A character as a typewriter has it.
fn typewritten(character: char) -> char {
    match character {
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{00ab}' | '\u{00bb}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2026}' => '.',
        other => other,
    }
}

/// Whether one word is a slip of the keyboard away from the other: one letter in a long word, or two that changed places.
/// A number is never a slip.
fn respelt(old: &str, new: &str) -> bool {
    let letters = |word: &str| word.chars().count();
    let is_number = |word: &str| word.chars().any(|c| c.is_numeric());
    if is_number(old) || is_number(new) || old.chars().next() != new.chars().next() {
        return false;
    }
    let sorted = |word: &str| {
        let mut letters: Vec<_> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    let is_near = strsim::damerau_levenshtein(old, new) == 1;
    let is_long = letters(old) > 4 && letters(new) > 4;
    is_near && (is_long || letters(old) > 2 && sorted(old) == sorted(new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_and_typography_change_nothing() {
        for (before, after) in [
            ("We stop when  errors\npass 1%.", "We stop when errors pass 1%."),
            ("the \"old\" system - and ours", "the “old” system — and ours"),
            ("It's done...", "It’s done…"),
            ("Old and new, side by side", "old and new side by side"),
            ("the the end", "the end"),
        ] {
            assert_eq!(alike(before, after), Alike::Same, "{after}");
        }
    }

    #[test]
    fn a_spelling_may_be_mended() {
        for (before, after) in [
            ("move teh orders", "move the orders"),
            ("we recieve orders", "we receive orders"),
            ("the databse is", "the database is"),
        ] {
            assert_eq!(alike(before, after), Alike::Respelt, "{after}");
        }
    }

    #[test]
    fn what_means_something_else_is_different() {
        for (before, after) in [
            ("it takes 20 weeks", "it takes 30 weeks"),
            ("it takes 20 weeks", "it takes -20 weeks"),
            ("we will not wait", "we will now wait"),
            ("we stop when errors pass 1%", "we stop when errors pass 1"),
            ("stop at once", "stop at once or later"),
            ("from then on", "form then one"),
        ] {
            assert_eq!(alike(before, after), Alike::Different, "{after}");
        }
        let many = |word: &str| [word; 9].join(" and then ");
        assert_eq!(alike(&many("recieve"), &many("receive")), Alike::Different);
    }

    proptest::proptest! {
        #[test]
        fn every_text_is_like_itself(text in "\\PC{0,60}") {
            proptest::prop_assert_eq!(alike(&text, &text), Alike::Same);
            let spaced = text.split_whitespace().collect::<Vec<_>>().join("\n ");
            proptest::prop_assert_eq!(alike(&text, &spaced), Alike::Same);
        }
    }
}
