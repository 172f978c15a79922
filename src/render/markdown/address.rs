//! What an address written by an author may do.

/// What the names of places start with that the theme and the renderer make: no author's name for one holds a colon.
pub const OWN_ANCHOR: &str = "d:";

/// An address, judged by how it starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Address<'a> {
    /// A place in the same page: what follows `#`.
    Here(&'a str),
    /// Relative to the file it stands in.
    Relative,
    /// Elsewhere, with a scheme that only leads the reader away: `https`, `http`, `mailto`, `tel`.
    Elsewhere,
    /// Anything else: `javascript:`, `data:`, `file:`, `//host`.
    Refused,
}

/// Judges an address. Browsers skip tabs, line ends and leading control characters in one, so these refuse it.
pub fn address(written: &str) -> Address<'_> {
    if let Some(anchor) = written.strip_prefix('#') {
        return Address::Here(anchor);
    }
    if written.chars().any(char::is_control) || written.starts_with([' ', '/', '\\']) {
        return Address::Refused;
    }
    let scheme = written.find(['/', '?', '#']).map_or(written, |end| &written[..end]);
    match scheme.split_once(':') {
        None => Address::Relative,
        Some((scheme, _)) if is_harmless(scheme) => Address::Elsewhere,
        Some(_) => Address::Refused,
    }
}

fn is_harmless(scheme: &str) -> bool {
    ["https", "http", "mailto", "tel"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_schemes_that_lead_away_are_kept() {
        assert_eq!(address("https://example.com/a:b"), Address::Elsewhere);
        assert_eq!(address("mailto:a@example.com"), Address::Elsewhere);
        assert_eq!(address("../metrics/0003.md#risks"), Address::Relative);
        assert_eq!(address("#risks"), Address::Here("risks"));
        let refused = [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\tscript:alert(1)",
            "\u{1}javascript:alert(1)",
            " javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "//example.com/x",
            "\\\\example.com\\x",
            "/etc/passwd",
        ];
        for written in refused {
            assert_eq!(address(written), Address::Refused, "{written:?}");
        }
    }
}
