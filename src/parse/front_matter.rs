//! Cutting the front matter off a text and reading it.

use std::sync::Arc;

use camino::Utf8Path;

use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::yaml::{self, Mapping, Value};

/// Rule of front matter whose closing `---` is missing.
pub const UNTERMINATED: &str = "front-matter-unterminated";
/// Rule of YAML in the front matter that is no mapping.
const SYNTAX: &str = yaml::SYNTAX;

/// The YAML block at the start of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum FrontMatter {
    /// The text does not start with `---`.
    Missing,
    /// It is there and cannot be read; a diagnostic says why.
    Broken {
        /// From the opening to the closing `---`.
        span: Span,
    },
    /// It was read.
    Read {
        /// From the opening to the closing `---`, both included.
        span: Span,
        /// The YAML between them.
        yaml: Span,
        /// Its entries.
        fields: Mapping,
    },
}

impl FrontMatter {
    /// The entries, where they could be read.
    pub fn fields(&self) -> Option<&Mapping> {
        match self {
            FrontMatter::Read { fields, .. } => Some(fields),
            _ => None,
        }
    }

    /// The block with its `---` lines; `None` where there is none.
    pub fn span(&self) -> Option<Span> {
        match self {
            FrontMatter::Missing => None,
            FrontMatter::Broken { span } | FrontMatter::Read { span, .. } => Some(*span),
        }
    }
}

/// Reads the front matter and says where the body starts.
pub(super) fn read(text: &str, path: &Arc<Utf8Path>, problems: &mut Vec<Diagnostic>) -> (FrontMatter, usize) {
    let start = if text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    };
    let mut lines = text[start..].split_inclusive('\n');
    let Some(opening) = lines.next().filter(|line| line.trim_end() == "---") else {
        return (FrontMatter::Missing, start);
    };
    let content = start + opening.len();
    let mut offset = content;
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            let whole = Span::new(start, offset + line.trim_end().len());
            return (
                entries(text, whole, Span::new(content, offset), path, problems),
                offset + line.len(),
            );
        }
        offset += line.len();
    }
    let span = Span::new(start, start + 3);
    problems.push(
        Diagnostic::error(UNTERMINATED, path, span, "front matter has no closing `---`")
            .with_label("opened here")
            .with_help("add a line with `---` after the last field"),
    );
    (FrontMatter::Broken { span }, content)
}

fn entries(text: &str, span: Span, content: Span, path: &Arc<Utf8Path>, problems: &mut Vec<Diagnostic>) -> FrontMatter {
    let reading = yaml::read(text, content, path);
    let broken = reading.root.is_none() && !reading.problems.is_empty();
    problems.extend(reading.problems);
    if broken {
        return FrontMatter::Broken { span };
    }
    let fields = match reading.root {
        None => Mapping::default(),
        Some(root) if root.is_null() => Mapping::default(),
        Some(root) => match root.value {
            Value::Mapping(fields) => fields,
            _ => {
                problems.push(
                    Diagnostic::error(SYNTAX, path, root.span, "front matter holds no `key: value` lines")
                        .with_help("write one field a line, such as `status: draft`"),
                );
                return FrontMatter::Broken { span };
            }
        },
    };
    FrontMatter::Read {
        span,
        yaml: content,
        fields,
    }
}
