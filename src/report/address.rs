//! Paths as parts of addresses.

/// A path as an address: everything but letters, digits, `-._~` and `/` is percent-encoded.
pub(super) fn encode(path: &str) -> String {
    let mut address = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address
}

/// Where a file of a commit is seen in a browser, at the hosts whose addresses are known.
pub(super) fn file(repository: &str, commit: &str, path: &str) -> Option<String> {
    let host = repository.split("://").nth(1)?.split('/').next()?;
    let path = encode(path);
    match host {
        "github.com" => Some(format!("{repository}/blob/{commit}/{path}")),
        host if host.contains("gitlab") => Some(format!("{repository}/-/blob/{commit}/{path}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_path_is_encoded() {
        assert_eq!(
            encode("rewrites/0001 żółw #1?.md"),
            "rewrites/0001%20%C5%BC%C3%B3%C5%82w%20%231%3F.md"
        );
    }

    #[test]
    fn hosts_have_their_own_addresses() {
        let at = |repository| file(repository, "abc", "a b.md");
        assert_eq!(
            at("https://github.com/acme/docs").as_deref(),
            Some("https://github.com/acme/docs/blob/abc/a%20b.md")
        );
        assert_eq!(
            at("https://gitlab.acme.example/x/docs").as_deref(),
            Some("https://gitlab.acme.example/x/docs/-/blob/abc/a%20b.md")
        );
        assert_eq!(at("https://git.example/docs"), None);
    }
}
