//! How much of a document is answered.

use std::sync::Arc;

use super::assessment::Outcome;
use super::context::Subject;
use super::requirement::Need;

/// The sections that a document must answer by the gate or by its state, whichever is later, and which of them it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completeness {
    /// The sections in the order of the definition.
    pub sections: Vec<SectionState>,
}

/// One section that must be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionState {
    /// Its name in the definition.
    pub heading: Arc<str>,
    /// Its number among the questions, where the type numbers them.
    pub question: Option<u32>,
    /// The question as it is put to the author.
    pub prompt: Arc<str>,
    /// Whether it is answered.
    pub answered: bool,
    /// Why it does not count as answered; `None` when it does.
    pub lack: Option<Lack>,
}

/// Why a section does not count as answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    /// It is not there.
    Missing,
    /// It is there without a word.
    Empty,
    /// It holds only the question.
    Untouched,
    /// It says this instead of an answer.
    LeftOpen(String),
    /// It has too few words.
    TooShort {
        /// How many it has.
        words: usize,
        /// How many it needs.
        least: usize,
    },
    /// It does not say why it does not apply.
    NoReason,
    /// It says that it does not apply, but it always does.
    AlwaysApplies,
    /// It lacks something that the definition demands, in its own words.
    Unmet(String),
}

impl Completeness {
    /// The completeness of a document; `None` when nothing is required of it.
    pub(super) fn of(subject: &Subject<'_>) -> Option<Self> {
        let shared = subject.shared_sections();
        let sections = subject.definition.sections.iter().zip(&subject.sections).zip(shared);
        let sections: Vec<_> = sections
            .filter(|((_, assessment), _)| assessment.need > Need::No)
            .map(|((section, assessment), (heading, prompt))| SectionState {
                heading: Arc::clone(heading),
                question: section.question,
                prompt: Arc::clone(prompt),
                answered: assessment.is_complete(),
                lack: Lack::of(&assessment.outcome, section.words),
            })
            .collect();
        (!sections.is_empty() && subject.document.parsed.readable).then_some(Self { sections })
    }

    /// How many sections are answered.
    pub fn answered(&self) -> usize {
        self.sections.iter().filter(|section| section.answered).count()
    }

    /// How many must be.
    pub fn total(&self) -> usize {
        self.sections.len()
    }

    /// The sections that are not answered.
    pub fn unanswered(&self) -> impl Iterator<Item = &SectionState> {
        self.sections.iter().filter(|section| !section.answered)
    }
}

impl Lack {
    fn of(outcome: &Outcome, least: usize) -> Option<Self> {
        Some(match outcome {
            Outcome::Complete | Outcome::NotApplicable => return None,
            Outcome::Missing => Self::Missing,
            Outcome::Empty => Self::Empty,
            Outcome::Untouched => Self::Untouched,
            Outcome::Placeholder(word, _) | Outcome::LeftOpen(word, _) => Self::LeftOpen(word.clone()),
            Outcome::TooShort(words) => Self::TooShort { words: *words, least },
            Outcome::NoReason => Self::NoReason,
            Outcome::AlwaysApplies => Self::AlwaysApplies,
            Outcome::Unmet(unmet) => Self::Unmet(unmet.lacks.clone()),
        })
    }

    /// It in a few words.
    pub fn words(&self) -> String {
        match self {
            Self::Missing => "missing".to_owned(),
            Self::Empty => "empty".to_owned(),
            Self::Untouched => "still the question itself".to_owned(),
            Self::LeftOpen(word) => format!("still says {word}"),
            Self::TooShort { words, least } => format!("{words} of {least} words"),
            Self::NoReason => "no reason why it does not apply".to_owned(),
            Self::AlwaysApplies => "always applies".to_owned(),
            Self::Unmet(lacks) => lacks.clone(),
        }
    }
}
