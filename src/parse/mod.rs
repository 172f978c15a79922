//! From a text to what stands in it.
//!
//! Takes a [`SourceFile`], gives a [`Parsed`]: front matter with a place for every key and value, and the outline of the
//! body. Parsing never fails: a mistake becomes a diagnostic beside the value. Knows no definition, so it cannot tell a
//! proposal from a shopping list.

mod anchor;
mod body;
mod definitions;
mod front_matter;
mod markdown;
mod mention;
mod outline;
mod words;

use std::sync::Arc;

use camino::Utf8Path;
use rayon::prelude::*;

pub use anchor::slug;
pub use body::{Anchor, Block, BlockIndex, BlockKind, Body, Heading, Link, LinkKind, Mention, RunKind, TextRun};
pub use definitions::{LinkDefinition, link_definitions};
pub use front_matter::{FrontMatter, UNTERMINATED};
pub use markdown::{literal_braces, markdown_options};
pub use mention::find as words_like_ids;
pub use words::{count_words, has_words};

use crate::diagnostic::Diagnostic;
use crate::repository::{MAX_DOCUMENT_BYTES, SourceFile, Unreadable};
use crate::span::{LineIndex, Span};

/// Rule of a file whose text cannot be read.
pub const UNREADABLE: &str = "unreadable";

/// A document as it was written.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// Path from the root of the organisation repository.
    pub path: Arc<Utf8Path>,
    /// The whole text; empty when the file cannot be read.
    pub text: Arc<str>,
    /// Where its lines begin.
    pub lines: LineIndex,
    /// The YAML between the `---` lines.
    pub front_matter: FrontMatter,
    /// What follows it.
    pub body: Body,
    /// Mistakes found on the way.
    pub problems: Vec<Diagnostic>,
    /// Whether the text could be read at all.
    pub readable: bool,
}

impl Parsed {
    /// A document without a text.
    pub fn nothing(path: Arc<Utf8Path>) -> Self {
        Self {
            path,
            text: Arc::from(""),
            lines: LineIndex::new(""),
            front_matter: FrontMatter::Missing,
            body: Body::default(),
            problems: Vec::new(),
            readable: true,
        }
    }
}

/// Parses many files, in parallel; the order stays.
pub fn all(files: &[SourceFile]) -> Vec<Parsed> {
    files.par_iter().map(parse).collect()
}

/// Parses many files, in parallel: the front matter of each, and the whole where that is wanted after a look at it; the
/// order stays.
pub fn some(files: &[SourceFile], whole: impl Fn(&Parsed) -> bool + Sync) -> Vec<Parsed> {
    let read = |file: &SourceFile| {
        let front = parse_front(file);
        if whole(&front) { parse(file) } else { front }
    };
    files.par_iter().map(read).collect()
}

/// Parses the front matter of a file and leaves the body unread, for whoever needs to know of a document only what it is.
pub fn parse_front(file: &SourceFile) -> Parsed {
    let Ok(text) = &file.content else {
        return parse(file);
    };
    let mut problems = Vec::new();
    let (front_matter, start) = front_matter::read(text, &file.path, &mut problems);
    Parsed {
        path: Arc::clone(&file.path),
        lines: LineIndex::new(text),
        text: Arc::clone(text),
        front_matter,
        body: Body {
            span: Span::new(start, text.len()),
            ..Body::default()
        },
        problems,
        readable: true,
    }
}

/// Parses one file: the front matter is cut off and read, then one pass over the Markdown makes the outline.
pub fn parse(file: &SourceFile) -> Parsed {
    let text = match &file.content {
        Ok(text) => Arc::clone(text),
        Err(reason) => return unreadable(file, reason),
    };
    let mut problems = Vec::new();
    let (front_matter, start) = front_matter::read(&text, &file.path, &mut problems);
    let body = outline::read(&text, Span::new(start, text.len()));
    Parsed {
        path: Arc::clone(&file.path),
        lines: LineIndex::new(&text),
        text,
        front_matter,
        body,
        problems,
        readable: true,
    }
}

/// Parses a file as far as a redline asks: its front matter, which is taken from another text where it stands there word
/// for word, and its headings. Its lines and all other parts of its body are left out.
pub fn parse_for_redline(path: &Arc<Utf8Path>, text: Arc<str>, like: &Parsed) -> Parsed {
    let read = || front_matter::read(&text, path, &mut Vec::new());
    let start = like.body.span.start as usize;
    // A line that ends with the text it stands in may go on in the other.
    let block = like.text.get(..start).filter(|block| block.ends_with('\n'));
    let is_same = like.front_matter.fields().is_some() && block.is_some_and(|block| text.starts_with(block));
    let (front_matter, start) = match is_same {
        true => (like.front_matter.clone(), start),
        false => read(),
    };
    Parsed {
        front_matter,
        body: outline::headings(&text, Span::new(start, text.len())),
        text,
        ..Parsed::nothing(Arc::clone(path))
    }
}

/// Reads only the front matter of a text, for whoever asks many texts for one field. Mistakes in it are for [`parse`] to
/// tell.
pub fn front_matter(text: &str) -> FrontMatter {
    front_matter::read(text, &Arc::from(Utf8Path::new("")), &mut Vec::new()).0
}

fn unreadable(file: &SourceFile, reason: &Unreadable) -> Parsed {
    Parsed {
        problems: vec![unreadable_file(UNREADABLE, &file.path, reason)],
        readable: false,
        ..Parsed::nothing(Arc::clone(&file.path))
    }
}

/// What to say of a file whose text cannot be had.
pub fn unreadable_file(rule: &'static str, path: &Arc<Utf8Path>, reason: &Unreadable) -> Diagnostic {
    let name = path.file_name().unwrap_or_default();
    let (message, help) = match reason {
        Unreadable::NotText { offset } => (
            format!("`{name}` is not UTF-8 text (byte {})", offset + 1),
            "save it as UTF-8, or move it out of the folder of documents if it is not one",
        ),
        Unreadable::TooLarge { bytes } => (
            format!("`{name}` has {bytes} bytes; a document has at most {MAX_DOCUMENT_BYTES}"),
            "split it, or move data into a file beside it",
        ),
        Unreadable::LeavesRepository => (
            format!("`{name}` is a symbolic link out of the repository"),
            "copy the file into the repository; links out of it are not followed",
        ),
        Unreadable::LeadsToHidden => (
            format!("`{name}` is a symbolic link to a file that is hidden or that Git ignores"),
            "replace the link with the file itself; what is not under version control is not read",
        ),
        Unreadable::NotFollowed => (
            format!("`{name}` is a symbolic link that does not lead to a file"),
            "replace the link with the file itself",
        ),
        Unreadable::NameNotText => (
            format!("the name of `{name}` is not UTF-8"),
            "rename the file with letters, digits and hyphens",
        ),
        Unreadable::Folder { reason } => (
            format!("the folder `{name}` cannot be read: {reason}"),
            "check the permissions of the folder; what is in it is missing from everything",
        ),
        Unreadable::Io { reason } => (
            format!("`{name}` cannot be read: {reason}"),
            "check the permissions of the file",
        ),
    };
    Diagnostic::error(rule, path, Span::at(0), message).with_help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redline_asks_for_what_the_whole_text_says() {
        let path: Arc<Utf8Path> = Arc::from(Utf8Path::new("a.md"));
        let whole = |text: &str| {
            parse(&SourceFile {
                path: Arc::clone(&path),
                content: Ok(Arc::from(text)),
            })
        };
        let texts = [
            "---\nstatus: draft\n---\n# T\n\n## Why\n",
            "---\nstatus: draft\n---\n# T\n\nMore\n\n## Why `x`\n",
            "---\nstatus: decided\n---\n# T\n",
            "---\nstatus: draft\n---",
            "---\nstatus: draft\n---x\n---\n# T\n",
            "---\n[broken\n---\n# T\n",
            "---\nnever closed\n# T\n",
            "# T\n",
            "",
        ];
        for (text, like) in texts.iter().flat_map(|text| texts.iter().map(move |like| (text, like))) {
            let (alone, whole) = (parse_for_redline(&path, Arc::from(*text), &whole(like)), whole(text));
            assert_eq!(alone.front_matter, whole.front_matter, "{text:?} after {like:?}");
            assert_eq!(alone.body.span, whole.body.span, "{text:?} after {like:?}");
            assert_eq!(
                format!("{:?}", alone.body.headings),
                format!("{:?}", whole.body.headings),
                "{text:?} after {like:?}"
            );
        }
    }
}
