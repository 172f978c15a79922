//! Paths within a repository.

use std::fmt::Write;

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

/// The way from a folder to a file, as a link writes it.
pub fn relative(folder: &Utf8Path, to: &Utf8Path) -> String {
    let from: Vec<_> = folder.components().map(|part| part.as_str()).collect();
    let to: Vec<_> = to.components().map(|part| part.as_str()).collect();
    let common = from.iter().zip(&to).take_while(|(left, right)| left == right).count();
    let up = std::iter::repeat_n("..", from.len() - common);
    let path = up.chain(to[common..].iter().copied()).collect::<Vec<_>>().join("/");
    let mut written = String::with_capacity(path.len());
    for character in path.chars() {
        match character {
            // What ends a destination, and what decoding would take for something else.
            ' ' | '%' | '#' | '?' | '(' | ')' | '<' | '>' | '"' | '&' | '\\' => {
                let _ = write!(written, "%{:02X}", u32::from(character));
            }
            other => written.push(other),
        }
    }
    written
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

    #[test]
    fn a_relative_path_goes_up_and_down_again() {
        let relative = |folder: &str, to: &str| relative(Utf8Path::new(folder), Utf8Path::new(to));
        assert_eq!(relative("rewrites", "metrics/0001.md"), "../metrics/0001.md");
        assert_eq!(relative("rewrites", "rewrites/a b.md"), "a%20b.md");
        assert_eq!(relative("", "a#(1)?.md"), "a%23%281%29%3F.md");
        assert_eq!(relative("", "pages/a.md"), "pages/a.md");
        assert_eq!(relative("a/b/c", "a/d.md"), "../../d.md");
    }
}
