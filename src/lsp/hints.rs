//! The title behind an id, shown where the id stands.

use lsp_types::{InlayHint, InlayHintLabel, InlayHintTooltip, Range};

use super::client::markup;
use super::cursor;
use super::describe;
use super::view::View;
use crate::span::Span;

/// Most characters of a title.
const LONGEST: usize = 50;

/// The hints within a range.
pub(super) fn hints(view: &View<'_>, range: Range) -> Option<Vec<InlayHint>> {
    let (index, _) = view.document()?;
    let wanted = view.lines.span(range);
    let references = view.organisation().links.from(index).iter();
    let hints = references
        .filter(|it| wanted.contains(it.span))
        .filter_map(|reference| {
            // A link has words of its own.
            let id = cursor::id_span(reference)?;
            let target = reference.target.document().filter(|target| *target != index)?;
            let title = &view.corpus().get(target).title.value;
            // `[[RW-1|words]]` has them too.
            let has_words = view.text.get(reference.span.end as usize..)?.starts_with('|');
            let at = Span::at(reference.span.end.max(id.end) as usize);
            (!has_words).then(|| InlayHint {
                position: view.range(at).start,
                label: InlayHintLabel::String(short(title)),
                kind: None,
                text_edits: None,
                tooltip: Some(InlayHintTooltip::MarkupContent(markup(
                    view.client.hover_markdown,
                    describe::document(view.organisation(), target),
                ))),
                padding_left: Some(true),
                padding_right: None,
                data: None,
            })
        });
    Some(hints.collect())
}

fn short(title: &str) -> String {
    match title.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", title[..end].trim_end()),
        None => title.to_owned(),
    }
}
