//! What the things are called that documents add up to, and where they are described.

use crate::insight::initiative::{Place, TYPE};
use crate::insight::roadmap::Horizon;
use crate::render::library::Library;
use crate::render::listing_route;
use crate::render::view::state_label;

/// A category as people read it: the words of the interface for those that are built in.
pub(super) fn category(library: &Library<'_>, name: &str) -> String {
    let key = format!("initiatives.category_{name}");
    match library.phrases.has(&key) {
        true => library.phrases.say(&key).to_owned(),
        false => state_label(name),
    }
}

/// The name of an attribute of a vision, and its address from a page.
pub(super) fn attribute(library: &Library<'_>, from: &str, place: &Place) -> (String, String) {
    let document = library.document(place.document);
    let anchor = place.anchor.as_deref().unwrap_or_default();
    let href = library.href(from, &format!("{}#{anchor}", document.route));
    (state_label(anchor), href)
}

/// What a column of the roadmap is called.
pub(in crate::render::pages) fn horizon_label(library: &Library<'_>, horizon: Horizon) -> String {
    let key = match horizon {
        Horizon::Quarter(quarter) => return quarter.to_string(),
        Horizon::Shipped => "initiatives.shipped",
        Horizon::Now => "initiatives.now",
        Horizon::Next => "initiatives.next",
        Horizon::Later => "initiatives.later",
        Horizon::Undecided => "initiatives.undecided",
    };
    library.phrases.say(key).to_owned()
}

/// The address of the list of initiatives, from a page at the root of the site.
pub(super) fn all_initiatives(library: &Library<'_>) -> String {
    let definitions = &library.input.corpus.definitions;
    let of_type = definitions.find(TYPE);
    of_type.map(|it| listing_route(definitions.get(it))).unwrap_or_default()
}
