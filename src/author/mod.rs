//! Writing documents from the same definitions that check them, and changing what stands in them.
//!
//! Takes a corpus and a definition, gives texts and where to put them, or edits of a text. Judges nothing: what a
//! document still lacks is for `check` to say. Writes nothing to disk.

mod adopt;
mod entry;
mod fix;
mod free;
mod moving;
mod new;
mod owner;
mod renumber;
mod scaffold;
mod schema;
mod start;
mod status;
mod yaml;

pub use adopt::{Adoption, BASELINE_FILE, Problems, adopt};
pub use fix::{Mended, mend, moved_to};
pub use free::TakenIds;
pub use new::{NewDocument, new_document};
pub use owner::Owner;
pub use renumber::{Place, RenumberError, Renumbering, is_published, next_id, renumber, wanted_id};
pub use scaffold::{Given, scaffold};
pub use schema::schema;
pub use start::{Beginning, Founder, Purpose, StarterFile, Starters, start, title_of_folder};
pub use status::{Move, Obstacle, change_state, edited};
