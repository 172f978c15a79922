//! A bet: an initiative with the number it means to move, and what came of it.

use std::cmp::Ordering;

use serde::Serialize;

use super::{DateView, DocumentView, StatusView, Tone};
use crate::insight::amount::Way;
use crate::insight::initiative::{Initiative, Judgement};
use crate::insight::outcomes::Tally;
use crate::model::DocumentIndex;
use crate::render::library::Library;

/// Most documents of one group that are named one by one.
const MAX_NAMED: usize = 6;
/// How far before the baseline and beyond the target a way is drawn, in parts of the way; what goes further ends there.
const BEFORE: f64 = 0.08;
const BEYOND: f64 = 0.32;

/// An initiative as a bet.
#[derive(Clone, Debug, Serialize)]
pub struct BetView {
    /// The initiative.
    pub document: DocumentView,
    /// The metric that it means to move.
    pub metric: Option<LinkView>,
    /// Where it was, as written.
    pub baseline: Option<String>,
    /// Where it should be, as written.
    pub target: Option<String>,
    /// By which day.
    pub by: Option<DateView>,
    /// Where it is now, as written.
    pub value: Option<String>,
    /// Hit, partly, missed, not known; what it waits for, where nobody has judged it.
    pub result: StatusView,
    /// The day it was measured.
    pub measured: Option<DateView>,
    /// "90 days after shipping"; empty where that is not known.
    pub days: String,
    /// How far the value came; `None` where the numbers do not compare.
    pub way: Option<WayView>,
    /// That judgement and numbers say different things, where they do.
    pub disagreement: String,
    /// For whom it is.
    pub customers: Vec<LinkView>,
}

/// How far a value came from its baseline to its target.
#[derive(Clone, Debug, Serialize)]
pub struct WayView {
    /// In words: "53 % of the way".
    pub words: String,
    /// Where the baseline lies, in percent from the left.
    pub baseline: f64,
    /// Where the target lies.
    pub target: f64,
    /// Where the value lies.
    pub value: f64,
    /// The left end of the stretch from the baseline to the value.
    pub start: f64,
    /// Its width.
    pub width: f64,
    /// Whether the value lies further to the left, or to the right, than is drawn.
    pub off: Option<&'static str>,
}

/// Words that lead somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkView {
    /// The words.
    pub text: String,
    /// What more there is to say of it, for who points at it; may be empty.
    pub title: String,
    /// Where they lead.
    pub href: String,
}

/// A few documents by their ids.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NamedView {
    /// How many there are.
    pub count: usize,
    /// The first of them; empty where the number stands for all.
    pub documents: Vec<LinkView>,
    /// How many are left out.
    pub left_out: usize,
}

/// Bets of one kind by their judgement.
#[derive(Clone, Debug, Serialize)]
pub struct TallyView {
    /// What they have in common.
    pub label: String,
    /// Where that is described.
    pub href: Option<String>,
    /// "3 of 7", and the share where there are enough to speak of one.
    pub rate: String,
    /// Where all of them are listed.
    pub behind: String,
    /// Those that hit, came part of the way, missed, cannot be told, and wait, in this order.
    pub cells: Vec<NamedView>,
}

/// An initiative as a bet, as the page at `from` shows it.
pub fn bet(library: &Library<'_>, from: &str, initiative: &Initiative) -> BetView {
    let outcome = initiative.outcome.as_ref();
    let measured = outcome.and_then(|it| it.measured_on);
    let days = initiative.days_to_measurement();
    let fill = |n: i32| library.phrases.fill("initiatives.days_after", &[("n", &n)]);
    let metric = initiative.bet.metric.map(|metric| titled(library, from, metric));
    BetView {
        document: library.row(from, initiative.index),
        metric,
        baseline: initiative.bet.baseline.clone(),
        target: initiative.bet.target.clone(),
        by: initiative.bet.by.map(DateView::from),
        value: outcome.and_then(|it| it.value.clone()),
        result: judgement(library, initiative.judgement()),
        measured: measured.map(DateView::from),
        days: days.map(fill).unwrap_or_default(),
        way: outcome.and_then(|it| it.way).and_then(|it| way(library, it)),
        disagreement: disagreement(library, initiative).unwrap_or_default(),
        customers: initiative
            .customers
            .iter()
            .take(MAX_NAMED)
            .map(|customer| titled(library, from, *customer))
            .collect(),
    }
}

/// A judgement in words. A miss is something learned, so it has the colour of what is over and not that of a fault.
pub fn judgement(library: &Library<'_>, judgement: Option<Judgement>) -> StatusView {
    let (name, tone, key) = match judgement {
        Some(Judgement::Hit) => ("hit", Tone::Done, "initiatives.hit"),
        Some(Judgement::Partly) => ("partly", Tone::Wait, "initiatives.partly"),
        Some(Judgement::Missed) => ("missed", Tone::Closed, "initiatives.missed"),
        Some(Judgement::Unknown) => ("unknown", Tone::Idle, "initiatives.not_known"),
        None => ("waiting", Tone::Active, "initiatives.not_measured"),
    };
    StatusView {
        name: name.to_owned(),
        label: library.phrases.say(key).to_owned(),
        tone,
    }
}

fn way(library: &Library<'_>, way: Way) -> Option<WayView> {
    let share = way.share?;
    let percent = (share * 100.0).round();
    let key = match percent.total_cmp(&100.0) {
        _ if percent < 0.0 => "initiatives.way_back",
        _ if percent < 1.0 => "initiatives.way_none",
        Ordering::Less => "initiatives.way_part",
        Ordering::Equal => "initiatives.way_whole",
        Ordering::Greater => "initiatives.way_beyond",
    };
    let place = |share: f64| {
        let part = (share.clamp(-BEFORE, 1.0 + BEYOND) + BEFORE) / (1.0 + BEFORE + BEYOND);
        (part * 1000.0).round() / 10.0
    };
    let (baseline, value) = (place(0.0), place(share));
    Some(WayView {
        words: library.phrases.fill(key, &[("n", &percent.abs())]),
        baseline,
        target: place(1.0),
        value,
        start: baseline.min(value),
        width: ((value - baseline).abs() * 10.0).round() / 10.0,
        off: match share {
            share if share < -BEFORE => Some("left"),
            share if share > 1.0 + BEYOND => Some("right"),
            _ => None,
        },
    })
}

/// What the numbers say where the judgement says something else.
fn disagreement(library: &Library<'_>, initiative: &Initiative) -> Option<String> {
    let outcome = initiative.outcome.as_ref()?;
    let key = match (outcome.judgement, outcome.way?.reached) {
        (Judgement::Hit, false) => "initiatives.not_reached",
        (Judgement::Missed | Judgement::Unknown | Judgement::Partly, true) => "initiatives.reached",
        _ => return None,
    };
    Some(library.phrases.say(key).to_owned())
}

/// A document by its title.
pub fn titled(library: &Library<'_>, from: &str, index: DocumentIndex) -> LinkView {
    let document = library.document(index);
    LinkView {
        text: document.title.value.clone(),
        title: String::new(),
        href: library.href(from, &document.route),
    }
}

/// A document by its id.
pub fn by_id(library: &Library<'_>, from: &str, index: DocumentIndex) -> LinkView {
    let document = library.document(index);
    LinkView {
        text: document.id.value.clone(),
        title: document.title.value.clone(),
        href: library.href(from, &document.route),
    }
}

/// Documents by their ids, the first few of them.
pub fn named(library: &Library<'_>, from: &str, documents: &[DocumentIndex]) -> NamedView {
    let first = documents.iter().take(MAX_NAMED);
    NamedView {
        count: documents.len(),
        documents: first.map(|index| by_id(library, from, *index)).collect(),
        left_out: documents.len().saturating_sub(MAX_NAMED),
    }
}

/// Fewest judged bets of which a share in percent says anything.
const ENOUGH: usize = 5;

/// "3 of 7", and the share where there are enough to speak of one.
pub fn rate(library: &Library<'_>, tally: &Tally) -> String {
    let (hit, rated) = (tally.hit.len(), tally.rated());
    let percent = (hit * 100 + rated / 2) / rated.max(1);
    match rated {
        0 => library.phrases.say("initiatives.rate_none").to_owned(),
        few if few < ENOUGH => library
            .phrases
            .fill("initiatives.rate", &[("hit", &hit), ("n", &rated)]),
        _ => {
            let values: [(&str, &dyn std::fmt::Display); 3] = [("hit", &hit), ("n", &rated), ("percent", &percent)];
            library.phrases.fill("initiatives.rate_percent", &values)
        }
    }
}

/// Whether the bets behind numbers are named in their place, or counted there and listed elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// Named.
    Named,
    /// Counted.
    Counted,
}

/// Bets of one kind, which are all listed at an address.
pub fn tally(
    library: &Library<'_>,
    from: &str,
    (label, href): (String, Option<String>),
    tally: &Tally,
    (naming, behind): (Naming, String),
) -> TallyView {
    let lists = [&tally.hit, &tally.partly, &tally.missed, &tally.unknown, &tally.waiting];
    TallyView {
        label,
        href,
        rate: rate(library, tally),
        behind,
        cells: lists
            .into_iter()
            .map(|list| match naming {
                Naming::Named => named(library, from, list),
                Naming::Counted => NamedView {
                    count: list.len(),
                    ..NamedView::default()
                },
            })
            .collect(),
    }
}

/// What all bets add up to, in a sentence or two; `None` where nothing has shipped.
pub fn outcomes_sentence(library: &Library<'_>, tally: &Tally) -> Option<String> {
    let phrases = &library.phrases;
    let (rated, hit) = (tally.rated(), tally.hit.len());
    let (partly, missed) = (tally.partly.len(), tally.missed.len());
    let mut sentences = Vec::new();
    if rated > 0 {
        let values: [(&str, &dyn std::fmt::Display); 4] =
            [("n", &rated), ("hit", &hit), ("partly", &partly), ("missed", &missed)];
        sentences.push(phrases.fill("initiatives.sum", &values));
    }
    let unknown = tally.unknown.len();
    if unknown > 0 {
        sentences.push(phrases.fill("initiatives.sum_unknown", &[("n", &unknown)]));
    }
    let waiting = tally.waiting.len();
    if waiting > 0 {
        sentences.push(phrases.fill("initiatives.sum_waiting", &[("n", &waiting)]));
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
}
