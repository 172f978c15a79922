//! What the destination of a Markdown link means.

use camino::Utf8Path;

use super::Broken;

/// A destination taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Destination {
    /// An address elsewhere.
    External,
    /// A path from the root of the repository, and the anchor after `#`.
    Path {
        /// Empty for a place in the same document.
        path: String,
        /// Decoded anchor.
        anchor: Option<String>,
    },
    /// Nothing that can be followed.
    Broken(Broken),
}

/// Schemes that lead out of the site and that a reader may follow.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Reads a destination written in a document of `folder`.
pub(super) fn read(written: &str, folder: &Utf8Path, site: Option<&str>) -> Destination {
    let written = written.trim();
    if written.is_empty() {
        return Destination::Broken(Broken::Empty);
    }
    if let Some(site) = site.filter(|site| !site.is_empty())
        && let Some(rest) = written.strip_prefix(site.trim_end_matches('/'))
        && (rest.is_empty() || rest.starts_with(['/', '?', '#']))
    {
        return Destination::Broken(Broken::Absolute);
    }
    if let Some(scheme) = scheme(written) {
        return match SCHEMES.contains(&scheme.as_str()) {
            true => Destination::External,
            false => Destination::Broken(Broken::Scheme(scheme)),
        };
    }
    if written.starts_with("//") {
        return Destination::External;
    }
    if written.starts_with('/') {
        return Destination::Broken(Broken::Absolute);
    }
    let (path, anchor) = match written.split_once('#') {
        // Every page has a top, although nothing in it is called so.
        Some((path, anchor)) => (
            path,
            Some(decode(anchor)).filter(|anchor| !anchor.is_empty() && !anchor.eq_ignore_ascii_case("top")),
        ),
        None => (written, None),
    };
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    if path.is_empty() {
        return Destination::Path {
            path: String::new(),
            anchor,
        };
    }
    match crate::repository::join(folder, &decode(path)) {
        Some(path) => Destination::Path {
            path: path.into_string(),
            anchor,
        },
        None => Destination::Broken(Broken::LeavesRepository),
    }
}

/// The scheme of an address, in lower case. Control characters and spaces in it are passed over, as browsers do.
fn scheme(written: &str) -> Option<String> {
    let visible: String = written
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace())
        .take(40)
        .collect();
    let (scheme, _) = visible.split_once(':')?;
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    valid.then(|| scheme.to_ascii_lowercase())
}

/// Resolves `%20` and the like; bytes that are not UTF-8 are left as written.
fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut position = 0;
    while position < bytes.len() {
        let hex = bytes
            .get(position + 1..position + 3)
            .filter(|hex| hex.iter().all(u8::is_ascii_hexdigit))
            .and_then(|hex| std::str::from_utf8(hex).ok());
        match hex
            .filter(|_| bytes[position] == b'%')
            .and_then(|hex| u8::from_str_radix(hex, 16).ok())
        {
            Some(byte) => {
                decoded.push(byte);
                position += 3;
            }
            None => {
                decoded.push(bytes[position]);
                position += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(written: &str) -> Destination {
        read(written, Utf8Path::new("rewrites"), Some("https://docs.example.org/"))
    }

    #[test]
    fn relative_destinations_are_read_from_the_folder() {
        let expected = |path: &str, anchor: Option<&str>| Destination::Path {
            path: path.to_owned(),
            anchor: anchor.map(str::to_owned),
        };
        assert_eq!(
            path("../metrics/0001.md#source"),
            expected("metrics/0001.md", Some("source"))
        );
        assert_eq!(path("a%20b.md?raw=1"), expected("rewrites/a b.md", None));
        assert_eq!(path("#rollback"), expected("", Some("rollback")));
        assert_eq!(path("#top"), expected("", None));
    }

    #[test]
    fn what_cannot_be_followed_says_why() {
        assert_eq!(path("../../etc/passwd"), Destination::Broken(Broken::LeavesRepository));
        assert_eq!(
            path("..%2F..%2Fetc/passwd"),
            Destination::Broken(Broken::LeavesRepository)
        );
        assert_eq!(path("/rewrites/rw-1.html"), Destination::Broken(Broken::Absolute));
        assert_eq!(
            path("https://docs.example.org/x"),
            Destination::Broken(Broken::Absolute)
        );
        assert_eq!(
            path("https://docs.example.org.evil.example/x"),
            Destination::External,
            "another host that begins alike"
        );
        assert_eq!(
            path("java\tscript:alert(1)"),
            Destination::Broken(Broken::Scheme("javascript".into()))
        );
        assert_eq!(
            path("DATA:text/html,x"),
            Destination::Broken(Broken::Scheme("data".into()))
        );
        assert_eq!(path("https://example.org"), Destination::External);
    }
}
