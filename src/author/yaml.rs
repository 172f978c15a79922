//! Texts as YAML.

/// A text as the value of a key, on one line, in quotes where it needs them. White space is made single, and characters
/// that cannot be seen go.
pub(super) fn yaml_text(text: &str) -> String {
    let line = one_line(text);
    let quoted = || serde_json::to_string(&line).unwrap_or_default();
    match serde_yaml::to_string(&line) {
        Ok(yaml) if !yaml.trim_end().contains('\n') => yaml.trim_end().to_owned(),
        // JSON in quotes is YAML in quotes.
        _ => quoted(),
    }
}

/// A text as an item of a list in brackets, where a comma or a bracket would end it.
pub(super) fn yaml_item(text: &str) -> String {
    let yaml = yaml_text(text);
    let is_plain = !yaml.starts_with(['"', '\'']);
    if is_plain && yaml.contains([',', '[', ']', '{', '}']) {
        serde_json::to_string(&one_line(text)).unwrap_or(yaml)
    } else {
        yaml
    }
}

/// A text as a comment, each of its lines with `# ` in front.
pub(super) fn yaml_comment(text: &str) -> String {
    let lines = text.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']);
    lines
        .map(|line| format!("# {line}").trim_end().to_owned() + "\n")
        .collect()
}

/// A text with white space made single and without characters that cannot be seen.
pub(super) fn one_line(text: &str) -> String {
    let seen = |c: char| if c.is_control() { ' ' } else { c };
    let text: String = text.chars().filter(|c| *c != '\u{feff}').map(seen).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::diagnostic::shared_path;
    use crate::span::Span;
    use crate::yaml::{self, Node};

    /// The text that a value or the one item of a list is read as.
    fn read(source: &str) -> Option<String> {
        let reading = yaml::read(source, Span::new(0, source.len()), &shared_path("a.md"));
        assert_eq!(reading.problems, [], "{source}");
        let root = reading.root?;
        let value = root.mapping()?.get("key")?;
        let item = value.list().map_or(Some(value), |items| items.first());
        item.and_then(Node::text).map(str::to_owned)
    }

    fn survives(text: &str) {
        let line = one_line(text);
        let expected = (!line.is_empty()).then(|| line.clone());
        for source in [
            format!("key: {}\n", yaml_text(text)),
            format!("key: [{}]\n", yaml_item(text)),
        ] {
            let found = read(&source).filter(|text| !text.is_empty());
            assert_eq!(found, expected, "{source:?}");
            assert_eq!(source.lines().count(), 1, "{source:?}");
        }
    }

    #[test]
    fn a_text_is_read_as_it_was_written() {
        let long = "word ".repeat(80);
        for text in [
            "plain",
            "it's \"quoted\"",
            "a: b",
            "a #b",
            "#b",
            "- a",
            "@ada",
            "yes",
            "null",
            "~",
            "12",
            "0x1f",
            "1e3",
            "2026-03-14",
            "---",
            "...",
            "[a], {b}",
            "%x",
            "`x`",
            "? x",
            "!x",
            "&a *b",
            "|",
            "> x",
            "🚀 lift-off",
            "影響",
            "عربى",
            "a\nb\r\n\tc",
            "a\u{85}b\u{2028}c",
            "bell\u{7}",
            "zero\u{200b}width",
            "\u{feff}mark",
            "\\n",
            "end:",
            "<<",
            "=",
            "",
            " ",
            &long,
        ] {
            survives(text);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_as_it_was_written(text in any::<String>()) {
            survives(&text);
        }
    }

    #[test]
    fn a_comment_stays_one() {
        assert_eq!(yaml_comment("a\n\n---\n  b: c"), "# a\n#\n# ---\n#   b: c\n");
        assert_eq!(yaml_comment("a\u{2028}b"), "# a\n# b\n");
    }
}
