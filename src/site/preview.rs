//! The site without writing all of it: what stands at a route is made when it is asked for.
//!
//! Gives the bytes that [`super::assemble`] would put there; `tests/serve.rs` compares them route by route. Files that are
//! made together (the index of search, the API) are made together here as well, when the first of them is asked for.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use camino::Utf8Path;

use super::{InMemory, api, calendar, feed, llms, search, sitemap, web_app};
use crate::diagnostic::Diagnostic;
use crate::model::DocumentIndex;
use crate::render::proof::Proof;
use crate::render::{Input, Kept, Phrases, Shelf, Theme, ThemeError, WEB_APP};

/// Every route of the site, each filled when it is asked for.
#[derive(Debug)]
pub struct Preview<'a> {
    input: &'a Input<'a>,
    proof: Proof<'a>,
    groups: [OnceLock<BTreeMap<String, Arc<[u8]>>>; Group::ALL.len()],
}

/// Files that are made together, in the order in which they take routes.
#[derive(Clone, Copy, Debug)]
enum Group {
    Sitemap,
    Feeds,
    Calendars,
    WebApp,
    Llms,
    Api,
    Search,
}

impl Group {
    const ALL: [Group; 7] = [
        Group::Sitemap,
        Group::Feeds,
        Group::Calendars,
        Group::WebApp,
        Group::Llms,
        Group::Api,
        Group::Search,
    ];

    /// Whether a route could be one of the group's: most of what is asked for is not, and making a group is dear.
    fn may_have(self, route: &str) -> bool {
        let is_named = |name: &str| route == name || route.strip_suffix(name).is_some_and(|it| it.ends_with('/'));
        match self {
            Group::Sitemap => matches!(route, "sitemap.xml" | "robots.txt"),
            Group::Feeds => is_named("feed.xml"),
            Group::Calendars => route.ends_with(".ics"),
            Group::WebApp => route == WEB_APP,
            Group::Llms => is_named("llms.txt"),
            Group::Api => route.starts_with("api/"),
            Group::Search => route.starts_with(search::FOLDER),
        }
    }
}

impl<'a> Preview<'a> {
    /// Gets ready to fill routes.
    pub fn new(kept: Kept, input: &'a Input<'a>) -> Self {
        Self {
            input,
            proof: Proof::new(kept, input),
            groups: Default::default(),
        }
    }

    /// What pages look like.
    pub fn theme(&self) -> &Theme {
        self.proof.theme()
    }

    /// What the next preview can be made with.
    pub fn into_kept(self) -> Kept {
        self.proof.into_kept()
    }

    /// Whether there is a page of the site at a route.
    pub fn has_page(&self, route: &str) -> bool {
        self.proof.has_page(route)
    }

    /// What stands at a route; `None` where nothing does.
    ///
    /// # Errors
    /// When the template of a page cannot be used.
    pub fn get(&self, route: &str) -> Result<Option<Arc<[u8]>>, ThemeError> {
        if let Some(page) = self.proof.page(route) {
            return Ok(Some(page?.html.into_bytes().into()));
        }
        let groups = Group::ALL.into_iter().filter(|group| group.may_have(route));
        for group in groups {
            if let Some(bytes) = self.group(group).get(route) {
                return Ok(Some(Arc::clone(bytes)));
            }
        }
        Ok(self.proof.file(route))
    }

    /// Whether a file of the repository is published at its own path.
    pub fn publishes(&self, path: &Utf8Path) -> bool {
        self.proof.publishes(path)
    }

    /// All routes, sorted. Makes everything but the pages.
    pub fn routes(&self) -> Vec<String> {
        let groups = Group::ALL.into_iter().flat_map(|group| self.group(group).keys());
        let groups = groups.map(String::as_str);
        let all = self.proof.pages().chain(self.proof.files()).chain(groups);
        let mut routes: Vec<String> = all.map(str::to_owned).collect();
        routes.sort();
        routes.dedup();
        routes
    }

    /// The document that the page at a route shows; `None` where it is about no single one.
    pub fn document(&self, route: &str) -> Option<DocumentIndex> {
        self.proof.document(route)
    }

    /// What was left out, and why.
    pub fn problems(&self) -> &[Diagnostic] {
        self.proof.problems()
    }

    /// What the interface says.
    pub fn phrases(&self) -> &Phrases {
        self.proof.phrases()
    }

    fn group(&self, group: Group) -> &BTreeMap<String, Arc<[u8]>> {
        self.groups[group as usize].get_or_init(|| {
            let (input, proof) = (self.input, &self.proof);
            let texts = match group {
                Group::Sitemap => sitemap::files(&proof.listed(), input),
                Group::Feeds => feed::files(input, proof.news(), proof.phrases()),
                Group::Calendars => calendar::files(input, proof.calendars(), proof.phrases()),
                Group::WebApp => vec![web_app::file(input)],
                Group::Llms => llms::files(input, proof.phrases()),
                Group::Api => {
                    // It tells all of them, and shares its work out.
                    input.insights.derive_all();
                    return put_there(|shelf| api::put(input, shelf));
                }
                Group::Search => return put_there(|shelf| search::put(input, shelf)),
            };
            first_of(texts.into_iter().map(|(route, text)| (route, text.into_bytes())))
        })
    }
}

/// Files that are put on a shelf, by route.
fn put_there(put: impl FnOnce(&dyn Shelf)) -> BTreeMap<String, Arc<[u8]>> {
    let shelf = InMemory::default();
    put(&shelf);
    first_of(shelf.finish().files)
}

/// Files by route. Where two want one, the first has it.
fn first_of(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> BTreeMap<String, Arc<[u8]>> {
    let mut by_route = BTreeMap::new();
    for (route, bytes) in files {
        by_route.entry(route).or_insert_with(|| bytes.into());
    }
    by_route
}
