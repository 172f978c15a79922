//! Fields and the values they hold.

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Timestamp, Zoned};

use crate::span::Spanned;

/// What a field holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing was written after the key.
    Empty,
    /// Something that is not of the field's kind.
    Invalid,
    /// Text, Markdown or one of a few words.
    Text(String),
    /// A number.
    Number(f64),
    /// A smallest and a largest number; the same twice where one was written.
    Range(f64, f64),
    /// True or false.
    Boolean(bool),
    /// A day.
    Date(Date),
    /// A moment.
    Instant(Instant),
    /// A length of time, as written and in seconds.
    Duration(String, f64),
    /// An address.
    Url(String),
    /// The handle of a person, without `@`.
    Person(String),
    /// The id of a team, as written.
    Team(String),
    /// The id of a document.
    Reference(Reference),
    /// `none` instead of references, with the reason given.
    None(String),
    /// The name of a data file.
    DataFile(String),
    /// Several values.
    List(Vec<Spanned<Value>>),
    /// Values by key.
    Mapping(Fields),
}

/// An id, and perhaps a place within the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The id as written: `CUS-2`.
    pub id: String,
    /// What follows `#`: `slow-ci`.
    pub anchor: Option<String>,
}

/// A moment and the offset from UTC it was written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instant {
    /// The moment.
    pub timestamp: Timestamp,
    /// The offset it was written with.
    pub offset: Offset,
}

impl Instant {
    /// Reads an RFC 3339 instant; the offset is demanded.
    pub fn parse(text: &str) -> Option<Self> {
        let timestamp: Timestamp = text.parse().ok()?;
        let pieces = jiff::fmt::temporal::Pieces::parse(text).ok()?;
        let offset = pieces.to_numeric_offset().unwrap_or(Offset::UTC);
        Some(Self { timestamp, offset })
    }

    /// The moment on the clock of its own offset.
    pub fn zoned(self) -> Zoned {
        self.timestamp.to_zoned(self.offset.to_time_zone())
    }
}

impl Reference {
    /// Splits `CUS-2#slow-ci`.
    pub fn parse(text: &str) -> Self {
        match text.split_once('#') {
            Some((id, anchor)) => Self {
                id: id.to_owned(),
                anchor: Some(anchor.to_owned()),
            },
            None => Self {
                id: text.to_owned(),
                anchor: None,
            },
        }
    }
}

impl Value {
    /// Whether there is something that counts as filled in.
    pub fn is_filled(&self) -> bool {
        match self {
            Value::Empty | Value::Invalid => false,
            Value::Text(text) => !text.trim().is_empty(),
            Value::List(items) => items.iter().any(|item| item.value.is_filled()),
            Value::Mapping(fields) => !fields.is_empty(),
            _ => true,
        }
    }

    /// The text of a text, a url, a handle or a date as written in `docent`'s own form.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) | Value::Url(text) | Value::Person(text) | Value::Team(text) | Value::DataFile(text) => {
                Some(text)
            }
            Value::Duration(text, _) => Some(text),
            _ => None,
        }
    }

    /// The day of a date, or of an instant on its own clock.
    pub fn as_date(&self) -> Option<Date> {
        match self {
            Value::Date(date) => Some(*date),
            Value::Instant(instant) => Some(instant.zoned().date()),
            _ => None,
        }
    }

    /// The keys of a mapping.
    pub fn as_mapping(&self) -> Option<&Fields> {
        match self {
            Value::Mapping(fields) => Some(fields),
            _ => None,
        }
    }

    /// Every value in it that is not a list or mapping itself, with its place; the value itself, where it is neither.
    pub fn leaves<'a>(spanned: &'a Spanned<Value>, visit: &mut dyn FnMut(&'a Spanned<Value>)) {
        match &spanned.value {
            Value::List(items) => items.iter().for_each(|item| Value::leaves(item, visit)),
            Value::Mapping(fields) => fields.iter().for_each(|field| Value::leaves(&field.value, visit)),
            _ => visit(spanned),
        }
    }
}

/// What a word means where true or false is meant.
pub fn boolean(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "true" | "yes" => Some(true),
        "false" | "no" => Some(false),
        _ => None,
    }
}

/// A field that was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its key and where it stands.
    pub key: Spanned<String>,
    /// Its value and where it stands.
    pub value: Spanned<Value>,
    /// Whether the definition knows the key; an unknown one is read as text.
    pub known: bool,
}

/// Fields in the order they were written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields {
    fields: Vec<Field>,
    /// A hash of each key: side by side, so that a look-up reads one line of memory and not every key.
    hashes: Box<[u32]>,
    /// A bit for each of them, so that most questions for what is not there are answered at once.
    marks: u128,
}

/// FNV-1a: quick on short words, and its upper bits tell them apart.
fn hash(key: &str) -> u32 {
    let step = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    key.bytes().fold(0x811c_9dc5, step)
}

/// One bit of 128 for a hash.
fn mark(hash: u32) -> u128 {
    1 << (hash >> 25)
}

impl Fields {
    /// Fields in the order they were written.
    pub(super) fn new(fields: Vec<Field>) -> Self {
        let hashes: Box<[u32]> = fields.iter().map(|field| hash(&field.key.value)).collect();
        let marks = hashes.iter().fold(0, |marks, hash| marks | mark(*hash));
        Self { fields, hashes, marks }
    }

    /// All fields.
    pub fn iter(&self) -> std::slice::Iter<'_, Field> {
        self.fields.iter()
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// A field by its key.
    pub fn get(&self, key: &str) -> Option<&Field> {
        let wanted = hash(key);
        if self.marks & mark(wanted) == 0 {
            return None;
        }
        let mut alike = self
            .hashes
            .iter()
            .zip(&self.fields)
            .filter(|(hash, _)| **hash == wanted);
        alike.find(|(_, field)| field.key.value == key).map(|(_, field)| field)
    }

    /// A field by its key, where something is filled in.
    pub fn filled(&self, key: &str) -> Option<&Field> {
        self.get(key).filter(|field| field.value.value.is_filled())
    }

    /// The value of a field that is filled in.
    pub fn value(&self, key: &str) -> Option<&Value> {
        self.filled(key).map(|field| &field.value.value)
    }

    /// Whether a field, or one in a mapping with `key.key`, holds what a word says: a text is the word, and `yes` says the
    /// same as `true`.
    pub fn say(&self, path: &str, word: &str) -> bool {
        if let Some((key, rest)) = path.split_once('.') {
            let mapping = self.value(key).and_then(Value::as_mapping);
            return mapping.is_some_and(|it| it.say(rest, word));
        }
        match self.value(path) {
            Some(Value::Boolean(is)) => boolean(word) == Some(*is),
            Some(value) => value.as_text() == Some(word),
            None => false,
        }
    }

    /// The text of a field, or of one in a mapping with `key.key`.
    pub fn text(&self, path: &str) -> Option<&str> {
        match path.split_once('.') {
            Some((key, rest)) => self.value(key)?.as_mapping()?.text(rest),
            None => self.value(path)?.as_text(),
        }
    }
}

impl<'a> IntoIterator for &'a Fields {
    type Item = &'a Field;
    type IntoIter = std::slice::Iter<'a, Field>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
