//! The entries of an answer: what stands in it one by one, whatever form the author chose.

use crate::model::Answer;
use crate::parse::{BlockIndex, BlockKind, Body, RunKind, TextRun, count_words};
use crate::span::Span;

/// The words of one block, without code and without the words of headings.
#[derive(Debug)]
pub(super) struct Prose {
    /// The block they stand in.
    pub(super) block: Option<BlockIndex>,
    /// From the first to the last word.
    pub(super) span: Span,
    /// The words.
    pub(super) text: String,
}

/// One entry of an answer.
#[derive(Debug)]
pub(super) struct Entry {
    /// The block it is; `None` for a sub-heading with what stands under it.
    pub(super) block: Option<BlockIndex>,
    /// Its range.
    pub(super) span: Span,
}

/// The forms in which an answer can list things, each with its entries; forms that are not used are left out.
/// Sub-headings come first, then table rows, list items and paragraphs.
pub(super) fn forms(body: &Body, content: Span) -> Vec<Vec<Entry>> {
    let headings = body.headings_in(content);
    let top = headings.iter().map(|heading| heading.level).min();
    let under_headings = headings.iter().filter(|heading| Some(heading.level) == top);
    let under_headings: Vec<_> = under_headings
        .map(|heading| Entry {
            block: None,
            span: heading.span.to(heading.section),
        })
        .collect();
    let blocks = |wanted: &dyn Fn(BlockIndex, &BlockKind) -> bool| -> Vec<Entry> {
        let picked = body
            .blocks_in(content)
            .filter(|(index, block)| wanted(*index, &block.kind));
        picked
            .map(|(index, block)| Entry {
                block: Some(index),
                span: block.span,
            })
            .collect()
    };
    let within_item = |index: BlockIndex| body.is_within(index, |kind| matches!(kind, BlockKind::Item { .. }));
    let rows = blocks(&|_, kind| *kind == BlockKind::TableRow);
    let items = blocks(&|index, kind| matches!(kind, BlockKind::Item { .. }) && !within_item(index));
    let paragraphs = blocks(&|index, kind| *kind == BlockKind::Paragraph && !within_item(index));
    [under_headings, rows, items, paragraphs]
        .into_iter()
        .filter(|entries| !entries.is_empty())
        .collect()
}

/// The prose of an answer, block by block.
pub(super) fn prose(body: &Body, text: &str, content: Span) -> Vec<Prose> {
    let mut found: Vec<Prose> = Vec::new();
    for run in body.runs_in(content) {
        if run.kind == RunKind::CodeBlock || in_heading(body, run) {
            continue;
        }
        let words = run.span.text(text);
        match found.last_mut().filter(|prose| prose.block == run.block) {
            Some(prose) => {
                let gap = text
                    .get(prose.span.end as usize..run.span.start as usize)
                    .unwrap_or_default();
                if gap.contains(['\n', ' ']) {
                    prose.text.push(' ');
                }
                prose.text.push_str(words);
                prose.span.end = run.span.end;
            }
            None => found.push(Prose {
                block: run.block,
                span: run.span,
                text: words.to_owned(),
            }),
        }
    }
    found
}

fn in_heading(body: &Body, run: &TextRun) -> bool {
    run.block
        .is_some_and(|block| matches!(body.block(block).kind, BlockKind::Heading(_)))
}

/// The range of all answers to a section, for looking at them as one.
pub(super) fn contents(answers: &[Answer]) -> impl Iterator<Item = Span> + '_ {
    answers.iter().map(|answer| answer.content)
}

/// Whether the cell of a row in some column says something.
pub(super) fn cell_says_something(body: &Body, text: &str, row: &Entry, column: usize) -> bool {
    let cells = body.blocks_in(row.span).filter(|(_, block)| block.parent == row.block);
    let cell = cells.filter(|(_, block)| {
        block.kind
            == BlockKind::TableCell {
                column: u32::try_from(column).unwrap_or(0),
            }
    });
    cell.map(|(_, block)| body.plain_text(text, block.span))
        .any(|words| count_words(&words) > 0)
}

/// The columns of the table a row belongs to.
pub(super) fn columns<'a>(body: &'a Body, row: &Entry) -> &'a [String] {
    let table = row.block.and_then(|row| body.block(row).parent);
    match table.map(|table| &body.block(table).kind) {
        Some(BlockKind::Table { columns }) => columns,
        _ => &[],
    }
}
