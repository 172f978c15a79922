//! The cut-over of a rewrite: when new customers start on the new system, when the last existing ones have moved, when the
//! old one is off.
//!
//! # How it is counted
//! - The three days of the cut-over stand in the front matter and are corrected as reality differs. The plan is what they
//!   were when the proposal was accepted, or when work began if they came then; Git has both texts. A day that has passed
//!   counts as what happened, in a rewrite that is in progress, paused or completed.
//! - Two systems run side by side from the day new customers start on the new one to the day the old one is off.

use jiff::civil::Date;

use super::Stage;
use crate::definition::Lifecycle;
use crate::history::DocumentHistory;
use crate::insight::input::Input;
use crate::insight::past;
use crate::insight::publish::{Publish, published};
use crate::model::{Corpus, Document, Value};
use crate::parse;

/// The fields that hold the days of the cut-over, in their order.
pub const CUT_OVER: [&str; 3] = ["new_customers_from", "migrated_by", "old_off"];

/// A day of the cut-over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Milestone {
    /// The day as it stands now.
    pub day: Option<Date>,
    /// The day as it was planned, where Git has that text.
    pub planned: Option<Date>,
    /// Whether it has happened.
    pub happened: bool,
}

/// How long two systems run side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SideBySide {
    /// From this day.
    pub from: Date,
    /// To this day, where one is set.
    pub until: Option<Date>,
    /// Days in all, as it stands now.
    pub days: Option<i32>,
    /// Days so far; 0 before it begins, `None` without a today or where neither day counts as what happened.
    pub so_far: Option<i32>,
}

impl Milestone {
    /// Days by which the day moved since it was planned.
    pub fn slip(&self) -> Option<i32> {
        Some(past::days(self.planned?, self.day?))
    }
}

/// The days of a rewrite's cut-over.
pub(super) fn cut_over(
    input: &Input<'_>,
    document: &Document,
    stage: Stage,
    past: Option<&DocumentHistory>,
    lifecycle: &Lifecycle,
) -> [Milestone; 3] {
    let days = CUT_OVER.map(|field| document.fields.value(field).and_then(Value::as_date));
    let may_have_happened = matches!(stage, Stage::Decided | Stage::Paused | Stage::Completed);
    let happened = |day: Option<Date>| {
        let passed = day.zip(input.today).is_some_and(|(day, today)| day <= today);
        may_have_happened && day.is_some() && (passed || stage == Stage::Completed)
    };
    let planned = match past.filter(|_| days.iter().any(Option::is_some)) {
        Some(past) => planned(input, past, lifecycle),
        None => [None; 3],
    };
    let mut milestones = [Milestone::default(); 3];
    for (milestone, (day, planned)) in milestones.iter_mut().zip(days.into_iter().zip(planned)) {
        *milestone = Milestone {
            day,
            planned: planned.filter(|_| day.is_some()),
            happened: happened(day),
        };
    }
    milestones
}

/// The days as they stood when the proposal was accepted, or else when work began.
fn planned(input: &Input<'_>, past: &DocumentHistory, lifecycle: &Lifecycle) -> [Option<Date>; 3] {
    let mut found = [None; 3];
    let Some(archive) = input.archive else {
        return found;
    };
    let settled = past.settled(lifecycle).and_then(|change| change.revision);
    let began = past.timeline.iter().find(|change| &*change.state == "in-progress");
    let began = began.and_then(|change| change.revision);
    // A document that was born accepted or at work had its plan elsewhere.
    let known = [settled, began].into_iter().flatten().filter(|position| *position > 0);
    for position in known {
        let content = past.revisions.get(position).and_then(|revision| revision.content);
        let Some(text) = content.and_then(|content| archive.text(content).ok()) else {
            continue;
        };
        let front_matter = parse::front_matter(&text);
        let Some(fields) = front_matter.fields() else { continue };
        for (own, field) in found.iter_mut().zip(CUT_OVER) {
            let written = fields
                .get(field)
                .and_then(|node| node.text())
                .filter(|text| text.len() == 10);
            *own = own.or_else(|| written.and_then(|text| text.parse().ok()));
        }
        if found.iter().all(Option::is_some) {
            break;
        }
    }
    found
}

/// How long its two systems run side by side.
pub(super) fn side_by_side(cut_over: &[Milestone; 3], today: Option<Date>) -> Option<SideBySide> {
    let [new, _, off] = cut_over;
    let from = new.day?;
    let so_far = today.filter(|_| new.happened || !off.happened).map(|today| {
        let end = off.day.filter(|_| off.happened).unwrap_or(today);
        past::days(from, end).max(0)
    });
    Some(SideBySide {
        from,
        until: off.day,
        days: off.day.map(|until| past::days(from, until).max(0)),
        so_far: so_far.filter(|_| new.happened),
    })
}

published!(Milestone { day, planned, happened } with { slip });
published!(SideBySide {
    from,
    until,
    days,
    so_far,
});

impl Publish for [Milestone; 3] {
    fn publish(&self, corpus: &Corpus) -> serde_json::Value {
        let days = CUT_OVER.iter().zip(self);
        days.map(|(field, day)| ((*field).to_owned(), day.publish(corpus)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    }
}
