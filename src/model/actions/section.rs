//! The actions of a section, in whatever form people write them: rows, items, sub-headings or paragraphs.

use std::collections::HashMap;

use super::words;
use crate::model::action::Action;
use crate::model::sections::Answer;
use crate::parse::{Block, BlockIndex, BlockKind, Body, LinkKind};
use crate::span::Span;

/// Reads sections of one document.
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) body: &'a Body,
}

impl Reader<'_> {
    /// The actions of a section: rows and items, else sub-headings, else paragraphs.
    pub(super) fn section(&self, answer: &Answer) -> Vec<Action> {
        let content = answer.content;
        let mut found = Vec::new();
        let mut groups = HashMap::new();
        for (index, block) in self.body.blocks_in(content) {
            match block.kind {
                BlockKind::TableRow => found.extend(self.row(index, block)),
                BlockKind::Item { task } if !self.is_detail(index, &mut groups) => {
                    found.extend(self.item(answer, block, task));
                }
                _ => {}
            }
        }
        if !found.is_empty() {
            return found;
        }
        let headings = self.body.headings_in(content);
        let top = headings.iter().map(|heading| heading.level).min();
        let headings = headings.iter().filter(|heading| Some(heading.level) == top);
        let under: Vec<_> = headings
            .filter_map(|heading| {
                let mut action = self.written(heading.span.to(heading.section), &heading.text)?;
                action.span = heading.span;
                action.what.clone_from(&heading.text);
                Some(action)
            })
            .collect();
        if !under.is_empty() {
            return under;
        }
        let blocks = self.body.blocks_in(content);
        let paragraphs = blocks.filter(|(_, block)| block.kind == BlockKind::Paragraph);
        paragraphs
            .filter_map(|(_, block)| self.written(block.span, &self.body.plain_text(self.text, block.span)))
            .collect()
    }

    /// Whether an item says more about the item above it: its owner, or the steps of the action. Items under one that ends
    /// in a colon are actions of their own. `groups` remembers which items are such, because one may hold a hundred
    /// thousand.
    fn is_detail(&self, index: BlockIndex, groups: &mut HashMap<BlockIndex, bool>) -> bool {
        let list = self.body.block(index).parent;
        let Some(above) = list.and_then(|list| self.body.block(list).parent) else {
            return false;
        };
        let block = self.body.block(above);
        matches!(block.kind, BlockKind::Item { .. }) && !*groups.entry(above).or_insert_with(|| self.is_group(block))
    }

    /// Whether an item only introduces the items in it: "Prevent:".
    fn is_group(&self, block: &Block) -> bool {
        let own = self.own(block).text(self.text).trim_end();
        own.trim_end_matches(['*', '_', '`']).ends_with(':')
    }

    /// The range of an item up to the first list in it.
    fn own(&self, block: &Block) -> Span {
        let inner = Span::new(block.span.start as usize + 1, block.span.end as usize);
        let nested = self
            .body
            .blocks_in(inner)
            .find(|(_, block)| block.kind == BlockKind::List);
        Span {
            start: block.span.start,
            end: nested.map_or(block.span.end, |(_, list)| list.span.start),
        }
    }

    /// An item, with what the heading above it says of all that stand there: that they are done, by when, or where they
    /// are tracked. That may be the heading of the section itself.
    fn item(&self, answer: &Answer, block: &Block, task: Option<bool>) -> Option<Action> {
        let own = self.own(block);
        let holds_list = own.end < block.span.end;
        if holds_list && self.is_group(block) {
            return None;
        }
        let mut action = self.written(block.span, &self.body.plain_text(self.text, block.span))?;
        if holds_list {
            action.what = words::read(&self.body.plain_text(self.text, own)).what;
        }
        action.done |= task == Some(true);
        let before = Span {
            start: answer.name.start.min(answer.content.start),
            end: block.span.start.max(answer.content.start),
        };
        if let Some(heading) = self.body.headings_in(before).last() {
            action.done |= words::says_done(&heading.text);
            action.link = action.link.or_else(|| self.link(heading.span));
            action.due = action.due.or_else(|| words::due_by(&heading.text));
        }
        Some(action)
    }

    /// An action from running words; `None` where they say that there is none.
    fn written(&self, span: Span, words: &str) -> Option<Action> {
        if words.trim().is_empty() || words::says_none(words) {
            return None;
        }
        let read = words::read(words);
        Some(Action {
            link: self.link(span).or(read.link),
            span: span.first_line(self.text),
            what: read.what,
            owner: read.owner,
            due: read.due,
            done: read.done,
            done_on: read.done_on,
        })
    }

    /// The first link in a range that is no picture.
    pub(super) fn link(&self, span: Span) -> Option<String> {
        let links = self.body.links_in(span).iter();
        let link = links.filter(|link| link.kind != LinkKind::Image && link.span.end <= span.end);
        link.map(|link| link.destination.clone())
            .find(|it| !it.is_empty() && !it.starts_with("mailto:"))
    }
}
