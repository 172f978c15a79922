//! How a document stood at the end of a day.
//!
//! A change counts on the day that the clock of its author showed, wherever in the world that was: the day that every page
//! shows for it. So what a page says of a day and what it says of a change never contradict each other.

use std::sync::Arc;

use jiff::civil::Date;

use super::{DocumentHistory, Moment, StateChange, WrittenState};

/// How a document stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It was not there: not created yet, or deleted for a time.
    Absent,
    /// It was there; `None` for a type without states.
    In(Option<Arc<str>>),
    /// That was before what is known.
    Unknown,
}

impl DocumentHistory {
    /// How the document stood at the end of each of some days, which are in order: from which of them on, and how. It is
    /// asked only for days on which it can have become another.
    pub fn on_days(&self, days: &[Date]) -> Vec<(usize, Standing)> {
        let changes = self.revisions.iter().map(|it| it.commit.authored);
        let changes = changes.chain(self.timeline.iter().map(StateChange::at)).flatten();
        let first_day_of = |moment: Moment| days.partition_point(|day| *day < moment.date());
        let mut starts: Vec<usize> = std::iter::once(0).chain(changes.map(first_day_of)).collect();
        starts.sort_unstable();
        starts.dedup();
        let standings = starts
            .into_iter()
            .filter_map(|start| Some((start, self.on(*days.get(start)?))));
        standings.collect()
    }

    /// How the document stood at the end of a day.
    pub fn on(&self, day: Date) -> Standing {
        let by_then = |moment: Option<Moment>| moment.map(|moment| moment.date() <= day);
        if !self.cut_off {
            match by_then(self.created_at()) {
                Some(true) => {}
                Some(false) => return Standing::Absent,
                None => return Standing::Unknown,
            }
        }
        let mut newest_first = self.revisions.iter().rev();
        let Some(last) = newest_first.find(|it| by_then(it.commit.authored) == Some(true)) else {
            return Standing::Unknown;
        };
        if last.content.is_none() {
            return Standing::Absent;
        }
        if self.timeline.is_empty() {
            return Standing::In(None);
        }
        for change in self.timeline.iter().rev() {
            match by_then(change.at()) {
                Some(true) => return Standing::In(Some(Arc::clone(&change.state))),
                Some(false) => {}
                // It began where nothing is known. The text of that time may still say it.
                None => match &last.state {
                    WrittenState::Word(word) if *word == change.state => {
                        return Standing::In(Some(Arc::clone(&change.state)));
                    }
                    _ => return Standing::Unknown,
                },
            }
        }
        Standing::Unknown
    }
}
