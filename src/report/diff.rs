//! What would change in a file, in the form that `git apply` and people read.

use camino::Utf8Path;
use similar::TextDiff;

/// Lines shown around a change.
const CONTEXT: usize = 3;

/// The difference between two versions of a file, which may move.
pub fn diff(from: &Utf8Path, to: &Utf8Path, old: &str, new: &str) -> String {
    let mut text = format!("diff --git a/{from} b/{to}\n");
    if from != to {
        text.push_str(&format!("rename from {from}\nrename to {to}\n"));
    }
    if old != new {
        // A carriage return alone ends no line for Git.
        let (old, new): (Vec<_>, Vec<_>) = (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
        let lines = TextDiff::configure().newline_terminated(true).diff_slices(&old, &new);
        let mut lines = lines.unified_diff();
        let lines = lines
            .context_radius(CONTEXT)
            .header(&format!("a/{from}"), &format!("b/{to}"))
            .to_string();
        text.push_str(&lines);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_moves_says_so_even_where_nothing_in_it_changes() {
        let (from, to) = (Utf8Path::new("a.md"), Utf8Path::new("b.md"));
        assert_eq!(
            diff(from, to, "x\n", "x\n"),
            "diff --git a/a.md b/b.md\nrename from a.md\nrename to b.md\n"
        );
    }

    #[test]
    fn a_line_without_an_end_is_marked() {
        let path = Utf8Path::new("a.md");
        assert_eq!(
            diff(path, path, "one\ntwo", "one\nthree"),
            "diff --git a/a.md b/a.md\n--- a/a.md\n+++ b/a.md\n@@ -1,2 +1,2 @@\n one\n-two\n\\ No newline at end of file\n+three\n\\ No newline at end of file\n"
        );
    }
}
