//! The words of the interface: what pages say that no document says.
//!
//! One file a language, `words/LANGUAGE.yaml` in the theme: groups of keys, each with a phrase. A phrase may differ by
//! number: a mapping of `one` and `other`, chosen by the value `n`. English is whole; another language falls back on it
//! phrase by phrase. Templates write `say(key="listing.shown", n=3)`, pages written in Rust call [`Phrases::say`] and
//! [`Phrases::fill`].
//!
//! A phrase is a whole sentence, so that a translator may put its parts in another order: `{day}` stands for a value,
//! `[all revisions]({href})` for a link to an address that is a value, and words in backquotes are code. There is no other
//! markup, and an address never comes from the file of words.

mod format;
mod wording;

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::Arc;

use camino::Utf8Path;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::span::Span;
use crate::yaml::{self, Entry, Mapping};
use wording::Wording;

pub use wording::{Filling, Said};

/// The language that is whole.
pub const WHOLE: &str = "en";
/// Rule of a file of words that cannot be used.
pub const RULE: &str = "theme-words";
/// The group whose phrases take other values in other languages.
const FORMAT: &str = "format";
/// The group that an organisation may add keys to, for templates of its own.
const OWN: &str = "own";

/// The words of the interface in one language.
#[derive(Clone, Debug, Default)]
pub struct Phrases {
    by_key: FxHashMap<String, Phrase>,
    /// The language that they are in.
    language: String,
}

/// What is said under one key.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Phrase {
    /// For the number one, where that is said in another way.
    one: Option<Wording>,
    /// For all others.
    other: Wording,
}

/// A file of words: where it is and what it says.
pub type WordsFile = (Arc<Utf8Path>, String);

impl Phrases {
    /// Reads files of words, each laid over those before it: English first.
    ///
    /// # Errors
    /// When a file is no mapping of groups to phrases, or names a key or a value that English does not have.
    pub fn read(files: &[WordsFile]) -> Result<Self, Box<Diagnostic>> {
        let mut phrases = Self {
            language: WHOLE.to_owned(),
            ..Self::default()
        };
        for (at, (path, text)) in files.iter().enumerate() {
            phrases.lay(path, text, at == 0)?;
            if let Some(language) = path.file_stem().filter(|_| at > 0) {
                language.clone_into(&mut phrases.language);
            }
        }
        Ok(phrases)
    }

    /// The built-in English words.
    #[cfg(test)]
    pub fn english() -> Self {
        let words = include_str!("../../themes/default/words/en.yaml");
        Self::read(&[(crate::diagnostic::shared_path("en.yaml"), words.to_owned())]).expect("words")
    }

    fn lay(&mut self, path: &Arc<Utf8Path>, text: &str, may_add: bool) -> Result<(), Box<Diagnostic>> {
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
                self.add(path, name, entry, may_add || name == OWN)?;
            }
        }
        Ok(())
    }

    fn add(&mut self, path: &Arc<Utf8Path>, group: &str, entry: &Entry, may_add: bool) -> Result<(), Box<Diagnostic>> {
        let wrong = |span: Span, message: String| Diagnostic::error(RULE, path, span, message);
        let key = format!("{group}.{}", entry.key.value);
        let phrase = match (entry.value.text(), entry.value.mapping()) {
            (Some(text), _) => Some(Phrase {
                one: None,
                other: Wording::read(text),
            }),
            (None, Some(numbers)) => counted(numbers),
            (None, None) => None,
        };
        let phrase = phrase.ok_or_else(|| {
            wrong(
                entry.value.span,
                format!("`{key}` takes a phrase, or `one` and `other`"),
            )
            .with_help("put a phrase into quotes that begins with a brace or holds `: `")
        })?;
        match self.by_key.get(&key) {
            None if !may_add => return Err(Box::new(self.unknown(path, entry.key.span, &key))),
            Some(known) if !may_add && group != FORMAT => {
                let values = known.values();
                let others = phrase.values();
                if let Some(other) = others.iter().find(|name| !values.contains(name)) {
                    let names: Vec<_> = values.iter().map(|name| format!("`{{{name}}}`")).collect();
                    let help = match names.is_empty() {
                        true => "this phrase has no values".to_owned(),
                        false => format!("its values are {}", names.join(", ")),
                    };
                    let message = format!("`{key}` has no value `{{{other}}}`");
                    return Err(Box::new(wrong(entry.value.span, message).with_help(help)));
                }
            }
            _ => {}
        }
        self.by_key.insert(key, phrase);
        Ok(())
    }

    /// The diagnostic about a key that nothing is said under.
    fn unknown(&self, path: &Arc<Utf8Path>, span: Span, key: &str) -> Diagnostic {
        let problem = Diagnostic::error(RULE, path, span, format!("the interface says nothing under `{key}`"));
        match self.closest(key) {
            Some(closest) => problem.with_help(format!("did you mean `{closest}`?")),
            None => problem.with_help(format!("words for templates of your own go into the group `{OWN}`")),
        }
    }

    /// The key that someone may have meant.
    pub fn closest(&self, key: &str) -> Option<&str> {
        let mut keys: Vec<&str> = self.by_key.keys().map(String::as_str).collect();
        keys.sort_unstable();
        did_you_mean(key, keys)
    }

    /// The language that the interface speaks.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The same words, spoken in a region that has none of its own: `de-AT`.
    pub fn spoken_in(mut self, language: &str) -> Self {
        language.clone_into(&mut self.language);
        self
    }

    /// Whether anything is said under a key.
    pub fn has(&self, key: &str) -> bool {
        self.by_key.contains_key(key)
    }

    /// What is said under a key, as it is written; the key itself where nothing is, which a test of the built-in words
    /// rules out.
    pub fn say<'a>(&'a self, key: &'a str) -> &'a str {
        self.by_key.get(key).map_or(key, |phrase| phrase.other.as_str())
    }

    /// What is said under a key, with its values filled in. The value `n` chooses between one and other.
    pub fn fill(&self, key: &str, values: &[(&str, &dyn Display)]) -> String {
        let value = |name: &str| {
            values
                .iter()
                .find(|(own, _)| *own == name)
                .map(|(_, value)| value.to_string())
        };
        match self.by_key.get(key) {
            Some(phrase) => phrase.of(value("n").as_deref()).plain(value),
            None => key.to_owned(),
        }
    }

    /// The same for a page: as HTML where the phrase or one of its values has markup, else as plain words.
    pub fn html(&self, key: &str, values: &[Filling<'_>]) -> Said {
        let n = values.iter().find(|it| it.name == "n").map(|it| it.text.as_ref());
        match self.by_key.get(key) {
            Some(phrase) => phrase.of(n).html(values),
            None => Said::Plain(key.to_owned()),
        }
    }

    /// The same as HTML in any case, for a page written in Rust. The values are words.
    pub fn marked(&self, key: &str, values: &[(&'static str, &dyn Display)]) -> String {
        let filling = |(name, value): &(&'static str, &dyn Display)| Filling {
            name,
            text: value.to_string().into(),
            is_html: false,
        };
        let values: Vec<_> = values.iter().map(filling).collect();
        match self.html(key, &values) {
            Said::Html(html) => html,
            Said::Plain(words) => super::markdown::escape(&words),
        }
    }

    /// What a group says, as a statement that a script begins with and that puts it into a variable.
    pub fn script(&self, group: &str, variable: &str) -> String {
        let prefix = format!("{group}.");
        let own = self.by_key.iter();
        let own: BTreeMap<&str, &Phrase> = own
            .filter_map(|(key, phrase)| Some((key.strip_prefix(&prefix)?, phrase)))
            .collect();
        let json = |phrase: &Phrase| match &phrase.one {
            None => Value::from(phrase.other.as_str()),
            Some(one) => Value::from(vec![one.as_str(), phrase.other.as_str()]),
        };
        let words: Map<String, Value> = own
            .into_iter()
            .map(|(key, phrase)| (key.to_owned(), json(phrase)))
            .collect();
        format!("window.{variable}={};\n", Value::from(words))
    }
}

impl Phrase {
    /// The wording for a number.
    fn of(&self, n: Option<&str>) -> &Wording {
        self.one.as_ref().filter(|_| n == Some("1")).unwrap_or(&self.other)
    }

    /// The names of its values.
    fn values(&self) -> Vec<&str> {
        let all = self.one.iter().chain([&self.other]);
        let mut names: Vec<&str> = all.flat_map(Wording::values).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

fn counted(numbers: &Mapping) -> Option<Phrase> {
    let text = |key: &str| numbers.get(key).and_then(yaml::Node::text).map(Wording::read);
    Some(Phrase {
        one: Some(text("one")?),
        other: text("other")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::shared_path;

    pub(super) fn file(language: &str, text: &str) -> WordsFile {
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
        let english = file("en", "list:\n  none: Nothing\n  all: All {n}\n");
        let german = file("de", "list:\n  none: Nichts\n");
        let phrases = Phrases::read(&[english.clone(), german]).expect("words");
        assert_eq!(
            (phrases.say("list.none"), phrases.say("list.all")),
            ("Nichts", "All {n}")
        );
        assert_eq!(phrases.language(), "de");
        let problem =
            Phrases::read(&[english.clone(), file("de", "list:\n  nome: Nichts\n")]).expect_err("a key too many");
        assert_eq!(problem.message, "the interface says nothing under `list.nome`");
        assert_eq!(problem.help, ["did you mean `list.none`?"]);
        assert_eq!(problem.path.as_str(), "theme/words/de.yaml");
        let problem = Phrases::read(&[english.clone(), file("de", "list:\n  all: Alle {m}\n")]).expect_err("a value");
        assert_eq!(problem.message, "`list.all` has no value `{m}`");
        assert_eq!(problem.help, ["its values are `{n}`"]);
        let own = Phrases::read(&[english, file("de", "own:\n  motto: Weiter\n")]).expect("words of one's own");
        assert_eq!(own.say("own.motto"), "Weiter");
    }
}
