//! Which debt hurts most.
//!
//! Debt has four scores from 0 to 3. A risk of 3 means now, so it comes first whatever the other scores say; then the sum
//! of the four decides, and of equal sums the id that stands first.

use crate::insight::initiative::{Initiative, Stage};
use crate::insight::input::Input;
use crate::insight::publish::published;
use crate::model::{DocumentIndex, Value, natural_key};

/// The score of a risk that must be dealt with now.
const NOW: u8 = 3;

/// Debt that is still there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Debt {
    /// The initiative that would pay it.
    pub initiative: DocumentIndex,
    /// How much customers feel it.
    pub customer: u8,
    /// How much it slows what is planned.
    pub roadmap: u8,
    /// How much it sets back against others.
    pub competitive: u8,
    /// How likely it does serious harm.
    pub risk: u8,
    /// How far the initiative has come.
    pub stage: Stage,
}

impl Debt {
    /// The sum of the four scores.
    pub fn sum(&self) -> u8 {
        self.customer + self.roadmap + self.competitive + self.risk
    }

    /// Whether it must be dealt with now.
    pub fn is_now(&self) -> bool {
        self.risk >= NOW
    }
}

/// Derives the debt that is neither paid nor dropped, the worst first. Debt without all four scores is none of it.
pub fn derive(input: &Input<'_>, initiatives: &[Initiative]) -> Vec<Debt> {
    let is_left = |it: &&Initiative| it.stage.is_open() || it.stage == Stage::Parked;
    let mut ranked: Vec<Debt> = initiatives
        .iter()
        .filter(is_left)
        .filter_map(|it| debt(input, it))
        .collect();
    let id = |debt: &Debt| natural_key(&input.corpus.get(debt.initiative).id.value);
    ranked.sort_by_cached_key(|debt| (!debt.is_now(), u8::MAX - debt.sum(), id(debt)));
    ranked
}

fn debt(input: &Input<'_>, initiative: &Initiative) -> Option<Debt> {
    let scores = input.corpus.get(initiative.index).fields.value("debt")?;
    let scores = scores.as_mapping()?;
    let score = |key: &str| match scores.value(key)? {
        Value::Text(text) => text.parse().ok().filter(|score| *score <= NOW),
        _ => None,
    };
    Some(Debt {
        initiative: initiative.index,
        customer: score("customer")?,
        roadmap: score("roadmap")?,
        competitive: score("competitive")?,
        risk: score("risk")?,
        stage: initiative.stage,
    })
}

published!(Debt {
    initiative,
    customer,
    roadmap,
    competitive,
    risk,
    stage,
} with { sum, is_now });
