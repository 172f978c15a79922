//! A new document: its place, its id and what stands in it.

use camino::{Utf8Path, Utf8PathBuf};
use jiff::civil::Date;

use super::free::TakenIds;
use super::owner::Owner;
use super::scaffold::{Given, scaffold};
use crate::definition::{Definition, IdStyle, TypeIndex};
use crate::model::{Corpus, Document, Identity, id_key, is_about_the_folder, is_device, route_word};

/// Fewest digits in the number of a file name, so that files sort as their ids do.
const DIGITS: usize = 4;
/// Most bytes of a title in a file name. File systems take 255; this much is still pleasant in a listing.
const MAX_NAME_BYTES: usize = 80;

/// Name of the type of plain pages.
pub(super) const PAGE: &str = "page";

/// A document that is not written yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDocument {
    /// Where it belongs, from the root of the organisation repository.
    pub path: Utf8PathBuf,
    /// Its id.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// A new document of a type, with the next id that nobody has. `taken` says which paths there are files at.
pub fn new_document(
    corpus: &Corpus,
    ids: &TakenIds<'_>,
    of_type: TypeIndex,
    title: &str,
    owner: &Owner,
    today: Date,
    taken: &dyn Fn(&Utf8Path) -> bool,
) -> NewDocument {
    let definition = corpus.definitions.get(of_type);
    let words = file_words(title);
    let (name, id) = match definition.ids {
        IdStyle::Number => {
            let number = ids.next_number(definition);
            let id = format!("{}-{number}", definition.prefix);
            (format!("{number:0DIGITS$}-{words}"), Some(id))
        }
        IdStyle::Date => {
            let id = ids.or_with_letter(format!("{}-{today}", definition.prefix));
            (format!("{today}-{words}"), Some(id))
        }
        // Where the words are the id, both are free or neither is.
        IdStyle::Word => (word_name(definition, words), None),
    };
    let word_id = |name: &str| format!("{}-{name}", definition.prefix);
    let from_name = |name: &str| Identity::from_file_stem(name, &definition.prefix).id;
    let place = |name: &str| definition.place(&format!("{name}.md"));
    let free = |name: &String| {
        let path = place(name);
        let like_another =
            |it: &std::sync::Arc<Document>| it.path().as_str().to_lowercase() == path.as_str().to_lowercase();
        let id_is_free = id.is_some() || ids.is_free(&word_id(name));
        id_is_free && !taken(&path) && !corpus.documents().iter().any(like_another)
    };
    let copies = (2..).map(|copy| format!("{name}-{copy}"));
    let name = std::iter::once(name.clone()).chain(copies).find(free).unwrap_or(name);
    let id = id.unwrap_or_else(|| word_id(&name));
    let path = place(&name);
    let text = scaffold(
        definition,
        &Given {
            title,
            owner,
            id: (id_key(&from_name(&name)) != id_key(&id)).then_some(id.as_str()),
            // A page is what such a file is anyway.
            names_type: definition.type_name != PAGE && is_about_the_folder(&path),
        },
    );
    NewDocument { path, id, text }
}

/// The words of a title as part of a file name, cut where a word ends so that any file system takes them.
fn file_words(title: &str) -> String {
    let word = route_word(title);
    // Before or behind a device's name stands something else, or `word_name` puts it there.
    let words = word.trim_end_matches('-');
    if words.len() <= MAX_NAME_BYTES {
        return words.to_owned();
    }
    let mut end = MAX_NAME_BYTES;
    while !words.is_char_boundary(end) {
        end -= 1;
    }
    let cut = &words[..end];
    // A script without spaces is one long word, which is cut anywhere.
    let whole = cut.rfind('-').filter(|hyphen| *hyphen > MAX_NAME_BYTES / 2);
    cut[..whole.unwrap_or(end)].trim_end_matches('-').to_owned()
}

/// The name of a file whose id is the words themselves. Windows keeps some words for devices.
fn word_name(definition: &Definition, words: String) -> String {
    if is_device(&words) {
        format!("{words}-{}", definition.type_name)
    } else {
        words
    }
}
