//! What a rewrite costs, what doing nothing costs, and when the old system goes.

use serde::Serialize;

use super::bet::LinkView;
use super::{DateView, StatusView, Tone};
use crate::insight::rewrites::{Milestone, Rewrite, Verdict, Weeks};
use crate::render::chart::between;
use crate::render::library::Library;

/// The days of the cut-over, in their order: the keys of what they are called.
pub const CUT_OVER: [&str; 3] = ["rewrites.new_customers", "rewrites.migrated", "rewrites.old_off"];

/// A rewrite as a plan with a price.
#[derive(Clone, Debug, Serialize)]
pub struct EconomyView {
    /// "20–30 person-weeks"; empty where it is not known.
    pub cost: String,
    /// The same of doing nothing.
    pub do_nothing: String,
    /// What the comparison says, in a word; `None` where one of the two is not known.
    pub verdict: Option<StatusView>,
    /// What it saves, in a sentence; empty where that is not known.
    pub saves: String,
    /// The two as bars; empty where one of them is not known.
    pub bars: Vec<BarView>,
    /// The days of the cut-over; empty where none is set.
    pub cut_over: Vec<MilestoneView>,
    /// "5 days to the next day of the cut-over"; empty where nothing is to come.
    pub next: String,
    /// How long two systems run side by side; empty where that is not known.
    pub side_by_side: String,
}

/// A range as a bar, in percent of the widest.
#[derive(Clone, Debug, Serialize)]
pub struct BarView {
    /// What it stands for.
    pub label: String,
    /// The range in words.
    pub words: String,
    /// Where the least ends.
    pub sure: f64,
    /// How far the most goes beyond it.
    pub doubt: f64,
}

/// A day of the cut-over.
#[derive(Clone, Debug, Serialize)]
pub struct MilestoneView {
    /// What happens on it.
    pub label: String,
    /// The day; `None` where none is set.
    pub day: Option<DateView>,
    /// Whether it has happened.
    pub happened: bool,
    /// "91 days later than planned"; empty where it is not known or the same.
    pub slip: String,
}

/// What is missing in a question, by whom.
#[derive(Clone, Debug, Serialize)]
pub struct AskedView {
    /// The rewrite.
    pub document: LinkView,
    /// Who answers for it.
    pub owner: Option<super::PersonView>,
}

/// The price and the plan of a rewrite.
pub fn economy(library: &Library<'_>, rewrite: &Rewrite) -> EconomyView {
    let phrases = &library.phrases;
    let weeks = |it: &Weeks| {
        let range = phrases.decimal(&between(it.low, it.high));
        phrases.fill("rewrites.weeks", &[("weeks", &range)])
    };
    let words = |it: Option<Weeks>| it.as_ref().map(weeks).unwrap_or_default();
    EconomyView {
        cost: words(rewrite.cost),
        do_nothing: words(rewrite.do_nothing),
        verdict: rewrite.comparison().map(|it| verdict(library, it.verdict)),
        saves: saves(library, rewrite).unwrap_or_default(),
        bars: bars(library, rewrite).unwrap_or_default(),
        cut_over: cut_over(library, rewrite),
        next: next(library, rewrite).unwrap_or_default(),
        side_by_side: side_by_side(library, rewrite).unwrap_or_default(),
    }
}

/// What a comparison says, in a word.
pub fn verdict(library: &Library<'_>, verdict: Verdict) -> StatusView {
    let (name, tone, key) = match verdict {
        Verdict::Pays => ("pays", Tone::Done, "rewrites.pays"),
        Verdict::CostsMore => ("costs-more", Tone::Closed, "rewrites.costs_more"),
        Verdict::Open => ("open", Tone::Idle, "rewrites.overlap"),
    };
    StatusView {
        name: name.to_owned(),
        label: library.phrases.say(key).to_owned(),
        tone,
    }
}

fn saves(library: &Library<'_>, rewrite: &Rewrite) -> Option<String> {
    let it = rewrite.comparison()?;
    let (low, high, key) = match it.verdict {
        Verdict::Pays => (it.least, it.most, "rewrites.saves"),
        Verdict::CostsMore => (-it.most, -it.least, "rewrites.costs"),
        Verdict::Open if it.least >= it.most => (0.0, 0.0, "rewrites.same"),
        Verdict::Open => (-it.least, it.most, "rewrites.either"),
    };
    let number = |value: f64| library.phrases.decimal(&crate::render::chart::number(value));
    let weeks = library.phrases.decimal(&between(low, high));
    Some(library.phrases.fill(
        key,
        &[("weeks", &weeks), ("low", &number(low)), ("high", &number(high))],
    ))
}

fn bars(library: &Library<'_>, rewrite: &Rewrite) -> Option<Vec<BarView>> {
    let (cost, nothing) = (rewrite.cost?, rewrite.do_nothing?);
    let widest = cost.high.max(nothing.high);
    let percent = |value: f64| {
        if widest > 0.0 {
            (value / widest * 1000.0).round() / 10.0
        } else {
            0.0
        }
    };
    let bar = |key: &'static str, it: Weeks| BarView {
        label: library.phrases.say(key).to_owned(),
        words: library.phrases.decimal(&between(it.low, it.high)),
        sure: percent(it.low),
        doubt: ((percent(it.high) - percent(it.low)) * 10.0).round() / 10.0,
    };
    Some(vec![
        bar("rewrites.doing_it", cost),
        bar("rewrites.doing_nothing", nothing),
    ])
}

fn cut_over(library: &Library<'_>, rewrite: &Rewrite) -> Vec<MilestoneView> {
    if rewrite.cut_over.iter().all(|it| it.day.is_none()) {
        return Vec::new();
    }
    let milestones = rewrite.cut_over.iter().zip(CUT_OVER);
    let view = |(it, key): (&Milestone, &'static str)| MilestoneView {
        label: library.phrases.say(key).to_owned(),
        day: it.day.map(DateView::from),
        happened: it.happened,
        slip: match it.slip() {
            Some(days) if days > 0 => library.phrases.fill("rewrites.later", &[("n", &days)]),
            Some(days) if days < 0 => library.phrases.fill("rewrites.earlier", &[("n", &-days)]),
            _ => String::new(),
        },
    };
    milestones.map(view).collect()
}

/// How many days there are to the next day of the cut-over.
pub fn next(library: &Library<'_>, rewrite: &Rewrite) -> Option<String> {
    let (place, days) = rewrite.next(library.input.insights.today)?;
    let what = library.phrases.say(CUT_OVER[place]);
    let key = if days < 0 {
        "rewrites.next_late"
    } else {
        "rewrites.next_in"
    };
    Some(library.phrases.fill(key, &[("n", &days.abs()), ("what", &what)]))
}

/// How long two systems run side by side.
pub fn side_by_side(library: &Library<'_>, rewrite: &Rewrite) -> Option<String> {
    let side = rewrite.side_by_side?;
    let is_over = rewrite.cut_over[2].happened;
    let fill = |key: &str, n: i32, of: i32| library.phrases.fill(key, &[("n", &n), ("all", &of)]);
    match (side.so_far, side.days) {
        (Some(_), Some(days)) if is_over => Some(fill("rewrites.side_over", days, days)),
        (Some(so_far), Some(days)) => Some(fill("rewrites.side_of", so_far, days)),
        (Some(so_far), None) => Some(fill("rewrites.side_so_far", so_far, so_far)),
        (None, Some(days)) => Some(fill("rewrites.side_planned", days, days)),
        (None, None) => None,
    }
}
