//! What hurts customers, what is done about it, and what nobody has taken on: `pain` in the template. What nobody has taken on
//! comes first, then the others customer by customer, over as many pages as it takes.

use std::collections::BTreeMap;
use std::fmt::Display;

use serde::Serialize;

use crate::definition::TypeIndex;
use crate::insight::pain::{Pain, PainState};
use crate::render::library::Library;
use crate::render::pages::{Page, rendered};
use crate::render::pain_route;
use crate::render::theme::{Theme, ThemeError};
use crate::render::view::{self, DocumentView, Pager, PainView, StatusView, pager, pain, pain_state, part_route};

/// Most pain points on a page.
const PAGE_SIZE: usize = 18;

/// What hurts customers.
#[derive(Debug, Serialize)]
struct PainPage {
    /// What it adds up to.
    sum: String,
    /// How many pain points there are in each state; only on the first page.
    counts: Vec<StateCount>,
    /// Those of this page that nobody has taken on.
    unowned: Vec<PainView>,
    /// The others of this page, by customer.
    customers: Vec<CustomerPains>,
    /// The other pages.
    pager: Option<Pager>,
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

/// How many pages there are.
pub(in crate::render::pages) fn parts(library: &Library<'_>) -> usize {
    view::parts(library.input.insights.pain().len(), PAGE_SIZE)
}

/// Writes a page of pain points.
pub(in crate::render::pages) fn write(
    library: &Library<'_>,
    theme: &Theme,
    index: TypeIndex,
    part: usize,
) -> Result<Page, ThemeError> {
    let first = pain_route(library.input.corpus.definitions.get(index));
    let route = part_route(&first, part);
    let pains = library.input.insights.pain();
    let (unowned, mut others): (Vec<&Pain>, Vec<&Pain>) = pains.iter().partition(|it| it.state == PainState::Unowned);
    others.sort_by_key(|it| it.customer);
    let all = unowned.iter().chain(&others);
    let mut view = PainPage {
        sum: sum(library, pains, unowned.len()),
        counts: if part == 0 { counts(library, pains) } else { Vec::new() },
        unowned: Vec::new(),
        customers: Vec::new(),
        pager: pager(&library.phrases, &first, part, pains.len(), PAGE_SIZE),
    };
    let mut last = None;
    for it in all.skip(part * PAGE_SIZE).take(PAGE_SIZE) {
        let shown = pain(library, &route, it);
        if it.state == PainState::Unowned {
            view.unowned.push(shown);
            continue;
        }
        if last.replace(it.customer) != Some(it.customer) {
            view.customers.push(CustomerPains {
                document: library.row(&route, it.customer),
                pains: Vec::new(),
            });
        }
        if let Some(customer) = view.customers.last_mut() {
            customer.pains.push(shown);
        }
    }
    let title = library.phrases.say("initiatives.pain");
    let mut page = library.page("pain", title, &route);
    page.section = first;
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
