//! What a document says of its own id: the name of its file, `id` and `aliases` in its front matter.

use camino::{Utf8Path, Utf8PathBuf};

use crate::definition::Definition;
use crate::diagnostic::Edit;
use crate::model::{Document, Identity, id_key, route_word};
use crate::parse::FrontMatter;
use crate::span::Span;
use crate::yaml::{self, Node};

/// The path under another id: the number, day or word in the name changes where it said the old id, and nothing else.
pub(super) fn renamed(path: &Utf8Path, definition: &Definition, old: &str, new: &str) -> Utf8PathBuf {
    let prefix = &definition.prefix;
    let stem = path.file_stem().unwrap_or_default();
    let says = |stem: &str, id: &str| id_key(&Identity::from_file_stem(stem, prefix).id) == id_key(id);
    let new_stem = new
        .get(prefix.len() + 1..)
        .filter(|_| says(stem, old))
        .and_then(|rest| with_rest(stem, prefix, rest))
        .filter(|stem| says(stem, new));
    match new_stem {
        Some(stem) => {
            let extension = path.extension().map(|it| format!(".{it}")).unwrap_or_default();
            path.with_file_name(format!("{stem}{extension}"))
        }
        None => path.to_owned(),
    }
}

/// The stem of a file name with another number, day or word in it.
fn with_rest(stem: &str, prefix: &str, rest: &str) -> Option<String> {
    let is_day = |text: &str| {
        text.get(..10)
            .is_some_and(|day| day.parse::<jiff::civil::Date>().is_ok())
    };
    let prefixed = stem
        .get(..prefix.len())
        .filter(|start| start.eq_ignore_ascii_case(prefix));
    let first_digit = match prefixed {
        Some(start) => start.len() + stem[start.len()..].find(|c: char| c.is_ascii_digit())?,
        None => 0,
    };
    let (before, name) = stem.split_at(first_digit);
    if is_day(name) {
        return is_day(rest).then(|| format!("{before}{rest}{}", &name[10..]));
    }
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return Some(route_word(rest));
    }
    let number: u64 = rest.parse().ok()?;
    Some(format!("{before}{number:0digits$}{}", &name[digits..]))
}

/// The edits of the front matter.
pub(super) fn front_matter(
    document: &Document,
    new: &str,
    must_write: bool,
    alias: Option<&str>,
    new_route: &str,
) -> Vec<Edit> {
    let text = &*document.parsed.text;
    let mut edits = Vec::new();
    let mut edit = |span: Span, replacement: String| {
        edits.push(Edit {
            path: std::sync::Arc::clone(document.path()),
            span,
            replacement,
        });
    };
    let end = if text
        .split_inclusive('\n')
        .next()
        .is_some_and(|line| line.ends_with("\r\n"))
    {
        "\r\n"
    } else {
        "\n"
    };
    let is_written = !document.id.span.is_empty();
    if is_written {
        edit(
            document.id.span,
            instead(document.id.span.text(text), &document.id.value, new),
        );
    }
    let id_line = (must_write && !is_written).then(|| format!("id: {new}{end}"));
    let fields = document.parsed.front_matter.fields();
    let known = fields.and_then(|fields| fields.get("aliases"));
    // Where it was once, it is back: the old address and the new one change places.
    let back = document.aliases().find(|it| it.value.eq_ignore_ascii_case(new_route));
    let is_there = alias.is_some_and(|alias| document.aliases().any(|it| it.value == alias));
    let alias_line = match (alias, back, known) {
        (Some(alias), Some(back), _) => {
            edit(back.span, instead(back.span.text(text), back.value, alias));
            None
        }
        (None, ..) => None,
        (Some(_), None, _) if is_there => None,
        (Some(alias), None, Some(list)) if !list.is_null() => {
            let (span, added) = one_more(text, list, alias, end);
            edit(span, added);
            None
        }
        (Some(alias), None, Some(empty)) => {
            edit(Span::at(empty.span.end as usize), format!(" [{alias}]"));
            None
        }
        (Some(alias), None, None) => Some(format!("aliases: [{alias}]{end}")),
    };
    match &document.parsed.front_matter {
        FrontMatter::Read { yaml, .. } => {
            if let Some(line) = id_line {
                edit(Span::at(yaml.start as usize), line);
            }
            if let Some(line) = alias_line {
                edit(Span::at(yaml.end as usize), line);
            }
        }
        FrontMatter::Missing | FrontMatter::Broken { .. } => {
            let lines: String = [id_line, alias_line].into_iter().flatten().collect();
            if !lines.is_empty() {
                let start = document.parsed.body.span.start as usize;
                edit(Span::at(start), format!("---{end}{lines}---{end}{end}"));
            }
        }
    }
    edits
}

/// One more item of a list, written as the others are.
fn one_more(text: &str, list: &Node, alias: &str, end: &str) -> (Span, String) {
    let items = match &list.value {
        yaml::Value::List(items) => items.as_slice(),
        _ => &[],
    };
    let written = list.span.text(text);
    match items.last() {
        // One word stands for a list of one.
        None if !written.starts_with('[') => (list.span, format!("[{written}, {alias}]")),
        None => (Span::at(list.span.start as usize + 1), alias.to_owned()),
        Some(last) if written.starts_with('[') => (Span::at(last.span.end as usize), format!(", {alias}")),
        Some(last) => {
            let start = text[..last.span.start as usize]
                .rfind('\n')
                .map_or(0, |newline| newline + 1);
            let marker = &text[start..last.span.start as usize];
            // A comment behind the last item stays with it.
            let after = last.span.end as usize;
            let line = text[after..]
                .split('\n')
                .next()
                .unwrap_or_default()
                .trim_end_matches('\r');
            (Span::at(after + line.len()), format!("{end}{marker}{alias}"))
        }
    }
}

/// What is written, quotes and all, with one text in it replaced.
pub(super) fn instead(written: &str, old: &str, new: &str) -> String {
    match written.find(old) {
        Some(at) => format!("{}{new}{}", &written[..at], &written[at + old.len()..]),
        None => new.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::with_rest;

    #[test]
    fn only_what_says_the_id_changes_in_a_file_name() {
        let name = |stem: &str, rest: &str| with_rest(stem, "RW", rest);
        assert_eq!(name("0012-orders-2", "13").as_deref(), Some("0013-orders-2"));
        assert_eq!(name("RW-12", "113").as_deref(), Some("RW-113"));
        assert_eq!(name("rw0012_orders", "7").as_deref(), Some("rw0007_orders"));
        assert_eq!(
            name("2026-03-14-outage", "2026-03-15").as_deref(),
            Some("2026-03-15-outage")
        );
        assert_eq!(name("platform", "core").as_deref(), Some("core"));
    }
}
