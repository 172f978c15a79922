//! What became of a section: the values that assessing gives and rules read.

use super::requirement::Need;
use crate::span::Span;

/// One section of the definition, as a document answers it.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// Whether it must be answered.
    pub need: Need,
    /// How it is.
    pub outcome: Outcome,
    /// Where to say so: the section's name, or, for a missing one, the name of the section it belongs after.
    pub place: Span,
}

/// What became of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is answered.
    Complete,
    /// It says that it does not apply, and why.
    NotApplicable,
    /// It says that it does not apply, without a sufficient reason.
    NoReason,
    /// It says that it does not apply, but it always does.
    AlwaysApplies,
    /// It is not there.
    Missing,
    /// It is there without a word.
    Empty,
    /// It holds only the definition's own question.
    Untouched,
    /// It holds a placeholder instead of an answer; the word and its place.
    Placeholder(String, Span),
    /// It is answered but for a placeholder in it; the word and its place.
    LeftOpen(String, Span),
    /// It is too short; the number of words.
    TooShort(usize),
    /// It lacks something.
    Unmet(Unmet),
}

impl Assessment {
    /// Whether nothing is left to do.
    pub fn is_complete(&self) -> bool {
        matches!(self.outcome, Outcome::Complete | Outcome::NotApplicable)
    }
}

/// What is missing from an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet {
    /// What to say: "no number".
    pub lacks: String,
    /// What to ask the author for.
    pub ask: String,
    /// The place, where it is one entry of several; else the answer as a whole.
    pub span: Option<Span>,
}
