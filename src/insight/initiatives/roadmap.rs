//! What is meant to be done when, by team and by attribute of the vision.
//!
//! On the roadmap stands what is an idea, planned or active, by the horizon it names, and before it what has shipped and
//! waits for its outcome. What is parked stands beside it. A quarter more than ten years away counts as none said.

use std::collections::{BTreeMap, BTreeSet};

use crate::insight::initiative::{Initiative, Place, Stage};
use crate::insight::input::Input;
use crate::insight::publish::{Publish, published};
use crate::insight::quarter::Quarter;
use crate::insight::vision::Vision;
use crate::model::{Corpus, DocumentIndex};

/// The roadmap.
#[derive(Clone, Debug, Default)]
pub struct Roadmap {
    /// The columns in use, in the order of time, each with its initiatives.
    pub columns: Vec<Column>,
    /// The teams that do the work, those of no team last.
    pub by_team: Vec<Row<Option<DocumentIndex>>>,
    /// The attributes that the work serves: those of the current vision first, in its order; work for none last. An
    /// initiative that serves two stands in both.
    pub by_attribute: Vec<Row<Option<Place>>>,
    /// What is set aside for now.
    pub parked: Vec<DocumentIndex>,
}

/// A column of the roadmap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// When.
    pub horizon: Horizon,
    /// What.
    pub initiatives: Vec<DocumentIndex>,
}

/// A row of the roadmap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<T> {
    /// What the row is about.
    pub of: T,
    /// The initiatives in each column.
    pub cells: Vec<Vec<DocumentIndex>>,
}

/// When something is meant to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Horizon {
    /// It has shipped and waits for its outcome.
    Shipped,
    /// Now.
    Now,
    /// In a quarter.
    Quarter(Quarter),
    /// Next.
    Next,
    /// Later.
    Later,
    /// Nothing is said.
    Undecided,
}

/// Years from today beyond which a quarter is a slip of the pen: such columns would only make the others thin.
const MOST_YEARS: i16 = 10;

impl Horizon {
    fn of(initiative: &Initiative, current: Option<Quarter>) -> Self {
        if initiative.stage == Stage::Shipped {
            return Horizon::Shipped;
        }
        match initiative.horizon.as_deref() {
            Some("now") => Horizon::Now,
            Some("next") => Horizon::Next,
            Some("later") => Horizon::Later,
            Some(text) => {
                let is_near = |it: &Quarter| {
                    current.is_none_or(|current| it.year.saturating_sub(current.year).saturating_abs() <= MOST_YEARS)
                };
                Quarter::parse(text)
                    .filter(is_near)
                    .map_or(Horizon::Undecided, Horizon::Quarter)
            }
            None => Horizon::Undecided,
        }
    }

    /// Whether it is a quarter that is over.
    pub fn is_over(self, current: Option<Quarter>) -> bool {
        matches!((self, current), (Horizon::Quarter(own), Some(current)) if own < current)
    }

    /// The order of time: quarters up to the current one stand with now, the one after it with next.
    fn order(self, current: Option<Quarter>) -> (u8, Option<Quarter>) {
        match (self, current) {
            (Horizon::Shipped, _) => (0, None),
            (Horizon::Quarter(own), Some(current)) if own < current => (1, Some(own)),
            (Horizon::Now, _) => (2, None),
            (Horizon::Quarter(own), Some(current)) if own == current => (3, Some(own)),
            (Horizon::Next, _) => (4, None),
            (Horizon::Quarter(own), _) => (5, Some(own)),
            (Horizon::Later, _) => (6, None),
            (Horizon::Undecided, _) => (7, None),
        }
    }
}

/// Derives the roadmap.
pub fn derive(input: &Input<'_>, initiatives: &[Initiative], vision: &Vision) -> Roadmap {
    let current = input.today.map(Quarter::of);
    let waits = |it: &&Initiative| it.stage.is_open() || (it.stage == Stage::Shipped && it.outcome.is_none());
    let shown: Vec<&Initiative> = initiatives.iter().filter(waits).collect();
    let mut columns: Vec<Column> = Vec::new();
    let mut positions: BTreeMap<(u8, Option<Quarter>), usize> = BTreeMap::new();
    for initiative in &shown {
        positions.insert(Horizon::of(initiative, current).order(current), 0);
    }
    for (position, value) in positions.values_mut().enumerate() {
        *value = position;
    }
    let column = |it: &Initiative| positions[&Horizon::of(it, current).order(current)];
    let mut by_team: BTreeMap<(bool, Option<DocumentIndex>), Vec<Vec<DocumentIndex>>> = BTreeMap::new();
    let mut by_place: BTreeMap<Option<Place>, Vec<Vec<DocumentIndex>>> = BTreeMap::new();
    let empty = || vec![Vec::new(); positions.len()];
    columns.resize(
        positions.len(),
        Column {
            horizon: Horizon::Undecided,
            initiatives: Vec::new(),
        },
    );
    for initiative in shown {
        let at = column(initiative);
        columns[at].horizon = Horizon::of(initiative, current);
        columns[at].initiatives.push(initiative.index);
        by_team
            .entry((initiative.team.is_none(), initiative.team))
            .or_insert_with(empty)[at]
            .push(initiative.index);
        let named = initiative.serves.iter().filter(|place| place.anchor.is_some());
        let mut served: BTreeSet<Option<Place>> = named.cloned().map(Some).collect();
        if served.is_empty() {
            served.insert(None);
        }
        for place in served {
            by_place.entry(place).or_insert_with(empty)[at].push(initiative.index);
        }
    }
    let current_attributes = vision.attributes.iter().map(|attribute| Some(attribute.place.clone()));
    let mut by_attribute: Vec<Row<Option<Place>>> = current_attributes
        .map(|of| Row {
            cells: by_place.remove(&of).unwrap_or_else(empty),
            of,
        })
        .collect();
    let of_none = by_place.remove(&None);
    by_attribute.extend(by_place.into_iter().map(|(of, cells)| Row { of, cells }));
    by_attribute.extend(of_none.map(|cells| Row { of: None, cells }));
    Roadmap {
        columns,
        by_team: by_team.into_iter().map(|((_, of), cells)| Row { of, cells }).collect(),
        by_attribute,
        parked: initiatives
            .iter()
            .filter(|it| it.stage == Stage::Parked)
            .map(|it| it.index)
            .collect(),
    }
}

published!(Roadmap {
    columns,
    by_team,
    by_attribute,
    parked,
});
published!(Column { horizon, initiatives });
published!(Row<Option<DocumentIndex>> { of, cells });
published!(Row<Option<Place>> { of, cells });

impl Publish for Horizon {
    fn publish(&self, corpus: &Corpus) -> serde_json::Value {
        let word = match self {
            Horizon::Shipped => "shipped",
            Horizon::Now => "now",
            Horizon::Next => "next",
            Horizon::Later => "later",
            Horizon::Quarter(quarter) => return quarter.publish(corpus),
            Horizon::Undecided => return serde_json::Value::Null,
        };
        word.into()
    }
}
