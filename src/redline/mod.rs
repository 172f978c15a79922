//! What changed between two versions of a document, for people.
//!
//! Takes two parsed texts, gives a [`Redline`]: fields with their old and new value, and for each section the words that
//! were added and removed, with a few words around them. White space is layout and never a change. Bounded by [`Limits`]
//! whatever the texts hold, and without a clock, so that the same texts always give the same redline. Knows no page, no Git
//! and no definition.
//!
//! 1. `sections` splits both bodies at their headings and pairs what belongs together;
//! 2. `fields` does the same with the front matter;
//! 3. `words` compares two texts word by word.

mod fields;
mod sections;
mod words;

pub use fields::{FieldChange, Values};
pub use sections::{SectionChange, SectionKind};
pub use words::{Mark, Piece};

use crate::parse::Parsed;
use words::Comparison;

/// How much of a change is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most words added and removed.
    pub words: usize,
    /// Most fields, and most sections.
    pub parts: usize,
}

/// What changed between two versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redline {
    /// Fields, in the order of the new front matter, then the ones that are gone.
    pub fields: Vec<FieldChange>,
    /// Sections, in the order of the new text; removed ones stand where they stood.
    pub sections: Vec<SectionChange>,
    /// Whether sections that stayed stand in another order now.
    pub reordered: bool,
    /// How many changed words are not shown.
    pub more_words: usize,
    /// How many changed fields and sections are not shown.
    pub more_parts: usize,
}

impl Redline {
    /// Whether nothing changed but layout.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.sections.is_empty() && !self.reordered && self.more_parts == 0
    }
}

/// Compares two versions.
pub fn compare(old: &Parsed, new: &Parsed, limits: Limits) -> Redline {
    let mut comparison = Comparison::new(limits.words);
    let mut fields = fields::compare(old, new, &mut comparison);
    let (mut sections, reordered) = sections::compare(old, new, &mut comparison);
    let more_fields = fields.len().saturating_sub(limits.parts);
    let more_sections = sections.len().saturating_sub(limits.parts);
    fields.truncate(limits.parts);
    sections.truncate(limits.parts);
    Redline {
        fields,
        sections,
        reordered,
        more_words: comparison.left_out(),
        more_parts: more_fields + more_sections,
    }
}

#[cfg(test)]
mod tests;
