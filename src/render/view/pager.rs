//! Long lists in parts, each a page of its own.

use serde::Serialize;

use crate::render::href;
use crate::render::phrases::Phrases;

/// The parts of a list that does not fit one page.
#[derive(Clone, Debug, Serialize)]
pub struct Pager {
    /// The parts in order.
    pub parts: Vec<Part>,
    /// "61 to 120 of 250".
    pub shown: String,
}

/// A part of a list.
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    /// Its number, from 1.
    pub number: usize,
    /// Its page.
    pub href: String,
    /// Whether it is the one being shown.
    pub current: bool,
}

/// How many parts a list of this length has, at least one.
pub fn parts(length: usize, size: usize) -> usize {
    length.div_ceil(size).max(1)
}

/// Route of a part, numbered from 0, of the list at a route: `initiatives/index.html`, `initiatives/index/2.html`.
pub fn part_route(first: &str, part: usize) -> String {
    match part {
        0 => first.to_owned(),
        part => format!("{}/{}.html", first.trim_end_matches(".html"), part + 1),
    }
}

/// The pager of a part, numbered from 0; `None` when the list fits one page.
pub fn pager(phrases: &Phrases, first: &str, part: usize, length: usize, size: usize) -> Option<Pager> {
    let here = part_route(first, part);
    let count = parts(length, size);
    let view = |number: usize| Part {
        number: number + 1,
        href: href::relative(&here, &part_route(first, number)),
        current: number == part,
    };
    (count > 1).then(|| Pager {
        parts: (0..count).map(view).collect(),
        shown: phrases.fill(
            "listing.shown",
            &[
                ("first", &(part * size + 1)),
                ("last", &length.min((part + 1) * size)),
                ("n", &length),
            ],
        ),
    })
}
