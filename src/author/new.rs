//! A new document: its place, its id and what stands in it.

use camino::Utf8PathBuf;
use jiff::civil::Date;

use super::scaffold::{Given, scaffold};
use crate::definition::{Definition, IdStyle, TypeIndex};
use crate::model::{Corpus, Person, id_key, route_word};
use crate::repository::Identity;

/// Fewest digits in the number of a file name, so that files sort as their ids do.
const DIGITS: usize = 4;

/// A document that is not written yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDocument {
    /// Where it belongs, from the root of the organisation repository.
    pub path: Utf8PathBuf,
    /// Its id.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// Who will own a new document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Someone, by handle.
    Person(String),
    /// Nobody could be told from Git's configuration; the field stays empty.
    Unknown,
}

impl Owner {
    /// The person that Git's configuration means: by an address in `people.yaml`, else by name; where nobody is listed, a
    /// handle made of the name.
    pub fn from_identity(identity: Option<&Identity>, corpus: &Corpus) -> Self {
        let Some(identity) = identity else {
            return Owner::Unknown;
        };
        let has_address = |person: &&Person| {
            let address = identity.email.as_deref().unwrap_or_default();
            person.emails.iter().any(|known| known.eq_ignore_ascii_case(address))
        };
        let mut people = corpus.people.iter();
        let listed = people
            .find(has_address)
            .or_else(|| corpus.people.iter().find(|it| it.name == identity.name));
        match listed {
            Some(person) => Owner::Person(person.handle.clone()),
            None if corpus.people.listed => Owner::Unknown,
            None => Owner::Person(route_word(&identity.name)),
        }
    }
}

/// A new document of a type, with the next free id.
pub fn new_document(corpus: &Corpus, of_type: TypeIndex, title: &str, owner: &Owner, today: Date) -> NewDocument {
    let definition = corpus.definitions.get(of_type);
    let words = route_word(title);
    let (name, id) = match definition.ids {
        IdStyle::Number => {
            let number = next_number(corpus, definition);
            (
                format!("{number:0DIGITS$}-{words}"),
                format!("{}-{number}", definition.prefix),
            )
        }
        IdStyle::Date => (format!("{today}-{words}"), format!("{}-{today}", definition.prefix)),
        IdStyle::Word => (words.clone(), format!("{}-{words}", definition.prefix)),
    };
    let given = Given { title, owner, id: None };
    let taken = corpus.by_id(&id).is_some();
    let free = if taken && definition.ids != IdStyle::Number {
        free_id(corpus, &id)
    } else {
        id
    };
    let given = Given {
        id: taken.then_some(free.as_str()),
        ..given
    };
    let text = scaffold(definition, &given);
    let mut path = Utf8PathBuf::from(&definition.folder).join(format!("{name}.md"));
    let mut copy = 2;
    while corpus.by_path(&path).is_some() {
        path.set_file_name(format!("{name}-{copy}.md"));
        copy += 1;
    }
    NewDocument { path, id: free, text }
}

/// One more than the largest number in use, so that the id of a deleted document is not taken again by the next one.
fn next_number(corpus: &Corpus, definition: &Definition) -> u64 {
    let prefix = format!("{}-", definition.prefix.to_lowercase());
    let number = |id: &str| id_key(id).strip_prefix(&prefix)?.parse::<u64>().ok();
    corpus
        .iter()
        .filter_map(|(_, document)| number(&document.id.value))
        .max()
        .map_or(1, |largest| largest.saturating_add(1))
}

/// The id with the first letter behind it that nobody has: a second incident of a day is `INC-2026-03-14-b`.
fn free_id(corpus: &Corpus, id: &str) -> String {
    let letters = ('b'..='z').map(|letter| format!("{id}-{letter}"));
    let numbers = (27..).map(|number| format!("{id}-{number}"));
    letters
        .chain(numbers)
        .find(|id| corpus.by_id(id).is_none())
        .unwrap_or_else(|| id.to_owned())
}
