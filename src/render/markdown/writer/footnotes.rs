//! Footnotes, which are numbered in the order of their first mention and stand at the end of the page.

use std::fmt::Write;

use super::Writer;
use crate::render::markdown::address::OWN_ANCHOR;
use crate::render::markdown::escape::escape;

/// Most links from a footnote back to where it is mentioned.
const MAX_BACK: usize = 26;

impl Writer<'_> {
    pub(super) fn footnote_mention(&mut self, label: &str) {
        if self.muted > 0 {
            return;
        }
        let note = self.footnotes.entry(label.to_owned()).or_default();
        if note.number == 0 {
            self.mentioned += 1;
            note.number = self.mentioned;
        }
        note.mentions += 1;
        let (number, mention) = (note.number, note.mentions);
        self.note_own(&format!("#{OWN_ANCHOR}fn{number}"));
        let name = escape(&self.phrases().fill("document.footnote", &[("n", &number)]));
        let _ = write!(
            self.html,
            "<sup class=\"footnote\" id=\"{OWN_ANCHOR}fr{number}-{mention}\"><a href=\"#{OWN_ANCHOR}fn{number}\" aria-label=\"{name}\">{number}</a></sup>"
        );
    }

    /// The footnotes that are mentioned, in that order, each with links back to where it is.
    pub(super) fn write_footnotes(&mut self) {
        let mut notes: Vec<_> = std::mem::take(&mut self.footnotes).into_values().collect();
        notes.retain(|note| note.number > 0);
        notes.sort_by_key(|note| note.number);
        if notes.is_empty() {
            return;
        }
        let name = escape(self.phrases().say("document.footnotes"));
        let _ = write!(self.html, "<section class=\"footnotes\" aria-label=\"{name}\"><ol>");
        for note in notes {
            let number = note.number;
            let _ = write!(self.html, "<li id=\"{OWN_ANCHOR}fn{number}\">");
            let text = note.text.unwrap_or_default();
            let (text, end) = text
                .strip_suffix("</p>")
                .map_or((text.as_str(), ""), |text| (text, "</p>"));
            self.html.push_str(text);
            let name = escape(&self.phrases().fill("document.footnote_back", &[("n", &number)]));
            for mention in 1..=note.mentions.min(MAX_BACK) {
                self.note_own(&format!("#{OWN_ANCHOR}fr{number}-{mention}"));
                let _ = write!(
                    self.html,
                    " <a class=\"back\" href=\"#{OWN_ANCHOR}fr{number}-{mention}\" aria-label=\"{name}\">↩</a>"
                );
            }
            self.html.push_str(end);
            self.html.push_str("</li>");
        }
        self.html.push_str("</ol></section>");
    }
}
