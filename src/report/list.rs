//! A list of documents.

use serde_json::{Map, Value};

use super::log::rfc3339;
use super::plain::{json_text, plain};
use super::table::{Keep, aligned};
use crate::history::History;
use crate::model::{Corpus, Document, DocumentIndex, Status};
use crate::query::{LastChange, last_change};

const BOLD: &str = "\u{1b}[1m";
const RESET: &str = "\u{1b}[0m";
/// What a table shows where there is nothing.
const NOTHING: &str = "–";
/// Fewest columns of a terminal on which a table of everything has room for paths.
const ROOM_FOR_PATHS: usize = 110;

/// What is told of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Its id.
    Id,
    /// Its title.
    Title,
    /// Name of its type.
    Type,
    /// The state it is in.
    State,
    /// Handle of its owner.
    Owner,
    /// Its team, as it names it.
    Team,
    /// When it was last changed, as Git knows it.
    Updated,
    /// Its file.
    Path,
}

/// Documents and what is told of each.
#[derive(Clone, Copy, Debug)]
pub struct Listing<'a> {
    /// The corpus they belong to.
    pub corpus: &'a Corpus,
    /// Its past.
    pub history: &'a History,
    /// The documents, in their order.
    pub documents: &'a [DocumentIndex],
    /// What is told of them.
    pub columns: &'a [Column],
}

impl Column {
    /// All there are, in the order they are shown.
    pub const ALL: [Self; 8] = [
        Self::Id,
        Self::Title,
        Self::Type,
        Self::State,
        Self::Owner,
        Self::Team,
        Self::Updated,
        Self::Path,
    ];

    /// Its name, which is also its key in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Title => "title",
            Self::Type => "type",
            Self::State => "state",
            Self::Owner => "owner",
            Self::Team => "team",
            Self::Updated => "updated",
            Self::Path => "path",
        }
    }

    /// A column by its name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    fn keep(self) -> Keep {
        match self {
            Self::Title => Keep::Start(16),
            Self::Path => Keep::End(16),
            Self::Owner | Self::Team => Keep::Start(6),
            Self::Id | Self::Type | Self::State | Self::Updated => Keep::Whole,
        }
    }
}

impl<'a> Listing<'a> {
    fn rows(&self) -> impl Iterator<Item = &'a Document> {
        let corpus = self.corpus;
        self.documents.iter().map(move |index| corpus.get(*index))
    }

    fn last_change(&self, document: &Document) -> LastChange {
        last_change(self.history, document.path())
    }

    /// What stands in a column, but for the last change, which looks different in each format.
    fn word(&self, document: &'a Document, column: Column) -> Option<&'a str> {
        match column {
            Column::Id => Some(&document.id.value),
            Column::Title => Some(&document.title.value),
            Column::Type => Some(&self.corpus.definition(document).type_name),
            Column::State => match &document.status {
                Status::Unknown(word) => Some(&word.value),
                _ => self.corpus.state_name(document),
            },
            Column::Owner => document.owner(),
            Column::Team => document.fields.text("team"),
            Column::Updated => None,
            Column::Path => Some(document.path().as_str()),
        }
    }
}

/// Documents as a table with a line of headings, cut to a width where one is given; a narrow one has no room for paths
/// unless columns are asked for. Carries ANSI codes.
pub fn listing_table(listing: &Listing<'_>, width: Option<usize>) -> String {
    let is_narrow = width.is_some_and(|width| width < ROOM_FOR_PATHS);
    let columns = match listing.columns == Column::ALL && is_narrow {
        true => &Column::ALL[..Column::ALL.len() - 1],
        false => listing.columns,
    };
    let heading = columns.iter().map(|it| it.name().to_uppercase()).collect();
    let cell = |document, column| match (column, listing.last_change(document)) {
        (Column::Updated, LastChange::At(moment)) => moment.date().to_string(),
        (Column::Updated, LastChange::Unknown) => "unknown".to_owned(),
        _ => listing.word(document, column).map_or_else(|| NOTHING.to_owned(), plain),
    };
    let row = |document| columns.iter().map(|column| cell(document, *column)).collect();
    let rows: Vec<Vec<String>> = std::iter::once(heading).chain(listing.rows().map(row)).collect();
    let keep: Vec<_> = columns.iter().map(|it| it.keep()).collect();
    let mut lines = aligned(&rows, &keep, width);
    lines[0] = format!("{BOLD}{}{RESET}", lines[0]);
    lines.join("\n")
}

/// Documents as a JSON array; what is not known is `null`.
pub fn json(listing: &Listing<'_>) -> String {
    let value = |document, column| match (column, listing.last_change(document)) {
        (Column::Updated, LastChange::At(moment)) => Value::from(rfc3339(moment)),
        _ => listing.word(document, column).map_or(Value::Null, Value::from),
    };
    let row = |document| -> Value {
        let entries = listing.columns.iter();
        let entries = entries.map(|column| (column.name().to_owned(), value(document, *column)));
        Value::Object(entries.collect::<Map<_, _>>())
    };
    let rows: Vec<Value> = listing.rows().map(row).collect();
    json_text(&serde_json::to_string_pretty(&rows).unwrap_or_default())
}

/// Documents as CSV with a line of headings. Every cell is in quotes, and none is a formula to a spreadsheet.
pub fn csv(listing: &Listing<'_>) -> String {
    let mut writer = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = writer.write_record(listing.columns.iter().map(|it| it.name()));
    for document in listing.rows() {
        let cell = |column: &Column| match (column, listing.last_change(document)) {
            (Column::Updated, LastChange::At(moment)) => moment.date().to_string(),
            _ => harmless(&plain(listing.word(document, *column).unwrap_or_default())),
        };
        let _ = writer.write_record(listing.columns.iter().map(cell));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).trim_end().to_owned()
}

/// A cell that a spreadsheet reads as text: in front of what would be a formula stands an apostrophe.
fn harmless(cell: &str) -> String {
    let formula = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    match cell.starts_with(formula) {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    }
}
