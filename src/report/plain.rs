//! Texts from documents and from Git, made fit for a terminal.

/// A text on one line: white space is single, and no control character does anything to a terminal.
pub fn plain(text: &str) -> String {
    shown(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The same for a text of several lines, whose lines and indents stay.
pub fn lines(text: &str) -> String {
    text.split('\n').map(shown).collect::<Vec<_>>().join("\n")
}

/// Control characters, and those that turn the direction of what is read, become signs that can be seen.
fn shown(line: &str) -> String {
    let seen = annotate_snippets::normalize_untrusted_str(line);
    seen.replace(|c: char| c.is_control(), "\u{fffd}")
}

/// JSON in which control characters that JSON itself leaves as they are become escapes.
pub(super) fn json_text(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        // Within a string they mean the same, and elsewhere there are none.
        match c.is_control() && c != '\n' {
            true => text.push_str(&format!("\\u{:04x}", u32::from(c))),
            false => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_moves_the_cursor() {
        for (text, seen) in [
            ("a\n b\t c", "a b c"),
            ("\u{1b}[31mred\u{7}", "␛[31mred␇"),
            ("c1 \u{9b}31m", "c1 \u{fffd}31m"),
            ("\u{202e}evil", "\u{fffd}evil"),
            ("日本 ü", "日本 ü"),
        ] {
            assert_eq!(plain(text), seen);
        }
        assert_eq!(lines("a\n  b\u{1b}"), "a\n  b␛");
    }

    #[test]
    fn json_stays_the_same_value() {
        let value = serde_json::json!({ "a": "x\u{9b}\u{7f}\u{1b}\n\"é" });
        let text = json_text(&serde_json::to_string_pretty(&value).expect("JSON"));
        assert!(text.contains("\\u009b\\u007f") && !text.contains('\u{9b}'), "{text}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).expect("JSON"), value);
    }
}
