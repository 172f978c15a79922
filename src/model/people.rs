//! The people of an organisation.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use camino::Utf8Path;

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::parse::unreadable_file;
use crate::repository::SourceFile;
use crate::span::{Span, Spanned};
use crate::yaml::{self, Node};

/// The file that lists people, at the root of the organisation repository.
pub const PEOPLE_FILE: &str = "people.yaml";
/// Rule of an entry in `people.yaml` that cannot be read.
pub const RULE: &str = "people-file";

const KEYS: [&str; 4] = ["name", "team", "emails", "email"];

/// Who there is, by handle.
#[derive(Clone, Debug, Default)]
pub struct People {
    people: BTreeMap<String, Person>,
    /// Handles as listed, by their form in lower case.
    listed_as: HashMap<String, String>,
    /// Whether the organisation lists its people, so that an unknown handle is a mistake.
    pub listed: bool,
}

/// Someone who can own a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The word documents call them by.
    pub handle: String,
    /// The name they go by.
    pub name: String,
    /// Id of their team and where it stands in `people.yaml`.
    pub team: Option<Spanned<String>>,
    /// Addresses they commit with.
    pub emails: Vec<String>,
}

impl People {
    /// Reads `people.yaml`; without one, nobody is listed and every handle is taken as it is.
    pub(super) fn read(file: Option<&SourceFile>, problems: &mut Vec<Diagnostic>) -> Self {
        let Some(SourceFile { path, content }) = file else {
            return Self::default();
        };
        let text = match content {
            Ok(text) => text,
            Err(reason) => {
                problems.push(unreadable_file(RULE, path, reason));
                return Self::default();
            }
        };
        let reading = yaml::read(text, Span::new(0, text.len()), path);
        problems.extend(reading.problems);
        let mut people = BTreeMap::new();
        let Some(root) = reading.root else {
            return Self::of(people);
        };
        let Some(entries) = root.mapping() else {
            problems.push(malformed(path, root.span, "`people.yaml` holds no `handle:` entries"));
            return Self::of(people);
        };
        for entry in &entries.entries {
            let handle = entry.key.value.trim_start_matches('@').to_owned();
            people.insert(handle.clone(), person(handle, &entry.value, path, problems));
        }
        Self::of(people)
    }

    fn of(people: BTreeMap<String, Person>) -> Self {
        let listed_as = people.keys().map(|handle| (handle.to_lowercase(), handle.clone()));
        Self {
            listed_as: listed_as.collect(),
            people,
            listed: true,
        }
    }

    /// A person by handle, case aside.
    pub fn get(&self, handle: &str) -> Option<&Person> {
        let listed_as = || self.listed_as.get(&handle.to_lowercase());
        self.people
            .get(handle)
            .or_else(|| listed_as().and_then(|handle| self.people.get(handle)))
    }

    /// Everyone listed, by handle.
    pub fn iter(&self) -> impl Iterator<Item = &Person> {
        self.people.values()
    }

    /// The name of a person; the handle itself where nobody is listed under it.
    pub fn name<'a>(&'a self, handle: &'a str) -> &'a str {
        self.get(handle).map_or(handle, |person| &person.name)
    }
}

fn person(handle: String, node: &Node, path: &Arc<Utf8Path>, problems: &mut Vec<Diagnostic>) -> Person {
    let mut person = Person {
        name: handle.clone(),
        handle,
        team: None,
        emails: Vec::new(),
    };
    if let Some(name) = node.text() {
        person.name = name.to_owned();
        return person;
    }
    let Some(keys) = node.mapping() else {
        if !node.is_null() {
            problems.push(malformed(
                path,
                node.span,
                "a person is a name, or a mapping with `name`, `team`, `emails`",
            ));
        }
        return person;
    };
    for entry in &keys.entries {
        match entry.key.value.as_str() {
            "name" => person.name = entry.value.text().unwrap_or(&person.name).to_owned(),
            "team" => {
                person.team = entry
                    .value
                    .text()
                    .map(|team| Spanned::new(team.to_owned(), entry.value.span))
            }
            "email" | "emails" => {
                let one = entry.value.text().into_iter();
                let many = entry.value.list().into_iter().flatten().filter_map(Node::text);
                person.emails.extend(one.chain(many).map(str::to_owned));
            }
            other => {
                let mut problem = malformed(
                    path,
                    entry.key.span,
                    &format!("unknown key `{other}` of a person in `people.yaml`"),
                );
                if let Some(known) = did_you_mean(other, KEYS) {
                    problem = problem.with_help(format!("did you mean `{known}`?"));
                }
                problems.push(problem);
            }
        }
    }
    person
}

fn malformed(path: &Arc<Utf8Path>, span: Span, message: &str) -> Diagnostic {
    Diagnostic::error(RULE, path, span, message).with_note("an entry is `handle: { name: …, team: …, emails: […] }`")
}
