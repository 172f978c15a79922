//! Names of places within a page.

use std::collections::HashMap;

/// The anchor of a heading as GitHub makes it: lower case, punctuation dropped, spaces to hyphens. Links written for
/// GitHub's view of a file therefore work on the site, and the other way round.
pub fn slug(heading: &str) -> String {
    let mut slug = String::with_capacity(heading.len());
    for character in heading.trim().chars().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() || matches!(character, '-' | '_') {
            slug.push(character);
        } else if character.is_whitespace() {
            slug.push('-');
        }
    }
    slug
}

/// Makes the anchors of one document unique: the second `risks` becomes `risks-1`.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    taken: HashMap<String, u32>,
}

impl Anchors {
    /// A free name that starts with the wanted one. A heading without letters is called `section`.
    pub(super) fn take(&mut self, wanted: String) -> String {
        let wanted = if wanted.is_empty() {
            "section".to_owned()
        } else {
            wanted
        };
        let mut name = wanted.clone();
        while self.taken.contains_key(&name) {
            let count = self.taken.entry(wanted.clone()).or_default();
            *count += 1;
            name = format!("{wanted}-{count}");
        }
        self.taken.insert(name.clone(), 0);
        name
    }
}

/// `{#name}` at the end of a text: the text without it, and the name.
pub(super) fn trailing(text: &str) -> Option<(&str, &str)> {
    let before = text.trim_end().strip_suffix('}')?;
    let (before, name) = before.rsplit_once("{#")?;
    is_name(name).then_some((before, name))
}

/// Whether an author may call a place so. A colon is not among the letters: the page's own places are told by it.
pub(super) fn is_name(name: &str) -> bool {
    let letter = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    !name.is_empty() && name.chars().all(letter)
}

/// Values of `id="…"` and `name="…"` in a piece of HTML, with the offset of each value.
pub(super) fn in_html(html: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for key in [" id=", " name="] {
        for (position, _) in html.match_indices(key) {
            let start = position + key.len();
            let Some(quote) = html[start..].chars().next().filter(|quote| matches!(quote, '"' | '\'')) else {
                continue;
            };
            if let Some(length) = html[start + 1..].find(quote) {
                found.push((start + 1, &html[start + 1..start + 1 + length]));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_those_of_github() {
        assert_eq!(slug("Business motivation"), "business-motivation");
        assert_eq!(slug("What didn't go well?"), "what-didnt-go-well");
        assert_eq!(slug("C++ & Rust"), "c--rust");
        assert_eq!(slug("🔥 Wirkung für Kunden"), "-wirkung-für-kunden");
        assert_eq!(slug("影響"), "影響");
    }

    #[test]
    fn repeated_anchors_are_numbered_and_never_collide() {
        let mut anchors = Anchors::default();
        let taken: Vec<_> = ["a", "a", "a-1", "a", ""]
            .map(|it| anchors.take(it.into()))
            .into_iter()
            .collect();
        assert_eq!(taken, ["a", "a-1", "a-1-1", "a-2", "section"]);
    }

    #[test]
    fn an_item_names_its_own_anchor() {
        assert_eq!(trailing("Slow CI. {#slow-ci}"), Some(("Slow CI. ", "slow-ci")));
        assert_eq!(trailing("no anchor {slow}"), None);
        assert_eq!(trailing("{#not valid}"), None);
    }
}
