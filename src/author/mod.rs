//! Writing documents from the same definitions that check them.
//!
//! Takes a corpus and a definition, gives texts and where to put them. Judges nothing: what a new document still lacks is
//! for `check` to say. Writes nothing to disk.

mod free;
mod new;
mod owner;
mod renumber;
mod scaffold;
mod start;
mod yaml;

pub use free::TakenIds;
pub use new::{NewDocument, new_document};
pub use owner::Owner;
pub use renumber::{Place, RenumberError, Renumbering, next_id, renumber, wanted_id};
pub use scaffold::{Given, scaffold};
pub use start::{Beginning, Founder, Purpose, StarterFile, Starters, start, title_of_folder};
