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
    /// Why it does not count as answered, in a few words; empty when it is.
    pub why: String,
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
                why: why(&assessment.outcome, section.words),
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

fn why(outcome: &Outcome, least: usize) -> String {
    match outcome {
        Outcome::Complete | Outcome::NotApplicable => String::new(),
        Outcome::Missing => "missing".to_owned(),
        Outcome::Empty => "empty".to_owned(),
        Outcome::Untouched => "still the question itself".to_owned(),
        Outcome::Placeholder(word, _) | Outcome::LeftOpen(word, _) => format!("still says {word}"),
        Outcome::TooShort(words) => format!("{words} of {least} words"),
        Outcome::NoReason => "no reason why it does not apply".to_owned(),
        Outcome::AlwaysApplies => "always applies".to_owned(),
        Outcome::Unmet(unmet) => unmet.lacks.clone(),
    }
}
