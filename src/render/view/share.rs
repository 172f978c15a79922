//! What a page says to those who share, subscribe to or read it without a browser.

use serde::Serialize;

use super::DateView;
use crate::model::DocumentIndex;
use crate::render::library::Library;
use crate::render::{CALENDAR, INSIGHTS, calendar_beside, encode_path, feed_route, folder_route, twin_route};

/// The square picture that stands beside a shared link.
const PICTURE: &str = "assets/icon-512.png";

/// The kinds of page whose foot leads to their feed.
const SUBSCRIBED: [&str; 3] = ["home", "changes", "listing"];

/// The kinds of page that show numbers, so that their foot leads to all the documents behind them: a page names a few.
const COUNTED: [&str; 10] = [
    "actions",
    "causes",
    "flow",
    "outcomes",
    "pain",
    "portfolio",
    "raci",
    "roadmap",
    "scorecard",
    "trends",
];

/// What the head of a page says for other programs. Templates know it as `page.share`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ShareView {
    /// The page's own address; `None` where the address of the site is not known.
    pub address: Option<String>,
    /// The address of a picture, likewise.
    pub picture: Option<String>,
    /// The language as social networks name it: `de_AT`; `None` where no country is known.
    pub locale: Option<String>,
    /// Whether it is a text that somebody wrote, rather than a list of such.
    pub is_article: bool,
    /// The day the text was created, where that is known.
    pub published: Option<DateView>,
    /// The day it was changed last, likewise.
    pub modified: Option<DateView>,
    /// Other forms of the page: feeds, calendars, its Markdown.
    pub alternates: Vec<Alternate>,
    /// The feed that its foot leads to, on pages that list what there is.
    pub feed: Option<String>,
    /// The calendar that its foot leads to, where something is due.
    pub calendar: Option<String>,
    /// The file with every number and the documents behind it, on pages that show such numbers.
    pub data: Option<String>,
}

/// Another form of a page.
#[derive(Clone, Debug, Serialize)]
pub struct Alternate {
    /// Its kind, as `text/markdown`.
    pub kind: &'static str,
    /// Its name; empty where it is called as the page.
    pub title: String,
    /// Where it is.
    pub href: String,
}

impl ShareView {
    /// What the page at a route says.
    pub fn of(library: &Library<'_>, kind: &str, route: &str) -> Self {
        let input = library.input;
        let config = &input.corpus.config;
        let base = input.base_url.map(|base| base.trim_end_matches('/'));
        let mut alternates = Vec::new();
        let mut feed = None;
        if base.is_some() {
            let site: &dyn std::fmt::Display = &config.title;
            let within = |folder: &str| route.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
            let mut types = library.types().map(|(_, definition, _)| definition);
            let definition = types.find(|definition| within(&folder_route(definition)));
            let title = match definition {
                Some(it) => library
                    .phrases
                    .fill("sharing.feed_of", &[("site", site), ("type", &it.plural)]),
                None => library.phrases.fill("sharing.feed", &[("site", site)]),
            };
            let href = library.href(route, &feed_route(definition));
            feed = SUBSCRIBED.contains(&kind).then(|| href.clone());
            alternates.push(Alternate {
                kind: "application/atom+xml",
                title,
                href,
            });
        }
        let calendar = calendar(library, kind, route);
        let calendar = calendar.and_then(|calendar| {
            let it = library.calendars().get(&calendar)?;
            let href = library.href(route, &calendar);
            let site = &config.title;
            let title = match &it.name {
                Some(name) => library
                    .phrases
                    .fill("sharing.calendar_of", &[("site", site), ("name", name)]),
                None => library.phrases.fill("sharing.calendar", &[("site", site)]),
            };
            alternates.push(Alternate {
                kind: "text/calendar",
                title,
                href: href.clone(),
            });
            Some(href)
        });
        Self {
            address: base.map(|base| address(base, route)),
            picture: base.map(|base| format!("{base}/{PICTURE}")),
            locale: locale(&config.language),
            alternates,
            feed,
            calendar,
            data: COUNTED.contains(&kind).then(|| library.href(route, INSIGHTS)),
            ..Self::default()
        }
    }

    /// Adds what is known of the document that the page shows.
    pub fn add_document(&mut self, library: &Library<'_>, index: DocumentIndex) {
        let dates = library.input.dates(index);
        self.is_article = true;
        self.published = dates.created.map(DateView::from);
        self.modified = dates.updated.map(DateView::from);
        self.add_twin(library, index);
    }

    /// Leads to the Markdown of the document that the page shows.
    pub fn add_twin(&mut self, library: &Library<'_>, index: DocumentIndex) {
        let document = library.document(index);
        self.alternates.push(Alternate {
            kind: "text/markdown",
            title: String::new(),
            href: library.href(&document.route, &twin_route(&document.route)),
        });
    }
}

/// The address of a page; the front page of a folder is the folder.
pub fn address(base: &str, route: &str) -> String {
    let page = match route.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => route,
    };
    format!("{base}/{}", encode_path(page))
}

/// `de-AT` as `de_AT`; the country that a language alone stands for is only known for the languages docent speaks.
fn locale(language: &str) -> Option<String> {
    match language.split_once('-') {
        Some((language, country)) if country.len() == 2 => {
            Some(format!("{}_{}", language.to_lowercase(), country.to_uppercase()))
        }
        None if language == "en" => Some("en_US".to_owned()),
        None if language == "de" => Some("de_DE".to_owned()),
        _ => None,
    }
}

/// The route of the calendar that a page may have: only those of people and teams have one of their own. Whether there is
/// one is not asked for any other, since what is due is derived when it is first asked for.
fn calendar(library: &Library<'_>, kind: &str, route: &str) -> Option<String> {
    let corpus = library.input.corpus;
    let is_team = || {
        let teams = corpus.definitions.find("team");
        let mut there = corpus.all_by_route(route).iter();
        there.any(|index| Some(corpus.get(*index).definition) == teams)
    };
    match kind {
        "home" | "actions" => Some(CALENDAR.to_owned()),
        "person" => Some(calendar_beside(route)),
        "document" if is_team() => Some(calendar_beside(route)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_one_address() {
        assert_eq!(address("https://x", "index.html"), "https://x/");
        assert_eq!(address("https://x/y", "rewrites/index.html"), "https://x/y/rewrites/");
        assert_eq!(
            address("https://x", "pages/myindex.html"),
            "https://x/pages/myindex.html"
        );
        assert_eq!(locale("de-at").as_deref(), Some("de_AT"));
        assert_eq!(locale("zh-Hant"), None);
    }
}
