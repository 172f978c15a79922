//! Did it work? What came of every initiative that reached its customers, and what was learned from those that did not.
//!
//! # How it is counted
//! - A bet is an initiative that is shipped or closed. Its judgement is its owner's; how far the value came from baseline
//!   to target is computed beside it, and where the two disagree, that is said.
//! - Hit rate: hits of those judged a hit, partly or a miss. What is unknown or not measured yet is counted, not rated.
//! - Days to the first measurement: from the day that Git saw it shipped to `measured_on`.
//! - A follow-up is due on `review_on`, else 90 days after shipping.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use crate::insight::initiative::{self, Initiative, Judgement, Place, Stage};
use crate::insight::input::Input;
use crate::insight::numbers::{Numbers, to_float};
use crate::insight::past;
use crate::insight::publish::{named, published, rows};
use crate::model::DocumentIndex;
use crate::span::Span;

/// Days after shipping on which a follow-up is due where none is written.
const USUAL_DAYS: i64 = 90;

/// What initiatives achieved.
#[derive(Clone, Debug, Default)]
pub struct Outcomes {
    /// Initiatives that are shipped or closed, by their place in `Insights::initiatives`: the latest measured first, then
    /// those not measured yet.
    pub bets: Vec<usize>,
    /// Of all bets.
    pub total: Tally,
    /// By category, in the order of the definition.
    pub by_category: Vec<(String, Tally)>,
    /// By the attribute of a vision that they serve; a bet that serves two counts for both.
    pub by_attribute: Vec<(Place, Tally)>,
    /// By the customer they are for, likewise.
    pub by_customer: Vec<(DocumentIndex, Tally)>,
    /// Days from shipping to the measurement of those that were judged; unknown where one of the two days is.
    pub days_to_measurement: Numbers,
    /// What is to be looked at again, the longest overdue first; those without a day last.
    pub follow_ups: Vec<FollowUp>,
    /// What missed, was dropped or was an experiment: what is worth reading before trying again, the latest first.
    pub lessons: Vec<Lesson>,
}

/// Bets by their judgement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Those that reached their target.
    pub hit: Vec<DocumentIndex>,
    /// Those that came nearer.
    pub partly: Vec<DocumentIndex>,
    /// Those that did not.
    pub missed: Vec<DocumentIndex>,
    /// Those of which it cannot be told.
    pub unknown: Vec<DocumentIndex>,
    /// Those that nobody has judged yet.
    pub waiting: Vec<DocumentIndex>,
}

/// Something that is to be looked at again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// The initiative.
    pub initiative: DocumentIndex,
    /// The day; `None` where neither a day is written nor the day of shipping known.
    pub due: Option<Date>,
    /// Whether the day is written; otherwise it is the usual one.
    pub written: bool,
    /// Days since then; negative when it is still to come, `None` without a day or without a today.
    pub late: Option<i32>,
}

/// What can be learned from a bet that did not come off.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// The initiative.
    pub initiative: DocumentIndex,
    /// Why it is worth reading.
    pub reason: Reason,
    /// Where it says what was learned.
    pub text: Option<Span>,
    /// The day of the measurement, or since when it is dropped.
    pub on: Option<Date>,
}

/// Why a lesson is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It missed its target.
    Missed,
    /// It was dropped.
    Dropped,
    /// It was an experiment, whose result is what was learned.
    Experiment,
}

impl Tally {
    fn add(&mut self, initiative: &Initiative) {
        let list = match initiative.judgement() {
            Some(Judgement::Hit) => &mut self.hit,
            Some(Judgement::Partly) => &mut self.partly,
            Some(Judgement::Missed) => &mut self.missed,
            Some(Judgement::Unknown) => &mut self.unknown,
            None => &mut self.waiting,
        };
        list.push(initiative.index);
    }

    /// How many are rated: judged a hit, partly or a miss.
    pub fn rated(&self) -> usize {
        self.hit.len() + self.partly.len() + self.missed.len()
    }

    /// Hits in a hundred of those rated; `None` where none is.
    pub fn hit_rate(&self) -> Option<f64> {
        let rated = self.rated();
        (rated > 0).then(|| to_float(self.hit.len()) / to_float(rated) * 100.0)
    }

    /// How many there are in all.
    pub fn all(&self) -> usize {
        self.rated() + self.unknown.len() + self.waiting.len()
    }
}

/// Derives what came of initiatives.
pub fn derive(input: &Input<'_>, initiatives: &[Initiative]) -> Outcomes {
    let mut outcomes = Outcomes::default();
    let mut days = Vec::new();
    let mut by_category: HashMap<&str, Tally> = HashMap::new();
    let mut by_attribute: BTreeMap<&Place, Tally> = BTreeMap::new();
    let mut by_customer: BTreeMap<DocumentIndex, Tally> = BTreeMap::new();
    for (position, initiative) in initiatives.iter().enumerate() {
        outcomes.lessons.extend(lesson(input, initiative));
        if !initiative.stage.has_shipped() {
            continue;
        }
        outcomes.bets.push(position);
        outcomes.total.add(initiative);
        if let Some(category) = &initiative.category {
            by_category.entry(category).or_default().add(initiative);
        }
        for place in initiative.serves.iter().filter(|place| place.anchor.is_some()) {
            by_attribute.entry(place).or_default().add(initiative);
        }
        for customer in &initiative.customers {
            by_customer.entry(*customer).or_default().add(initiative);
        }
        if initiative.outcome.is_some() {
            days.push((initiative.index, initiative.days_to_measurement().map(f64::from)));
        }
        outcomes.follow_ups.extend(follow_up(input, initiative));
    }
    let measured = |position: &usize| initiatives[*position].outcome.as_ref().and_then(|it| it.measured_on);
    let judged = |position: &usize| initiatives[*position].outcome.is_some();
    // Sorting is stable, and initiatives come in the order of the corpus.
    outcomes
        .bets
        .sort_by_key(|it| std::cmp::Reverse((judged(it), measured(it))));
    outcomes.days_to_measurement = Numbers::of(days);
    outcomes.follow_ups.sort_by_key(|it| (it.due.is_none(), it.due));
    outcomes.lessons.sort_by_key(|it| std::cmp::Reverse(it.on));
    outcomes.by_category = in_order(input, by_category);
    outcomes.by_attribute = by_attribute
        .into_iter()
        .map(|(place, tally)| (place.clone(), tally))
        .collect();
    outcomes.by_customer = by_customer.into_iter().collect();
    outcomes
}

/// Categories in the order of the definition.
fn in_order(input: &Input<'_>, mut tallies: HashMap<&str, Tally>) -> Vec<(String, Tally)> {
    let known = initiative::categories(input.corpus);
    known
        .into_iter()
        .filter_map(|name| tallies.remove_entry(name))
        .map(|(name, it)| (name.to_owned(), it))
        .collect()
}

/// When an initiative is to be looked at again: it has shipped, and nobody wrote down what came of it.
pub(in crate::insight) fn follow_up(input: &Input<'_>, initiative: &Initiative) -> Option<FollowUp> {
    if initiative.stage != Stage::Shipped || initiative.outcome.is_some() {
        return None;
    }
    let usual = || {
        let days = jiff::Span::new().days(USUAL_DAYS);
        initiative.shipped.and_then(|shipped| shipped.checked_add(days).ok())
    };
    let due = initiative.review_on.or_else(usual);
    Some(FollowUp {
        initiative: initiative.index,
        due,
        written: initiative.review_on.is_some(),
        late: due.zip(input.today).map(|(due, today)| past::days(due, today)),
    })
}

fn lesson(input: &Input<'_>, initiative: &Initiative) -> Option<Lesson> {
    let reason = match (initiative.stage, initiative.judgement(), initiative.category.as_deref()) {
        (Stage::Dropped, ..) => Reason::Dropped,
        (_, Some(Judgement::Missed), _) => Reason::Missed,
        (Stage::Closed, _, Some("experiment")) => Reason::Experiment,
        _ => return None,
    };
    let document = input.corpus.get(initiative.index);
    let definition = input.corpus.definition(document);
    let section = |heading: &str| {
        let answers = document.answers.get(definition.section_index(heading)?)?;
        answers.first().map(|answer| answer.content)
    };
    let dropped = || {
        let state = input.corpus.state_name(document)?;
        past::last_run_into(input.history.of(document.path())?, |it| it == state)
    };
    Some(Lesson {
        initiative: initiative.index,
        reason,
        text: section("Learnings").or_else(|| section("Outcome")),
        on: initiative
            .outcome
            .as_ref()
            .and_then(|it| it.measured_on)
            .or_else(dropped),
    })
}

published!(Outcomes {
    total,
    by_category,
    by_attribute,
    by_customer,
    days_to_measurement,
    follow_ups,
    lessons,
});
published!(Tally {
    hit,
    partly,
    missed,
    unknown,
    waiting,
} with { rated, all, hit_rate });
published!(FollowUp {
    initiative,
    due,
    written,
    late,
});
published!(Lesson { initiative, reason, on });
named!(Reason {
    Missed: "missed",
    Dropped: "dropped",
    Experiment: "experiment",
});
rows!((String, Tally), "category", "bets");
rows!((Place, Tally), "attribute", "bets");
rows!((DocumentIndex, Tally), "customer", "bets");
