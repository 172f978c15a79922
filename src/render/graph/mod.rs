//! Documents and their references as pictures.
//!
//! Takes documents and the connections between them, gives SVG that the theme's classes colour: one document with those
//! around it, and the whole in neighbourhoods. The same documents give the same bytes. Layouts are bounded, since their
//! cost grows faster than the number of nodes: what does not fit is counted, never drawn.

mod communities;
mod draw;
mod layout;
mod neighbourhood;
mod node;
mod whole;

pub use neighbourhood::{Neighbourhood, neighbourhood, stands_alone};
pub use node::colour;
pub use whole::{Whole, whole};
