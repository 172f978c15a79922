//! Single pages on request, as a printer pulls a proof before everything is printed.
//!
//! Takes what a whole site is rendered from, gives a [`Proof`]: it knows every route that rendering would fill and writes
//! what stands there when it is asked for it, with the bytes that rendering everything would give.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use camino::Utf8Path;

use super::calendars::Calendar;
use super::news::News;
use super::pages::Planned;
use super::phrases::Phrases;
use super::press::{Kept, Press};
use super::{Input, Page, Theme, ThemeError, attachment, twin, twin_route};
use crate::diagnostic::Diagnostic;
use crate::model::DocumentIndex;

/// Every page and file that rendering gives, each written when it is asked for.
#[derive(Debug)]
pub struct Proof<'a> {
    press: Press<'a>,
    /// Made when somebody asks for a page that is no document's: it tells of everything that documents add up to.
    plan: OnceLock<Plan>,
    redirects: OnceLock<BTreeMap<String, Page>>,
    twins: OnceLock<HashMap<String, DocumentIndex>>,
}

/// Every page of the site.
#[derive(Debug)]
struct Plan {
    pages: Vec<Planned>,
    /// Positions among them. Where two pages want a route, the first has it, as on the site.
    by_route: HashMap<String, usize>,
}

impl Plan {
    fn of(press: &Press<'_>) -> Self {
        // Pages of revisions are written last, so another page keeps a route that both want.
        let (histories, mut pages): (Vec<_>, Vec<_>) = press.plan().into_iter().partition(Planned::is_history);
        pages.extend(histories);
        let mut by_route = HashMap::with_capacity(pages.len());
        for (position, planned) in pages.iter().enumerate() {
            by_route.entry(planned.route(&press.library)).or_insert(position);
        }
        Self { pages, by_route }
    }

    fn get(&self, route: &str) -> Option<&Planned> {
        self.by_route.get(route).map(|position| &self.pages[*position])
    }
}

impl<'a> Proof<'a> {
    /// Gets everything ready that pages are written with.
    pub fn new(kept: Kept, input: &'a Input<'a>) -> Self {
        Self {
            press: Press::with(kept, input),
            plan: OnceLock::new(),
            redirects: OnceLock::new(),
            twins: OnceLock::new(),
        }
    }

    fn plan(&self) -> &Plan {
        self.plan.get_or_init(|| Plan::of(&self.press))
    }

    /// The page at a route, if it is planned.
    fn planned(&self, route: &str) -> Option<Cow<'_, Planned>> {
        let of_document = Planned::of_document(route, &self.press.library);
        of_document
            .map(Cow::Owned)
            .or_else(|| self.plan().get(route).map(Cow::Borrowed))
    }

    /// What pages look like.
    pub fn theme(&self) -> &Theme {
        &self.press.theme
    }

    /// What the next proof can be made with.
    pub fn into_kept(self) -> Kept {
        self.press.into_kept()
    }

    /// The page at a route, a redirect included; `None` where there is none.
    pub fn page(&self, route: &str) -> Option<Result<Page, ThemeError>> {
        if self.is_asset(route) {
            return None;
        }
        match self.planned(route) {
            Some(planned) => Some(planned.write(&self.press.library, &self.press.theme)),
            None => self.redirects().get(route).cloned().map(Ok),
        }
    }

    /// Whether there is a page at a route, a redirect included.
    pub fn has_page(&self, route: &str) -> bool {
        !self.is_asset(route) && (self.planned(route).is_some() || self.redirects().contains_key(route))
    }

    /// Whether the theme's own file stands at a route, where no page can. Every page asks for some of them, and that must not
    /// plan the whole site.
    fn is_asset(&self, route: &str) -> bool {
        self.press.theme.assets().any(|(asset, _)| asset == route)
    }

    /// The file at a route where no page is: the theme's own, the Markdown of a document, or an attachment.
    pub fn file(&self, route: &str) -> Option<Arc<[u8]>> {
        let Press { library, theme, .. } = &self.press;
        if let Some((_, bytes)) = theme.assets().find(|(name, _)| *name == route) {
            return Some(bytes.into());
        }
        if let Some(index) = self.twins().get(route) {
            let (_, text) = twin::write(library, *index);
            return Some(text.into_bytes().into());
        }
        let path = Utf8Path::new(route);
        library.attachments.get(path)?;
        Some(attachment::content(path, library.input.snapshot)?.into())
    }

    /// Whether a file of the repository is published at its own path.
    pub fn publishes(&self, path: &Utf8Path) -> bool {
        self.press.library.attachments.get(path).is_some()
    }

    /// The routes of all pages and redirects.
    pub fn pages(&self) -> impl Iterator<Item = &str> {
        let planned = &self.plan().by_route;
        let redirects = self.redirects().keys();
        let redirects = redirects.filter(|route| !planned.contains_key(*route));
        planned.keys().chain(redirects).map(String::as_str)
    }

    /// The routes of all files.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        let assets = self.press.theme.assets().map(|(route, _)| route);
        let twins = self.twins().keys().map(String::as_str);
        let attachments = self.press.library.attachments.paths().map(Utf8Path::as_str);
        assets.chain(twins).chain(attachments)
    }

    /// The routes of the pages that search engines and the sitemap should list, sorted.
    pub fn listed(&self) -> Vec<String> {
        let plan = self.plan().pages.iter().filter(|planned| planned.is_listed());
        let mut routes: Vec<String> = plan.map(|planned| planned.route(&self.press.library)).collect();
        routes.sort();
        routes
    }

    /// The document whose page stands at a route.
    pub fn document(&self, route: &str) -> Option<DocumentIndex> {
        match *self.planned(route)? {
            Planned::Document(index) | Planned::Plain(index) | Planned::History(index) | Planned::Around(index) => {
                Some(index)
            }
            _ => None,
        }
    }

    /// What was left out, and why.
    pub fn problems(&self) -> &[Diagnostic] {
        &self.press.problems
    }

    /// What is new in the documents.
    pub fn news(&self) -> &News {
        self.press.library.news()
    }

    /// The calendars that are to be written, by route.
    pub fn calendars(&self) -> &BTreeMap<String, Calendar> {
        self.press.library.calendars()
    }

    /// What the interface says.
    pub fn phrases(&self) -> &Arc<Phrases> {
        self.press.theme.phrases()
    }

    fn redirects(&self) -> &BTreeMap<String, Page> {
        let write = || {
            self.press
                .redirects()
                .into_iter()
                .map(|page| (page.route.clone(), page))
        };
        self.redirects.get_or_init(|| write().collect())
    }

    fn twins(&self) -> &HashMap<String, DocumentIndex> {
        self.twins.get_or_init(|| {
            let corpus = self.press.library.input.corpus;
            let mut twins = HashMap::with_capacity(corpus.documents().len());
            for (index, document) in corpus.iter() {
                twins.entry(twin_route(&document.route)).or_insert(index);
            }
            twins
        })
    }
}
