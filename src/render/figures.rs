//! The code and the diagrams of all documents, each read once however often it stands in them.
//!
//! Takes the corpus, gives [`Figures`], which the writer of Markdown asks for what a piece of code looks like. A diagram
//! that cannot be drawn is a diagnostic at its place. Documents without code cost nothing here.

use std::collections::HashMap;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::diagram::{self, Drawing, Failure};
use super::highlight::{Stretch, highlight};
use crate::diagnostic::Diagnostic;
use crate::model::Corpus;
use crate::parse::{BlockIndex, BlockKind, Parsed, RunKind};
use crate::span::Span;

/// Rule of a diagram that is shown as its source.
pub const RULE: &str = "diagram-failed";
/// The language of diagrams.
const MERMAID: &str = "mermaid";
/// Most diagrams that are drawn for one document.
const MAX_DIAGRAMS: usize = 50;

/// What pieces of code look like.
#[derive(Debug, Default)]
pub struct Figures {
    by_code: HashMap<Key, Figure>,
}

/// What one piece of code looks like.
#[derive(Clone, Debug)]
pub enum Figure {
    /// Code in colours.
    Code(Vec<Stretch>),
    /// A diagram, or why it is none.
    Diagram(Box<Result<Drawing, Failure>>),
}

/// A language and a piece of code in it.
type Key = [u8; 16];

/// A piece of code of a document.
struct Piece<'a> {
    parsed: &'a Parsed,
    block: BlockIndex,
    language: &'a str,
    text: String,
    key: Key,
}

impl Figures {
    /// Reads all code and draws all diagrams. What cannot be drawn is a diagnostic.
    pub(super) fn collect(corpus: &Corpus) -> (Self, Vec<Diagnostic>) {
        let documents = corpus.documents().par_iter();
        Self::read(documents.flat_map_iter(|document| pieces(&document.parsed)).collect())
    }

    /// What the code of one text looks like.
    pub fn of(parsed: &Parsed) -> Self {
        Self::read(pieces(parsed).collect()).0
    }

    fn read(pieces: Vec<Piece<'_>>) -> (Self, Vec<Diagnostic>) {
        let mut distinct: HashMap<Key, &Piece<'_>> = HashMap::new();
        for piece in &pieces {
            distinct.entry(piece.key).or_insert(piece);
        }
        let drawn = distinct
            .into_par_iter()
            .filter_map(|(key, piece)| Some((key, piece.figure()?)));
        let by_code: HashMap<Key, Figure> = drawn.collect();
        let mut problems = Vec::new();
        for piece in &pieces {
            if let Some(Figure::Diagram(drawn)) = by_code.get(&piece.key)
                && let Err(failure) = drawn.as_ref()
            {
                problems.push(piece.problem(failure));
            }
        }
        (Self { by_code }, problems)
    }

    /// What a piece of code looks like; `None` where it is plain.
    pub fn get(&self, language: &str, code: &str) -> Option<&Figure> {
        if self.by_code.is_empty() || language.is_empty() {
            return None;
        }
        self.by_code.get(&key(language, code))
    }
}

/// The language that the words behind a fence name: the first of them, without what a tool may have added to it.
pub fn language(info: &str) -> &str {
    let end = info.find(|c: char| !(c.is_alphanumeric() || "+#_-.".contains(c)));
    let name = &info[..end.unwrap_or(info.len())];
    name.char_indices().nth(32).map_or(name, |(end, _)| &name[..end])
}

/// Whether a document holds code, so that its page needs the looks of figures.
pub fn has_code(parsed: &Parsed) -> bool {
    let mut blocks = parsed.body.blocks.iter();
    blocks.any(|block| matches!(block.kind, BlockKind::Code { .. }))
}

/// Whether a document holds a diagram.
pub fn has_diagram(parsed: &Parsed) -> bool {
    let mut blocks = parsed.body.blocks.iter();
    blocks.any(|block| matches!(&block.kind, BlockKind::Code { info } if language(info) == MERMAID))
}

fn key(language: &str, code: &str) -> Key {
    let mut digest = Sha256::new();
    digest.update(language);
    digest.update([0]);
    // The two readers of Markdown may differ in whether a line end keeps its carriage return.
    for part in code.split('\r') {
        digest.update(part);
    }
    let whole = digest.finalize();
    let mut key = Key::default();
    key.copy_from_slice(&whole[..16]);
    key
}

fn pieces(parsed: &Parsed) -> impl Iterator<Item = Piece<'_>> {
    let blocks = parsed.body.blocks.iter().enumerate();
    let mut diagrams = 0;
    blocks.filter_map(move |(number, block)| {
        let BlockKind::Code { info } = &block.kind else {
            return None;
        };
        let language = language(info);
        if language.is_empty() {
            return None;
        }
        if language == MERMAID {
            diagrams += 1;
            if diagrams > MAX_DIAGRAMS {
                return None;
            }
        }
        let block = BlockIndex(u32::try_from(number).ok()?);
        let text: String = runs(parsed, block).map(|run| run.text(&parsed.text)).collect();
        Some(Piece {
            key: key(language, &text),
            parsed,
            block,
            language,
            text,
        })
    })
}

/// Where the lines of a block of code stand in the file.
fn runs(parsed: &Parsed, block: BlockIndex) -> impl Iterator<Item = Span> {
    let runs = parsed.body.runs_in(parsed.body.block(block).span).iter();
    let own = runs.filter(move |run| run.kind == RunKind::CodeBlock && run.block == Some(block));
    own.map(|run| run.span)
}

impl Piece<'_> {
    fn figure(&self) -> Option<Figure> {
        if self.language == MERMAID {
            return Some(Figure::Diagram(Box::new(diagram::draw(&self.text))));
        }
        highlight(self.language, &self.text).map(Figure::Code)
    }

    fn problem(&self, failure: &Failure) -> Diagnostic {
        let message = format!("this diagram is shown as its source: {}", failure.message);
        let help = "see https://mermaid.js.org for how diagrams are written, or give the fence another language";
        Diagnostic::warning(RULE, &self.parsed.path, self.place(failure.at), message).with_help(help)
    }

    /// A place in the code as one in the file.
    fn place(&self, at: Option<usize>) -> Span {
        let mut left = at.unwrap_or(0);
        let mut place = self.parsed.body.block(self.block).span.start as usize;
        for run in runs(self.parsed, self.block) {
            if left < run.len() {
                return Span::at(crate::span::floor_char_boundary(
                    &self.parsed.text,
                    run.start as usize + left,
                ));
            }
            left -= run.len();
            place = (run.end as usize).saturating_sub(1);
        }
        Span::at(crate::span::floor_char_boundary(&self.parsed.text, place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_first_word_behind_the_fence() {
        assert_eq!(language("rust,ignore"), "rust");
        assert_eq!(language("c++ title=x"), "c++");
        assert_eq!(language("{.python}"), "");
        assert_eq!(language("\"><script>"), "");
        assert_eq!(language(&"é".repeat(99)).chars().count(), 32);
    }

    #[test]
    fn a_carriage_return_makes_no_other_code() {
        assert_eq!(key("rust", "a\r\nb"), key("rust", "a\nb"));
        assert_ne!(key("rust", "a"), key("go", "a"));
    }
}
