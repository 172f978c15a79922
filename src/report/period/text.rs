//! A period as a text for terminals and plain mail.

use std::fmt::Write;

use super::PeriodReport;
use super::parts::{parts, title};
use crate::report::plain::plain;

/// The period as a text.
pub fn text(report: &PeriodReport<'_>) -> String {
    let title = plain(&title(report));
    let mut text = format!("{title}\n");
    let parts = parts(report);
    // Writing into a string cannot fail.
    for part in &parts {
        let summary = part.summary.as_ref().map(|it| format!(": {it}"));
        let _ = writeln!(text, "\n{}{}", part.title, summary.unwrap_or_default());
        for entry in &part.entries {
            let document = report.corpus.get(entry.document);
            let said = entry.instead.as_deref().unwrap_or(&document.title.value);
            let _ = write!(text, "  {}  {}", plain(&document.id.value), plain(said));
            if !entry.note.is_empty() {
                let _ = write!(text, " ({})", plain(&entry.note));
            }
            text.push('\n');
        }
        if part.left_out > 0 {
            let _ = writeln!(text, "  and {} more", part.left_out);
        }
    }
    if parts.is_empty() {
        text.push_str("\nNothing happened, and nothing is overdue.\n");
    }
    if let Some(caveat) = report.caveat {
        let _ = writeln!(text, "\nNote: {caveat}");
    }
    text
}
