//! Words that name something of the definition they stand in.

use crate::span::{Span, Spanned};

/// A word that must name something of the same definition, and where it stands. What an extension takes over has no
/// place in the extending file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) span: Option<Span>,
}

impl From<Spanned<String>> for Name {
    fn from(name: Spanned<String>) -> Self {
        Name {
            text: name.value,
            span: Some(name.span),
        }
    }
}
