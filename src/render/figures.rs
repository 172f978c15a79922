//! The code and the diagrams of all documents, each read once however often it stands in them.
//!
//! Takes the corpus, gives [`Figures`], which the writer of Markdown asks for what a piece of code looks like. A diagram
//! that cannot be drawn is a diagnostic at its place. Documents without code cost nothing here.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use camino::Utf8Path;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::diagram::{self, Drawing, Failure};
use super::highlight::{Stretch, highlight};
use crate::diagnostic::Diagnostic;
use crate::model::{Corpus, Document};
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
    /// What was read, by path.
    read: HashMap<Arc<Utf8Path>, Read>,
}

/// A document that was read.
#[derive(Debug)]
struct Read {
    document: Arc<Document>,
    /// Its code.
    keys: Vec<Key>,
    /// Its diagrams that cannot be drawn.
    failed: Vec<Diagnostic>,
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
    /// Reads all code and draws all diagrams. What cannot be drawn is a diagnostic. Documents that are the very same as in
    /// known figures are not read again.
    pub(super) fn collect(corpus: &Corpus, known: Self) -> (Self, Vec<Diagnostic>) {
        let Self { by_code, mut read } = known;
        let is_known = |document: &Arc<Document>| {
            let known = read.get(document.path());
            known.is_some_and(|it| Arc::ptr_eq(&it.document, document))
        };
        let documents = corpus.documents().iter();
        let new: Vec<&Arc<Document>> = documents.filter(|document| !is_known(document)).collect();
        let pieces: Vec<Vec<Piece<'_>>> = new
            .par_iter()
            .map(|document| pieces(&document.parsed).collect())
            .collect();
        let by_code = drawn(by_code, pieces.iter().flatten());
        for (document, pieces) in new.into_iter().zip(pieces) {
            let known = Read {
                document: Arc::clone(document),
                failed: failed(&by_code, &pieces),
                keys: pieces.iter().map(|piece| piece.key).collect(),
            };
            read.insert(Arc::clone(document.path()), known);
        }
        let mut figures = Self { by_code, read };
        figures.forget(corpus);
        let read = corpus.documents().iter().filter_map(|it| figures.read.get(it.path()));
        let problems = read.flat_map(|it| it.failed.iter().cloned()).collect();
        (figures, problems)
    }

    /// Leaves out what no document holds any more: a document may have more diagrams than are drawn for it.
    fn forget(&mut self, corpus: &Corpus) {
        self.read.retain(|path, _| corpus.by_path(path).is_some());
        let held: HashSet<Key> = self.read.values().flat_map(|it| it.keys.iter().copied()).collect();
        self.by_code.retain(|key, _| held.contains(key));
    }

    /// What the code of one text looks like.
    #[cfg(test)]
    pub(super) fn of(parsed: &Parsed) -> Self {
        let pieces: Vec<_> = pieces(parsed).collect();
        Self {
            by_code: drawn(HashMap::new(), &pieces),
            read: HashMap::new(),
        }
    }

    /// What a piece of code looks like; `None` where it is plain.
    pub fn get(&self, language: &str, code: &str) -> Option<&Figure> {
        if self.by_code.is_empty() || language.is_empty() {
            return None;
        }
        self.by_code.get(&key(language, code))
    }
}

/// Adds what these pieces look like, each read once.
fn drawn<'p>(mut known: HashMap<Key, Figure>, pieces: impl IntoIterator<Item = &'p Piece<'p>>) -> HashMap<Key, Figure> {
    let mut distinct: HashMap<Key, &Piece<'_>> = HashMap::new();
    for piece in pieces {
        if !known.contains_key(&piece.key) {
            distinct.entry(piece.key).or_insert(piece);
        }
    }
    let drawn = distinct
        .into_par_iter()
        .filter_map(|(key, piece)| Some((key, piece.figure()?)));
    known.par_extend(drawn);
    known
}

/// The diagrams among some pieces that cannot be drawn.
fn failed(by_code: &HashMap<Key, Figure>, pieces: &[Piece<'_>]) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for piece in pieces {
        if let Some(Figure::Diagram(drawn)) = by_code.get(&piece.key)
            && let Err(failure) = drawn.as_ref()
        {
            problems.push(piece.problem(failure));
        }
    }
    problems
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
    fn what_was_read_before_is_as_if_it_were_read_anew() {
        let corpus = |first: &str| {
            let second = "# B\n\n```rust\nlet b = 1;\n```\n\n```mermaid\nno diagram\n```\n";
            let files = [("pages/a.md", first), ("pages/b.md", second)];
            let snapshot = crate::repository::Snapshot::from_texts(files);
            let documents = crate::parse::all(&snapshot.texts(|_| true));
            let (definitions, _) = crate::definition::read(&[]);
            crate::model::gather(crate::model::Input {
                people: None,
                data: Vec::new(),
                config: Arc::default(),
                definitions: Arc::new(definitions),
                problems: Vec::new(),
                documents,
            })
        };
        let code = "# A\n\n```rust\nlet a = 1;\n```\n";
        let before = Figures::collect(&corpus(code), Figures::default());
        assert!(before.0.get("rust", "let a = 1;\n").is_some());
        assert_eq!(before.1.len(), 1);
        let after = corpus("# A\n\n```rust\nlet c = 1;\n```\n");
        let (kept, anew) = (
            Figures::collect(&after, before.0),
            Figures::collect(&after, Figures::default()),
        );
        assert_eq!(kept.1, anew.1);
        let codes = |figures: &Figures| {
            let mut codes: Vec<Key> = figures.by_code.keys().copied().collect();
            codes.sort_unstable();
            codes
        };
        assert_eq!(codes(&kept.0), codes(&anew.0));
        assert!(kept.0.get("rust", "let a = 1;\n").is_none());
    }

    #[test]
    fn a_carriage_return_makes_no_other_code() {
        assert_eq!(key("rust", "a\r\nb"), key("rust", "a\nb"));
        assert_ne!(key("rust", "a"), key("go", "a"));
    }
}
