//! Which documents someone means.
//!
//! Takes a corpus and the words that people write, gives documents: the one behind an id or a path, or all that fit a set
//! of conditions, in an order. A word that fits nothing is an error that says what may have been meant, since an empty list
//! would look like an answer. Prints nothing.

mod find;
mod select;
mod sort;
mod word;

pub use find::{NoDocument, find};
pub use select::{Known, LastChange, OVERDUE_RULES, Selected, Selection, last_change, select};
pub use sort::{Order, sort};
pub use word::{NoSuchWord, of_type, owner, state, tag, team};
