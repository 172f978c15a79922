//! What an author did when YAML does not parse.

use std::sync::Arc;

use camino::Utf8Path;

use super::{BOUNDS, MAX_DEPTH, SYNTAX};
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::span::Span;

/// Turns the parser's refusal into a message about what the author did, where that is recognisable.
pub(super) fn explain(text: &str, within: Span, path: &Arc<Utf8Path>, at: usize, info: &str) -> Diagnostic {
    let line_start = text[..at]
        .rfind('\n')
        .map_or(0, |end| end + 1)
        .max(within.start as usize);
    let line_end = text[at..]
        .find('\n')
        .map_or(text.len(), |end| at + end)
        .min(within.end as usize);
    let line = text.get(line_start..line_end).unwrap_or_default().trim_end();

    if info.contains("nesting") || info.contains("recursion") || info.contains("depth") {
        return Diagnostic::error(
            BOUNDS,
            path,
            Span::at(at),
            format!("YAML nests deeper than {MAX_DEPTH} levels"),
        )
        .with_help("flatten the value; three or four levels are enough");
    }
    if let Some(diagnostic) = reserved_sign(text, within, path, at) {
        return diagnostic;
    }
    let indent_end = line.len() - line.trim_start_matches([' ', '\t']).len();
    if let Some(tab) = line[..indent_end].find('\t') {
        let span = Span::new(line_start + tab, line_start + tab + 1);
        return Diagnostic::error(SYNTAX, path, span, "line is indented with a tab")
            .with_label("YAML takes spaces only")
            .with_fix("replace the tab with two spaces", span, "  ");
    }
    if let Some(diagnostic) = colon_in_value(line, line_start, path) {
        return diagnostic;
    }
    let end = (line_start + line.len()).max(at);
    Diagnostic::error(
        SYNTAX,
        path,
        Span::new(at, end),
        format!("this is not valid YAML: {info}"),
    )
    .with_help("check the indentation, quotes and brackets of this line and the one above")
}

/// `owner: @ada` fails in YAML because `@` and the backquote are reserved at the start of a value.
fn reserved_sign(text: &str, within: Span, path: &Arc<Utf8Path>, at: usize) -> Option<Diagnostic> {
    let words = reserved_words(text, within);
    let nearest = words
        .iter()
        .rev()
        .find(|word| word.start as usize <= at)
        .or(words.first())?;
    let same_line = !text.get(nearest.start as usize..at).unwrap_or_default().contains('\n');
    if !same_line {
        return None;
    }
    let word = nearest.text(text);
    let sign = &word[..1];
    let edits = words.iter().map(|span| Edit {
        path: Arc::clone(path),
        span: *span,
        replacement: format!("\"{}\"", span.text(text)),
    });
    let mut diagnostic = Diagnostic::error(
        SYNTAX,
        path,
        *nearest,
        format!("a value cannot start with `{sign}` unless it is quoted"),
    )
    .with_label(format!("write \"{word}\""))
    .with_note(format!("YAML reserves `{sign}` at the start of a value"));
    diagnostic.fix = Some(Fix {
        title: "put the value in quotes".into(),
        edits: edits.collect(),
        rename: None,
    });
    Some(diagnostic)
}

/// Every plain word that starts with a reserved sign where a value may start: after `: `, `- `, `[` or `,`.
fn reserved_words(text: &str, within: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut line_start = within.start as usize;
    for line in within.text(text).split_inclusive('\n') {
        let content = line.trim_end();
        // What stands in front of the sign is looked at once, however many signs a line has.
        let (mut in_quotes, mut in_flow) = (false, false);
        let (mut last, mut spaced, mut taken) = (None, false, 0);
        for (position, sign) in content.char_indices() {
            match sign {
                _ if position < taken => {}
                '#' => break,
                '"' => in_quotes = !in_quotes,
                '[' => in_flow = true,
                '@' | '`' if !in_quotes && may_start(last, spaced) => {
                    let rest = &content[position..];
                    let length = match in_flow {
                        true => rest.find([',', '[', ']']).unwrap_or(rest.len()),
                        false => rest.len(),
                    };
                    let word = rest[..length].trim_end();
                    taken = position + word.len();
                    found.push(Span::new(line_start + position, line_start + position + word.len()));
                }
                _ => {}
            }
            spaced = sign.is_whitespace();
            if !spaced {
                last = Some(sign);
            }
        }
        line_start += line.len();
    }
    found
}

/// Whether a value may start after a sign, and perhaps white space.
fn may_start(after: Option<char>, spaced: bool) -> bool {
    match after {
        Some('[' | ',') => true,
        None | Some(':' | '-') => spaced,
        Some(_) => false,
    }
}

/// `title: Checkout: the rewrite` fails because the second `: ` starts a mapping.
fn colon_in_value(line: &str, line_start: usize, path: &Arc<Utf8Path>) -> Option<Diagnostic> {
    let (key, value) = line.split_once(": ")?;
    let value = value.trim_start();
    let quoted = value.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*']);
    if quoted || !(value.contains(": ") || value.ends_with(':')) {
        return None;
    }
    let start = line_start + line.len() - value.len();
    let span = Span::new(start, start + value.len());
    let quoted_value = format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""));
    let name = key.trim().trim_start_matches("- ");
    Some(
        Diagnostic::error(
            SYNTAX,
            path,
            span,
            format!("the value of `{name}` holds `: ` and is not quoted"),
        )
        .with_label("YAML reads the second colon as the start of a mapping")
        .with_help(format!("write `{name}: {quoted_value}`"))
        .with_fix("put the value in quotes", span, quoted_value),
    )
}
