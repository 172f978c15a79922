//! The outline of a body: what stands where, in flat lists in the order of the text.

use crate::span::{Span, Spanned};

/// What the Markdown of a document holds.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// The body's range in the text of the file.
    pub span: Span,
    /// Headings.
    pub headings: Vec<Heading>,
    /// Links and images of every form.
    pub links: Vec<Link>,
    /// Words in running text that look like an id.
    pub mentions: Vec<Mention>,
    /// Paragraphs, lists, tables and so on; a block stands before the blocks it holds.
    pub blocks: Vec<Block>,
    /// Stretches of text that a reader sees.
    pub runs: Vec<TextRun>,
    /// Places a link can lead to besides headings: `{#name}` at the end of a list item, `id="name"` in HTML.
    pub anchors: Vec<Anchor>,
    /// Whether there is raw HTML that is not a comment.
    pub has_html: bool,
    /// Ranges of HTML comments.
    pub comments: Vec<Span>,
}

/// Position of a block in [`Body::blocks`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlockIndex(pub u32);

/// A heading and the part of the text it stands over.
#[derive(Clone, Debug)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its words, without markup.
    pub text: String,
    /// The name that `#name` in a link finds; unique in the document.
    pub anchor: String,
    /// The heading's own range.
    pub span: Span,
    /// From the end of the heading to the next one of the same or a higher level: sub-sections included.
    pub section: Span,
    /// From the end of the heading to the next one of any level.
    pub own: Span,
}

/// A link or image.
#[derive(Clone, Debug)]
pub struct Link {
    /// How it was written.
    pub kind: LinkKind,
    /// Where it leads, as written, escapes resolved.
    pub destination: String,
    /// The whole of it.
    pub span: Span,
    /// The destination within it; the whole, where the destination stands elsewhere (reference links).
    pub destination_span: Span,
    /// Its visible words, or the image's description.
    pub text: String,
    /// The block it stands in.
    pub block: Option<BlockIndex>,
}

/// How a link was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// `[text](destination)`, or with the destination in a reference.
    Inline,
    /// `<https://…>`
    Autolink,
    /// `[[RW-12]]` or `[[RW-12|text]]`.
    Wiki,
    /// `![description](file)`
    Image,
}

/// A word that looks like an id: capital letters, a hyphen, and something after it; perhaps with `#anchor`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Its range, anchor included.
    pub span: Span,
    /// The block it stands in.
    pub block: Option<BlockIndex>,
}

/// A place that a link can lead to.
pub type Anchor = Spanned<String>;

/// A part of the text with a structure of its own.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its range, markers included.
    pub span: Span,
    /// The block around it.
    pub parent: Option<BlockIndex>,
}

/// The kinds of block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A heading; its position in [`Body::headings`].
    Heading(u32),
    /// A list.
    List,
    /// One item, and whether it is a task that is ticked.
    Item {
        /// `None` for an ordinary item.
        task: Option<bool>,
    },
    /// A table with the words of its header cells.
    Table {
        /// One entry a column.
        columns: Vec<String>,
    },
    /// The header row.
    TableHead,
    /// A row below the header.
    TableRow,
    /// One cell, and its column from 0.
    TableCell {
        /// Position in the row.
        column: u32,
    },
    /// A code block with its info string.
    Code {
        /// What stands after the opening fence.
        info: String,
    },
    /// Raw HTML.
    Html,
    /// A quote or an alert.
    Quote,
    /// The text of a footnote.
    Footnote,
    /// A term of a definition list, or what it means.
    Definition,
}

/// A stretch of visible text without a break.
#[derive(Clone, Copy, Debug)]
pub struct TextRun {
    /// Its range in the file.
    pub span: Span,
    /// What sort of text it is.
    pub kind: RunKind,
    /// The innermost block it stands in.
    pub block: Option<BlockIndex>,
}

/// Sorts of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunKind {
    /// Words.
    Plain,
    /// Code between backquotes.
    Code,
    /// A code block.
    CodeBlock,
    /// Words in raw HTML, without the tags.
    Html,
}

impl Body {
    /// The title: the first heading of level 1.
    pub fn title(&self) -> Option<&Heading> {
        self.headings.iter().find(|heading| heading.level == 1)
    }

    /// A block by its position.
    pub fn block(&self, index: BlockIndex) -> &Block {
        &self.blocks[index.0 as usize]
    }

    /// The text runs that begin within a range.
    pub fn runs_in(&self, span: Span) -> &[TextRun] {
        slice(&self.runs, span, |run| run.span.start)
    }

    /// The blocks that begin within a range, in order.
    pub fn blocks_in(&self, span: Span) -> impl Iterator<Item = (BlockIndex, &Block)> {
        let first = self.blocks.partition_point(|block| block.span.start < span.start);
        let numbered = self.blocks.iter().enumerate().skip(first);
        numbered
            .take_while(move |(_, block)| block.span.start < span.end)
            .map(|(index, block)| (BlockIndex(u32::try_from(index).unwrap_or(u32::MAX)), block))
    }

    /// The links that begin within a range.
    pub fn links_in(&self, span: Span) -> &[Link] {
        slice(&self.links, span, |link| link.span.start)
    }

    /// The headings that begin within a range.
    pub fn headings_in(&self, span: Span) -> &[Heading] {
        slice(&self.headings, span, |heading| heading.span.start)
    }

    /// What a reader sees of a range: the text runs without markup, blocks and lines joined by a space.
    pub fn plain_text(&self, text: &str, span: Span) -> String {
        let mut plain = String::with_capacity(span.len());
        let mut last: Option<&TextRun> = None;
        for run in self.runs_in(span) {
            let clipped = Span {
                start: run.span.start,
                end: run.span.end.min(span.end),
            };
            let gap = last.map_or("", |last| {
                text.get(last.span.end as usize..run.span.start as usize).unwrap_or("")
            });
            let apart = last.is_some_and(|last| last.block != run.block) || gap.contains(['\n', '|']);
            if apart && !plain.ends_with(char::is_whitespace) {
                plain.push(' ');
            }
            for (position, word) in clipped.text(text).split('\n').enumerate() {
                if position > 0 && !plain.ends_with(' ') {
                    plain.push(' ');
                }
                plain.push_str(word.trim_matches(['\r', '\t']));
            }
            last = Some(run);
        }
        plain.trim().to_owned()
    }

    /// Whether a block lies in a block of some kind, at any depth.
    pub fn is_within(&self, index: BlockIndex, wanted: impl Fn(&BlockKind) -> bool) -> bool {
        let mut parent = self.block(index).parent;
        while let Some(above) = parent {
            if wanted(&self.block(above).kind) {
                return true;
            }
            parent = self.block(above).parent;
        }
        false
    }
}

/// The part of a list, sorted by start, that begins within a range.
fn slice<T>(items: &[T], span: Span, start: impl Fn(&T) -> u32) -> &[T] {
    let first = items.partition_point(|item| start(item) < span.start);
    let end = items.partition_point(|item| start(item) < span.end);
    &items[first..end.max(first)]
}
