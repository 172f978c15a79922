//! The addresses by which editors name files.

use std::str::FromStr;

use camino::{Utf8Path, Utf8PathBuf};
use lsp_types::Uri;

/// The path of a file that an address names; `None` for anything that is no file on this machine.
pub(super) fn path(uri: &Uri) -> Option<Utf8PathBuf> {
    let rest = uri.as_str();
    let scheme = rest.get(..5)?;
    let rest = rest.get(5..).filter(|_| scheme.eq_ignore_ascii_case("file:"))?;
    let path = match rest.strip_prefix("//") {
        // The host, where one is named, is this machine.
        Some(rest) => rest.find('/').map(|slash| &rest[slash..])?,
        None => rest,
    };
    let path = path.split(['?', '#']).next()?;
    let path = decode(path)?;
    if path.contains('\0') || !path.starts_with('/') {
        return None;
    }
    // `/c:/docs` is `c:/docs`.
    let is_drive = path.as_bytes().get(2) == Some(&b':') && path.as_bytes()[1].is_ascii_alphabetic();
    Some(Utf8PathBuf::from(if cfg!(windows) && is_drive {
        &path[1..]
    } else {
        &path
    }))
}

/// The address of a file.
pub(super) fn uri(path: &Utf8Path) -> Option<Uri> {
    let mut text = String::from("file://");
    let path = path.as_str().replace('\\', "/");
    if !path.starts_with('/') {
        text.push('/');
    }
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => text.push(char::from(byte)),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    Uri::from_str(&text).ok()
}

/// Resolves `%20` and the like; `None` for what is then no text.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = (*first == b'%').then(|| after.get(..2)).flatten();
        let value = hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        match value {
            Some(value) => {
                bytes.push(value);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        path(&Uri::from_str(text).expect("an address")).map(Utf8PathBuf::into_string)
    }

    #[test]
    fn addresses_are_read_as_editors_write_them() {
        assert_eq!(read("file:///org/a%20b/%C3%A9.md"), Some("/org/a b/é.md".into()));
        assert_eq!(read("file://localhost/org/x.md#L3"), Some("/org/x.md".into()));
        assert_eq!(read("file:/org/x.md"), Some("/org/x.md".into()));
        assert_eq!(read("untitled:Untitled-1"), None);
        assert_eq!(read("vscode-notebook-cell:/org/x.md"), None);
        assert_eq!(read("file:///%FF"), None, "no text");
        assert_eq!(read("file:///a%00b"), None);
    }

    #[test]
    fn a_path_survives_its_address() {
        for path_text in ["/org/rewrites/0001-a b.md", "/日本/é#?%.md", "/a+b&c=d@e:f/x.md"] {
            let address = uri(Utf8Path::new(path_text)).expect("an address");
            assert_eq!(path(&address).as_deref(), Some(Utf8Path::new(path_text)), "{address:?}");
        }
    }
}
