//! The fields of a document: short ones as a list of facts, lists of mappings as tables.

use std::collections::HashSet;

use serde::Serialize;

use super::PersonView;
use crate::link::{AnchorState, Target};
use crate::model::{Document, DocumentIndex, Field, Fields, Value};
use crate::render::library::Library;
use crate::render::markdown::{Address, OWN_ANCHOR, address};
use crate::span::Spanned;

/// Fields that pages show in a place of their own, or not at all.
const ELSEWHERE: [&str; 9] = [
    "status", "title", "id", "type", "owner", "summary", "aliases", "tags", "data",
];
/// Most rows of a table of fields that are shown; the last ones, because lists in time grow at their end.
const MAX_ROWS: usize = 24;

/// Most readings of a metric that are shown, a year of monthly ones; the text below them should not be far.
const MAX_READINGS: usize = 12;

/// Most columns of such a table; definitions name fewer.
const MAX_COLUMNS: usize = 24;

/// A field in a few words.
#[derive(Clone, Debug, Serialize)]
pub struct FactView {
    /// Its key: `motivated_by`.
    pub key: String,
    /// Its key as people write it: "Motivated by".
    pub label: String,
    /// What it holds.
    pub values: Vec<ValueView>,
}

/// One value.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ValueView {
    /// What it is called within its field: "Baseline"; empty where the field has one value.
    pub label: String,
    /// Its words.
    pub text: String,
    /// Where it leads.
    pub href: Option<String>,
    /// For machines, where it is a day or a moment.
    pub datetime: Option<String>,
    /// The person it names.
    pub person: Option<PersonView>,
}

/// A field that is a list of mappings.
#[derive(Clone, Debug, Serialize)]
pub struct FactTable {
    /// Its key.
    pub key: String,
    /// Its key as people write it.
    pub label: String,
    /// Headings.
    pub columns: Vec<String>,
    /// Rows.
    pub rows: Vec<FactRow>,
    /// How many earlier rows are left out.
    pub left_out: usize,
}

/// A row of a table of fields.
#[derive(Clone, Debug, Serialize)]
pub struct FactRow {
    /// The name by which links find the row: `fast` in `VIS-1#fast`.
    pub anchor: Option<String>,
    /// Cells, each with the values in it.
    pub cells: Vec<Vec<ValueView>>,
}

/// The facts and tables of a document.
pub fn facts(library: &Library<'_>, index: DocumentIndex) -> (Vec<FactView>, Vec<FactTable>) {
    let document = library.document(index);
    let reader = Reader {
        library,
        index,
        document,
    };
    let mut facts = Vec::new();
    let mut tables = Vec::new();
    let body = &document.parsed.body;
    let headings = body.headings.iter().map(|it| it.anchor.as_str());
    let named = body.anchors.iter().map(|it| it.value.as_str());
    let mut taken: HashSet<&str> = headings.chain(named).collect();
    for field in &document.fields {
        let key = field.key.value.as_str();
        if ELSEWHERE.contains(&key) || !field.value.value.is_filled() {
            continue;
        }
        match rows(&field.value.value) {
            Some(rows) => tables.push(reader.table(field, &rows, &mut taken)),
            None => facts.extend(reader.fact(field)),
        }
    }
    tables.extend(reader.readings());
    facts.extend(reader.tags());
    (facts, tables)
}

/// The mappings of a list that holds nothing else, or the one mapping that is there.
fn rows(value: &Value) -> Option<Vec<&Fields>> {
    match value {
        Value::List(items) => items.iter().map(|item| item.value.as_mapping()).collect(),
        Value::Mapping(fields) => Some(vec![fields]),
        _ => None,
    }
}

struct Reader<'a> {
    library: &'a Library<'a>,
    index: DocumentIndex,
    document: &'a Document,
}

impl Reader<'_> {
    fn fact(&self, field: &Field) -> Option<FactView> {
        let key = field.key.value.as_str();
        let mut values = Vec::new();
        self.values(&field.value, "", unit(key), &mut values);
        (!values.is_empty()).then(|| FactView {
            key: key.to_owned(),
            label: label(key),
            values,
        })
    }

    fn tags(&self) -> Option<FactView> {
        let route = &self.document.route;
        let tags = self.library.tags_of(self.document);
        let values: Vec<_> = tags
            .map(|tag| ValueView {
                text: tag.name.clone(),
                href: Some(self.library.href(route, &tag.route)),
                ..ValueView::default()
            })
            .collect();
        (!values.is_empty()).then(|| FactView {
            key: "tags".to_owned(),
            label: self.library.phrases.say("pages.tags").to_owned(),
            values,
        })
    }

    /// The readings of a metric that stand in the data file beside it, the latest last.
    fn readings(&self) -> Option<FactTable> {
        let corpus = self.library.input.corpus;
        let name = self.document.fields.text("data")?;
        let data = corpus.data.get(&*corpus.data_path(self.document, name)?)?;
        let unit = self.document.fields.text("unit").unwrap_or_default();
        let phrases = &*self.library.phrases;
        let say = |key: &str| phrases.say(key).to_owned();
        let left_out = data.readings.len().saturating_sub(MAX_READINGS);
        let rows = data.readings[left_out..].iter().map(|reading| FactRow {
            anchor: None,
            cells: vec![
                vec![ValueView {
                    text: phrases.day(reading.on),
                    datetime: Some(reading.on.to_string()),
                    ..ValueView::default()
                }],
                vec![ValueView {
                    text: format!("{} {unit}", phrases.number(reading.value))
                        .trim_end()
                        .to_owned(),
                    ..ValueView::default()
                }],
            ],
        });
        (!data.readings.is_empty()).then(|| FactTable {
            key: "readings".to_owned(),
            label: say("document.readings"),
            columns: vec![say("document.reading_on"), say("document.reading_value")],
            rows: rows.collect(),
            left_out,
        })
    }

    /// Whether a row may be found by a name: it is not the page's own, and nothing before it has it.
    fn is_free<'n>(&self, name: &'n str, taken: &mut HashSet<&'n str>) -> bool {
        !name.starts_with(OWN_ANCHOR) && taken.insert(name)
    }

    fn table<'r>(&self, field: &Field, rows: &[&'r Fields], taken: &mut HashSet<&'r str>) -> FactTable {
        let mut columns: Vec<&str> = Vec::new();
        for key in rows
            .iter()
            .flat_map(|row| row.iter())
            .map(|field| field.key.value.as_str())
        {
            if columns.len() < MAX_COLUMNS && !columns.contains(&key) {
                columns.push(key);
            }
        }
        let left_out = rows.len().saturating_sub(MAX_ROWS);
        let rows = rows[left_out..].iter().map(|row| FactRow {
            anchor: row.text("id").filter(|id| self.is_free(id, taken)).map(str::to_owned),
            cells: columns.iter().map(|key| self.cell(row.get(key), key)).collect(),
        });
        let rows = rows.collect();
        FactTable {
            key: field.key.value.clone(),
            label: label(&field.key.value),
            rows,
            columns: columns.into_iter().map(label).collect(),
            left_out,
        }
    }

    fn cell(&self, field: Option<&Field>, key: &str) -> Vec<ValueView> {
        let mut values = Vec::new();
        if let Some(field) = field {
            self.values(&field.value, "", unit(key), &mut values);
        }
        values
    }

    fn values(&self, spanned: &Spanned<Value>, label: &str, unit: Option<&str>, values: &mut Vec<ValueView>) {
        let value = match &spanned.value {
            Value::List(items) => return items.iter().for_each(|item| self.values(item, label, unit, values)),
            Value::Mapping(fields) => {
                for field in fields {
                    let key = field.key.value.as_str();
                    self.values(&field.value, &self::label(key), self::unit(key), values);
                }
                return;
            }
            Value::Empty => return,
            value => self.value(value, spanned, unit),
        };
        values.push(ValueView {
            label: label.to_owned(),
            ..value
        });
    }

    fn value(&self, value: &Value, spanned: &Spanned<Value>, unit: Option<&str>) -> ValueView {
        let text = |text: String| ValueView {
            text,
            ..ValueView::default()
        };
        let phrases = &*self.library.phrases;
        let say = |key: &str| phrases.say(key).to_owned();
        let with_unit = |number: f64| match unit {
            Some(key) => phrases.fill(key, &[("n", &phrases.number(number))]),
            None => phrases.number(number),
        };
        let route = &self.document.route;
        match value {
            Value::Number(it) => text(with_unit(*it)),
            Value::Range(low, high) if low == high => text(with_unit(*low)),
            Value::Range(low, high) => text(phrases.fill(
                "document.range",
                &[("low", &phrases.number(*low)), ("high", &with_unit(*high))],
            )),
            Value::Boolean(yes) => text(say(if *yes { "document.yes" } else { "document.no" })),
            Value::Date(date) => ValueView {
                datetime: Some(date.to_string()),
                ..text(phrases.day(*date))
            },
            Value::Instant(instant) => {
                let zoned = instant.zoned();
                ValueView {
                    datetime: Some(format!("{}T{}{}", zoned.date(), zoned.time(), instant.offset)),
                    ..text(zoned.strftime("%Y-%m-%d %H:%M %:z").to_string())
                }
            }
            Value::Url(url) => ValueView {
                href: (address(url) == Address::Elsewhere).then(|| url.clone()),
                ..text(without_scheme(url).to_owned())
            },
            Value::Person(handle) => ValueView {
                person: Some(self.library.person(route, handle)),
                ..text(String::new())
            },
            Value::Reference(_) | Value::Team(_) => self.reference(spanned),
            Value::None(reason) if reason.is_empty() => text(say("document.none")),
            Value::None(reason) => text(phrases.fill("document.none_because", &[("reason", reason)])),
            Value::Text(words) | Value::Duration(words, _) | Value::DataFile(words) => text(words.clone()),
            Value::Empty | Value::Invalid | Value::List(_) | Value::Mapping(_) => text(self.written(spanned)),
        }
    }

    fn reference(&self, spanned: &Spanned<Value>) -> ValueView {
        let reference = self.library.input.links.at(self.index, spanned.span);
        match reference.map(|reference| &reference.target) {
            Some(Target::Document { index, anchor }) => {
                let target = self.library.document(*index);
                let anchor = match anchor {
                    Some((name, AnchorState::Found)) => format!("#{name}"),
                    Some((_, AnchorState::Missing)) | None => String::new(),
                };
                ValueView {
                    text: match target.id.value.ends_with(|c: char| c.is_ascii_digit()) && !self.library.is_page(target)
                    {
                        true => format!("{}{anchor} {}", target.id.value, target.title.value),
                        false => target.title.value.clone(),
                    },
                    href: Some(
                        self.library
                            .href(&self.document.route, &format!("{}{anchor}", target.route)),
                    ),
                    ..ValueView::default()
                }
            }
            _ => ValueView {
                text: self.written(spanned),
                ..ValueView::default()
            },
        }
    }

    fn written(&self, spanned: &Spanned<Value>) -> String {
        spanned.span.text(&self.document.parsed.text).trim().to_owned()
    }
}

/// A key as people write it: `cost_weeks` is "Cost", counted in weeks.
pub fn label(key: &str) -> String {
    match key {
        "raci" => return "RACI".to_owned(),
        "ref" => return "Reference".to_owned(),
        "url" => return "Address".to_owned(),
        _ => {}
    }
    let words = key.strip_suffix("_weeks").unwrap_or(key).replace(['_', '-', '.'], " ");
    let mut characters = words.chars();
    let first = characters.next();
    first.map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// The phrase for a number of what a key counts.
fn unit(key: &str) -> Option<&'static str> {
    key.ends_with("_weeks").then_some("document.person_weeks")
}

fn without_scheme(url: &str) -> &str {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("mailto:"))
        .unwrap_or(url);
    rest.trim_end_matches('/')
}
