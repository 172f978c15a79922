//! Who there is, which tags, and in which order lists show documents: what is gathered from the fields of all documents.
//!
//! An edit seldom changes any of it, so a preview keeps it for as long as it [holds](Directory::holds).

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::TAGS;
use super::someone::{MOST_NAMED, Someone, people};
use crate::definition::{Definition, TypeIndex};
use crate::model::{Corpus, Document, DocumentIndex, Value, natural_key, route_word};

/// What is gathered from the fields of all documents.
#[derive(Debug)]
pub(super) struct Directory {
    /// People by lower-case handle: everyone listed and everyone whom a document names.
    pub(super) people: BTreeMap<String, Someone>,
    /// For each team, the handles of the people listed in it, in lower case.
    pub(super) members: HashMap<DocumentIndex, Vec<String>>,
    /// Handles of the people listed, by their addresses in lower case.
    pub(super) by_email: HashMap<String, String>,
    /// Tags by the word their page is called.
    pub(super) tags: BTreeMap<String, Tag>,
    /// The documents of each type, in the order lists show them.
    pub(super) by_type: Vec<Vec<DocumentIndex>>,
    /// For each document, its place among them: every page asks who stands before and after it.
    pub(super) places: Vec<usize>,
    /// What it was gathered from.
    corpus: Corpus,
}

/// A tag and the documents that carry it.
#[derive(Clone, Debug)]
pub struct Tag {
    /// As it was first written.
    pub name: String,
    /// Its page.
    pub route: String,
    /// Its documents, in the order of their paths.
    pub documents: Vec<DocumentIndex>,
}

impl Directory {
    /// Gathers it.
    pub(super) fn of(corpus: &Corpus) -> Self {
        let mut directory = Self {
            people: people(corpus),
            members: HashMap::new(),
            by_email: by_email(corpus),
            tags: BTreeMap::new(),
            by_type: vec![Vec::new(); corpus.definitions.len()],
            places: vec![0; corpus.documents().len()],
            corpus: corpus.clone(),
        };
        for (index, document) in corpus.iter() {
            directory.by_type[document.definition.0].push(index);
            for name in tag_names(document) {
                let word = route_word(name);
                let tag = directory.tags.entry(word.clone()).or_insert_with(|| Tag {
                    name: name.to_owned(),
                    route: tag_route(&word),
                    documents: Vec::new(),
                });
                if tag.documents.last() != Some(&index) {
                    tag.documents.push(index);
                }
            }
        }
        for (index, documents) in directory.by_type.iter_mut().enumerate() {
            sort(documents, corpus.definitions.get(TypeIndex(index)), corpus);
            for (place, document) in documents.iter().enumerate() {
                directory.places[document.0] = place;
            }
        }
        for (handle, someone) in &directory.people {
            if let Some(team) = someone.team {
                directory.members.entry(team).or_default().push(handle.clone());
            }
        }
        directory
    }

    /// Whether another corpus would give the same: its documents stand where they did, and those that were written anew
    /// name the same people and tags.
    pub(super) fn holds(&self, corpus: &Corpus) -> bool {
        let is_same = |(before, after): (&Arc<Document>, &Arc<Document>)| {
            Arc::ptr_eq(before, after) || names(before) == names(after)
        };
        let mut pairs = self.corpus.documents().iter().zip(corpus.documents());
        corpus.has_places_of(&self.corpus) && pairs.all(is_same)
    }
}

/// Whom a document names, with whether as its owner, and its tags.
fn names(document: &Document) -> (Vec<(bool, &str)>, Vec<&str>) {
    let mut people = Vec::new();
    for field in &document.fields {
        Value::leaves(&field.value, &mut |value| {
            if let Value::Person(handle) = &value.value {
                people.push((field.key.value == "owner", handle.as_str()));
            }
        });
    }
    (people, tag_names(document).collect())
}

/// The page of a tag. No word holds a dot, so the one that would have the address of all tags has one of its own.
fn tag_route(word: &str) -> String {
    match format!("tags/{word}.html") {
        all if all == TAGS => "tags/index.tag.html".to_owned(),
        route => route,
    }
}

/// The tags of a document, as they are written.
pub(super) fn tag_names(document: &Document) -> impl Iterator<Item = &str> {
    let items = match document.fields.value("tags") {
        Some(Value::List(items)) => items.as_slice(),
        _ => &[],
    };
    let names = items.iter().filter_map(|item| item.value.as_text()).map(str::trim);
    names.filter(|name| !name.is_empty()).take(MOST_NAMED)
}

/// The order of lists: documents that go through states newest first, because people look for what is open; others by
/// their ids.
fn sort(documents: &mut [DocumentIndex], definition: &Definition, corpus: &Corpus) {
    let flows = definition.lifecycle.states.iter().filter(|state| !state.aside).count() > 1;
    documents.sort_by_cached_key(|index| (natural_key(&corpus.get(*index).id.value), *index));
    if flows {
        documents.reverse();
    }
}

/// Handles of the people listed, by their addresses in lower case.
fn by_email(corpus: &Corpus) -> HashMap<String, String> {
    let all = corpus.people.iter();
    let addresses = all.flat_map(|it| it.emails.iter().map(|email| (email.to_lowercase(), it.handle.clone())));
    addresses.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::config::Config;
    use crate::definition;
    use crate::diagnostic::shared_path;
    use crate::model::{self, change, gather};
    use crate::parse::{Parsed, parse};
    use crate::repository::SourceFile;

    const PATH: &str = "rewrites/rw-1.md";

    fn read(text: &str) -> Parsed {
        parse(&SourceFile {
            path: shared_path(PATH),
            content: Ok(text.into()),
        })
    }

    /// Whether a directory of one text still holds once it is another.
    fn holds(before: &str, after: &str) -> bool {
        let corpus = gather(model::Input {
            config: Arc::new(Config::default()),
            definitions: Arc::new(definition::builtin()),
            documents: vec![read(before)],
            people: None,
            data: Vec::new(),
            problems: Vec::new(),
        });
        let gone = HashSet::from([PATH.into()]);
        Directory::of(&corpus).holds(&change(&corpus, &gone, vec![read(after)], &[]))
    }

    #[test]
    fn it_holds_as_long_as_the_same_people_and_tags_are_named() {
        let document = |fields: &str| format!("---\nstatus: draft\n{fields}\n---\n# Old orders\n");
        let before = document("owner: mira\ntags: [a, b]\nraci: {consulted: [ada]}");
        let stays = [
            before.replace("Old orders", "Orders alone"),
            before.replace("draft", "proposed"),
        ];
        for after in &stays {
            assert!(holds(&before, after), "{after}");
        }
        let goes = [
            before.replace("mira", "Mira"),
            before.replace("mira", "linus"),
            before.replace("[a, b]", "[b, a]"),
            before.replace("[a, b]", "[a]"),
            before.replace("ada", "grace"),
            before.replace("consulted: [ada]", "consulted: []"),
            before.replace("status: draft", "id: RW-2\nstatus: draft"),
        ];
        for after in &goes {
            assert!(!holds(&before, after), "{after}");
        }
    }
}
