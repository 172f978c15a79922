//! What kinds of work there were over time: the share of each category, quarter by quarter. A picture, not a quota.
//!
//! An initiative counts in the quarter in which Git saw it start, and in the one in which Git saw it ship. Where Git did
//! not see it ship, because the document was born later, a horizon that is written as a quarter counts instead, and that
//! is said.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::insight::initiative::{self, Initiative, Stage};
use crate::insight::input::Input;
use crate::insight::publish::published;
use crate::insight::quarter::Quarter;
use crate::model::DocumentIndex;

/// The mix of categories over time.
#[derive(Clone, Debug, Default)]
pub struct Mix {
    /// The categories in use, in the order of the definition.
    pub categories: Vec<String>,
    /// What was started.
    pub started: Quarters,
    /// What was shipped.
    pub shipped: Quarters,
}

/// What happened in each quarter.
#[derive(Clone, Debug, Default)]
pub struct Quarters {
    /// The quarters, the oldest first, without gaps.
    pub shares: Vec<Share>,
    /// What counts by its horizon, because Git did not see the day.
    pub by_horizon: Vec<DocumentIndex>,
    /// What happened in a quarter that nobody knows.
    pub undated: Vec<DocumentIndex>,
}

/// The initiatives of a quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The quarter.
    pub quarter: Quarter,
    /// For each category, its initiatives.
    pub by_category: Vec<Vec<DocumentIndex>>,
}

/// Most quarters between the first and the last that are filled in: a typing error in a year must not make a thousand.
const MOST_QUARTERS: usize = 80;

impl Share {
    /// How many initiatives there are in all.
    pub fn total(&self) -> usize {
        self.by_category.iter().map(Vec::len).sum()
    }
}

/// Derives the mix.
pub fn derive(input: &Input<'_>, initiatives: &[Initiative]) -> Mix {
    let known = initiative::categories(input.corpus);
    let is_used = |name: &&str| initiatives.iter().any(|it| it.category.as_deref() == Some(*name));
    let categories: Vec<String> = known.into_iter().filter(is_used).map(str::to_owned).collect();
    let (mut started, mut shipped) = (Counting::default(), Counting::default());
    for initiative in initiatives {
        let category = categories
            .iter()
            .position(|name| Some(name) == initiative.category.as_ref());
        let Some(category) = category else { continue };
        let place = (initiative.index, category, categories.len());
        let has_shipped = initiative.stage.has_shipped();
        if has_shipped || initiative.stage == Stage::Active || initiative.started.is_some() {
            started.count(place, initiative.started, None);
        }
        if has_shipped {
            let horizon = initiative.horizon.as_deref().and_then(Quarter::parse);
            shipped.count(place, initiative.shipped, horizon);
        }
    }
    Mix {
        started: started.finish(categories.len()),
        shipped: shipped.finish(categories.len()),
        categories,
    }
}

/// What is being counted by quarter.
#[derive(Default)]
struct Counting {
    quarters: BTreeMap<Quarter, Vec<Vec<DocumentIndex>>>,
    found: Quarters,
}

impl Counting {
    /// Counts an initiative of a category, one of so many, on a day, else in a quarter.
    fn count(
        &mut self,
        (index, category, categories): (DocumentIndex, usize, usize),
        day: Option<Date>,
        horizon: Option<Quarter>,
    ) {
        match day.map(Quarter::of).or(horizon) {
            Some(quarter) => {
                let by_category = self
                    .quarters
                    .entry(quarter)
                    .or_insert_with(|| vec![Vec::new(); categories]);
                by_category[category].push(index);
                self.found.by_horizon.extend(day.is_none().then_some(index));
            }
            None => self.found.undated.push(index),
        }
    }

    fn finish(mut self, categories: usize) -> Quarters {
        self.found.shares = without_gaps(self.quarters, categories);
        self.found
    }
}

/// A quarter in which nothing happened is part of the picture.
fn without_gaps(mut quarters: BTreeMap<Quarter, Vec<Vec<DocumentIndex>>>, categories: usize) -> Vec<Share> {
    let (Some(first), Some(last)) = (quarters.keys().next().copied(), quarters.keys().next_back().copied()) else {
        return Vec::new();
    };
    let all: Vec<Quarter> = std::iter::successors(Some(first), |quarter| Some(quarter.next()))
        .take_while(|quarter| *quarter <= last)
        .take(MOST_QUARTERS + 1)
        .collect();
    let share = |quarter: Quarter, found: Option<Vec<Vec<DocumentIndex>>>| Share {
        quarter,
        by_category: found.unwrap_or_else(|| vec![Vec::new(); categories]),
    };
    if all.len() > MOST_QUARTERS {
        return quarters
            .into_iter()
            .map(|(quarter, found)| share(quarter, Some(found)))
            .collect();
    }
    all.into_iter()
        .map(|quarter| share(quarter, quarters.remove(&quarter)))
        .collect()
}

published!(Mix {
    categories,
    started,
    shipped,
});
published!(Quarters {
    shares,
    by_horizon,
    undated,
});
published!(Share { quarter, by_category } with { total });
