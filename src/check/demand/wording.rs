//! What is said of a demand that is not met, where its definition has no words of its own.

use crate::definition::DemandKind;

/// What an answer lacks, in the words of the kind of demand.
pub(super) fn lacks(kind: &DemandKind) -> String {
    match kind {
        DemandKind::Number => "no number".to_owned(),
        DemandKind::Date => "no date".to_owned(),
        DemandKind::Link => "no link".to_owned(),
        DemandKind::LinkTo(field) => format!("no link to anything in `{field}`"),
        DemandKind::Entries(least) => format!("fewer than {least} entries"),
        DemandKind::Table(columns) => format!("no table with the columns {}", columns.join(", ")),
        DemandKind::TimedEntries(least) => format!("fewer than {least} entries with a time"),
        DemandKind::Mentions(words) => format!("no word such as {}", quoted(words)),
        DemandKind::EachMentions(words) => format!("an entry without a word such as {}", quoted(words)),
        DemandKind::Actions => "no action".to_owned(),
        DemandKind::Field(field) => format!("`{field}` is not filled in"),
        DemandKind::Any(_) => "none of what is asked".to_owned(),
    }
}

/// What to write, by the kind of demand.
pub(super) fn suggestion(kind: &DemandKind) -> String {
    match kind {
        DemandKind::Number => "give a number with its unit".to_owned(),
        DemandKind::Date => "give a date such as 2026-03-14".to_owned(),
        DemandKind::Link => "link to what this rests on".to_owned(),
        DemandKind::LinkTo(field) => format!("name one of the ids in `{field}`, such as `MET-1`, in a sentence"),
        DemandKind::Entries(least) => format!("write {least} or more list items, table rows or sub-headings"),
        DemandKind::Table(columns) => format!("add a table with the header `| {} |`", columns.join(" | ")),
        DemandKind::TimedEntries(least) => format!("list {least} or more events, each with its time, such as `09:12`"),
        DemandKind::Mentions(words) | DemandKind::EachMentions(words) => {
            format!("say it in words such as {}", quoted(words))
        }
        DemandKind::Actions => "list the actions, each with owner and due date, or write why there is none".to_owned(),
        DemandKind::Field(field) => format!("fill in `{field}`"),
        DemandKind::Any(demands) => demands
            .iter()
            .map(|demand| suggestion(&demand.kind))
            .collect::<Vec<_>>()
            .join(", or "),
    }
}

fn quoted(words: &[String]) -> String {
    words
        .iter()
        .take(3)
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
