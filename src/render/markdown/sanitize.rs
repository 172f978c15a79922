//! Cleaning a page whose author wrote raw HTML.
//!
//! The whole rendered body is cleaned rather than each piece, because `<details>` may open in one piece and close in
//! another. The allow list is therefore raw HTML's and the renderer's own together, and classes are limited to those the
//! renderer writes.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use ammonia::{Builder, UrlRelative, UrlRelativeEvaluate};

use super::address::{Address, OWN_ANCHOR, address};
use super::resolve::Resolve;
use crate::span::floor_char_boundary;

/// Deepest nesting of raw HTML that is read as HTML. A parser's work grows with the depth, and a tag in an honest document
/// stands in a dozen others at most.
const MAX_DEPTH: usize = 64;

/// Longest address in raw HTML that is resolved.
const LONGEST_ADDRESS: usize = 2_000;

const TAGS: &str = "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption \
    figure h2 h3 h4 h5 h6 hr i img input ins kbd li mark ol p pre q rp rt ruby s samp section small span strong sub \
    summary sup table tbody td tfoot th thead time tr u ul var wbr";

const CLASSES: [(&str, &str); 10] = [
    ("a", "ref back"),
    (
        "div",
        "table alert tone-active tone-done tone-closed tone-wait tone-error",
    ),
    ("p", "alert-title"),
    ("figure", "code"),
    ("code", ""),
    ("li", "task"),
    ("td", "r c"),
    ("th", "r c"),
    ("sup", "footnote"),
    ("section", "footnotes"),
];

const ATTRIBUTES: [(&str, &str); 14] = [
    ("a", "href title id aria-label aria-labelledby"),
    ("abbr", "title"),
    ("col", "span"),
    ("details", "open"),
    ("dfn", "title"),
    ("div", "role tabindex aria-label"),
    ("img", "src alt title width height loading"),
    ("input", "type checked disabled aria-label"),
    ("ol", "start reversed"),
    ("pre", "tabindex"),
    ("section", "aria-label"),
    ("td", "colspan rowspan"),
    ("th", "colspan rowspan scope"),
    ("time", "datetime"),
];

/// Cleans a rendered body that holds raw HTML. `own` are the addresses the renderer wrote itself.
pub(super) fn clean(html: &str, own: &HashSet<String>, links: &dyn Resolve) -> String {
    let relative = Relative(relative_addresses(html, own, links));
    let set = |words: &'static str| words.split_whitespace().collect::<HashSet<_>>();
    let mut builder = Builder::empty();
    builder
        .tags(set(TAGS))
        .clean_content_tags(set("script style"))
        .generic_attributes(set("id lang dir"))
        .tag_attributes(ATTRIBUTES.iter().map(|(tag, names)| (*tag, set(names))).collect())
        .allowed_classes(CLASSES.iter().map(|(tag, names)| (*tag, set(names))).collect())
        .url_schemes(set("https http mailto tel"))
        .url_relative(UrlRelative::Custom(Box::new(relative)))
        .link_rel(None)
        .set_tag_attribute_value("input", "disabled", "")
        .set_tag_attribute_value("input", "type", "checkbox")
        .attribute_filter(attribute);
    builder.clean(html).to_string()
}

/// Raw HTML with `<a name=…>` written as `<a id=…>`, the name of a place that HTML still knows.
pub(super) fn named_by_id(html: &str) -> Cow<'_, str> {
    let mut written = String::new();
    let mut copied = 0;
    for (position, _) in html.match_indices('<') {
        let tag = &html[position + 1..];
        let Some(attributes) = tag.strip_prefix(['a', 'A']) else {
            continue;
        };
        let key = attributes.trim_start();
        let named = key.len() < attributes.len()
            && key.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("name"))
            && key[4..].trim_start().starts_with('=');
        if named {
            let start = html.len() - tag.len() + 1 + (attributes.len() - key.len());
            written.push_str(&html[copied..start]);
            written.push_str("id");
            copied = start + 4;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    written.push_str(&html[copied..]);
    Cow::Owned(written)
}

/// What relative addresses become; one that is not listed is dropped.
struct Relative(HashMap<String, String>);

impl UrlRelativeEvaluate<'static> for Relative {
    fn evaluate<'url>(&self, url: &'url str) -> Option<Cow<'url, str>> {
        self.0.get(url).cloned().map(Cow::Owned)
    }
}

/// Drops what an allowed attribute may not hold: names that are the page's own, images from elsewhere, roles that would
/// mislead.
fn attribute<'v>(tag: &str, name: &str, value: &'v str) -> Option<Cow<'v, str>> {
    let kept = match (tag, name) {
        (_, "id") => value
            .strip_prefix(OWN_ANCHOR)
            .is_none_or(|own| is_footnote(own) && matches!(tag, "li" | "sup")),
        ("img", "src") => !matches!(address(value), Address::Elsewhere | Address::Refused),
        ("div", "role") => value == "region" || value == "note",
        (_, "tabindex") => value == "0",
        _ => true,
    };
    kept.then_some(Cow::Borrowed(value))
}

/// Whether a name of the renderer's own is that of a footnote or of a place where it is mentioned.
fn is_footnote(name: &str) -> bool {
    let number = name.strip_prefix("fn").or_else(|| name.strip_prefix("fr"));
    number.is_some_and(|it| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'))
}

/// What each relative address in the page becomes: the renderer's own stay, raw HTML's are resolved like any link.
fn relative_addresses(html: &str, own: &HashSet<String>, links: &dyn Resolve) -> HashMap<String, String> {
    let mut addresses: HashMap<String, String> = own.iter().map(|it| (it.clone(), it.clone())).collect();
    for written in attribute_values(html) {
        if addresses.contains_key(written) {
            continue;
        }
        match address(written) {
            Address::Here(_) | Address::Relative => {
                if let Some(href) = links.written(written).href() {
                    addresses.insert(written.to_owned(), href.to_owned());
                }
            }
            Address::Elsewhere | Address::Refused => {}
        }
    }
    addresses
}

/// Values of `href="…"` and `src="…"`, found without reading the HTML: a wrong hit costs a look-up and changes nothing.
pub(in crate::render) fn attribute_values(html: &str) -> impl Iterator<Item = &str> {
    ["href=", "src="].into_iter().flat_map(move |key| {
        html.match_indices(key).filter_map(move |(position, _)| {
            let start = position + key.len();
            let rest = &html[start..floor_char_boundary(html, start + LONGEST_ADDRESS)];
            let quote = rest.chars().next()?;
            match quote {
                '"' | '\'' => rest[1..].split(quote).next(),
                _ => rest.split([' ', '>', '\n']).next(),
            }
        })
    })
}

/// How deep raw HTML nests. Tags that HTML closes by itself do not count; `rt` and `rp` do, which it closes within `ruby`
/// only.
#[derive(Debug, Default)]
pub(super) struct Depth {
    open: usize,
    /// The tags of formatting that were opened, by their spelling.
    formatting: HashSet<String>,
    repeated: usize,
}

/// Raw HTML nests deeper than is read as HTML.
#[derive(Debug)]
pub(super) struct TooDeep;

/// Tags that a browser opens again in every block that follows, until they are closed.
const FORMATTING: [&str; 13] = [
    "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// Most times that formatting may be opened again: sixty tags before half a million paragraphs would fill the memory.
/// A tag counts as never closed, because what seems to close it can be hidden in an attribute.
const MOST_REPEATED: usize = 400_000;

const CLOSED_BY_THEMSELVES: [&str; 25] = [
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p",
    "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr", "param",
];

impl Depth {
    /// Follows the tags of one more piece.
    pub(super) fn follow(&mut self, piece: &str) -> Result<(), TooDeep> {
        for (position, _) in piece.match_indices('<') {
            self.begin_block()?;
            let rest = &piece[position + 1..];
            let name = rest.strip_prefix('/').unwrap_or(rest);
            let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
            let name = &name[..length];
            if name.is_empty() || CLOSED_BY_THEMSELVES.iter().any(|it| it.eq_ignore_ascii_case(name)) {
                continue;
            }
            if rest.starts_with('/') {
                self.open = self.open.saturating_sub(1);
                continue;
            }
            self.open += 1;
            if FORMATTING.iter().any(|it| it.eq_ignore_ascii_case(name)) {
                self.formatting.insert(spelling(rest, self.formatting.len()));
            }
            if self.open > MAX_DEPTH {
                return Err(TooDeep);
            }
        }
        Ok(())
    }

    /// Counts what is opened again where a block or another tag begins.
    pub(super) fn begin_block(&mut self) -> Result<(), TooDeep> {
        self.repeated += self.formatting.len();
        match self.repeated > MOST_REPEATED {
            true => Err(TooDeep),
            false => Ok(()),
        }
    }
}

/// What tells one tag from another: how it is written, or a number of its own where quotes may hide its end.
fn spelling(tag: &str, number: usize) -> String {
    let written = tag.split('>').next().unwrap_or_default();
    let even = |quote: char| written.matches(quote).count().is_multiple_of(2);
    let plain = even('"') && even('\'') && !(written.contains('"') && written.contains('\''));
    match plain && written.len() < 200 {
        true => written.to_ascii_lowercase(),
        false => format!("{number}"),
    }
}
