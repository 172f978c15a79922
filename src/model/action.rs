//! What will be done about something, by whom and by when.
//!
//! Takes a document and its definition, gives its [`Action`]s: from the field `actions`, else from the section whose
//! definition demands actions, in whatever form people write them: list items, rows of a table, sub-headings or paragraphs.

use jiff::civil::Date;

use super::document::Document;
use super::sections::Answer;
use super::value::Value;
use crate::definition::{Definition, Demand, DemandKind, heading_key};
use crate::parse::{Block, BlockIndex, BlockKind, Body, LinkKind};
use crate::span::Span;

mod dates;
mod words;

pub use dates::dates;

/// Key of the field that lists actions.
const FIELD: &str = "actions";

/// One action.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Action {
    /// What will be done, without its owner, dates and link where these stand at the end.
    pub what: String,
    /// Who does it: a handle without `@`, or a name.
    pub owner: Option<String>,
    /// By which day; the last day, where a month or a quarter is written.
    pub due: Option<Date>,
    /// Whether it is done.
    pub done: bool,
    /// On which day it was done, where that is said.
    pub done_on: Option<Date>,
    /// Where it is tracked: an address, or a key such as `OPS-12` or `#483`.
    pub link: Option<String>,
    /// Where it stands.
    pub span: Span,
}

impl Action {
    /// Whether somebody sees to it: it has an owner and a due date, or it is tracked elsewhere.
    pub fn is_assigned(&self) -> bool {
        self.link.is_some() || (self.owner.is_some() && self.due.is_some())
    }
}

/// The actions of a document, in the order they are written.
pub fn actions(document: &Document, definition: &Definition) -> Vec<Action> {
    let listed = from_field(document);
    if !listed.is_empty() {
        return listed;
    }
    let sections = definition.sections.iter().zip(&document.answers);
    let asked = sections.filter(|(section, _)| section.must.iter().any(asks_for_actions));
    let answers = asked.flat_map(|(_, answers)| answers.iter());
    let reader = Reader {
        text: &document.parsed.text,
        body: &document.parsed.body,
    };
    answers.flat_map(|answer| reader.section(answer)).collect()
}

fn asks_for_actions(demand: &Demand) -> bool {
    match &demand.kind {
        DemandKind::Actions => true,
        DemandKind::Any(demands) => demands.iter().any(asks_for_actions),
        _ => false,
    }
}

fn from_field(document: &Document) -> Vec<Action> {
    let Some(Value::List(items)) = document.fields.value(FIELD) else {
        return Vec::new();
    };
    let mappings = items
        .iter()
        .filter_map(|item| Some((item.span, item.value.as_mapping()?)));
    let action = |(span, fields): (Span, &super::Fields)| {
        let text = |key| fields.text(key).map(str::to_owned);
        let done_on = fields.value("done").and_then(Value::as_date);
        Action {
            what: text("what").unwrap_or_default(),
            owner: text("owner"),
            due: fields.value("due").and_then(Value::as_date),
            done: done_on.is_some() || matches!(fields.value("done"), Some(Value::Boolean(true))),
            done_on,
            link: text("link"),
            span: fields.get("what").map_or(span, |what| what.value.span),
        }
    };
    mappings.map(action).collect()
}

struct Reader<'a> {
    text: &'a str,
    body: &'a Body,
}

impl Reader<'_> {
    /// The actions of a section: rows and items, else sub-headings, else paragraphs.
    fn section(&self, answer: &Answer) -> Vec<Action> {
        let content = answer.content;
        let mut found = Vec::new();
        for (index, block) in self.body.blocks_in(content) {
            match block.kind {
                BlockKind::TableRow => found.extend(self.row(index, block)),
                BlockKind::Item { task } if !self.is_detail(index) => found.extend(self.item(answer, block, task)),
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
    /// in a colon are actions of their own.
    fn is_detail(&self, index: BlockIndex) -> bool {
        let above = self
            .body
            .block(index)
            .parent
            .and_then(|list| self.body.block(list).parent);
        let above = above.map(|above| self.body.block(above));
        above.is_some_and(|above| matches!(above.kind, BlockKind::Item { .. }) && !self.is_group(above))
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
            span: self.first_line(span),
            what: read.what,
            owner: read.owner,
            due: read.due,
            done: read.done,
            done_on: read.done_on,
        })
    }

    /// A row of a table, by what its columns are called.
    fn row(&self, index: BlockIndex, block: &Block) -> Option<Action> {
        let table = block.parent.map(|table| &self.body.block(table).kind);
        let Some(BlockKind::Table { columns }) = table else {
            return None;
        };
        let mut action = Action {
            span: self.first_line(block.span),
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

    /// The first link in a range that is no picture.
    fn link(&self, span: Span) -> Option<String> {
        let links = self.body.links_in(span).iter();
        let link = links.filter(|link| link.kind != LinkKind::Image && link.span.end <= span.end);
        link.map(|link| link.destination.clone())
            .find(|it| !it.is_empty() && !it.starts_with("mailto:"))
    }

    fn first_line(&self, span: Span) -> Span {
        let line = span.text(self.text).lines().next().unwrap_or_default().trim_end();
        Span::new(span.start as usize, span.start as usize + line.len())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::definition;
    use crate::diagnostic::shared_path;
    use crate::model::{Input, gather};
    use crate::parse;
    use crate::repository::SourceFile;
    use std::sync::Arc;

    fn read(text: &str) -> Vec<String> {
        let file = SourceFile {
            path: shared_path("incidents/2026-03-14-checkout.md"),
            content: Ok(text.into()),
        };
        let corpus = gather(Input {
            config: Arc::new(Config::default()),
            definitions: Arc::new(definition::builtin()),
            documents: vec![parse::parse(&file)],
            people: None,
            data: Vec::new(),
            problems: Vec::new(),
        });
        let document = &corpus.documents()[0];
        let show = |action: Action| {
            let owner = action.owner.unwrap_or_else(|| "nobody".to_owned());
            let due = action.due.map_or_else(|| "some day".to_owned(), |due| due.to_string());
            let done = match (action.done, action.done_on) {
                (true, Some(on)) => format!(" done {on}"),
                (true, None) => " done".to_owned(),
                _ => String::new(),
            };
            let link = action.link.map(|link| format!(" at {link}")).unwrap_or_default();
            format!("{}: {owner}, {due}{done}{link}", action.what)
        };
        actions(document, corpus.definition(document))
            .into_iter()
            .map(show)
            .collect()
    }

    fn section(text: &str) -> Vec<String> {
        read(&format!(
            "# Checkout down\n\n## Actions\n\n{text}\n\n## Lessons\n\n- None of these\n"
        ))
    }

    #[test]
    fn list_items_name_owner_and_date_in_many_ways() {
        let found = section(
            "- [x] Cap connections (owner: @ada, due: 2026-03-20, done: 2026-03-19)\n\
             - [ ] Alert on queue age @grace-h 2026-04-01\n\
             - Add the index — linus, 2026-04-02\n\
             - Roll back with one button (Ada Lovelace, 3 April 2026)\n\
             - Rehearse a failover @ada by Q2 2026\n\
             - Owner: Grace Hopper; due: 2026/05/01; write the runbook\n\
             - Nobody yet\n",
        );
        assert_eq!(
            found,
            [
                "Cap connections: ada, 2026-03-20 done 2026-03-19",
                "Alert on queue age: grace-h, 2026-04-01",
                "Add the index: linus, 2026-04-02",
                "Roll back with one button: Ada Lovelace, 2026-04-03",
                "Rehearse a failover: ada, 2026-06-30",
                "Owner: Grace Hopper; due: 2026/05/01; write the runbook: Grace Hopper, 2026-05-01",
                "Nobody yet: nobody, some day",
            ]
        );
    }

    #[test]
    fn links_and_tracker_keys_count() {
        let found = section(
            "- Test the fetch wrapper ([sdk#12](https://example.org/12))\n\
             - Alert on restarts OPS-483\n\
             - Fix #77\n\
             - Read <https://example.org/13>\n\
             - Use UTF-8 everywhere\n\
             - See https://example.org/14\n",
        );
        let links: Vec<_> = found
            .iter()
            .map(|it| it.split_once(" at ").map_or("", |(_, link)| link))
            .collect();
        assert_eq!(
            links,
            [
                "https://example.org/12",
                "OPS-483",
                "#77",
                "https://example.org/13",
                "",
                "https://example.org/14"
            ]
        );
    }

    #[test]
    fn tables_are_read_by_their_columns() {
        let found = section(
            "| # | Action item | Owner(s) | Due date | Status | Ticket |\n|---|---|---|---|---|---|\n\
             | 1 | Cap connections | @ada | 2026-03-20 | done | |\n\
             | 2 | Roll back with one button | | TBD | open | OPS-1 |\n\
             | 3 | Rehearse | Grace | end of May 2026 | 2026-05-02 | |\n",
        );
        assert_eq!(
            found,
            [
                "Cap connections: ada, 2026-03-20 done",
                "Roll back with one button: nobody, some day at OPS-1",
                "Rehearse: Grace, 2026-05-31 done 2026-05-02",
            ]
        );
    }

    #[test]
    fn groups_headings_and_details_are_understood() {
        let found = section(
            "### Immediate (completed)\n\n- Timeouts raised\n\n### Later ([list](https://example.org/9))\n\n\
             - Prevent:\n  - Limit idle transactions @ada 2026-04-01\n- Write tests\n  - owner: grace\n  - due: 2026-04-02\n",
        );
        assert_eq!(
            found,
            [
                "Timeouts raised: nobody, some day done",
                "Limit idle transactions: ada, 2026-04-01 at https://example.org/9",
                "Write tests: grace, 2026-04-02 at https://example.org/9",
            ]
        );
    }

    #[test]
    fn the_heading_of_the_section_itself_speaks_of_its_items() {
        let text = "# Flags down\n\n## Remediation\n\n### Immediate Actions (Completed)\n\n- Timeouts raised\n\n\
                    ### Long-term Improvements (Target: Q4 2025 - Q1 2026)\n\n- Test the interface. Owner: @ada\n\n\
                    ### Short-term Improvements ([list](https://example.org/9))\n\n- Retry less\n";
        assert_eq!(
            read(text),
            [
                "Timeouts raised: nobody, some day done",
                "Test the interface.: ada, 2026-03-31",
                "Retry less: nobody, some day at https://example.org/9",
            ]
        );
    }

    #[test]
    fn saying_that_there_is_none_is_no_action() {
        assert!(section("No action because the code is gone.").is_empty());
        assert!(section("- None").is_empty());
        assert_eq!(
            section("We will think about it."),
            ["We will think about it.: nobody, some day"]
        );
    }

    #[test]
    fn the_field_comes_before_the_section() {
        let text = "---\nactions:\n  - { what: Cap it, owner: ada, due: 2026-03-20, done: 2026-03-19 }\n  \
                    - { what: Test it, link: 'https://example.org/1' }\n---\n## Actions\n\n- Another\n";
        assert_eq!(
            read(text),
            [
                "Cap it: ada, 2026-03-20 done 2026-03-19",
                "Test it: nobody, some day at https://example.org/1"
            ]
        );
    }
}
