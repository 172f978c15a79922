//! When something is required of a document.

use crate::definition::{Lifecycle, Requirement, When};
use crate::diagnostic::Severity;
use crate::model::Fields;

/// Whether something must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Not now and not at the gate.
    No,
    /// From the gate on, which the document has not reached; or now, as advice.
    AtGate,
    /// Now.
    Now,
}

impl Need {
    /// What it weighs when it is missing: an error when it must be there now, a warning while the document is being written.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Need::No => None,
            Need::AtGate => Some(Severity::Warning),
            Need::Now => Some(Severity::Error),
        }
    }
}

/// How strongly something that is only advised is needed: what is due now never weighs more than a warning.
pub(super) fn advice(need: Need) -> Need {
    match need {
        Need::Now => Need::AtGate,
        Need::AtGate | Need::No => Need::No,
    }
}

/// What decides whether something is required of a document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Circumstances<'a> {
    /// What its fields say.
    pub(super) fields: &'a Fields,
    /// The states of its type.
    pub(super) lifecycle: &'a Lifecycle,
    /// Index of the state it is judged in; `None` when its status is no state.
    pub(super) state: Option<usize>,
}

/// The strongest of several requirements.
pub(super) fn need(circumstances: Circumstances<'_>, requirements: &[Requirement]) -> Need {
    requirements
        .iter()
        .map(|requirement| one(circumstances, requirement))
        .max()
        .unwrap_or(Need::No)
}

fn one(circumstances: Circumstances<'_>, requirement: &Requirement) -> Need {
    let holds = |when: &When| {
        let mut values = when.values.iter();
        values.any(|value| circumstances.fields.say(&when.field, value))
    };
    let in_circumstance = requirement.when.is_empty() || requirement.when.iter().any(holds);
    if !in_circumstance || requirement.unless.iter().any(holds) {
        return Need::No;
    }
    let Some(from) = requirement.from else {
        return Need::Now;
    };
    let lifecycle = circumstances.lifecycle;
    // A document whose status is no state is judged as one that is being written.
    let state = circumstances.state.unwrap_or(0);
    if lifecycle.reached(from, state) {
        return Need::Now;
    }
    let by_the_gate = lifecycle.reached(from, lifecycle.gate);
    if by_the_gate && !lifecycle.abandoned(state) {
        Need::AtGate
    } else {
        Need::No
    }
}
