//! The words of the interface: what pages say that no document says.
//!
//! One file a language, `words/LANGUAGE.yaml` in the theme: groups of keys, each with a phrase. A phrase may hold values in
//! braces, `{n} of {total}`, and may differ by number: a mapping of `one` and `other`, chosen by the value `n`. English is
//! whole; another language falls back on it phrase by phrase. Templates write `say(key="listing.shown", n=3)`, pages
//! written in Rust call [`Phrases::say`] and [`Phrases::fill`].

use std::collections::{BTreeMap, HashMap};
use std::fmt::{Display, Write};
use std::sync::Arc;

use camino::Utf8Path;
use serde_json::{Map, Value};

use super::theme::ThemeError;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::yaml::{self, Mapping};

/// The language that is whole.
pub const WHOLE: &str = "en";
/// Rule of a file of words that cannot be used.
pub const RULE: &str = "theme-words";

/// The words of the interface in one language.
#[derive(Clone, Debug, Default)]
pub struct Phrases {
    by_key: HashMap<String, Phrase>,
}

/// What is said under one key.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Phrase {
    /// The same for every number.
    Same(String),
    /// One way for the number one, another for all others.
    Counted {
        /// For one.
        one: String,
        /// For all others.
        other: String,
    },
}

/// A file of words: where it is and what it says.
pub type WordsFile = (Arc<Utf8Path>, String);

impl Phrases {
    /// Reads files of words, each laid over those before it: English first.
    ///
    /// # Errors
    /// When a file is no mapping of groups to phrases, or names a key that English does not have.
    pub fn read(files: &[WordsFile]) -> Result<Self, ThemeError> {
        let mut phrases = Self::default();
        for (at, (path, text)) in files.iter().enumerate() {
            phrases.lay(path, text, at == 0)?;
        }
        Ok(phrases)
    }

    fn lay(&mut self, path: &Arc<Utf8Path>, text: &str, may_add: bool) -> Result<(), ThemeError> {
        let reading = yaml::read(text, Span::new(0, text.len()), path);
        if let Some(problem) = reading.problems.into_iter().next() {
            return Err(Box::new(problem));
        }
        let wrong = |span: Span, message: String| Box::new(Diagnostic::error(RULE, path, span, message));
        let Some(root) = reading.root.filter(|root| !root.is_null()) else {
            return Ok(());
        };
        let groups = root.mapping();
        let groups = groups.ok_or_else(|| wrong(root.span, "words are groups of `key: phrase` lines".to_owned()))?;
        for group in &groups.entries {
            if group.value.is_null() {
                continue;
            }
            let phrases = group.value.mapping();
            let name = &group.key.value;
            let phrases = phrases.ok_or_else(|| wrong(group.value.span, format!("`{name}` is a group of phrases")))?;
            for entry in &phrases.entries {
                let key = format!("{name}.{}", entry.key.value);
                if !may_add && !self.by_key.contains_key(&key) {
                    return Err(wrong(
                        entry.key.span,
                        format!("the interface says nothing under `{key}`"),
                    ));
                }
                let phrase = match (entry.value.text(), entry.value.mapping()) {
                    (Some(text), _) => Some(Phrase::Same(text.to_owned())),
                    (None, Some(numbers)) => counted(numbers),
                    (None, None) => None,
                };
                let taken = format!("`{key}` takes a phrase, or `one` and `other`");
                let phrase = phrase.ok_or_else(|| wrong(entry.value.span, taken))?;
                self.by_key.insert(key, phrase);
            }
        }
        Ok(())
    }

    /// What is said under a key; the key itself where nothing is, which a test of the built-in words rules out.
    pub fn say<'a>(&'a self, key: &'a str) -> &'a str {
        match self.by_key.get(key) {
            Some(Phrase::Same(text) | Phrase::Counted { other: text, .. }) => text,
            None => key,
        }
    }

    /// What is said under a key, with its values filled in. The value `n` chooses between one and other.
    pub fn fill(&self, key: &str, values: &[(&str, &dyn Display)]) -> String {
        let value = |name: &str| values.iter().find(|(own, _)| *own == name).map(|(_, value)| *value);
        let is_one = value("n").is_some_and(|n| n.to_string() == "1");
        let phrase = match self.by_key.get(key) {
            Some(Phrase::Counted { one, .. }) if is_one => one,
            _ => self.say(key),
        };
        let mut filled = String::with_capacity(phrase.len() + 16);
        let mut rest = phrase;
        while let Some(start) = rest.find('{') {
            let Some(end) = rest[start..].find('}').map(|end| start + end) else {
                break;
            };
            filled.push_str(&rest[..start]);
            match value(&rest[start + 1..end]) {
                // Writing into a string cannot fail.
                Some(value) => drop(write!(filled, "{value}")),
                None => filled.push_str(&rest[start..=end]),
            }
            rest = &rest[end + 1..];
        }
        filled.push_str(rest);
        filled
    }

    /// What a group says, as a statement that a script begins with and that puts it into a variable.
    pub fn script(&self, group: &str, variable: &str) -> String {
        let prefix = format!("{group}.");
        let own = self.by_key.iter();
        let own: BTreeMap<&str, &Phrase> = own
            .filter_map(|(key, phrase)| Some((key.strip_prefix(&prefix)?, phrase)))
            .collect();
        let json = |phrase: &Phrase| match phrase {
            Phrase::Same(text) => Value::from(text.as_str()),
            Phrase::Counted { one, other } => Value::from(vec![one.as_str(), other.as_str()]),
        };
        let words: Map<String, Value> = own
            .into_iter()
            .map(|(key, phrase)| (key.to_owned(), json(phrase)))
            .collect();
        format!("window.{variable}={};\n", Value::from(words))
    }
}

fn counted(numbers: &Mapping) -> Option<Phrase> {
    let text = |key: &str| numbers.get(key).and_then(yaml::Node::text).map(str::to_owned);
    Some(Phrase::Counted {
        one: text("one")?,
        other: text("other")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::shared_path;

    fn file(language: &str, text: &str) -> WordsFile {
        (shared_path(format!("theme/words/{language}.yaml")), text.to_owned())
    }

    #[test]
    fn values_are_filled_in_and_numbers_choose() {
        let english = "list:\n  shown: { one: '{n} document', other: '{n} documents of {total}' }\n  none: Nothing\n";
        let phrases = Phrases::read(&[file("en", english)]).expect("words");
        assert_eq!(phrases.fill("list.shown", &[("n", &1)]), "1 document");
        assert_eq!(
            phrases.fill("list.shown", &[("n", &3), ("total", &9)]),
            "3 documents of 9"
        );
        assert_eq!(phrases.say("list.none"), "Nothing");
    }

    #[test]
    fn another_language_falls_back_and_invents_no_key() {
        let english = file("en", "list:\n  none: Nothing\n  all: All\n");
        let german = file("de", "list:\n  none: Nichts\n");
        let phrases = Phrases::read(&[english.clone(), german]).expect("words");
        assert_eq!((phrases.say("list.none"), phrases.say("list.all")), ("Nichts", "All"));
        let problem = Phrases::read(&[english, file("de", "list:\n  nome: Nichts\n")]).expect_err("a key too many");
        assert_eq!(problem.message, "the interface says nothing under `list.nome`");
        assert_eq!(problem.path.as_str(), "theme/words/de.yaml");
    }
}
