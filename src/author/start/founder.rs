//! Who begins an organisation.

use crate::author::owner::Owner;
use crate::model::{Corpus, route_word};
use crate::repository::Identity;

/// The person who owns the first documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Founder {
    /// The word documents call them by.
    pub handle: String,
    /// The name they go by.
    pub name: String,
    /// The address they commit with.
    pub email: Option<String>,
}

impl Founder {
    /// The person that Git's configuration means, among those whom the organisation lists already, if it does.
    pub fn among(corpus: &Corpus, identity: Option<&Identity>) -> Self {
        let founder = Self::from_identity(identity);
        let people = &corpus.people;
        let listed = match Owner::from_identity(identity, corpus) {
            Owner::Person(handle) if people.listed => Some(handle),
            // Any of them is better than somebody unknown.
            _ => people.iter().next().map(|person| person.handle.clone()),
        };
        match listed {
            Some(handle) => Self { handle, ..founder },
            None => founder,
        }
    }

    /// The person that Git's configuration means; someone to be replaced, where it means nobody.
    pub fn from_identity(identity: Option<&Identity>) -> Self {
        match identity.filter(|identity| !identity.name.trim().is_empty()) {
            Some(identity) => Self {
                handle: route_word(&identity.name),
                name: identity.name.clone(),
                email: identity.email.clone(),
            },
            None => Self {
                handle: "your-name".to_owned(),
                name: "Your Name".to_owned(),
                email: None,
            },
        }
    }
}
