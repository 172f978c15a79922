//! What a section of the body must answer.

use super::field::Requirement;

/// One section of a type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SectionDefinition {
    /// Its name: "Business motivation".
    pub heading: String,
    /// Other headings that mean the same.
    pub aliases: Vec<String>,
    /// Number of the question it answers, where the type numbers its questions.
    pub question: Option<u32>,
    /// When it must be there: any of these; never, when empty.
    pub required: Vec<Requirement>,
    /// When its lack is worth a warning although nothing requires it: any of these; never, when empty.
    pub advised: Vec<Requirement>,
    /// Fewest words that count as an answer.
    pub words: usize,
    /// What the answer must hold; all of these.
    pub must: Vec<Demand>,
    /// Whether "Not applicable because …" with a reason of five words is an answer.
    pub may_not_apply: bool,
    /// The question it answers, as the author is asked it.
    pub prompt: String,
}

/// Something that an answer must hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// What is looked for.
    pub kind: DemandKind,
    /// What to tell the author when it is missing: "say what triggers it"; empty for the words of the kind.
    pub ask: String,
}

/// The kinds of demand.
#[derive(Clone, Debug, PartialEq)]
pub enum DemandKind {
    /// A number, in digits or as a word.
    Number,
    /// A date, a month with its year, or a quarter.
    Date,
    /// A link or a reference.
    Link,
    /// A link or reference to one of the documents that a field names; met when the field is empty.
    LinkTo(String),
    /// At least so many entries: list items, table rows or sub-headings.
    Entries(usize),
    /// A table with these columns.
    Table(Vec<String>),
    /// At least so many entries that carry a time.
    TimedEntries(usize),
    /// One of these words or phrases, compared without case.
    Mentions(Vec<String>),
    /// One of these words or phrases in each entry, or a table column named by one.
    EachMentions(Vec<String>),
    /// Actions, each with owner and due date or with a tracker link, or a reason why there is none.
    Actions,
    /// A field of the front matter that is filled answers it, also where the section is not written at all.
    Field(String),
    /// Any one of these.
    Any(Vec<Demand>),
}
