//! Words and clean-ups that formats share.

/// "1 error", "2 errors".
pub(super) fn count(number: usize, one: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {one}s"),
    }
}

/// Counts in one line: "2 errors, 1 warning"; "no problems" where there are none.
pub(super) fn counts(errors: usize, warnings: usize, notes: usize) -> String {
    let parts = [(errors, "error"), (warnings, "warning"), (notes, "note")];
    let parts: Vec<_> = parts
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, one)| count(number, one))
        .collect();
    if parts.is_empty() {
        "no problems".to_owned()
    } else {
        parts.join(", ")
    }
}

/// A text of at most `most` characters, with `…` where it was cut.
pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A character that shows nothing and changes how its neighbours are shown: control characters other than line ends and
/// tabs, and those that turn the direction of writing.
pub(super) fn is_hidden(character: char) -> bool {
    let turns = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || (character.is_control() && !matches!(character, '\n' | '\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_with_their_words() {
        assert_eq!(counts(2, 1, 0), "2 errors, 1 warning");
        assert_eq!(counts(0, 0, 0), "no problems");
    }

    #[test]
    fn a_text_is_cut_between_characters() {
        assert_eq!(cut("日本語", 2), "日本…");
        assert_eq!(cut("日本", 2), "日本");
    }
}
