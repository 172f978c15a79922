//! Actions as rows of a table, by what its columns are called.

use super::dates::dates;
use super::section::Reader;
use super::words;
use crate::definition::heading_key;
use crate::model::action::Action;
use crate::parse::{Block, BlockIndex, BlockKind};
use crate::span::Span;

impl Reader<'_> {
    /// A row of a table, by what its columns are called.
    pub(super) fn row(&self, index: BlockIndex, block: &Block) -> Option<Action> {
        let table = block.parent.map(|table| &self.body.block(table).kind);
        let Some(BlockKind::Table { columns }) = table else {
            return None;
        };
        let mut action = Action {
            span: block.span.first_line(self.text),
            ..Action::default()
        };
        let mut first = None;
        let cells = self.body.blocks_in(block.span);
        for (_, cell) in cells.filter(|(_, cell)| cell.parent == Some(index)) {
            let BlockKind::TableCell { column } = cell.kind else {
                continue;
            };
            let words = self.body.plain_text(self.text, cell.span);
            let title = columns.get(column as usize).map_or("", String::as_str);
            self.cell(&mut action, cell.span, Column::of(title), &words);
            if first.is_none() && !words.is_empty() {
                first = Some(words);
            }
        }
        if action.what.is_empty() {
            action.what = first?;
        }
        (!words::says_none(&action.what)).then_some(action)
    }

    fn cell(&self, action: &mut Action, span: Span, column: Column, text: &str) {
        let filled = Some(text.trim()).filter(|text| !words::is_blank(text));
        action.link = action.link.take().or_else(|| self.link(span));
        match column {
            Column::What => {
                let read = words::read(text);
                action.what = read.what;
                action.owner = action.owner.take().or(read.owner);
                action.due = action.due.or(read.due);
                action.done |= read.done;
                action.link = action.link.take().or(read.link);
            }
            Column::Owner => action.owner = filled.map(|text| text.trim_start_matches('@').to_owned()),
            Column::Due => {
                action.due = dates(text).first().map(|(_, date)| *date);
                action.done |= words::says_done(text);
            }
            Column::Done => {
                action.done_on = dates(text).first().map(|(_, date)| *date);
                action.done |= action.done_on.is_some() || words::says_done(text);
            }
            Column::Link => action.link = action.link.take().or_else(|| filled.map(str::to_owned)),
            Column::Other => action.link = action.link.take().or_else(|| words::tracker(text)),
        }
    }
}

/// What a column of a table of actions holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    What,
    Owner,
    Due,
    Done,
    Link,
    Other,
}

impl Column {
    fn of(title: &str) -> Self {
        match heading_key(title).as_str() {
            "action" | "action item" | "what" | "task" | "description" | "item" | "todo" | "measure" | "follow-up"
            | "improvement" => Column::What,
            "owner" | "who" | "assignee" | "assigned to" | "responsible" | "dri" | "lead" | "person" => Column::Owner,
            "due" | "due date" | "by" | "by when" | "when" | "deadline" | "date" | "eta" | "target date" | "until" => {
                Column::Due
            }
            "done" | "done on" | "statu" | "status" | "state" | "completed" | "complete" | "closed" => Column::Done,
            "link" | "ticket" | "issue" | "tracker" | "tracking" | "jira" | "bug" | "pr" | "url" | "reference"
            | "pull request" => Column::Link,
            _ => Column::Other,
        }
    }
}
