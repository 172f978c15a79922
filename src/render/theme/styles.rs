//! The style sheets: one for all pages, and one for each kind of page that asks for more.

use std::collections::BTreeMap;

use super::WHOLE_SITE;
use crate::render::compact::compact_css;

/// The style sheets of a theme while its files are read.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// The sheet of all pages, part by part.
    whole: String,
    /// What an organisation adds to it.
    added: String,
    /// The sheets of kinds of page, by name.
    pages: BTreeMap<String, String>,
}

impl Styles {
    /// Joins a part to the sheet of all pages.
    pub(super) fn join(&mut self, part: &str, is_built_in: bool) {
        self.whole.push_str(part);
        if !is_built_in {
            self.added.push_str(part);
        }
    }

    /// Adds the sheet of a kind of page.
    pub(super) fn add_page(&mut self, name: &str, css: &str) {
        self.pages.insert(name.to_owned(), compact_css(css));
    }

    /// The sheets as pages load them, by name: each with what it imports, and what an organisation adds after all that is
    /// built in, whatever sheets a page loads.
    pub(super) fn finish(mut self, looks: &str) -> Vec<(String, String)> {
        let whole = compact_css(&(self.whole + looks));
        self.pages.insert(WHOLE_SITE.to_owned(), whole);
        let added = compact_css(&self.added);
        let sheet = |(name, css): (&String, &String)| {
            let mut css = with_imports(css, &self.pages, &mut vec![name.as_str()]);
            if name != WHOLE_SITE {
                css.push_str(&added);
            }
            (name.clone(), css)
        };
        self.pages.iter().map(sheet).collect()
    }
}

/// A page's style with the styles that it begins by importing in their place, each once, whoever imports it: a page asks
/// for one file, not for three.
fn with_imports<'s>(css: &'s str, styles: &'s BTreeMap<String, String>, imported: &mut Vec<&'s str>) -> String {
    let mut whole = String::new();
    let mut rest = css;
    while let Some((name, after)) = rest.strip_prefix("@import \"").and_then(|it| it.split_once("\";")) {
        let Some(style) = styles.get(name) else { break };
        if !imported.contains(&name) {
            imported.push(name);
            whole.push_str(&with_imports(style, styles, imported));
        }
        rest = after;
    }
    whole + rest
}
