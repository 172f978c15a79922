//! The site: routes and what stands at them, and its way to disk.
//!
//! Takes rendered pages, gives a [`Site`]: route → bytes, with feeds, calendars, the sitemap, an index for
//! language models, the corpus as JSON, and the index of search. [`write()`] puts it into
//! a folder in one step. Parses nothing and knows no template.

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
use std::sync::Arc;

pub use api::{SCHEMA as API_SCHEMA, VERSION as API_VERSION};
pub use preview::Preview;
pub use write::{Place, WriteError, Written, write};

use crate::render::{Input, Rendered};

/// Everything that is published, by its path from the root of the site.
#[derive(Clone, Debug, Default)]
pub struct Site {
    files: BTreeMap<String, Arc<[u8]>>,
    /// Routes that two things wanted: the first one has it.
    pub taken: Vec<String>,
}

impl Site {
    /// What stands at a route.
    pub fn get(&self, route: &str) -> Option<&[u8]> {
        self.files.get(route).map(AsRef::as_ref)
    }

    /// All routes with what stands there, sorted.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(route, bytes)| (route.as_str(), bytes.as_ref()))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is nothing to publish.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    fn add(&mut self, route: String, bytes: Arc<[u8]>) {
        match self.files.entry(route) {
            std::collections::btree_map::Entry::Vacant(free) => drop(free.insert(bytes)),
            std::collections::btree_map::Entry::Occupied(taken) => self.taken.push(taken.key().clone()),
        }
    }
}

/// Puts pages, files, sitemap and JSON together.
pub fn assemble(rendered: Rendered, input: &Input<'_>) -> Site {
    let mut site = Site::default();
    let listed: Vec<String> = rendered
        .pages
        .iter()
        .filter(|page| page.listed)
        .map(|page| page.route.clone())
        .collect();
    for page in rendered.pages {
        site.add(page.route, page.html.into_bytes().into());
    }
    let texts = [
        sitemap::files(&listed, input),
        feed::files(input, &rendered.news, &rendered.phrases),
        calendar::files(input, &rendered.calendars, &rendered.phrases),
    ];
    let texts = texts
        .into_iter()
        .chain([vec![web_app::file(input)], llms::files(input, &rendered.phrases)]);
    for (route, text) in texts.flatten() {
        site.add(route, text.into_bytes().into());
    }
    for (route, json) in api::files(input) {
        site.add(route, json.into());
    }
    for (route, shard) in search::files(input) {
        site.add(route, shard.into());
    }
    // Files come last: one that a document links to must not pass for what docent says.
    for file in rendered.files {
        site.add(file.route, file.bytes);
    }
    site
}
