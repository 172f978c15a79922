//! A document as a node: its name, its colour and where it leads.

use crate::model::DocumentIndex;
use crate::render::library::Library;
use crate::render::view::{Tone, status};

/// A document in a picture.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its page.
    pub href: String,
    /// Its id; empty for plain pages.
    pub id: String,
    /// Its title, in full.
    pub title: String,
    /// Its type and state: "Rewrite proposal, accepted".
    pub note: String,
    /// Number of the colour of its type.
    pub colour: usize,
    /// Whether it ended beside its way: rejected, withdrawn, superseded.
    pub off: bool,
    /// How many of its connections the picture leaves out.
    pub more: usize,
}

/// How many colours there are for types; with more types, they begin again, and the ids tell.
const COLOURS: usize = 8;

/// Number of the colour of a type, by its position among the types.
pub fn colour(of_type: usize) -> usize {
    of_type % COLOURS + 1
}

/// A document as the pictures in the page at `from` show it.
pub fn node(library: &Library<'_>, from: &str, index: DocumentIndex) -> Node {
    let document = library.document(index);
    let state = status(library.input.corpus, document);
    let name = &library.definition(document).name;
    let id = match library.is_page(document) {
        true => String::new(),
        false => document.id.value.clone(),
    };
    Node {
        href: library.href(from, &document.route),
        id,
        title: document.title.value.clone(),
        note: match &state {
            Some(state) => format!("{name}, {}", state.label.to_lowercase()),
            None => name.clone(),
        },
        colour: colour(document.definition.0),
        off: state.is_some_and(|state| state.tone == Tone::Closed),
        more: 0,
    }
}
