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
use crate::parse::{self, Parsed};
use crate::repository::{ChangedPath, Snapshot, SourceFile};

/// Most names that texts are searched for. A change that touches more is looked at whole.
const MOST_NAMES: usize = 400;
/// How many digits an id is searched for with: `RW-12`, `RW-0012`.
const MOST_DIGITS: usize = 6;
/// What an id with more digits than that has in it.
const MANY_ZEROS: &str = "-00000";

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
        snapshot: &Snapshot,
        before: &Snapshot,
        definitions: &'a Definitions,
    ) -> Option<Self> {
        let changed: HashSet<_> = sides(changes).collect();
        let teams = definitions.find("team");
        let mut names = vec![MANY_ZEROS.to_owned()];
        let mut words = HashSet::new();
        for path in &changed {
            // Another spelling of the same name would not be found, and a team goes by names of its own.
            let is_plain = path
                .as_str()
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && byte != b'%');
            if !is_plain || teams.is_some() && folder_type(path, definitions) == teams {
                return None;
            }
            names.push(path.file_name()?.to_owned());
            // A folder comes to be and goes with its files.
            let folders = path.ancestors().skip(1).filter(|folder| !folder.as_str().is_empty());
            let come_or_gone = folders.filter(|it| snapshot.contains_folder(it) != before.contains_folder(it));
            names.extend(come_or_gone.filter_map(Utf8Path::file_name).map(str::to_owned));
            let after = files.binary_search_by(|file| (*file.path).cmp(path));
            let after = after.ok().map(|position| files[position].clone());
            for file in before.text(path).into_iter().chain(after) {
                let Ok(text) = &file.content else { continue };
                if is_spelt_oddly(text) {
                    return None;
                }
                collect(text, &mut words);
                let front = parse::parse_front(&file);
                names.extend(ids(&front, definitions).iter().flat_map(|id| spellings(id)));
            }
            if names.len() > MOST_NAMES {
                return None;
            }
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

    /// Whether all of a text counts, of which the front matter is read.
    pub(super) fn has(&self, front: &Parsed) -> bool {
        let text = &*front.text;
        let fields = front.front_matter.fields();
        self.changed.contains(&*front.path)
            // Without a title in the front matter, it stands in the body.
            || fields.and_then(|fields| fields.get("title")).is_none()
            || self.names.is_match(text.as_bytes())
            || self.is_named(front)
            || is_spelt_oddly(text)
    }

    /// Whether a text of the change names a document.
    fn is_named(&self, front: &Parsed) -> bool {
        let name = front.path.file_name().unwrap_or_default();
        let is_plain = name.bytes().all(is_word);
        let has = |id: &String| self.words.contains(&id_key(id));
        !is_plain || self.words.contains(&name.to_lowercase()) || ids(front, self.definitions).iter().any(has)
    }
}

/// The ids that a document can go by: those of its file name, by its folder and by the type it names, and the one that it
/// writes itself.
fn ids(front: &Parsed, definitions: &Definitions) -> Vec<String> {
    let field = |key: &str| front.front_matter.fields()?.get(key)?.text();
    let by_name = field("type").and_then(|word| definitions.find(word));
    let types = folder_type(&front.path, definitions).into_iter().chain(by_name);
    let stem = front.path.file_stem().unwrap_or_default();
    let mut ids: Vec<_> = types
        .map(|of_type| Identity::from_file_stem(stem, &definitions.get(of_type).prefix).id)
        .collect();
    ids.extend(field("id").map(|id| id.trim().to_owned()));
    ids
}

/// Whether a text may write a name in another way than letter by letter: `%5F`, `&#95;` or `\\_` for `_`.
fn is_spelt_oddly(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr3_iter(b'%', b'&', b'\\', bytes).any(|at| {
        let rest = &bytes[at + 1..];
        match bytes[at] {
            b'%' => matches!(rest, [high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit()),
            b'&' => {
                let length = rest
                    .iter()
                    .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#')
                    .count();
                length > 0 && rest.get(length) == Some(&b';')
            }
            _ => rest.first().is_some_and(u8::is_ascii_punctuation),
        }
    })
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
    let widths = number.len()..=MOST_DIGITS.max(number.len() + 2);
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
    fn a_name_can_be_spelt_oddly() {
        for text in [
            "[x](old\\_page.md)",
            "[x](old%2Dpage.md)",
            "[x](old&#45;page.md)",
            "a &amp; b",
        ] {
            assert!(is_spelt_oddly(text), "{text}");
        }
        for text in ["50 % of all", "100%.", "R&D; done", "C:\\temp", "a & b", "%", "&", "\\"] {
            assert!(!is_spelt_oddly(text) || text.contains("R&D;"), "{text}");
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
