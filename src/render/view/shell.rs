//! What stands around every page.

use serde::Serialize;

use super::ShareView;

/// The site, the same on every page. Templates know it as `site`.
#[derive(Clone, Debug, Serialize)]
pub struct SiteView {
    /// Name of the site.
    pub title: String,
    /// What it is about, in one sentence; empty when not said.
    pub description: String,
    /// Language of the documents, as HTML names it.
    pub language: String,
    /// Language that the interface speaks, likewise: the documents' where there are words in it, else English.
    pub interface_language: String,
    /// The organisation's own mark; `None` for the theme's.
    pub logo: Option<LogoView>,
    /// What the organisation says at the foot of every page; HTML, in which `__root__/` stands for `page.root`.
    pub footer: String,
    /// What pages may load and run: nothing from elsewhere, nothing written into the page.
    pub content_security_policy: &'static str,
    /// Changes when the style, the script or the icon changes.
    pub assets_version: String,
    /// How many parts the previews of documents are in.
    pub previews: usize,
    /// Where the repository is seen in a browser.
    pub repository_url: Option<String>,
    /// The commit that was built.
    pub commit: Option<CommitView>,
    /// Version of docent.
    pub version: &'static str,
}

/// The mark beside the name of the site.
#[derive(Clone, Debug, Serialize)]
pub struct LogoView {
    /// The image, on light pages and, without another, on dark ones.
    pub light: ImageView,
    /// The image on dark pages.
    pub dark: Option<ImageView>,
    /// What it says; empty where the name beside it says as much.
    pub alt: String,
}

/// An image of the frame.
#[derive(Clone, Debug, Serialize)]
pub struct ImageView {
    /// Its path from the root of the site: put `page.root` in front.
    pub route: String,
    /// Its width, in pixels.
    pub width: u32,
    /// Its height, in pixels.
    pub height: u32,
}

/// The commit that a site was built from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CommitView {
    /// The start of its hash.
    pub short: String,
    /// Its day.
    pub date: Option<String>,
}

/// A group of the navigation. Templates know the list of them as `nav`.
#[derive(Clone, Debug, Serialize)]
pub struct NavGroup {
    /// Its heading; `None` for the first group.
    pub label: Option<String>,
    /// Its entries.
    pub items: Vec<NavItem>,
}

/// An entry of the navigation.
#[derive(Clone, Debug, Serialize)]
pub struct NavItem {
    /// Its words.
    pub label: String,
    /// The page it leads to, from the root of the site: put `page.root` in front. A whole address where it leads elsewhere.
    pub route: String,
    /// How many things it leads to, where that says something.
    pub count: Option<usize>,
    /// Whether it leads out of the site.
    pub elsewhere: bool,
}

/// The page that is being written. Templates know it as `page`.
#[derive(Clone, Debug, Serialize)]
pub struct PageView {
    /// What kind of page it is: `document`, `listing`, `home` …
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// What it is about, in one sentence.
    pub description: String,
    /// Its path from the root of the site.
    pub route: String,
    /// The page of the navigation it belongs to.
    pub section: String,
    /// Leads to the root of the site: empty, `../`, `../../`.
    pub root: String,
    /// The way to it from above; empty for pages that the navigation names.
    pub crumbs: Vec<Crumb>,
    /// The file it was written from.
    pub source: Option<SourceView>,
    /// What it says to other programs than browsers.
    pub share: ShareView,
}

/// A step on the way to a page.
#[derive(Clone, Debug, Serialize)]
pub struct Crumb {
    /// Its words.
    pub label: String,
    /// Where it leads; `None` for the page itself.
    pub href: Option<String>,
}

/// The file that a page was written from.
#[derive(Clone, Debug, Serialize)]
pub struct SourceView {
    /// Its path from the root of the organisation repository.
    pub path: String,
    /// Where it is seen in a browser.
    pub view: Option<String>,
    /// Where it is edited.
    pub edit: Option<String>,
    /// The page of its revisions.
    pub history: Option<String>,
    /// Where its commits are listed in a browser.
    pub commits: Option<String>,
    /// The page that says how to write one.
    pub guide: Option<String>,
}
