//! Which texts a change can have to do with.
//!
//! Whoever refers to a document writes its id or the name of its file. A text in which none of the names that a change
//! touches comes up, and that no text of the change names, says the same before and after it: of such a text the front
//! matter is enough, because ids, states and relations stand there.

use std::collections::HashSet;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use camino::Utf8Path;

use super::before::sides;
use crate::definition::Definitions;
use crate::model::{Identity, folder_type, id_key};
use crate::repository::{ChangedPath, Snapshot, SourceFile};

/// Most names that texts are searched for. A change that touches more is looked at whole.
const MOST_NAMES: usize = 400;
/// How many digits an id can be written with: `RW-12`, `RW-0012`.
const MOST_DIGITS: usize = 6;

/// What the change names, and what it is named by.
#[derive(Debug)]
pub(super) struct Relevant<'a> {
    definitions: &'a Definitions,
    changed: HashSet<&'a Utf8Path>,
    /// Finds the names of what changed.
    names: AhoCorasick,
    /// The words of the texts that changed, on both sides.
    words: HashSet<String>,
}

impl<'a> Relevant<'a> {
    /// What has to do with some changes; `None` where that cannot be told by names.
    pub(super) fn to(
        changes: &'a [ChangedPath],
        files: &[SourceFile],
        before: &Snapshot,
        definitions: &'a Definitions,
    ) -> Option<Self> {
        let changed: HashSet<_> = sides(changes).collect();
        let teams = definitions.find("team");
        let mut names = Vec::new();
        let mut words = HashSet::new();
        for path in &changed {
            // Another spelling of the same name would not be found, and a team goes by names of its own.
            let is_plain = path
                .as_str()
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && byte != b'%');
            let of_type = folder_type(path, definitions);
            if !is_plain || of_type.is_some() && of_type == teams {
                return None;
            }
            names.push(path.file_name()?.to_owned());
            // A folder comes to be and goes with its files.
            names.extend(
                path.parent()
                    .and_then(Utf8Path::file_name)
                    .filter(|_| of_type.is_none())
                    .map(str::to_owned),
            );
            let after = files.iter().find(|file| *file.path == **path);
            let after = after.and_then(|file| file.content.clone().ok());
            let before = before.text(path).and_then(|file| file.content.ok());
            for text in [before, after].into_iter().flatten() {
                collect(&text, &mut words);
                names.extend(ids(path, &text, definitions).iter().flat_map(|id| spellings(id)));
            }
        }
        names.sort();
        names.dedup();
        if names.len() > MOST_NAMES {
            return None;
        }
        let names = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::DFA))
            // Looking for rare letters first takes longer than the automaton: names are made of common ones.
            .prefilter(false)
            .build(names)
            .ok()?;
        Some(Self {
            definitions,
            changed,
            names,
            words,
        })
    }

    /// Whether all of a text counts.
    pub(super) fn has(&self, file: &SourceFile) -> bool {
        let Ok(text) = &file.content else { return true };
        let path = &*file.path;
        self.changed.contains(path)
            || self.names.is_match(text.as_bytes())
            || self.is_named(path, text)
            // Without a title in the front matter, it stands in the body.
            || line(text, "title:").is_none()
    }

    /// Whether a text of the change names a document.
    fn is_named(&self, path: &Utf8Path, text: &str) -> bool {
        let name = path.file_name().unwrap_or_default();
        let is_plain = name.bytes().all(is_word);
        let has = |id: &String| self.words.contains(&id_key(id));
        !is_plain || self.words.contains(&name.to_lowercase()) || ids(path, text, self.definitions).iter().any(has)
    }
}

/// The ids that a document can go by: that of its file name, and the one that it may write itself.
fn ids(path: &Utf8Path, text: &str, definitions: &Definitions) -> Vec<String> {
    let stem = path.file_stem().unwrap_or_default();
    let prefixes = folder_type(path, definitions).into_iter().chain(
        // `type:` can make it a document of another type than its folder's.
        line(text, "type:").and_then(|word| definitions.find(word)),
    );
    let mut ids: Vec<_> = prefixes
        .map(|of_type| Identity::from_file_stem(stem, &definitions.get(of_type).prefix).id)
        .collect();
    ids.extend(line(text, "id:").map(str::to_owned));
    ids
}

/// The value of a key in the front matter, where it is written plainly, without quotes and comments.
fn line<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    lines.next().filter(|first| first.trim_end() == "---")?;
    let mut found = None;
    for line in lines.take_while(|line| !matches!(line.trim_end(), "---" | "...")) {
        // Keys in quotes or in braces could be any.
        if line.starts_with(['"', '\'', '{', '?']) {
            return None;
        }
        found = found.or_else(|| line.strip_prefix(key));
    }
    let value = found?.split(" #").next().unwrap_or_default();
    Some(value.trim().trim_matches(['"', '\'']))
}

/// An id with as many zeros before its number as people write.
fn spellings(id: &str) -> Vec<String> {
    let key = id_key(id);
    let number = key
        .split_once('-')
        .filter(|(_, number)| number.bytes().all(|byte| byte.is_ascii_digit()));
    let Some((prefix, number)) = number else {
        return vec![key];
    };
    let widths = number.len()..=MOST_DIGITS.max(number.len());
    widths.map(|width| format!("{prefix}-{number:0>width$}")).collect()
}

/// Takes in the words of a text, as ids and names of files are written.
fn collect(text: &str, words: &mut HashSet<String>) {
    for word in text.split(|c: char| !(c.is_ascii() && is_word(c as u8) || c.is_alphanumeric())) {
        let word = word.trim_end_matches('.');
        if !word.is_empty() {
            words.insert(id_key(word));
            words.insert(word.to_lowercase());
        }
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_where_it_is_written_plainly() {
        let text = "---\n# Which title?\ntitle: 'One' # one\nid: RW-1\n---\nowner: x\n";
        assert_eq!(line(text, "title:"), Some("One"));
        assert_eq!(line(text, "id:"), Some("RW-1"));
        assert_eq!(line(text, "owner:"), None);
        for odd in [
            "---\n{title: One}\n---\n",
            "---\ntitle: One\n\"id\": RW-1\n---\n",
            "title: One\n",
        ] {
            assert_eq!(line(odd, "title:"), None, "{odd}");
        }
    }

    #[test]
    fn an_id_is_searched_for_in_every_spelling() {
        assert_eq!(
            spellings("RW-012"),
            ["rw-12", "rw-012", "rw-0012", "rw-00012", "rw-000012"]
        );
        assert_eq!(spellings("TEAM-platform"), ["team-platform"]);
    }

    #[test]
    fn words_are_taken_as_ids_and_names_are_written() {
        let mut words = HashSet::new();
        collect(
            "As RW-0012 says (see [it](../rewrites/0012-Orders.md#cost)).",
            &mut words,
        );
        assert!(words.contains("rw-12") && words.contains("0012-orders.md"), "{words:?}");
    }
}
