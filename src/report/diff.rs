//! What would change in a file, in the form that `git apply` and people read.

use camino::Utf8Path;

use crate::diagnostic::Edit;

/// Lines shown around a change.
const CONTEXT: usize = 3;

/// Lines of the old text that are replaced by others.
struct Changed<'a> {
    first: usize,
    end: usize,
    lines: Vec<&'a str>,
}

/// The difference that edits make to a file, which may move. The edits are sorted and do not overlap; `new` is the text
/// with all of them made.
pub fn diff(from: &Utf8Path, to: &Utf8Path, old: &str, new: &str, edits: &[Edit]) -> String {
    let mut text = format!("diff --git a/{from} b/{to}\n");
    if from != to {
        text.push_str(&format!("rename from {from}\nrename to {to}\n"));
    }
    if old == new {
        return text;
    }
    text.push_str(&format!("--- a/{from}\n+++ b/{to}\n"));
    let old_lines: Vec<&str> = old.split_inclusive('\n').collect();
    let changes = changes(old, new, edits);
    let mut added = 0_isize;
    for group in changes.chunk_by(|left, right| left.end + 2 * CONTEXT >= right.first) {
        added += hunk(&mut text, &old_lines, group, added);
    }
    text
}

/// One hunk; gives how many lines it adds.
fn hunk(text: &mut String, old: &[&str], group: &[Changed<'_>], shift: isize) -> isize {
    let (Some(first), Some(last)) = (group.first(), group.last()) else {
        return 0;
    };
    let start = first.first.saturating_sub(CONTEXT);
    let end = (last.end + CONTEXT).min(old.len());
    let removed: usize = group.iter().map(|it| it.end - it.first).sum();
    let inserted: usize = group.iter().map(|it| it.lines.len()).sum();
    let new_length = end - start - removed + inserted;
    // An empty side is named by the line before it.
    let place = |start: isize, length: usize| if length == 0 { start } else { start + 1 };
    let from = isize::try_from(start).unwrap_or(isize::MAX);
    text.push_str(&format!(
        "@@ -{},{} +{},{} @@\n",
        place(from, end - start),
        end - start,
        place(from + shift, new_length),
        new_length
    ));
    let mut at = start;
    for changed in group {
        old[at..changed.first].iter().for_each(|it| line(text, ' ', it));
        old[changed.first..changed.end]
            .iter()
            .for_each(|it| line(text, '-', it));
        changed.lines.iter().for_each(|it| line(text, '+', it));
        at = changed.end;
    }
    old[at..end].iter().for_each(|it| line(text, ' ', it));
    isize::try_from(inserted).unwrap_or(0) - isize::try_from(removed).unwrap_or(0)
}

fn line(text: &mut String, sign: char, line: &str) {
    text.push(sign);
    text.push_str(line);
    if !line.ends_with('\n') {
        text.push_str("\n\\ No newline at end of file\n");
    }
}

/// The lines that edits touch, in both texts.
fn changes<'a>(old: &str, new: &'a str, edits: &[Edit]) -> Vec<Changed<'a>> {
    let mut changes: Vec<Changed<'a>> = Vec::new();
    let line_start = |text: &str, at: usize| text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = |text: &str, at: usize| text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1);
    let number = |text: &str, at: usize| text[..at].matches('\n').count();
    // Edits of one line belong together.
    let same_lines = |left: &Edit, right: &Edit| !old[left.span.end as usize..right.span.start as usize].contains('\n');
    let mut shift = 0_isize;
    for group in edits.chunk_by(same_lines) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            continue;
        };
        let start = line_start(old, first.span.start as usize);
        let mut end = last.span.end as usize;
        if end == start || old[..end].ends_with('\n') {
            // Whole lines were put in front of this one.
            let whole = group
                .iter()
                .all(|edit| edit.span.is_empty() && edit.replacement.ends_with('\n'));
            end = if whole { end } else { line_end(old, end) };
        } else {
            end = line_end(old, end);
        }
        let grown: isize = group.iter().map(growth).sum();
        let new_start = start.saturating_add_signed(shift);
        let new_end = end.saturating_add_signed(shift + grown).min(new.len());
        shift += grown;
        let first_line = number(old, start);
        changes.push(Changed {
            first: first_line,
            end: first_line + old[start..end].split_inclusive('\n').count(),
            lines: new[new_start..new_end].split_inclusive('\n').collect(),
        });
    }
    changes
}

fn growth(edit: &Edit) -> isize {
    let length = |length: usize| isize::try_from(length).unwrap_or(isize::MAX);
    length(edit.replacement.len()) - length(edit.span.len())
}
