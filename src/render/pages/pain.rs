//! What hurts customers, what is done about it, and what nobody has taken on: `pain` in the template.

use std::collections::BTreeMap;
use std::fmt::Display;

use serde::Serialize;

use super::{Page, rendered};
use crate::definition::TypeIndex;
use crate::insight::pain::{Pain, PainState};
use crate::model::DocumentIndex;
use crate::render::library::Library;
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{DocumentView, PainView, StatusView, pain, pain_state};
use crate::render::{listing_route, pain_route};

/// Most pain points that nobody has taken on, and most others, on the page.
const MAX_UNOWNED: usize = 12;
const MAX_PAINS: usize = 20;

/// What hurts customers.
#[derive(Debug, Serialize)]
struct PainPage {
    /// What it adds up to.
    sum: String,
    /// How many pain points there are in each state.
    counts: Vec<StateCount>,
    /// Those that nobody has taken on.
    unowned: Vec<PainView>,
    /// How many more there are.
    more_unowned: usize,
    /// The others, by customer.
    customers: Vec<CustomerPains>,
    /// How many more there are.
    left_out: usize,
    /// The list of customers.
    all: String,
}

/// How many pain points are in a state.
#[derive(Debug, Serialize)]
struct StateCount {
    /// The state.
    state: StatusView,
    /// How many.
    count: usize,
}

/// The pain of one customer.
#[derive(Debug, Serialize)]
struct CustomerPains {
    /// The customer.
    document: DocumentView,
    /// What hurts them.
    pains: Vec<PainView>,
}

/// Writes the page of pain points.
pub(super) fn write(library: &Library<'_>, theme: &Theme, index: TypeIndex) -> Result<Page, ThemeError> {
    let definition = library.input.corpus.definitions.get(index);
    let route = pain_route(definition);
    let pains = &library.input.insights.pain;
    let (unowned, others): (Vec<&Pain>, Vec<&Pain>) = pains.iter().partition(|it| it.state == PainState::Unowned);
    let mut by_customer: BTreeMap<DocumentIndex, Vec<PainView>> = BTreeMap::new();
    for it in others.iter().take(MAX_PAINS) {
        by_customer
            .entry(it.customer)
            .or_default()
            .push(pain(library, &route, it));
    }
    let view = PainPage {
        sum: sum(library, pains, unowned.len()),
        counts: counts(library, pains),
        unowned: unowned
            .iter()
            .take(MAX_UNOWNED)
            .map(|it| pain(library, &route, it))
            .collect(),
        more_unowned: unowned.len().saturating_sub(MAX_UNOWNED),
        customers: by_customer
            .into_iter()
            .map(|(customer, pains)| CustomerPains {
                document: library.row(&route, customer),
                pains,
            })
            .collect(),
        left_out: others.len().saturating_sub(MAX_PAINS),
        all: library.href(&route, &listing_route(definition)),
    };
    let title = library.phrases.say("initiatives.pain");
    let mut page = library.page("pain", title, &route);
    page.description.clone_from(&view.sum);
    rendered(theme, "pain.html", &page, "pain", &view)
}

fn sum(library: &Library<'_>, pains: &[Pain], unowned: usize) -> String {
    let count = pains.len();
    let mut customers: Vec<_> = pains.iter().map(|it| it.customer).collect();
    customers.dedup();
    let values: [(&str, &dyn Display); 2] = [("n", &count), ("customers", &customers.len())];
    let first = library.phrases.fill("initiatives.pain_sum", &values);
    let second = match unowned {
        0 => library.phrases.say("initiatives.pain_sum_owned").to_owned(),
        _ => library.phrases.fill("initiatives.pain_sum_unowned", &[("n", &unowned)]),
    };
    format!("{first} {second}")
}

fn counts(library: &Library<'_>, pains: &[Pain]) -> Vec<StateCount> {
    let mut counts: BTreeMap<PainState, usize> = BTreeMap::new();
    for it in pains {
        *counts.entry(it.state).or_default() += 1;
    }
    let view = |(state, count)| StateCount {
        state: pain_state(library, state),
        count,
    };
    counts.into_iter().map(view).collect()
}
