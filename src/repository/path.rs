//! Paths within a repository.

use camino::{Utf8Path, Utf8PathBuf};

/// A relative path from a folder, with `.` and `..` resolved; `None` when it leaves the root or is absolute.
pub(crate) fn join(folder: &Utf8Path, relative: &str) -> Option<Utf8PathBuf> {
    if relative.starts_with('/') || relative.contains('\\') {
        return None;
    }
    let mut parts: Vec<&str> = folder.as_str().split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(Utf8PathBuf::from(parts.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_paths_stay_within_the_root() {
        let from = |relative| join(Utf8Path::new("rewrites"), relative).map(Utf8PathBuf::into_string);
        assert_eq!(from("../metrics/0001.md"), Some("metrics/0001.md".into()));
        assert_eq!(from("./images/a.svg"), Some("rewrites/images/a.svg".into()));
        assert_eq!(from("../../etc/passwd"), None);
        assert_eq!(from("/etc/passwd"), None);
    }
}
