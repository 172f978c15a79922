//! YAML with a place for every key and value.
//!
//! Takes a text, gives a tree of [`Node`]s and the mistakes in it. Front matter, definitions and `docent.yaml` are all
//! read through here, so that a mistake in any of them is shown at its own line. The parser (granit) stays behind this
//! module. Aliases are refused rather than expanded and nesting is bounded, so no text can grow while it is read.
//! Reads no file.

use std::collections::HashMap;
use std::sync::Arc;

use camino::Utf8Path;
use granit_parser::{Event, Parser, ScalarStyle, ScanError};

use crate::diagnostic::Diagnostic;
use crate::span::{Span, Spanned};

pub mod expect;
mod mistake;

/// Rule of a text that is not YAML.
pub const SYNTAX: &str = "yaml-syntax";
/// Rule of a key that stands twice in one mapping.
pub const DUPLICATE_KEY: &str = "duplicate-key";
/// Rule of YAML that nests too deep or uses aliases.
pub const BOUNDS: &str = "yaml-bounds";

/// Deepest nesting that is read. Real front matter needs three or four levels.
pub const MAX_DEPTH: usize = 32;

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// From the first to the last byte of the value, quotes included.
    pub span: Span,
    /// What stands there.
    pub value: Value,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text, a number, a date, true or false, or nothing.
    Scalar(Scalar),
    /// `- one` lines or `[one, two]`.
    List(Vec<Node>),
    /// `key: value` lines or `{key: value}`.
    Mapping(Mapping),
}

/// A scalar as it was written; what it means depends on the field that reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The text, escapes resolved.
    pub text: String,
    /// Whether it stood without quotes: only then can it be a number, a boolean or nothing.
    pub plain: bool,
}

/// The entries of a mapping in the order they were written. A repeated key is reported and kept once, as first written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mapping {
    /// The entries.
    pub entries: Vec<Entry>,
}

/// One `key: value`.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key and its place.
    pub key: Spanned<String>,
    /// The value and its place.
    pub value: Node,
}

impl Mapping {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The entry of a key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key.value == key)
    }
}

impl Scalar {
    /// Whether nothing was written: an empty value, `~` or `null`.
    pub fn is_null(&self) -> bool {
        self.plain && matches!(self.text.as_str(), "" | "~" | "null" | "Null" | "NULL")
    }

    /// `true` or `false` as YAML 1.2 has them, and the `yes` and `no` that people write.
    pub fn boolean(&self) -> Option<bool> {
        if !self.plain {
            return None;
        }
        match self.text.to_ascii_lowercase().as_str() {
            "true" | "yes" => Some(true),
            "false" | "no" => Some(false),
            _ => None,
        }
    }

    /// The number written; `1_000` and `1,000` are texts, as in YAML 1.2.
    pub fn number(&self) -> Option<f64> {
        let starts_like_one = self.text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c));
        let number = (self.plain && starts_like_one).then(|| self.text.parse::<f64>().ok())??;
        number.is_finite().then_some(number)
    }
}

impl Node {
    /// The scalar, where the node is one.
    pub fn scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The text of a scalar that holds something.
    pub fn text(&self) -> Option<&str> {
        self.scalar()
            .filter(|scalar| !scalar.is_null())
            .map(|scalar| scalar.text.as_str())
    }

    /// The items, where the node is a list.
    pub fn list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The entries, where the node is a mapping.
    pub fn mapping(&self) -> Option<&Mapping> {
        match &self.value {
            Value::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    /// Whether nothing was written.
    pub fn is_null(&self) -> bool {
        self.scalar().is_some_and(Scalar::is_null)
    }

    /// What the node is, for messages: "a list".
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Scalar(scalar) if scalar.is_null() => "nothing",
            Value::Scalar(scalar) if scalar.boolean().is_some() => "a boolean",
            Value::Scalar(scalar) if scalar.number().is_some() => "a number",
            Value::Scalar(_) => "a text",
            Value::List(_) => "a list",
            Value::Mapping(_) => "a mapping",
        }
    }
}

/// What reading a text gave.
#[derive(Debug, Default)]
pub struct Reading {
    /// The value of the first YAML document; `None` when the text holds none or is not YAML.
    pub root: Option<Node>,
    /// The mistakes, in the order they stand.
    pub problems: Vec<Diagnostic>,
}

/// Reads the part of `text` under `within`. Spans count from the start of `text`; diagnostics name `path`.
pub fn read(text: &str, within: Span, path: &Arc<Utf8Path>) -> Reading {
    let source = within.text(text);
    let options = granit_parser::options! {
        emit_comments: false,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    let mut reader = Reader {
        text,
        within,
        path,
        open: Vec::new(),
        root: None,
        problems: Vec::new(),
    };
    for next in Parser::new_from_str_with_options(source, options) {
        match next {
            Ok((Event::DocumentEnd, _)) => break,
            Ok((event, span)) => {
                let range = span.byte_range().unwrap_or_default();
                reader.take(event, Span::from(range).shifted(within.start as usize));
            }
            Err(error) => {
                reader.fail(&error);
                return Reading {
                    root: None,
                    problems: reader.problems,
                };
            }
        }
    }
    Reading {
        root: reader.root,
        problems: reader.problems,
    }
}

/// A collection whose end has not been reached.
enum Open {
    List {
        start: u32,
        items: Vec<Node>,
    },
    Mapping {
        start: u32,
        mapping: Mapping,
        key: Option<Spanned<String>>,
        seen: Seen,
    },
}

/// Fewest keys for which an index is worth its making.
const INDEXED_FROM: usize = 64;

/// The keys of a mapping by name, so that one with a hundred thousand keys is read in linear time.
#[derive(Default)]
struct Seen {
    positions: HashMap<String, usize>,
}

impl Seen {
    fn find<'m>(&mut self, mapping: &'m Mapping, key: &str) -> Option<&'m Entry> {
        let entries = &mapping.entries;
        if entries.len() < INDEXED_FROM {
            return mapping.entry(key);
        }
        for (position, entry) in entries.iter().enumerate().skip(self.positions.len()) {
            self.positions.insert(entry.key.value.clone(), position);
        }
        self.positions.get(key).map(|position| &entries[*position])
    }
}

struct Reader<'a> {
    text: &'a str,
    within: Span,
    path: &'a Arc<Utf8Path>,
    open: Vec<Open>,
    root: Option<Node>,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Scalar(text, style, ..) => {
                let scalar = Scalar {
                    text: text.into_owned(),
                    plain: style == ScalarStyle::Plain,
                };
                self.close(Node {
                    span: self.without_line_end(span),
                    value: Value::Scalar(scalar),
                });
            }
            Event::Alias(_) => {
                self.problems.push(
                    Diagnostic::error(BOUNDS, self.path, span, "YAML alias is not read")
                        .with_label("an alias repeats a value that stands elsewhere")
                        .with_help("write the value out in full"),
                );
                let nothing = Scalar {
                    text: String::new(),
                    plain: true,
                };
                self.close(Node {
                    span,
                    value: Value::Scalar(nothing),
                });
            }
            Event::SequenceStart(..) => self.open.push(Open::List {
                start: span.start,
                items: Vec::new(),
            }),
            Event::MappingStart(..) => {
                self.open.push(Open::Mapping {
                    start: span.start,
                    mapping: Mapping::default(),
                    key: None,
                    seen: Seen::default(),
                });
            }
            Event::SequenceEnd | Event::MappingEnd => self.end_collection(span),
            _ => {}
        }
    }

    fn end_collection(&mut self, end: Span) {
        let node = match self.open.pop() {
            Some(Open::List { start, items }) => {
                let last = items.last().map_or(end.end, |item| item.span.end);
                let stop = if end.is_empty() { last } else { end.end };
                Node {
                    span: Span {
                        start,
                        end: stop.max(start),
                    },
                    value: Value::List(items),
                }
            }
            Some(Open::Mapping { start, mapping, .. }) => {
                let last = mapping.entries.last().map_or(end.end, |entry| entry.value.span.end);
                let stop = if end.is_empty() { last } else { end.end };
                Node {
                    span: Span {
                        start,
                        end: stop.max(start),
                    },
                    value: Value::Mapping(mapping),
                }
            }
            None => return,
        };
        self.close(node);
    }

    /// Puts a finished node where it belongs: into the innermost open collection, or at the root.
    fn close(&mut self, node: Node) {
        match self.open.last_mut() {
            None => self.root = self.root.take().or(Some(node)),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Mapping { mapping, key, seen, .. }) => match key.take() {
                None => *key = Some(Spanned::new(key_text(&node, self.text), node.span)),
                Some(key) => match seen.find(mapping, &key.value) {
                    None => mapping.entries.push(Entry { key, value: node }),
                    Some(first) => {
                        let message = format!("`{}` is given twice", key.value);
                        self.problems.push(
                            Diagnostic::error(DUPLICATE_KEY, self.path, key.span, message)
                                .with_label("given again here")
                                .with_related(self.path, first.key.span, "given first here")
                                .with_help("keep one of the two"),
                        );
                    }
                },
            },
        }
    }

    /// Block scalars end with their line; a diagnostic should not reach into the next one.
    fn without_line_end(&self, span: Span) -> Span {
        let trimmed = span.text(self.text).trim_end();
        Span {
            end: span.start + u32::try_from(trimmed.len()).unwrap_or(0),
            ..span
        }
    }

    fn fail(&mut self, error: &ScanError) {
        let offset = error.marker().byte_offset().unwrap_or(0).min(self.within.len());
        let at = self.within.start as usize + offset;
        let diagnostic = mistake::explain(self.text, self.within, self.path, at, &error.info());
        self.problems.push(diagnostic);
    }
}

/// A key is nearly always a scalar; anything else is named by the text it was written with.
fn key_text(node: &Node, text: &str) -> String {
    node.scalar()
        .map_or_else(|| node.span.text(text).to_owned(), |scalar| scalar.text.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::shared_path;

    fn read_all(text: &str) -> Reading {
        read(text, Span::new(0, text.len()), &shared_path("a.md"))
    }

    fn message(text: &str) -> String {
        let reading = read_all(text);
        let problem = reading.problems.first().expect("a problem");
        format!("{} at `{}`", problem.message, problem.span.text(text))
    }

    #[test]
    fn every_key_and_value_has_its_place() {
        let text = "owner: ada\ncost: [20, 30]\nsuccess:\n  - metric: MET-1\n    by: 2026-01-01\n";
        let root = read_all(text).root.expect("a root");
        let mapping = root.mapping().expect("a mapping");
        let owner = mapping.entry("owner").expect("owner");
        assert_eq!(
            (owner.key.span.text(text), owner.value.span.text(text)),
            ("owner", "ada")
        );
        assert_eq!(mapping.get("cost").expect("cost").span.text(text), "[20, 30]");
        let success = mapping.get("success").expect("success");
        assert_eq!(success.span.text(text), "- metric: MET-1\n    by: 2026-01-01");
    }

    #[test]
    fn spans_count_from_the_start_of_the_whole_text() {
        let text = "---\nowner: ada\n---\n";
        let reading = read(text, Span::new(4, 15), &shared_path("a.md"));
        let root = reading.root.expect("a root");
        assert_eq!(
            root.mapping()
                .and_then(|m| m.get("owner"))
                .expect("owner")
                .span
                .text(text),
            "ada"
        );
    }

    #[test]
    fn mistakes_people_make_have_their_own_message() {
        assert_eq!(
            message("owner: @ada\n"),
            "a value cannot start with `@` unless it is quoted at `@ada`"
        );
        assert_eq!(
            message("people: [bob, @ada]\n"),
            "a value cannot start with `@` unless it is quoted at `@ada`"
        );
        assert_eq!(
            message("title: Checkout: the rewrite\n"),
            "the value of `title` holds `: ` and is not quoted at `Checkout: the rewrite`"
        );
        assert_eq!(message("a:\n\tb: 1\n"), "line is indented with a tab at `\t`");
        assert_eq!(message("a: 1\na: 2\n"), "`a` is given twice at `a`");
    }

    #[test]
    fn quoting_mends_every_reserved_sign_at_once() {
        let text = "owner: @ada\nreviewers:\n  - @bob\n  - \"@eve\"\n";
        let fix = read_all(text).problems.remove(0).fix.expect("a fix");
        let replacements: Vec<_> = fix.edits.iter().map(|edit| edit.replacement.as_str()).collect();
        assert_eq!(replacements, ["\"@ada\"", "\"@bob\""]);
    }

    #[test]
    fn aliases_and_deep_nesting_are_refused() {
        assert_eq!(message("a: &x [1]\nb: *x\n"), "YAML alias is not read at `*x`");
        let deep = "[".repeat(100_000);
        assert!(
            message(&deep).starts_with("YAML nests deeper than 32 levels"),
            "{}",
            message(&deep)
        );
    }
}
