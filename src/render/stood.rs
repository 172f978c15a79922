//! How all documents stood on the days of all reviews.
//!
//! Every review asks how every document stood on its day, and there are more reviews where there are more documents. So each
//! document is asked once, for the days on which something became of it, and a review looks up what that adds up to.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use super::Input;
use crate::definition::TypeIndex;
use crate::history::Standing;
use crate::insight::earlier::{REVIEW, REVIEWED_ON};
use crate::model::DocumentIndex;

/// How all documents stood on the days of all reviews.
#[derive(Debug, Default)]
pub struct Stood {
    /// The days, in order.
    days: Vec<Date>,
    /// For each document, how it stood from which of the days on; empty for one that was never committed.
    documents: Vec<Vec<(usize, Standing)>>,
    /// For each type, how many documents stood how.
    types: Vec<Counts>,
}

/// A day of [`Stood`].
#[derive(Clone, Copy, Debug)]
pub struct Day(usize);

/// How many documents of a type stood how.
#[derive(Clone, Debug, Default)]
struct Counts {
    there: Steps,
    unknown: Steps,
    /// By the place of the state in its lifecycle, and its name.
    states: BTreeMap<(usize, Arc<str>), Steps>,
}

impl Stood {
    /// Asks all documents.
    pub fn of(input: &Input<'_>) -> Self {
        let corpus = input.corpus;
        let review = corpus.definitions.find(REVIEW);
        let reviews = corpus.documents().iter().filter(|it| Some(it.definition) == review);
        let mut days: Vec<Date> = reviews
            .filter_map(|it| it.fields.value(REVIEWED_ON)?.as_date())
            .collect();
        days.sort_unstable();
        days.dedup();
        let mut types = vec![Counts::default(); corpus.definitions.len()];
        let mut documents = Vec::with_capacity(corpus.documents().len());
        for document in corpus.documents() {
            let past = input.history.of(document.path());
            let standings = past.map_or_else(Vec::new, |past| past.on_days(&days));
            let lifecycle = &corpus.definition(document).lifecycle;
            let counts = &mut types[document.definition.0];
            for (place, (start, standing)) in standings.iter().enumerate() {
                let days = *start..standings.get(place + 1).map_or(days.len(), |next| next.0);
                match standing {
                    Standing::Absent => {}
                    Standing::Unknown => counts.unknown.add(days),
                    Standing::In(state) => {
                        counts.there.add(days.clone());
                        if let Some(state) = state {
                            let order = lifecycle.index(state).unwrap_or(usize::MAX);
                            counts.states.entry((order, Arc::clone(state))).or_default().add(days);
                        }
                    }
                }
            }
            documents.push(standings);
        }
        types.iter_mut().for_each(Counts::sum_up);
        Self { days, documents, types }
    }

    /// A day, if it is that of a review.
    pub fn day(&self, day: Date) -> Option<Day> {
        self.days.binary_search(&day).ok().map(Day)
    }

    /// How a document stood at the end of a day; `None` when it was not there, or was never committed.
    pub fn standing(&self, index: DocumentIndex, day: Day) -> Option<&Standing> {
        let standings = self.documents.get(index.0)?;
        let after = standings.partition_point(|(start, _)| *start <= day.0);
        let (_, standing) = standings.get(after.checked_sub(1)?)?;
        (*standing != Standing::Absent).then_some(standing)
    }

    /// How many documents of a type there were at the end of a day, and how many more of which nobody can say it.
    pub fn count(&self, definition: TypeIndex, day: Day) -> (usize, usize) {
        let counts = &self.types[definition.0];
        (counts.there.at(day), counts.unknown.at(day))
    }

    /// The states they were in, in the order of their lifecycle, and how many were in each.
    pub fn states(&self, definition: TypeIndex, day: Day) -> impl Iterator<Item = (&str, usize)> {
        let states = self.types[definition.0].states.iter();
        let counted = states.map(move |((_, name), steps)| (&**name, steps.at(day)));
        counted.filter(|(_, count)| *count > 0)
    }
}

impl Counts {
    fn sum_up(&mut self) {
        [&mut self.there, &mut self.unknown]
            .into_iter()
            .chain(self.states.values_mut())
            .for_each(Steps::sum_up);
    }
}

/// A number for each day: the day from which on it holds, and while it is counted, how much it goes up or down there.
#[derive(Clone, Debug, Default)]
struct Steps(Vec<(usize, i64)>);

impl Steps {
    /// Counts one more on some days.
    fn add(&mut self, days: Range<usize>) {
        self.0.extend([(days.start, 1), (days.end, -1)]);
    }

    /// Makes numbers of what goes up and down.
    fn sum_up(&mut self) {
        self.0.sort_unstable_by_key(|(day, _)| *day);
        let mut sum = 0;
        for (_, number) in &mut self.0 {
            sum += *number;
            *number = sum;
        }
        // The last one of a day holds.
        self.0.reverse();
        self.0.dedup_by_key(|(day, _)| *day);
        self.0.reverse();
    }

    fn at(&self, day: Day) -> usize {
        let after = self.0.partition_point(|(start, _)| *start <= day.0);
        let number = after.checked_sub(1).map_or(0, |place| self.0[place].1);
        usize::try_from(number).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_on_a_day_is_counted() {
        let mut steps = Steps::default();
        for days in [0..4, 1..2, 1..4, 3..4] {
            steps.add(days);
        }
        steps.sum_up();
        let counted: Vec<usize> = (0..5).map(|day| steps.at(Day(day))).collect();
        assert_eq!(counted, [1, 3, 2, 3, 0]);
        assert_eq!(Steps::default().at(Day(3)), 0);
    }
}
