//! What a field of the front matter may hold and when it is required.

/// One key of the front matter.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldDefinition {
    /// The key: `motivated_by`.
    pub name: String,
    /// What it may hold.
    pub kind: FieldKind,
    /// When it must be there: any of these; never, when empty.
    pub required: Vec<Requirement>,
    /// What to write, as a question or an instruction; empty when the name says it.
    pub prompt: String,
    /// A value to show in messages and in new documents, as YAML; empty when the kind says enough.
    pub example: String,
}

/// What a value may be.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldKind {
    /// Any text on one line.
    Text,
    /// Text with Markdown in it.
    Markdown,
    /// A number.
    Number,
    /// A number or two, smallest first: `[20, 30]`.
    Range,
    /// `true` or `false`, `yes` or `no`.
    Boolean,
    /// A day: `2026-03-14`.
    Date,
    /// A moment with its zone (RFC 3339): `2026-03-14T09:12:00+01:00`.
    Instant,
    /// A length of time: `90 min`, `6 weeks`.
    Duration,
    /// An address with its scheme.
    Url,
    /// The handle of a person.
    Person,
    /// Handles of several people.
    People,
    /// The id of a team, its prefix optional.
    Team,
    /// The id of a document of one of these types (any type, when empty), with `#anchor` where a part of it is meant.
    Reference {
        /// Names of the types that may be referred to.
        to: Vec<String>,
    },
    /// Several such ids. One alone may stand without a list.
    References {
        /// Names of the types that may be referred to.
        to: Vec<String>,
        /// Whether `none: the reason` may stand instead.
        or_none: bool,
    },
    /// One of a few words.
    OneOf {
        /// The words.
        values: Vec<String>,
        /// Whether a quarter such as `2026-Q3` may stand instead.
        or_quarter: bool,
    },
    /// Several values of one kind.
    List(Box<FieldKind>),
    /// A mapping with these keys.
    Mapping(Vec<FieldDefinition>),
    /// The name of a CSV file beside the document.
    DataFile,
}

/// A circumstance in which something is required: from a state on, under conditions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Requirement {
    /// Index of the state in the lifecycle; `None` for every state.
    pub from: Option<usize>,
    /// Only when one of these holds; any time, when empty.
    pub when: Vec<When>,
    /// Not when one of these holds.
    pub unless: Vec<When>,
}

/// A condition on the value of a field: `category: [debt, experiment]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// Key of the field, or `key.key` for one within a mapping.
    pub field: String,
    /// The values for which the condition holds.
    pub values: Vec<String>,
}

impl FieldKind {
    /// The kind's name as definitions write it: `one-of`.
    pub fn name(&self) -> &'static str {
        match self {
            FieldKind::Text => "text",
            FieldKind::Markdown => "markdown",
            FieldKind::Number => "number",
            FieldKind::Range => "range",
            FieldKind::Boolean => "boolean",
            FieldKind::Date => "date",
            FieldKind::Instant => "instant",
            FieldKind::Duration => "duration",
            FieldKind::Url => "url",
            FieldKind::Person => "person",
            FieldKind::People => "people",
            FieldKind::Team => "team",
            FieldKind::Reference { .. } => "reference",
            FieldKind::References { .. } => "references",
            FieldKind::OneOf { .. } => "one-of",
            FieldKind::List(_) => "list",
            FieldKind::Mapping(_) => "mapping",
            FieldKind::DataFile => "data-file",
        }
    }
}
