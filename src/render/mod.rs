//! What a reader sees: every page of the site, written through the theme.
//!
//! Takes the corpus, its links and what checking found; puts pages, the files that documents link to and the theme's own
//! files on a [`Shelf`], each as soon as it is made, and gives [`Rendered`]. A page depends on nothing but these, so the same
//! input gives the same bytes. Checks nothing and knows nothing of disks.

mod attachment;
mod band;
mod calendars;
pub mod chart;
mod compact;
mod diagram;
mod directory;
mod figures;
mod forge;
mod gone;
mod graph;
mod highlight;
mod href;
mod image_size;
mod library;
pub mod markdown;
mod news;
mod own;
mod page_links;
mod pages;
mod past;
mod phrases;
mod press;
pub mod proof;
mod redirects;
mod settled;
mod shelf;
mod someone;
mod stood;
mod svg;
pub mod theme;
mod twin;
pub mod view;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use camino::Utf8PathBuf;
use jiff::civil::Date;

pub use attachment::RULE as FILE_REFUSED;
pub use calendars::Calendar;
pub use figures::{Figures, RULE as DIAGRAM_FAILED};
pub(crate) use href::{encode_path, relative};
pub use news::{Doing, News, NewsItem};
pub use own::RULE as NAVIGATION;
pub(crate) use pages::description;
pub use phrases::Phrases;
pub use press::Kept;
pub use shelf::{Kind, Rank, Shelf};
pub use theme::{Theme, ThemeError};
pub use view::Dates;

use crate::check::Checked;
use crate::definition::Definition;
use crate::diagnostic::Diagnostic;
use crate::history::{Archive, DocumentHistory, Elsewhere, History, Moment};
use crate::insight::Insights;
use crate::insight::earlier::Earlier;
use crate::link::Links;
use crate::model::{Corpus, DocumentIndex, route_word};
use crate::repository::Snapshot;
use pages::Planned;
use press::Press;

/// What every page may load and run: the site's own style, script and images, and nothing else. As a `meta` element it
/// holds for pages opened from disk as well.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
     font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'";

/// Where all numbers stand for programs, with the documents behind each.
pub(crate) const INSIGHTS: &str = "api/insights.json";
/// Where those of an earlier day stand; the day and `.json` follow.
pub(crate) const INSIGHTS_OF_DAY: &str = "api/insights/";

/// Route of the front page.
pub(crate) const HOME: &str = "index.html";
const PEOPLE: &str = "people/index.html";
const TAGS: &str = "tags/index.html";
/// Route of the list of what other branches propose.
const PROPOSED: &str = "proposed.html";
const PROBLEMS: &str = "problems.html";
const RELATIONS: &str = "relations.html";
/// Route of who is responsible, accountable, consulted and informed.
const RACI: &str = "raci.html";
/// Route of how documents move through their states.
const FLOW: &str = "flow.html";
/// Routes of the picture of all relations: for the page, and on its own.
const GRAPH_SCRIPT: &str = "relations.graph.js";
const GRAPH_FILE: &str = "relations.graph.svg";
const GUIDES: &str = "write/index.html";
const RULES: &str = "rules/index.html";
const PAGES: &str = "pages/index.html";
const OUTCOMES: &str = "outcomes.html";
const ROADMAP: &str = "roadmap.html";
const ROADMAP_BY_ATTRIBUTE: &str = "roadmap-by-attribute.html";
/// Route of what changed.
pub(crate) const CHANGES: &str = "changes.html";
/// Route of what makes the site an application on a phone.
pub(crate) const WEB_APP: &str = "manifest.webmanifest";
/// Route of the calendar of everything that is due.
pub(crate) const CALENDAR: &str = "calendar.ics";
const ACTIONS: &str = "actions.html";
const SCORECARD: &str = "scorecard.html";
const NOT_FOUND: &str = "404.html";
const SEARCH: &str = "search.html";

/// Most diagnostics shown on the page of one document.
const DISPLAYED_PROBLEMS: usize = 50;

/// What pages are made from.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The documents.
    pub corpus: &'a Corpus,
    /// Their references.
    pub links: &'a Links,
    /// What they add up to.
    pub insights: &'a Insights<'a>,
    /// What they added up to on the days of reviews.
    pub earlier: &'a [Earlier],
    /// What checking found.
    pub checked: &'a Checked,
    /// All files there are: the theme and the files that documents link to are read from it.
    pub snapshot: &'a Snapshot,
    /// What Git knows of the documents' past; empty where it was not asked.
    pub history: &'a History,
    /// The texts they had in it; `None` where it was not asked.
    pub archive: Option<&'a Archive>,
    /// What other branches propose, where they were asked.
    pub elsewhere: Option<&'a Elsewhere>,
    /// The commit that is built; `None` for a folder without Git.
    pub commit: Option<&'a Commit>,
    /// Where the repository is seen in a browser.
    pub repository: Option<&'a str>,
    /// Address at which the site will be; links do not need it.
    pub base_url: Option<&'a str>,
}

impl Input<'_> {
    /// When a document was written, as far as that is known.
    pub fn dates(&self, index: DocumentIndex) -> Dates {
        let past = self.history.of(self.corpus.get(index).path());
        let day = |moment: Option<Moment>| moment.map(|moment| moment.date());
        Dates {
            created: day(past.and_then(DocumentHistory::created_at)),
            updated: day(past.and_then(DocumentHistory::updated_at)),
        }
    }

    /// The day of a document: the one it is about, else the day of its last change.
    pub fn day(&self, index: DocumentIndex) -> Option<Date> {
        let document = self.corpus.get(index);
        let own = ["date", "started"]
            .into_iter()
            .find_map(|key| document.fields.value(key)?.as_date());
        own.or_else(|| self.dates(index).updated)
    }
}

/// The commit that a site is built from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its full hash.
    pub id: String,
    /// Its day, as `2026-03-14`.
    pub date: Option<String>,
    /// The branch that changes go to; `None` where it is not known.
    pub branch: Option<String>,
    /// Where the organisation repository stands in the tree of the commit: empty when it is its root.
    pub folder: Utf8PathBuf,
}

/// A page of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its path from the root of the site: `rewrites/rw-12.html`.
    pub route: String,
    /// Its HTML; a script, where the route ends in `.js`.
    pub html: String,
    /// Whether search engines and the sitemap should list it.
    pub listed: bool,
}

/// What is left to say when all pages are written.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    /// The routes of the pages that search engines should list, sorted.
    pub listed: Vec<String>,
    /// What was left out, and why.
    pub problems: Vec<Diagnostic>,
    /// What is new in the documents.
    pub news: News,
    /// What the interface says.
    pub phrases: Arc<Phrases>,
    /// The calendars that are to be written, by route.
    pub calendars: BTreeMap<String, Calendar>,
}

/// Renders every page, in parallel. `lap` is told when a stage is done.
///
/// # Errors
/// When a theme file cannot be used: the first such diagnostic, in the order of the pages.
pub fn render(input: &Input<'_>, shelf: &dyn Shelf, mut lap: impl FnMut(&'static str)) -> Result<Rendered, ThemeError> {
    let press = Press::new(input)?;
    lap("figures");
    // Another page keeps a route that a page of revisions wants as well.
    let (histories, mut plan): (Vec<_>, Vec<_>) = press.plan().into_iter().partition(Planned::is_history);
    plan.extend(histories);
    let written = press.write_all(&plan, shelf)?;
    lap("render");
    let taken: BTreeSet<&str> = written.iter().map(|page| page.route.as_str()).collect();
    let redirects = press.redirects().into_iter();
    for (number, page) in redirects
        .filter(|page| !taken.contains(page.route.as_str()))
        .enumerate()
    {
        shelf.put(
            Rank(Kind::Page, plan.len() + number),
            page.route,
            page.html.into_bytes(),
        );
    }
    drop(plan);
    press.put_files(shelf);
    let mut listed: Vec<_> = written.into_iter().filter(|it| it.listed).map(|it| it.route).collect();
    listed.sort();
    let Press {
        library,
        theme,
        problems,
    } = press;
    Ok(Rendered {
        listed,
        problems,
        news: library.news.into_inner().unwrap_or_default(),
        phrases: Arc::clone(theme.phrases()),
        calendars: library.calendars.into_inner().unwrap_or_default(),
    })
}

/// Route of the list of a type's documents.
pub(crate) fn listing_route(definition: &Definition) -> String {
    format!("{}/index.html", folder_route(definition))
}

/// Route of the feed of a type, or of everything.
pub(crate) fn feed_route(definition: Option<&Definition>) -> String {
    definition.map_or_else(|| "feed.xml".to_owned(), |it| format!("{}/feed.xml", folder_route(it)))
}

/// Route of the Markdown of the page at a route.
pub(crate) fn twin_route(route: &str) -> String {
    format!("{}.md", route.trim_end_matches(".html"))
}

/// Route of the calendar beside the page of a person or a team.
pub(crate) fn calendar_beside(route: &str) -> String {
    format!("{}.ics", route.trim_end_matches(".html"))
}

/// Route of the board of a type's documents.
fn board_route(definition: &Definition) -> String {
    format!("{}/board.html", folder_route(definition))
}

/// Route of the page of what hurts customers.
fn pain_route(definition: &Definition) -> String {
    format!("{}/pain.html", folder_route(definition))
}

/// Route of the questions that rewrites leave open.
fn questions_route(definition: &Definition) -> String {
    format!("{}/portfolio/questions.html", folder_route(definition))
}

/// Route of the portfolio of rewrites.
fn portfolio_route(definition: &Definition) -> String {
    format!("{}/portfolio.html", folder_route(definition))
}

pub(crate) fn folder_route(definition: &Definition) -> String {
    let words: Vec<_> = definition.address().split('/').map(route_word).collect();
    words.join("/")
}

/// Route of the page that says how to write a document of a type.
fn guide_route(definition: &Definition) -> String {
    format!("write/{}.html", route_word(&definition.type_name))
}

/// How the route of a history ends.
const HISTORY: &str = ".history.html";

/// Route of the history of the document at a route. No word of a route holds a dot, so no document can have it.
fn history_route(route: &str) -> String {
    format!("{}{HISTORY}", route.trim_end_matches(".html"))
}

/// Route of the matrix of roles of the team at a route; without one, of the documents of no team.
fn raci_route(team: Option<&str>) -> String {
    match team {
        Some(team) => format!("{}.raci.html", team.trim_end_matches(".html")),
        None => "no-team.raci.html".to_owned(),
    }
}

/// Route of how the documents of a type move through their states.
fn flow_route(definition: &Definition) -> String {
    format!("flow/{}.html", route_word(&definition.type_name))
}

/// Route of the picture of what is around the document at a route, where it has a page of its own.
fn around_route(route: &str) -> String {
    format!("{}.around.html", route.trim_end_matches(".html"))
}

/// Route of the manual of a rule.
fn rule_route(name: &str) -> String {
    format!("rules/{}.html", route_word(name))
}
