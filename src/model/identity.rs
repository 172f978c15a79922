//! What a document is called: its id, from the file name or the front matter, and the word its route is made of.

use super::read::day;
use crate::span::floor_char_boundary;

/// An id as its file name gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The id: `RW-12`, `INC-2026-03-14`, `TEAM-platform`.
    pub id: String,
    /// What the name says besides, as words: "orders on postgres".
    pub words: String,
}

impl Identity {
    /// Reads the name of a file without its extension: `0012-orders-on-postgres`, `2026-03-14-checkout-outage`,
    /// `rw-12`, `platform`.
    pub fn from_file_stem(stem: &str, prefix: &str) -> Self {
        let rest = without_prefix(stem, prefix);
        let name = rest.unwrap_or(stem);
        if let Some(date) = name.get(..10).filter(|date| day(date).is_some()) {
            return Self {
                id: format!("{prefix}-{date}"),
                words: words(&name[10..], stem),
            };
        }
        if let Some(end) = year_and_number(name) {
            return Self {
                id: format!("{prefix}-{}", &name[..end]),
                words: words(&name[end..], stem),
            };
        }
        let digits = name.bytes().take_while(u8::is_ascii_digit).count();
        let after = &name[digits..];
        let separated = after.is_empty() || after.starts_with(['-', '_', ' ', '.']);
        if digits > 0 && separated {
            let number = name[..digits].trim_start_matches('0');
            let number = if number.is_empty() { "0" } else { number };
            return Self {
                id: format!("{prefix}-{number}"),
                words: words(after, stem),
            };
        }
        Self {
            id: format!("{prefix}-{}", route_word(name)),
            words: words(name, stem),
        }
    }
}

/// Where a number that begins anew each year ends: `2019-009` of `2019-009 - node deletion`; with a third number, as in a
/// date that does not exist, all of them.
fn year_and_number(name: &str) -> Option<usize> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let is_year = digits(name) == 4 && (name.starts_with("19") || name.starts_with("20"));
    let mut end = 4;
    let mut numbers = 0;
    while is_year && numbers < 2 {
        let Some(rest) = name[end..].strip_prefix('-') else {
            break;
        };
        let count = digits(rest);
        // `2026-2nd-quarter` is a word, not a number.
        if count == 0 || rest[count..].starts_with(|c: char| c.is_alphanumeric()) {
            break;
        }
        end += 1 + count;
        numbers += 1;
    }
    (numbers > 0).then_some(end)
}

/// `rw-12` and `RW12` without their prefix, where a number follows it.
fn without_prefix<'a>(stem: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = stem.split_at_checked(prefix.len())?;
    let rest = rest.trim_start_matches(['-', '_', ' ']);
    (start.eq_ignore_ascii_case(prefix) && rest.starts_with(|c: char| c.is_ascii_digit())).then_some(rest)
}

fn words(name: &str, otherwise: &str) -> String {
    let spaced = |text: &str| text.replace(['-', '_'], " ").trim().to_owned();
    let words = spaced(name);
    if words.is_empty() { spaced(otherwise) } else { words }
}

/// What ids are compared by: case does not count, nor do zeros in front of a number.
pub fn id_key(id: &str) -> String {
    let mut key = id.trim().to_lowercase();
    if let Some(hyphen) = key.find('-') {
        let number = &key[hyphen + 1..];
        if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) {
            let zeros = number.bytes().take_while(|b| *b == b'0').count();
            let dropped = zeros.min(number.len() - 1);
            key.replace_range(hyphen + 1..hyphen + 1 + dropped, "");
        }
    }
    key
}

/// A text as a key that sorts its numbers by their value, so that `RW-9` stands before `RW-10`.
pub fn natural_key(text: &str) -> Vec<(String, u64)> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let words = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let after = &rest[words..];
        let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        // A part is its words and the number after them. Words without a number come after the same words with one.
        let number = after[..digits].parse().unwrap_or(u64::MAX);
        parts.push((rest[..words].to_lowercase(), number));
        rest = &after[digits..];
    }
    parts
}

/// Longest word of a route. File systems take names of 255 bytes, and more comes behind the word.
const LONGEST_WORD: usize = 160;

/// A text as a word of a route: lower case, anything but letters and digits to single hyphens.
pub fn route_word(text: &str) -> String {
    let mut word = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() {
            word.push(character);
        } else if !word.is_empty() && !word.ends_with('-') {
            word.push('-');
        }
    }
    let word = word[..floor_char_boundary(&word, LONGEST_WORD)].trim_end_matches('-');
    match word {
        "" => "untitled".to_owned(),
        // No other word ends so.
        word if is_device(word) => format!("{word}-"),
        word => word.to_owned(),
    }
}

/// Whether Windows takes a name for a device, whatever its extension: a site with such a file cannot be unpacked there.
pub fn is_device(word: &str) -> bool {
    let numbered = ["com", "lpt"].iter().find_map(|it| word.strip_prefix(it));
    matches!(word, "con" | "prn" | "aux" | "nul")
        || numbered.is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|it| it.is_ascii_digit()))
}

/// The route of an alias: `old/name.html` stays, `old/name` and `old/name/` are folders. `None` for anything that is not made
/// of plain words, so that no alias names a hidden file or leaves the site.
pub fn alias_route(alias: &str) -> Option<String> {
    let alias = alias.trim().trim_end_matches('/').to_lowercase();
    let is_word = |part: &str| {
        let is_usual = !is_device(part.split('.').next().unwrap_or_default());
        let plain = is_usual
            && part
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
        plain && !part.is_empty() && !part.starts_with('.') && part.len() <= 200
    };
    if !alias.split('/').all(is_word) {
        return None;
    }
    Some(if alias.ends_with(".html") {
        alias
    } else {
        format!("{alias}/index.html")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_ids_sort_by_their_value() {
        let mut ids = ["RW-10", "RW-9", "INC-2026-03-14", "INC-2025-12-02", "TEAM-b", "TEAM-a"];
        ids.sort_by_key(|id| natural_key(id));
        assert_eq!(
            ids,
            ["INC-2025-12-02", "INC-2026-03-14", "RW-9", "RW-10", "TEAM-a", "TEAM-b"]
        );
    }

    #[test]
    fn the_file_name_gives_the_id() {
        let id = |stem: &str, prefix: &str| Identity::from_file_stem(stem, prefix).id;
        assert_eq!(id("0012-orders-on-postgres", "RW"), "RW-12");
        assert_eq!(id("RW-0012", "RW"), "RW-12");
        assert_eq!(id("adr7_use-rust", "ADR"), "ADR-7");
        assert_eq!(id("2026-03-14-checkout-outage", "INC"), "INC-2026-03-14");
        assert_eq!(id("platform", "TEAM"), "TEAM-platform");
        assert_eq!(id("2fa rollout", "INI"), "INI-2fa-rollout");
        assert_eq!(id("Größe 'ä'", "INI"), "INI-größe-ä");
        assert_eq!(id("2026", "VIS"), "VIS-2026");
        assert_eq!(id("0000", "RW"), "RW-0");
        assert_eq!(id("PM2019-009 - Node deletion", "PM"), "PM-2019-009");
        assert_eq!(id("2026-10-40-checkout", "INC"), "INC-2026-10-40");
        assert_eq!(id("2026-q3", "REV"), "REV-2026");
        assert_eq!(id("0012-2026-budget", "RW"), "RW-12");
    }

    #[test]
    fn the_rest_of_the_name_is_the_title_of_last_resort() {
        assert_eq!(
            Identity::from_file_stem("0012-orders-on-postgres", "RW").words,
            "orders on postgres"
        );
        assert_eq!(Identity::from_file_stem("0012", "RW").words, "0012");
    }

    #[test]
    fn ids_are_the_same_however_they_are_written() {
        assert_eq!(id_key("RW-0012"), id_key("rw-12"));
        assert_ne!(id_key("INC-2026-03-04"), id_key("INC-2026-03-4"));
    }

    #[test]
    fn a_route_holds_no_dots_and_no_slashes() {
        assert_eq!(route_word("../../etc/passwd"), "etc-passwd");
        assert_eq!(route_word("///"), "untitled");
    }

    #[test]
    fn an_alias_is_a_page_or_a_folder_of_the_site() {
        for (alias, route) in [
            ("rewrites/Checkout.html", "rewrites/checkout.html"),
            ("old/checkout/", "old/checkout/index.html"),
            ("old/checkout", "old/checkout/index.html"),
        ] {
            assert_eq!(alias_route(alias).as_deref(), Some(route));
        }
        for alias in [
            "../x.html",
            "/x.html",
            "https://x",
            ".git/x.html",
            "a//b",
            "a?b",
            "",
            "a\\b",
            "x;y",
        ] {
            assert_eq!(alias_route(alias), None, "{alias}");
        }
    }
}
