//! The state that is written in a text.
//!
//! Thousands of texts are asked for one word, so only the front matter is looked at, and the YAML in it is parsed only
//! when the line of the word could mean something else than it seems to.

use crate::parse;

/// Where front matter ends at the latest.
const MAX_BYTES: usize = 256 * 1024;

/// The field that holds a document's state.
const KEY: &str = "status";

/// What a text says about its state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// This word.
    Word(String),
    /// Nothing.
    Missing,
    /// It cannot be told.
    Unknown,
}

/// Reads the state out of the text of a document.
pub(super) fn read(bytes: &[u8]) -> Written {
    let start = &bytes[..bytes.len().min(MAX_BYTES)];
    let text = match std::str::from_utf8(start) {
        Ok(text) => text,
        // What follows the front matter may be broken, or cut in the middle of a letter.
        Err(error) => std::str::from_utf8(&start[..error.valid_up_to()]).unwrap_or_default(),
    };
    match front_matter(text) {
        None if text.len() < start.len() => Written::Unknown,
        None => Written::Missing,
        Some(block) if !block.contains(KEY) => Written::Missing,
        Some(block) => plain(block).unwrap_or_else(|| parsed(text)),
    }
}

/// The lines between the two `---`; `None` when there are none.
fn front_matter(text: &str) -> Option<&str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.split_inclusive('\n');
    let start = lines.next().filter(|line| line.trim_end() == "---")?.len();
    let mut end = start;
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            return Some(&text[start..end]);
        }
        end += line.len();
    }
    None
}

/// The word on a line `status: word`, when it is that simple and there is no other such line.
fn plain(block: &str) -> Option<Written> {
    let mut values = block
        .lines()
        .filter_map(|line| line.strip_prefix(KEY)?.trim_start().strip_prefix(':'));
    let value = values.next().filter(|_| values.next().is_none())?;
    let word = match value.split_once(" #") {
        Some((word, _)) => word.trim(),
        None => value.trim(),
    };
    // A value in quotes may run over lines, and one of them may look like a field.
    let even = |line: &str, quote| line.bytes().filter(|byte| *byte == quote).count() % 2 == 0;
    let closed = |line: &str| even(line, b'"') && even(line, b'\'') && !line.contains('\\');
    let simple = value.starts_with(' ') && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let is_word = word.starts_with(|c: char| c.is_ascii_lowercase()) && !matches!(word, "null" | "true" | "false");
    (simple && is_word && block.lines().all(closed)).then(|| Written::Word(word.to_owned()))
}

fn parsed(text: &str) -> Written {
    let front_matter = parse::front_matter(text);
    match front_matter.fields() {
        None => Written::Unknown,
        Some(fields) => match fields.get(KEY) {
            None => Written::Missing,
            Some(node) if node.is_null() => Written::Missing,
            Some(node) => Written::Word(node.text().unwrap_or(node.kind()).trim().to_owned()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Written {
        Written::Word(text.to_owned())
    }

    #[test]
    fn the_state_is_read_however_it_is_written() {
        for text in [
            "---\nstatus: draft\n---\n",
            "\u{feff}---\r\ntitle: A\r\nstatus: draft\r\n---\r\nstatus: other\r\n",
            "---\nstatus:   draft  # for now\n...\n",
            "---\n\"status\": 'draft'\n---\n",
            "---\nstatus: \"draft\"\n---\n",
            "---\n{title: x, status: draft}\n---\n",
            "---\nstatus:\n  draft\n---\n",
            "---\ntitle: \"a\n\n  status: accepted\"\nstatus: draft\n---\n",
            "---\nnested:\n  status: x\nstatus : draft\nstatus_note: why\n---\n",
        ] {
            assert_eq!(read(text.as_bytes()), word("draft"), "{text}");
        }
    }

    #[test]
    fn no_state_is_missing() {
        for text in [
            "",
            "# Title\nstatus: draft\n",
            "---\nstatus: draft\n",
            "---\ntitle: x\n---\n",
            "---\nstatus:\n---\n",
            "---\nstatus: ~\n---\n",
            "---\nnested:\n  status: draft\n---\n",
        ] {
            assert_eq!(read(text.as_bytes()), Written::Missing, "{text}");
        }
    }

    #[test]
    fn a_text_that_cannot_be_read_says_nothing() {
        assert_eq!(read(b"---\nstatus: [draft\n---\n"), Written::Unknown);
        assert_eq!(read(b"---\ntitle: caf\xe9\nstatus: draft\n---\n"), Written::Unknown);
        assert_eq!(
            read(b"---\nstatus: draft\n---\ncaf\xe9\n"),
            word("draft"),
            "broken later on"
        );
    }

    proptest::proptest! {
        /// The quick way and the whole parser never disagree.
        #[test]
        fn the_quick_way_says_what_the_parser_says(block in "(status|title|a| |:|#|\"|'|draft|x-1|\n|-|>|\\||[{}\\[\\],&*!~]){0,14}") {
            let text = format!("---\n{block}\n---\n");
            if let Some(quick) = front_matter(&text).and_then(plain) {
                let whole = parsed(&text);
                proptest::prop_assert!(whole == quick || whole == Written::Unknown, "{text}: {quick:?}, {whole:?}");
            }
        }
    }
}
