//! How a document stands in what it all adds up to: the outcome of an initiative, the price of a rewrite, what is done for
//! a customer, what stands behind a vision.

use serde::Serialize;

use super::bet::{bet, named, titled};
use super::economy::economy;
use super::pain::pain;
use super::{BetView, DateView, EconomyView, LinkView, NamedView, PainView, state_label};
use crate::insight::Insights;
use crate::insight::pain::Pain;
use crate::insight::rewrites;
use crate::model::DocumentIndex;
use crate::render::library::Library;

/// Most pain points of one customer, and most attributes of one vision, that are listed.
const MAX_ROWS: usize = 30;

/// How a document stands; each part is there for documents of one type.
#[derive(Debug, Default, Serialize)]
pub struct StandingView {
    /// Of an initiative: what it bets on and what came of it.
    pub bet: Option<BetView>,
    /// Of an initiative that has shipped: when somebody is to look, in words; empty otherwise.
    pub follow_up: String,
    /// That day.
    pub due: Option<DateView>,
    /// Of a rewrite: its price and its plan.
    pub economy: Option<EconomyView>,
    /// Of a customer: what hurts them and what is done about it.
    pub pains: Vec<PainView>,
    /// Of a vision: what stands behind each attribute.
    pub attributes: Vec<AttributeStanding>,
}

/// What stands behind an attribute of a vision.
#[derive(Debug, Serialize)]
pub struct AttributeStanding {
    /// Its name.
    pub name: String,
    /// Its place on the page.
    pub href: String,
    /// The metric that shows it.
    pub metric: Option<LinkView>,
    /// The initiatives for it that are to be done or measured.
    pub open: NamedView,
    /// The initiatives for it that were judged.
    pub judged: NamedView,
    /// What it lacks, in words; empty where it lacks nothing.
    pub lacks: String,
}

/// How a document stands; `None` where nothing is known that its own text does not say.
pub fn standing(library: &Library<'_>, index: DocumentIndex) -> Option<StandingView> {
    let insights = library.input.insights;
    let document = library.document(index);
    let route = document.route.as_str();
    let mut view = StandingView::default();
    // Each subject is derived when the first page asks, so only those ask whose documents it is about.
    match library.definition(document).type_name.as_str() {
        "customer" => {
            let pains = pains(insights, index).take(MAX_ROWS);
            view.pains = pains.map(|it| pain(library, route, it)).collect();
        }
        "vision" => view.attributes = attributes(library, index),
        rewrites::TYPE => view.economy = insights.rewrites().of(index).map(|it| economy(library, it)),
        _ => {}
    }
    if let Some(initiative) = insights.initiative(index).as_deref() {
        let is_bet = initiative.bet.target.is_some() || initiative.outcome.is_some();
        view.bet = is_bet.then(|| bet(library, route, initiative));
        let follow_up = insights.follow_up(initiative);
        if let Some(follow_up) = follow_up.filter(|_| initiative.stage.has_shipped()) {
            let fill = |key: &str, n: i32| library.phrases.fill(key, &[("n", &n)]);
            view.follow_up = match follow_up.late {
                Some(late) if late > 0 => fill("initiatives.follow_up_overdue", late),
                Some(late) => fill("initiatives.follow_up_in", -late),
                None => library.phrases.say("initiatives.follow_up_none").to_owned(),
            };
            view.due = follow_up.due.map(DateView::from);
        }
    }
    view.economy = view.economy.filter(|it| !it.cost.is_empty() || !it.cut_over.is_empty());
    let is_empty = view.bet.is_none()
        && view.follow_up.is_empty()
        && view.economy.is_none()
        && view.pains.is_empty()
        && view.attributes.is_empty();
    (!is_empty).then_some(view)
}

/// The pain points of a customer; all of them are in the order of the corpus.
fn pains<'a>(insights: &'a Insights<'_>, customer: DocumentIndex) -> impl Iterator<Item = &'a Pain> {
    let first = insights.pain().partition_point(|it| it.customer < customer);
    insights.pain()[first..]
        .iter()
        .take_while(move |it| it.customer == customer)
}

fn attributes(library: &Library<'_>, index: DocumentIndex) -> Vec<AttributeStanding> {
    // All of them are in the order of the corpus.
    let all = &library.input.insights.vision().attributes;
    let first = all.partition_point(|it| it.place.document < index);
    let own = all[first..].iter().take_while(|it| it.place.document == index);
    let route = library.document(index).route.as_str();
    own.take(MAX_ROWS)
        .map(|it| {
            let anchor = it.place.anchor.as_deref().unwrap_or_default();
            let lacks = match (it.lacks_metric(), it.lacks_initiative()) {
                (true, true) => "initiatives.lacks_both",
                (true, false) => "initiatives.lacks_metric",
                (false, true) => "initiatives.lacks_initiative",
                (false, false) => "",
            };
            AttributeStanding {
                name: state_label(anchor),
                href: format!("#{anchor}"),
                metric: it.metric.map(|metric| titled(library, route, metric)),
                open: named(library, route, &it.open),
                judged: named(library, route, &it.judged),
                lacks: if lacks.is_empty() {
                    String::new()
                } else {
                    library.phrases.say(lacks).to_owned()
                },
            }
        })
        .collect()
}
