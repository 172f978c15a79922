//! Alerts, tables and tasks.

use std::fmt::{Display, Write};

use pulldown_cmark::{Alignment, BlockQuoteKind};

use super::{Open, Writer};
use crate::parse::BlockKind;
use crate::render::markdown::escape::{escape, push_escaped};
use crate::span::Span;

impl Writer<'_> {
    pub(super) fn start_alert(&mut self, kind: BlockQuoteKind) -> Open {
        let (tone, key) = match kind {
            BlockQuoteKind::Note => ("active", "document.note"),
            BlockQuoteKind::Tip => ("done", "document.tip"),
            BlockQuoteKind::Important => ("closed", "document.important"),
            BlockQuoteKind::Warning => ("wait", "document.warning"),
            BlockQuoteKind::Caution => ("error", "document.caution"),
        };
        let title = escape(self.phrases().say(key));
        let _ = write!(
            self.html,
            "<div class=\"alert tone-{tone}\" role=\"note\"><p class=\"alert-title\">{title}</p>"
        );
        Open::Close("</div>")
    }

    pub(super) fn start_table(&mut self, alignments: Vec<Alignment>) -> Open {
        self.alignments = alignments;
        self.tables += 1;
        let name = self.numbered("document.table", self.tables);
        self.html
            .push_str("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"");
        push_escaped(&mut self.html, &name);
        self.html.push_str("\"><table>");
        Open::Close("</tbody></table></div>")
    }

    /// The name of the table or diagram of this number: with the section it stands in, where it stands in one.
    pub(super) fn numbered(&self, key: &str, number: usize) -> String {
        let values: [(&str, &dyn Display); 2] = [("n", &number), ("heading", &self.section)];
        match self.section.is_empty() {
            true => self.phrases().fill(key, &values),
            false => self.phrases().fill(&format!("{key}_under"), &values),
        }
    }

    pub(super) fn start_cell(&mut self) -> Open {
        let class = match self.alignments.get(self.column) {
            Some(Alignment::Right) => " class=\"r\"",
            Some(Alignment::Center) => " class=\"c\"",
            _ => "",
        };
        self.column += 1;
        let before = self.html.len();
        let start = if self.in_head { "<th scope=\"col\"" } else { "<td" };
        let _ = write!(self.html, "{start}{class}>");
        Open::Cell(before)
    }

    /// An empty header names nothing, so it is a plain cell.
    pub(super) fn end_cell(&mut self, start: usize) {
        if !self.in_head {
            self.html.push_str("</td>");
        } else if self.html[start..].ends_with('>') && self.html[start..].matches('<').count() == 1 {
            self.html.truncate(start);
            self.html.push_str("<td></td>");
        } else {
            self.html.push_str("</th>");
        }
    }

    pub(super) fn is_task(&self, place: Span) -> bool {
        let body = &self.parsed.body;
        let here = body
            .blocks_in(place)
            .take_while(|(_, block)| block.span.start == place.start);
        let mut items = here.filter(|(_, block)| block.span == place);
        items.any(|(_, block)| matches!(block.kind, BlockKind::Item { task: Some(_) }))
    }

    pub(super) fn task(&mut self, done: bool) {
        let (checked, key) = match done {
            true => (" checked", "document.task_done"),
            false => ("", "document.task_open"),
        };
        let name = escape(self.phrases().say(key));
        let _ = write!(
            self.html,
            "<input type=\"checkbox\" disabled{checked} aria-label=\"{name}\">"
        );
    }
}
