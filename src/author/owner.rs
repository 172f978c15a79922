//! Who will own what is written.

use crate::model::{Corpus, Person, route_word};
use crate::repository::Identity;

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
            let address = identity.email.as_deref().filter(|address| !address.is_empty());
            address.is_some_and(|address| person.emails.iter().any(|known| known.eq_ignore_ascii_case(address)))
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
