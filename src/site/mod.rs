//! The site: routes and what stands at them, and its way to disk.
//!
//! Adds feeds, calendars, the sitemap, an index for language models, the corpus as JSON and the index of search to the
//! pages that were rendered. All of it goes to a [`Shelf`], piece by piece: a [`Folder`] on disk, which takes the place of
//! the site before it in one step, or a [`Site`] in memory. Parses nothing and knows no template.

mod api;
mod calendar;
mod feed;
mod llms;
mod preview;
pub mod search;
mod sitemap;
mod web_app;
mod write;
mod xml;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::{Mutex, PoisonError};

pub use api::{SCHEMA as API_SCHEMA, VERSION as API_VERSION};
pub use preview::Preview;
pub use write::{Folder, Place, WriteError, Written, write};

use crate::render::{Input, Kind, Rank, Rendered, Shelf};

/// Everything that is published, by its path from the root of the site.
#[derive(Clone, Debug, Default)]
pub struct Site {
    files: BTreeMap<String, Vec<u8>>,
    /// Routes that two things wanted: the first one has it.
    pub taken: Vec<String>,
}

impl Site {
    /// What stands at a route.
    pub fn get(&self, route: &str) -> Option<&[u8]> {
        self.files.get(route).map(Vec::as_slice)
    }

    /// All routes with what stands there, sorted.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files
            .iter()
            .map(|(route, bytes)| (route.as_str(), bytes.as_slice()))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is nothing to publish.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// A site in memory while it is made.
#[derive(Debug, Default)]
pub struct InMemory {
    shelves: Mutex<Shelves>,
}

#[derive(Debug, Default)]
struct Shelves {
    files: BTreeMap<String, (Rank, Vec<u8>)>,
    taken: Vec<String>,
}

impl InMemory {
    /// The site, when everything was put there.
    pub fn finish(self) -> Site {
        let Shelves { files, mut taken } = self.shelves.into_inner().unwrap_or_else(PoisonError::into_inner);
        taken.sort();
        Site {
            files: files.into_iter().map(|(route, (_, bytes))| (route, bytes)).collect(),
            taken,
        }
    }
}

impl Shelf for InMemory {
    fn put(&self, rank: Rank, route: String, bytes: Vec<u8>) {
        let mut shelves = self.shelves.lock().unwrap_or_else(PoisonError::into_inner);
        let Shelves { files, taken } = &mut *shelves;
        match files.entry(route) {
            Entry::Vacant(free) => drop(free.insert((rank, bytes))),
            Entry::Occupied(mut there) => {
                taken.push(there.key().clone());
                if rank < there.get().0 {
                    there.insert((rank, bytes));
                }
            }
        }
    }
}

/// Puts everything that is no page on the shelf: what is written for programs and for other readers.
pub fn assemble(rendered: &Rendered, input: &Input<'_>, shelf: &dyn Shelf) {
    let others = || rayon::join(|| api::put(input, shelf), || search::put(input, shelf));
    rayon::join(|| put_texts(rendered, input, shelf), others);
}

fn put_texts(rendered: &Rendered, input: &Input<'_>, shelf: &dyn Shelf) {
    let texts = [
        sitemap::files(&rendered.listed, input),
        feed::files(input, &rendered.news, &rendered.phrases),
        calendar::files(input, &rendered.calendars, &rendered.phrases),
        vec![web_app::file(input)],
        llms::files(input, &rendered.phrases),
    ];
    for (place, (route, text)) in texts.into_iter().flatten().enumerate() {
        shelf.put(Rank(Kind::Text, place), route, text.into_bytes());
    }
}
