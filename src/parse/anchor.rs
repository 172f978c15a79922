//! Names of places within a page.

use std::collections::HashMap;

use unicode_segmentation::UnicodeSegmentation;

/// The anchor of a heading as GitHub makes it: lower case, punctuation dropped, spaces to hyphens. Links written for
/// GitHub's view of a file therefore work on the site, and the other way round.
pub fn slug(heading: &str) -> String {
    let mut slug = String::with_capacity(heading.len());
    for character in heading.trim().chars().flat_map(char::to_lowercase) {
        match character {
            ' ' => slug.push('-'),
            _ if is_kept(character) => slug.push(character),
            _ => {}
        }
    }
    slug
}

/// Whether a character stays in an anchor: a letter of any script with its marks, a decimal digit, a hyphen, or what
/// connects words.
fn is_kept(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric() || matches!(character, '-' | '_');
    }
    character.is_alphabetic()
        || (character.is_numeric() && !is_odd_number(character))
        || matches!(character, '‿' | '⁀' | '⁔' | '︳' | '︴' | '﹍'..='﹏' | '＿')
        || is_mark(character)
}

/// Numbers that are no decimal digits: `²`, `½`, `①`.
fn is_odd_number(character: char) -> bool {
    matches!(character,
        '²' | '³' | '¹' | '¼'..='¾' | '\u{2070}'..='\u{2089}' | '\u{2150}'..='\u{215f}' | '\u{2189}'
        | '\u{2460}'..='\u{249b}' | '\u{24ea}'..='\u{24ff}' | '\u{2776}'..='\u{2793}' | '\u{3192}'..='\u{3195}'
        | '\u{3220}'..='\u{3229}' | '\u{3248}'..='\u{324f}' | '\u{3251}'..='\u{325f}' | '\u{3280}'..='\u{3289}'
        | '\u{32b1}'..='\u{32bf}')
}

/// Whether a character is a mark upon the one before it: an accent, the sign of a vowel, the selector of an emoji.
fn is_mark(character: char) -> bool {
    // Joiners and the tones of skin also belong to the character before them, but are no marks.
    if matches!(character, '\u{200c}' | '\u{200d}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0000}'..='\u{e007f}') {
        return false;
    }
    let mut pair = String::from("a");
    pair.push(character);
    pair.graphemes(true).count() == 1
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
    let valid = !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    valid.then_some((before, name))
}

/// Values of `id=…` and `name=…` in a piece of HTML, quoted or not, with the offset of each value.
pub(super) fn in_html(html: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (equals, _) in html.match_indices('=') {
        let before = html[..equals].trim_end();
        let key = ["id", "name"].into_iter().find(|key| {
            let start = before.len().checked_sub(key.len());
            start
                .and_then(|start| before.get(start..))
                .is_some_and(|it| it.eq_ignore_ascii_case(key))
        });
        let Some(key) = key else { continue };
        if !before[..before.len() - key.len()].ends_with(|c: char| c.is_ascii_whitespace()) {
            continue;
        }
        let after = &html[equals + 1..];
        let value = after.trim_start();
        let start = equals + 1 + after.len() - value.len();
        let (start, length) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => (start + 1, value[1..].find(quote)),
            _ => (
                start,
                value.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/' | '"' | '\'')),
            ),
        };
        if let Some(length) = length.filter(|length| *length > 0) {
            found.push((start, &html[start..start + length]));
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
        assert_eq!(slug("हिन्दी शब्द"), "हिन्दी-शब्द", "marks are part of the word");
        assert_eq!(slug("⚠\u{fe0f} Warning 👍🏽"), "\u{fe0f}-warning-");
        assert_eq!(slug("x² and ½, step ①"), "x-and--step-");
        assert_eq!(slug("手順　２"), "手順２", "only the plain space becomes a hyphen");
        assert_eq!(slug("`GET /users/{id}`"), "get-usersid");
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
    fn html_names_places_however_it_is_written() {
        let names = |html| in_html(html).into_iter().map(|(_, name)| name).collect::<Vec<_>>();
        assert_eq!(names("<a name=\"old\"></a>"), ["old"]);
        assert_eq!(names("<A NAME=plain></A>"), ["plain"]);
        assert_eq!(names("<a\nid = 'multi'>"), ["multi"]);
        assert!(names("<p data-id=\"x\" width=3 id=\"\">").is_empty());
        assert!(names("idé=é name").is_empty());
    }

    #[test]
    fn an_item_names_its_own_anchor() {
        assert_eq!(trailing("Slow CI. {#slow-ci}"), Some(("Slow CI. ", "slow-ci")));
        assert_eq!(trailing("no anchor {slow}"), None);
        assert_eq!(trailing("{#not valid}"), None);
    }
}
