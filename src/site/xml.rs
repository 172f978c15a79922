//! Text in XML.

/// A text as XML holds it, in an element or an attribute: escaped, without the characters that XML 1.0 has no way to write.
pub(super) fn text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

/// An address as XML: percent-encoded outside ASCII, escaped.
pub(super) fn address(url: &str) -> String {
    let mut encoded = String::with_capacity(url.len());
    for byte in url.bytes() {
        match byte {
            b'&' => encoded.push_str("&amp;"),
            b'\'' => encoded.push_str("&apos;"),
            b'"' | b'<' | b'>' | b' ' | 0..=0x1F | 0x7F.. => encoded.push_str(&format!("%{byte:02X}")),
            byte => encoded.push(char::from(byte)),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_written_in_a_title_is_markup() {
        assert_eq!(text("a <b> & \"c\"\n]]>"), "a &lt;b&gt; &amp; &quot;c&quot; ]]&gt;");
        assert_eq!(text("\u{0}\u{b}\u{ffff}ö😀"), "\u{fffd}\u{fffd}\u{fffd}ö😀");
        assert_eq!(
            address("https://x/größe&\".html"),
            "https://x/gr%C3%B6%C3%9Fe&amp;%22.html"
        );
    }
}
