//! The functions that templates have besides Tera's own: `say`, `day`, `number` and `lang`.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::civil::Date;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::render::phrases::{Filling, Phrases, Said, WHOLE};

/// Makes the functions known. `documents` is the language that documents are written in.
pub(super) fn register(tera: &mut Tera, phrases: &Arc<Phrases>, documents: &str) {
    let own = Arc::clone(phrases);
    tera.register_function("say", move |values: Kwargs, _: &State<'_>| say(&own, &values));
    let own = Arc::clone(phrases);
    tera.register_function("day", move |values: Kwargs, _: &State<'_>| day(&own, &values));
    let own = Arc::clone(phrases);
    tera.register_function("number", move |values: Kwargs, _: &State<'_>| number(&own, &values));
    let marks = Marks::new(phrases.language(), documents);
    tera.register_function("lang", move |values: Kwargs, _: &State<'_>| marks.lang(&values));
}

/// `say(key="listing.shown", n=3)`: the phrase under a key, with the other arguments as its values. What a component
/// wrote may be a value.
fn say(phrases: &Phrases, values: &Kwargs) -> TeraResult<Value> {
    let key: &str = values.must_get("key")?;
    if !phrases.has(key) {
        let meant = phrases.closest(key);
        let hint = meant.map_or_else(String::new, |meant| format!(". Did you mean `{meant}`?"));
        return Err(Error::message(format!(
            "the interface says nothing under `{key}`{hint}"
        )));
    }
    let named = values
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().filter(|name| *name != "key")?, value)));
    let fillings = named.map(|(name, value)| Filling {
        name,
        text: value
            .as_str()
            .map_or_else(|| Cow::Owned(value.to_string()), Cow::Borrowed),
        is_html: value.is_safe() && value.as_str().is_some(),
    });
    let fillings: Vec<Filling<'_>> = fillings.collect();
    Ok(match phrases.html(key, &fillings) {
        Said::Plain(words) => Value::from(words),
        Said::Html(html) => Value::safe_string(&html),
    })
}

/// `day(of="2026-03-14")`: a day as the language writes it; what is no day stays as it is.
fn day(phrases: &Phrases, values: &Kwargs) -> TeraResult<String> {
    let text: &str = values.must_get("of")?;
    Ok(match text.parse::<Date>() {
        Ok(date) => phrases.day(date),
        Err(_) => text.to_owned(),
    })
}

/// `number(of=1.5)`: a number as the language writes it.
fn number(phrases: &Phrases, values: &Kwargs) -> TeraResult<String> {
    let number: &Value = values.must_get("of")?;
    Ok(phrases.decimal(&number.to_string()))
}

/// Attributes that name the language of a part of the page, where it is another one than the interface's.
struct Marks {
    documents: Value,
    english: Value,
}

impl Marks {
    fn new(interface: &str, documents: &str) -> Self {
        let mark = |language: &str| match language.eq_ignore_ascii_case(interface) {
            true => Value::safe_string(""),
            // A code of a language is letters, digits and hyphens.
            false => Value::safe_string(&format!(" lang=\"{language}\"")),
        };
        Self {
            documents: mark(documents),
            english: mark(WHOLE),
        }
    }

    /// `lang()` of what documents say, `lang(of="english")` of what docent says in English only, and `lang(english=…)` of what
    /// is the one or the other.
    fn lang(&self, values: &Kwargs) -> TeraResult<Value> {
        let is_english =
            values.get::<bool>("english")?.unwrap_or_default() || values.get::<&str>("of")? == Some("english");
        Ok(match is_english {
            true => self.english.clone(),
            false => self.documents.clone(),
        })
    }
}
