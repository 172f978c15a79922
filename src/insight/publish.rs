//! Insights as JSON, for programs: `api/insights.json`.
//!
//! Every type of insight says in its own file how it is published, most with one line of `published!`; documents become
//! their ids, days their usual form, what is not known `null`. Names of keys are names of fields, so renaming a field of a
//! published type breaks whoever reads the file: keys are added, never removed, renamed or given another meaning.

use jiff::civil::Date;
use serde_json::{Map, Value as Json};

use super::quarter::Quarter;
use crate::model::{Corpus, DocumentIndex, Instant, Reading};

/// What can be published.
pub trait Publish {
    /// It as JSON; the corpus gives documents their ids.
    fn publish(&self, corpus: &Corpus) -> Json;

    /// Writes it as JSON. What all documents add up to is long, and is not held as a tree where it is only written.
    fn write(&self, corpus: &Corpus, json: &mut Vec<u8>) {
        // Maps with text as keys and finite numbers always serialise.
        let _ = serde_json::to_writer(json, &self.publish(corpus));
    }
}

/// Writes a list.
pub fn write_list<'a, T: Publish + 'a>(items: impl Iterator<Item = &'a T>, corpus: &Corpus, json: &mut Vec<u8>) {
    json.push(b'[');
    for (place, item) in items.enumerate() {
        if place > 0 {
            json.push(b',');
        }
        item.write(corpus, json);
    }
    json.push(b']');
}

/// Writes a field of an object after what is there of it: nothing, the brace that opens it, or another field. Names of
/// fields need no escaping.
pub fn write_field(name: &str, value: &impl Publish, corpus: &Corpus, json: &mut Vec<u8>) {
    if json.last().is_some_and(|last| *last != b'{') {
        json.push(b',');
    }
    json.push(b'"');
    json.extend_from_slice(name.as_bytes());
    json.extend_from_slice(b"\":");
    value.write(corpus, json);
}

/// Publishes a structure by its fields: `published!(Times { known, unknown, median });`. A field that is not named is not
/// published; one that is called otherwise is `index as document`. What pages count from its fields is published beside
/// them, by the methods that count it: `published!(Debt { risk } with { sum });`.
macro_rules! published {
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:ident) => { stringify!($key) };
    ($name:ty { $($field:ident $(as $key:ident)?),+ $(,)? } $(with { $($counted:ident),+ $(,)? })?) => {
        impl $crate::insight::publish::Publish for $name {
            fn publish(&self, corpus: &$crate::model::Corpus) -> serde_json::Value {
                let mut map = serde_json::Map::new();
                $(map.insert($crate::insight::publish::published!(@key $field $($key)?).to_owned(), $crate::insight::publish::Publish::publish(&self.$field, corpus));)+
                $($(map.insert(stringify!($counted).to_owned(), $crate::insight::publish::Publish::publish(&self.$counted(), corpus));)+)?
                serde_json::Value::Object(map)
            }

            fn write(&self, corpus: &$crate::model::Corpus, json: &mut Vec<u8>) {
                json.push(b'{');
                $($crate::insight::publish::write_field($crate::insight::publish::published!(@key $field $($key)?), &self.$field, corpus, json);)+
                $($($crate::insight::publish::write_field(stringify!($counted), &self.$counted(), corpus, json);)+)?
                json.push(b'}');
            }
        }
    };
}
pub(crate) use published;

/// Publishes one of a few words: `named!(Judgement { Hit: "hit", Missed: "missed" });`.
macro_rules! named {
    ($name:ident { $($variant:ident: $word:literal),+ $(,)? }) => {
        impl $crate::insight::publish::Publish for $name {
            fn publish(&self, _: &$crate::model::Corpus) -> serde_json::Value {
                match self {
                    $($name::$variant => $word.into(),)+
                }
            }
        }
    };
}
pub(crate) use named;

/// Publishes a pair under two keys: `rows!((DocumentIndex, Tally), "customer", "bets");`.
macro_rules! rows {
    ($name:ty, $first:literal, $second:literal) => {
        impl $crate::insight::publish::Publish for $name {
            fn publish(&self, corpus: &$crate::model::Corpus) -> serde_json::Value {
                let mut map = serde_json::Map::new();
                map.insert(
                    $first.to_owned(),
                    $crate::insight::publish::Publish::publish(&self.0, corpus),
                );
                map.insert(
                    $second.to_owned(),
                    $crate::insight::publish::Publish::publish(&self.1, corpus),
                );
                serde_json::Value::Object(map)
            }

            fn write(&self, corpus: &$crate::model::Corpus, json: &mut Vec<u8>) {
                json.push(b'{');
                $crate::insight::publish::write_field($first, &self.0, corpus, json);
                $crate::insight::publish::write_field($second, &self.1, corpus, json);
                json.push(b'}');
            }
        }
    };
}
pub(crate) use rows;

impl Publish for DocumentIndex {
    fn publish(&self, corpus: &Corpus) -> Json {
        Json::from(corpus.get(*self).id.value.as_str())
    }

    fn write(&self, corpus: &Corpus, json: &mut Vec<u8>) {
        let _ = serde_json::to_writer(json, corpus.get(*self).id.value.as_str());
    }
}

impl Publish for Date {
    fn publish(&self, _: &Corpus) -> Json {
        Json::from(self.to_string())
    }

    fn write(&self, _: &Corpus, json: &mut Vec<u8>) {
        json.extend_from_slice(format!("\"{self}\"").as_bytes());
    }
}

impl Publish for Quarter {
    fn publish(&self, _: &Corpus) -> Json {
        Json::from(self.to_string())
    }
}

impl Publish for Instant {
    fn publish(&self, _: &Corpus) -> Json {
        let zoned = self.zoned();
        Json::from(format!("{}T{}{}", zoned.date(), zoned.time(), zoned.strftime("%:z")))
    }
}

published!(Reading { on, value });

/// What is published of something already.
impl Publish for Json {
    fn publish(&self, _: &Corpus) -> Json {
        self.clone()
    }

    fn write(&self, _: &Corpus, json: &mut Vec<u8>) {
        let _ = serde_json::to_writer(json, self);
    }
}

impl Publish for String {
    fn publish(&self, _: &Corpus) -> Json {
        Json::from(self.as_str())
    }

    fn write(&self, _: &Corpus, json: &mut Vec<u8>) {
        let _ = serde_json::to_writer(json, self);
    }
}

impl Publish for &'static str {
    fn publish(&self, _: &Corpus) -> Json {
        Json::from(*self)
    }
}

macro_rules! plain {
    ($($name:ty),+) => {
        $(impl Publish for $name {
            fn publish(&self, _: &Corpus) -> Json {
                Json::from(*self)
            }
        })+
    };
}
plain!(bool, u8, u32, usize, i32, i64, f64);

impl<T: Publish> Publish for Option<T> {
    fn publish(&self, corpus: &Corpus) -> Json {
        self.as_ref().map_or(Json::Null, |value| value.publish(corpus))
    }

    fn write(&self, corpus: &Corpus, json: &mut Vec<u8>) {
        match self {
            Some(value) => value.write(corpus, json),
            None => json.extend_from_slice(b"null"),
        }
    }
}

impl<T: Publish> Publish for Vec<T> {
    fn publish(&self, corpus: &Corpus) -> Json {
        self.iter().map(|value| value.publish(corpus)).collect()
    }

    fn write(&self, corpus: &Corpus, json: &mut Vec<u8>) {
        write_list(self.iter(), corpus, json);
    }
}

/// A number and the document it comes from.
impl Publish for (DocumentIndex, f64) {
    fn publish(&self, corpus: &Corpus) -> Json {
        let mut map = Map::new();
        map.insert("document".to_owned(), self.0.publish(corpus));
        map.insert("value".to_owned(), self.1.publish(corpus));
        Json::Object(map)
    }

    fn write(&self, corpus: &Corpus, json: &mut Vec<u8>) {
        json.push(b'{');
        write_field("document", &self.0, corpus, json);
        write_field("value", &self.1, corpus, json);
        json.push(b'}');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    struct Sample {
        on: Option<Date>,
        numbers: Vec<f64>,
    }
    impl Sample {
        fn count(&self) -> usize {
            self.numbers.len()
        }
    }
    published!(Sample { on, numbers } with { count });

    #[test]
    fn what_is_unknown_is_null_and_days_read_as_usual() {
        let organisation = crate::pipeline::check(
            crate::repository::Snapshot::default(),
            &crate::pipeline::Options::default(),
        );
        let json = |sample: Sample| {
            let mut written = Vec::new();
            sample.write(&organisation.corpus, &mut written);
            let tree = sample.publish(&organisation.corpus).to_string();
            assert_eq!(String::from_utf8(written).as_ref(), Ok(&tree));
            tree
        };
        let known = Sample {
            on: Some(date(2024, 2, 29)),
            numbers: vec![1.5, f64::NAN],
        };
        assert_eq!(json(known), r#"{"on":"2024-02-29","numbers":[1.5,null],"count":2}"#);
        let unknown = Sample {
            on: None,
            numbers: Vec::new(),
        };
        assert_eq!(json(unknown), r#"{"on":null,"numbers":[],"count":0}"#);
    }
}
