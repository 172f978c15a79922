//! Alerts, code, tables and tasks.

use std::fmt::{Display, Write};

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind};

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

    /// Code scrolls within itself, so the keyboard must reach it.
    pub(super) fn start_code(&mut self, kind: &CodeBlockKind<'_>) -> Open {
        self.in_code = true;
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.as_ref(),
            CodeBlockKind::Indented => "",
        };
        let language: String = info
            .chars()
            .take_while(|c| c.is_alphanumeric() || "+#_-.".contains(*c))
            .take(32)
            .collect();
        self.html.push_str("<figure class=\"code\">");
        if !language.is_empty() {
            self.element("figcaption", &language);
        }
        self.tag("<pre tabindex=\"0\"><code>", "</code></pre></figure>")
    }

    pub(super) fn start_table(&mut self, alignments: Vec<Alignment>) -> Open {
        self.alignments = alignments;
        self.tables += 1;
        let key = match self.section.is_empty() {
            true => "document.table",
            false => "document.table_under",
        };
        let values: [(&str, &dyn Display); 2] = [("n", &self.tables), ("heading", &self.section)];
        let name = self.phrases().fill(key, &values);
        self.html
            .push_str("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"");
        push_escaped(&mut self.html, &name);
        self.html.push_str("\"><table>");
        Open::Close("</tbody></table></div>")
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
