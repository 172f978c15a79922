//! What a type is called, what its ids begin with, and what they are made of.

use std::collections::{BTreeMap, BTreeSet};

use super::group::Group;
use super::kind::words;
use crate::definition::{Definitions, IdStyle};
use crate::model::{Identity, route_word};

/// Most letters of a prefix that is made of a folder's name.
const PREFIX: usize = 4;

/// How a type is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Naming {
    /// Its name in commands.
    pub(super) type_name: String,
    /// What people call one, and several.
    pub(super) name: String,
    pub(super) plural: String,
    /// What its ids begin with.
    pub(super) prefix: String,
    /// The built-in type that it changes or begins from.
    pub(super) extends: Option<&'static str>,
    /// What new ids are made of.
    pub(super) ids: IdStyle,
}

/// Names that are taken: by built-in types, or by a type before.
pub(super) struct Taken {
    types: BTreeSet<String>,
    prefixes: BTreeSet<String>,
    /// Built-in types that a type may have the name and prefix of, once.
    extended: BTreeMap<&'static str, String>,
}

impl Taken {
    /// The names of the built-in types.
    pub(super) fn by(definitions: &Definitions) -> Self {
        let all = || definitions.iter().map(|(_, it)| it);
        Self {
            types: all().map(|it| it.type_name.clone()).collect(),
            prefixes: all().map(|it| it.prefix.clone()).collect(),
            extended: BTreeMap::new(),
        }
    }

    /// Names a group, and takes the names.
    pub(super) fn name(&mut self, group: &Group<'_>) -> Naming {
        let last = group.folder.file_name().unwrap_or("documents");
        let (type_name, name, plural, prefix) = match &group.kind {
            Some(kind) => (
                kind.type_name.to_owned(),
                kind.name.to_owned(),
                kind.plural.to_owned(),
                kind.prefix.to_owned(),
            ),
            None => from_folder(last),
        };
        let written = written_prefix(group);
        let extends = group.kind.and_then(|kind| kind.extends);
        let changes = extends.filter(|it| !self.extended.contains_key(it));
        if let Some(built_in) = changes {
            self.extended.insert(built_in, prefix.clone());
            let own = written.filter(|it| !self.prefixes.contains(it));
            let prefix = own.unwrap_or(prefix);
            self.prefixes.insert(prefix.clone());
            return Naming {
                ids: ids(group, &prefix),
                type_name,
                name,
                plural,
                prefix,
                extends,
            };
        }
        let is_new = self.types.insert(type_name.clone());
        let (type_name, name, plural) = match is_new {
            true => (type_name, name, plural),
            false => {
                let one = unique(&format!("{type_name}-{}", route_word(last)), &self.types, |n| {
                    format!("-{n}")
                });
                self.types.insert(one.clone());
                (one, format!("{name} ({last})"), format!("{plural} ({last})"))
            }
        };
        let own = written.filter(|it| !self.prefixes.contains(it));
        let letter = |n: usize| char::from(b'A' + u8::try_from(n % 26).unwrap_or(0)).to_string();
        let prefix = own.unwrap_or_else(|| unique(&prefix, &self.prefixes, letter));
        self.prefixes.insert(prefix.clone());
        Naming {
            ids: ids(group, &prefix),
            type_name,
            name,
            plural,
            prefix,
            extends,
        }
    }
}

/// The name itself, or the first with something behind it that is not taken.
fn unique(name: &str, taken: &BTreeSet<String>, suffix: impl Fn(usize) -> String) -> String {
    let others = (1..).map(|n| format!("{name}{}", suffix(n)));
    let mut all = std::iter::once(name.to_owned()).chain(others.take(100));
    all.find(|it| !taken.contains(it)).unwrap_or_else(|| name.to_owned())
}

/// `design-notes` holds design notes: `design-note`, `DN`.
fn from_folder(folder: &str) -> (String, String, String, String) {
    let plural = words(folder).collect::<Vec<_>>().join(" ");
    let plural = if plural.is_empty() {
        "documents".to_owned()
    } else {
        plural
    };
    let singular = plural
        .strip_suffix('s')
        .filter(|it| !it.ends_with('s'))
        .unwrap_or(&plural);
    let capital = |text: &str| {
        let mut letters = text.chars();
        let first = letters
            .next()
            .map(|it| it.to_uppercase().to_string())
            .unwrap_or_default();
        first + letters.as_str()
    };
    let initials: String = singular.split(' ').filter_map(|word| word.chars().next()).collect();
    let letters = if initials.len() > 1 { &initials } else { singular };
    let letters = letters.chars().filter(char::is_ascii_alphabetic).take(PREFIX);
    let prefix: String = letters.map(|it| it.to_ascii_uppercase()).collect();
    let prefix = if prefix.is_empty() { "DOC".to_owned() } else { prefix };
    (route_word(singular), capital(singular), capital(&plural), prefix)
}

/// Letters that most names of files begin with, before a number: `rfc-0012`, `PM2019-009`.
fn written_prefix(group: &Group<'_>) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for sheet in &group.sheets {
        let letters: String = sheet.stem().chars().take_while(char::is_ascii_alphabetic).collect();
        let rest = sheet.stem()[letters.len()..].trim_start_matches(['-', '_', ' ']);
        if (2..=8).contains(&letters.len()) && rest.starts_with(|c: char| c.is_ascii_digit()) {
            *counts.entry(letters.to_ascii_uppercase()).or_default() += 1;
        }
    }
    let (letters, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count * 2 > group.sheets.len()).then_some(letters)
}

/// What most ids are made of.
fn ids(group: &Group<'_>, prefix: &str) -> IdStyle {
    let (mut numbers, mut days) = (0, 0);
    for sheet in &group.sheets {
        let id = Identity::from_file_stem(sheet.stem(), prefix).id;
        let rest = id.get(prefix.len() + 1..).unwrap_or_default();
        if rest.parse::<jiff::civil::Date>().is_ok() {
            days += 1;
        } else if rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
            numbers += 1;
        }
    }
    match group.sheets.len() {
        all if days * 2 > all => IdStyle::Date,
        all if numbers * 2 > all => IdStyle::Number,
        _ => IdStyle::Word,
    }
}
