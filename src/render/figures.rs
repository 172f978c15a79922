//! The code and the diagrams of all documents, each read once however often it stands in them.
//!
//! Takes the corpus, gives [`Figures`], which the writer of Markdown asks for what a piece of code looks like. A diagram
//! that cannot be drawn is a diagnostic at its place. Documents without code cost nothing here.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

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
    /// What was read, in the order of the corpus.
    read: Vec<Read>,
}

/// What was read of a document.
#[derive(Debug, Default)]
struct Read {
    /// The document; `None` before it is read.
    document: Option<Arc<Document>>,
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
        let Self { mut by_code, read } = known;
        let mut gone = Vec::new();
        let (mut read, new) = known_of(corpus, read, &mut gone);
        let of = |position: &usize| &corpus.documents()[*position];
        let pieces: Vec<Vec<Piece<'_>>> = new
            .par_iter()
            .map(|position| pieces(&of(position).parsed).collect())
            .collect();
        by_code = drawn(by_code, pieces.iter().flatten());
        for (position, pieces) in new.iter().zip(pieces) {
            read[*position] = Read {
                document: Some(Arc::clone(of(position))),
                failed: failed(&by_code, &pieces),
                keys: pieces.iter().map(|piece| piece.key).collect(),
            };
        }
        let mut figures = Self { by_code, read };
        figures.forget(&gone);
        let problems = figures.read.iter().flat_map(|it| it.failed.iter().cloned()).collect();
        (figures, problems)
    }

    /// Leaves out the code that no document holds any more: a document may have more diagrams than are drawn for it.
    fn forget(&mut self, gone: &[Key]) {
        if gone.is_empty() {
            return;
        }
        let held: HashSet<Key> = self.read.iter().flat_map(|it| it.keys.iter().copied()).collect();
        for key in gone.iter().filter(|key| !held.contains(*key)) {
            self.by_code.remove(key);
        }
    }

    /// What the code of one text looks like.
    pub fn of(parsed: &Parsed) -> Self {
        let pieces: Vec<_> = pieces(parsed).collect();
        Self {
            by_code: drawn(HashMap::new(), &pieces),
            read: Vec::new(),
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

/// What was read of each document of a corpus, and the positions of those that are not as they were; adds the code that
/// these held to what may be gone.
fn known_of(corpus: &Corpus, read: Vec<Read>, gone: &mut Vec<Key>) -> (Vec<Read>, Vec<usize>) {
    let documents = corpus.documents();
    let stays = |(document, read): (&Arc<Document>, &Read)| {
        let before = read.document.as_ref();
        before.is_some_and(|before| Arc::ptr_eq(before, document) || before.path() == document.path())
    };
    let mut read = match read.len() == documents.len() && documents.iter().zip(&read).all(stays) {
        true => read,
        false => {
            let named = read
                .into_iter()
                .filter_map(|it| Some((Arc::clone(it.document.as_ref()?.path()), it)));
            let mut by_path: HashMap<_, _> = named.collect();
            let found = documents.iter().map(|it| by_path.remove(it.path()).unwrap_or_default());
            let found = found.collect();
            gone.extend(by_path.into_values().flat_map(|it| it.keys));
            found
        }
    };
    let mut new = Vec::new();
    for (position, (known, document)) in read.iter_mut().zip(documents).enumerate() {
        if !known.document.as_ref().is_some_and(|it| Arc::ptr_eq(it, document)) {
            gone.append(&mut known.keys);
            new.push(position);
        }
    }
    (read, new)
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
