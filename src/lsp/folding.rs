//! What can be folded: the front matter and the sections.

use lsp_types::{FoldingRange, FoldingRangeKind};

use super::view::View;
use crate::span::Span;

/// The parts of a document that can be folded.
pub(super) fn ranges(view: &View<'_>) -> Option<Vec<FoldingRange>> {
    let (_, document) = view.document()?;
    let parsed = &document.parsed;
    let front = parsed
        .front_matter
        .span()
        .map(|span| (span, Some(FoldingRangeKind::Imports)));
    let sections = parsed.body.headings.iter();
    let sections = sections.map(|heading| (heading.span.to(heading.section), None));
    let ranges = front.into_iter().chain(sections).filter_map(|(span, kind)| {
        // Empty lines at the end stay, so that the next heading keeps its distance.
        let content = span.text(view.text).trim_end();
        let range = view.range(Span::new(span.start as usize, span.start as usize + content.len()));
        (range.start.line < range.end.line).then(|| FoldingRange {
            start_line: range.start.line,
            end_line: range.end.line,
            kind,
            ..FoldingRange::default()
        })
    });
    Some(ranges.collect())
}
