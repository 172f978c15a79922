//! What the navigation of the site shows besides its own entries, and which of these it leaves out.

use crate::span::Spanned;
use crate::yaml::expect::Expect;
use crate::yaml::{Mapping, Node};

/// The wishes of an organisation about the navigation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Navigation {
    /// Groups of its own, which stand before the built-in ones.
    pub groups: Vec<NavigationGroup>,
    /// Built-in entries that are left out, by the name in their address: `tags`, `rules`, `rewrites`.
    pub hide: Vec<Spanned<String>>,
}

/// A group of entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavigationGroup {
    /// Its heading; `None` for entries that need none.
    pub label: Option<String>,
    /// Its entries.
    pub items: Vec<NavigationItem>,
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavigationItem {
    /// Its words; those of what it leads to, when left out.
    pub label: Option<String>,
    /// What it leads to: a built-in entry, the id of a document, a file, or an address.
    pub to: Spanned<String>,
}

/// Reads `navigation:`.
pub(super) fn navigation(expect: &mut Expect<'_>, mapping: &Mapping) -> Navigation {
    let Some(wishes) = expect.mapping(mapping, "navigation") else {
        return Navigation::default();
    };
    expect.known_keys(wishes, &["groups", "hide"], "`navigation`");
    let hide = wishes.get("hide").and_then(|_| expect.texts(wishes, "hide"));
    let groups = wishes
        .get("groups")
        .and_then(|node| expect.list_value("groups", "a list of groups", node));
    Navigation {
        groups: groups
            .unwrap_or_default()
            .iter()
            .filter_map(|node| group(expect, node))
            .collect(),
        hide: hide.unwrap_or_default(),
    }
}

fn group(expect: &mut Expect<'_>, node: &Node) -> Option<NavigationGroup> {
    let mapping = expect.mapping_value("a group of the navigation", node)?;
    expect.known_keys(mapping, &["label", "items"], "a group of the navigation");
    let Some(items) = mapping.get("items") else {
        let missing = expect.key_error(node.span, "a group of the navigation has no `items`");
        expect.report(missing.with_help("write `{ label: Start here, items: [home, RW-12] }`"));
        return None;
    };
    let items = expect.list_value("items", "a list of entries", items)?;
    Some(NavigationGroup {
        label: expect.text(mapping, "label").map(|label| label.value),
        items: items.iter().filter_map(|item| entry(expect, item)).collect(),
    })
}

fn entry(expect: &mut Expect<'_>, node: &Node) -> Option<NavigationItem> {
    let Some(mapping) = node.mapping() else {
        let to = expect.text_value("an entry of the navigation", node)?;
        return Some(NavigationItem { label: None, to });
    };
    expect.known_keys(mapping, &["label", "to"], "an entry of the navigation");
    if mapping.get("to").is_none() {
        let missing = expect.key_error(node.span, "an entry of the navigation has no `to`");
        expect.report(missing.with_help("write `{ label: Status, to: \"https://status.example\" }`"));
    }
    Some(NavigationItem {
        label: expect.text(mapping, "label").map(|label| label.value),
        to: expect.text(mapping, "to")?,
    })
}
