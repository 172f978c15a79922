//! What a phone needs to keep the site among its applications: name, colours and icons, all by relative addresses.

use serde_json::json;

use crate::render::{HOME, Input, WEB_APP};

/// The colour behind the icon.
const COLOUR: &str = "#3b55c9";
/// Longest name below an icon, in characters.
const SHORT: usize = 12;

/// The file, by its route.
pub(super) fn file(input: &Input<'_>) -> (String, String) {
    let config = &input.corpus.config;
    let icon = |name: &str, sizes: &str, kind: &str| json!({ "src": format!("assets/{name}"), "sizes": sizes, "type": kind, "purpose": "any" });
    let value = json!({
        "name": config.title,
        "short_name": short(&config.title),
        "description": config.description,
        "lang": config.language,
        "start_url": HOME,
        "scope": "./",
        "display": "minimal-ui",
        "theme_color": COLOUR,
        "background_color": "#ffffff",
        "icons": [
            icon("icon.svg", "any", "image/svg+xml"),
            icon("icon-192.png", "192x192", "image/png"),
            icon("icon-512.png", "512x512", "image/png"),
        ],
    });
    (WEB_APP.to_owned(), format!("{value:#}\n"))
}

/// As many whole words as fit below an icon, at least the first.
fn short(title: &str) -> String {
    let mut short = String::new();
    for word in title.split_whitespace() {
        let length = short.chars().count() + word.chars().count();
        if !short.is_empty() && length >= SHORT {
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    short
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn a_name_below_an_icon_is_whole_words() {
        assert_eq!(short("Northwind Freight"), "Northwind");
        assert_eq!(short("Our docs"), "Our docs");
        assert_eq!(short("  "), "");
    }
}
