//! Everyone whom the documents name, and what they have to do with.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::PEOPLE;
use crate::model::{Corpus, DocumentIndex, Value, route_word};

/// Most tags of one document that have a page, and most people whom it names: more come from no person, and each page
/// weighs a thousand times what naming it does.
pub(super) const MOST_NAMED: usize = 100;

/// A person and what they have to do with.
#[derive(Clone, Debug, Default)]
pub struct Someone {
    /// The handle as it is listed, or as it was first written.
    pub handle: String,
    /// The name they go by.
    pub name: String,
    /// Their page.
    pub route: String,
    /// Their team.
    pub team: Option<DocumentIndex>,
    /// Documents they own.
    pub owns: Vec<DocumentIndex>,
    /// Documents that name them otherwise.
    pub named_in: Vec<DocumentIndex>,
}

/// Everyone listed, and everyone whom a field of a document names.
pub(super) fn people(corpus: &Corpus) -> BTreeMap<String, Someone> {
    let mut people: BTreeMap<String, Someone> = BTreeMap::new();
    for person in corpus.people.iter() {
        let someone = Someone {
            handle: person.handle.clone(),
            name: person.name.clone(),
            team: person.team.as_ref().and_then(|team| corpus.team(&team.value)),
            ..Someone::default()
        };
        people.insert(person.handle.to_lowercase(), someone);
    }
    for (index, document) in corpus.iter() {
        let mut left = MOST_NAMED;
        for field in &document.fields {
            Value::leaves(&field.value, &mut |value| {
                if let Value::Person(handle) = &value.value
                    && left > 0
                {
                    left -= 1;
                    let someone = people.entry(handle.to_lowercase()).or_insert_with(|| Someone {
                        handle: handle.clone(),
                        name: handle.clone(),
                        ..Someone::default()
                    });
                    let named = if field.key.value == "owner" {
                        &mut someone.owns
                    } else {
                        &mut someone.named_in
                    };
                    if named.last() != Some(&index) {
                        named.push(index);
                    }
                }
            });
        }
    }
    let mut taken = HashSet::from([PEOPLE.to_owned()]);
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for someone in people.values_mut() {
        let owns = std::mem::take(&mut someone.owns);
        someone.named_in.retain(|index| owns.binary_search(index).is_err());
        someone.owns = owns;
        let word = route_word(&someone.handle);
        let mut route = format!("people/{word}.html");
        while !taken.insert(route.clone()) {
            // Counted on for each word, since many handles may be nothing but punctuation.
            let number = numbers.entry(word.clone()).or_insert(1);
            *number += 1;
            route = format!("people/{word}-{number}.html");
        }
        someone.route = route;
    }
    people
}
