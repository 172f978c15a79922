//! Where what is published goes as soon as it is made.
//!
//! Pages are handed over one by one by the threads that write them, so that nobody ever holds the whole site who does not
//! want to. Several things may want one address; who has it must not depend on who was quicker, so each comes with its
//! [`Rank`].

/// Takes what is published, from several threads at once.
pub trait Shelf: Sync {
    /// Takes what stands at a route. Of all who want a route, the one of the least rank has it, whoever comes first.
    fn put(&self, rank: Rank, route: String, bytes: Vec<u8>);
}

/// The precedence of those who want the same route: by kind, then by place in the order of the kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank(pub Kind, pub usize);

/// What is published, the first having the first claim to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A page.
    Page,
    /// A feed, a calendar, the sitemap and their like.
    Text,
    /// A file for programs.
    Api,
    /// A part of the index of search.
    Search,
    /// A file of the theme, the Markdown of a document, or a file that documents link to. These come last: a file that a
    /// document links to must not pass for what docent says.
    File,
}
