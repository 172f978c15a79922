//! A period as Markdown, for a chat message or a mail.

use std::fmt::Write;

use super::PeriodReport;
use super::parts::{parts, title};
use crate::report::markdown::escape::inline as escaped;

/// The period as Markdown. What comes from documents is shown as it is: none of it becomes a link, a mention or a heading.
pub fn markdown(report: &PeriodReport<'_>) -> String {
    let mut text = format!("# {}\n", escaped(&title(report)));
    let parts = parts(report);
    // Writing into a string cannot fail.
    for part in &parts {
        let _ = write!(text, "\n## {}\n\n", part.title);
        if let Some(summary) = &part.summary {
            let _ = write!(text, "{}\n\n", escaped(summary));
        }
        for entry in &part.entries {
            let document = report.corpus.get(entry.document);
            let id = escaped(&document.id.value);
            let id = match report.base_url {
                Some(base) => format!("[{id}]({}/{})", base.trim_end_matches('/'), document.route),
                None => id,
            };
            let said = entry.instead.as_deref().unwrap_or(&document.title.value);
            let _ = write!(text, "- **{id}** {}", escaped(said));
            if !entry.note.is_empty() {
                let _ = write!(text, " ({})", escaped(&entry.note));
            }
            text.push('\n');
        }
        if part.left_out > 0 {
            let _ = writeln!(text, "- and {} more", part.left_out);
        }
    }
    if parts.is_empty() {
        text.push_str("\nNothing happened, and nothing is overdue.\n");
    }
    if let Some(caveat) = report.caveat {
        let _ = writeln!(text, "\n*{}*", escaped(caveat));
    }
    text
}
