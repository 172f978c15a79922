//! When an incident began, was noticed and ended, and the time between.

use super::document::Document;
use super::value::{Instant, Value};

/// The moments of an incident, as far as they are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moments {
    /// When it began for those affected.
    pub started: Option<Instant>,
    /// When somebody first knew.
    pub detected: Option<Instant>,
    /// When it stopped hurting: as written, else when it was resolved.
    pub mitigated: Option<Instant>,
    /// When all was as it should be.
    pub resolved: Option<Instant>,
}

/// A length of time between two moments of an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// From the start to when somebody knew.
    Detect,
    /// From the start to when it stopped hurting.
    Restore,
    /// From the start to when all was as it should be.
    Resolve,
}

impl Moments {
    /// The moments that a document gives.
    pub fn of(document: &Document) -> Self {
        let instant = |key| match document.fields.value(key) {
            Some(Value::Instant(instant)) => Some(*instant),
            _ => None,
        };
        let resolved = instant("resolved");
        // What is written and cannot be read must not pass for what was left out.
        let is_left_out = document
            .fields
            .get("mitigated")
            .is_none_or(|field| field.value.value == Value::Empty);
        Self {
            started: instant("started"),
            detected: instant("detected"),
            mitigated: instant("mitigated").or(resolved.filter(|_| is_left_out)),
            resolved,
        }
    }

    /// Seconds of a measure. `None` where a moment is missing, or the later one comes first: a clock that was read wrongly
    /// says nothing about how long it took.
    pub fn seconds(&self, measure: Measure) -> Option<f64> {
        let end = match measure {
            Measure::Detect => self.detected,
            Measure::Restore => self.mitigated,
            Measure::Resolve => self.resolved,
        };
        between(self.started?, end?)
    }

    /// What someone who typed "it lasted …" may have meant: from the start, or from when it was noticed, to when it stopped
    /// hurting or was over.
    pub fn lengths(&self) -> impl Iterator<Item = f64> {
        let starts = [self.started, self.detected];
        let ends = [self.mitigated, self.resolved];
        starts
            .into_iter()
            .flatten()
            .flat_map(move |start| ends.into_iter().flatten().filter_map(move |end| between(start, end)))
    }
}

fn between(start: Instant, end: Instant) -> Option<f64> {
    let elapsed = end.timestamp.duration_since(start.timestamp).as_secs_f64();
    (elapsed >= 0.0).then_some(elapsed)
}
