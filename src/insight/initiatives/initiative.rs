//! Initiatives, read once: what the subjects about bets, plans and customers all ask for.

use jiff::civil::Date;

use crate::definition::{FieldKind, Lifecycle};
use crate::insight::amount::{self, Amount, Way};
use crate::insight::input::Input;
use crate::insight::past;
use crate::insight::publish::{named, published};
use crate::link::{AnchorState, Origin, Target};
use crate::model::{Corpus, Document, DocumentIndex, Value};

/// Name of the type.
pub const TYPE: &str = "initiative";

/// An initiative.
#[derive(Clone, Debug)]
pub struct Initiative {
    /// Its document.
    pub index: DocumentIndex,
    /// How far it has come.
    pub stage: Stage,
    /// What kind of work it is.
    pub category: Option<String>,
    /// When it is meant to be worked on, as written.
    pub horizon: Option<String>,
    /// The team that does it.
    pub team: Option<DocumentIndex>,
    /// Who is to be better off.
    pub customers: Vec<DocumentIndex>,
    /// The pain points it addresses.
    pub addresses: Vec<Place>,
    /// The attributes of a vision that it serves.
    pub serves: Vec<Place>,
    /// The number that it means to move.
    pub bet: Bet,
    /// What came of it, where that was written down.
    pub outcome: Option<Measured>,
    /// The day on which somebody is to look whether it worked.
    pub review_on: Option<Date>,
    /// The day it became active, where Git saw that.
    pub started: Option<Date>,
    /// The day it shipped, where Git saw that.
    pub shipped: Option<Date>,
}

/// A place in a document: a pain point of a customer, an attribute of a vision.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The document.
    pub document: DocumentIndex,
    /// The name of the place; `None` for the document as a whole, and for a place that it does not have.
    pub anchor: Option<String>,
}

/// The number that an initiative means to move.
#[derive(Clone, Debug, Default)]
pub struct Bet {
    /// The metric.
    pub metric: Option<DocumentIndex>,
    /// Where it was before, as written.
    pub baseline: Option<String>,
    /// Where it should be, as written.
    pub target: Option<String>,
    /// By which day.
    pub by: Option<Date>,
}

/// What came of an initiative.
#[derive(Clone, Debug)]
pub struct Measured {
    /// What was judged.
    pub judgement: Judgement,
    /// Where the metric is now, as written.
    pub value: Option<String>,
    /// When that was measured.
    pub measured_on: Option<Date>,
    /// How far the value came from the baseline to the target, where the three compare.
    pub way: Option<Way>,
}

/// Whether a bet reached its target, in the words of its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Judgement {
    /// It did.
    Hit,
    /// It came nearer.
    Partly,
    /// It did not.
    Missed,
    /// It cannot be told.
    Unknown,
}

impl Judgement {
    /// The word that is written for it.
    pub fn name(self) -> &'static str {
        match self {
            Judgement::Hit => "hit",
            Judgement::Partly => "partly",
            Judgement::Missed => "missed",
            Judgement::Unknown => "unknown",
        }
    }
}

/// How far an initiative has come, whatever its states are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Before the gate.
    Idea,
    /// From the gate on.
    Planned,
    /// Worked on.
    Active,
    /// With its customers, and to be looked at again.
    Shipped,
    /// Ended in order.
    Closed,
    /// Set aside for now.
    Parked,
    /// Ended beside the way.
    Dropped,
}

impl Stage {
    /// What a state stands for. `active` and `shipped` are known by their names, since nothing else in a lifecycle says
    /// when work begins and when it is with customers.
    pub fn of(lifecycle: &Lifecycle, state: usize) -> Option<Self> {
        let it = lifecycle.states.get(state)?;
        let from = |name: &str| lifecycle.index(name).is_some_and(|first| it.rank >= first);
        Some(match (it.aside, it.end) {
            (true, true) => Stage::Dropped,
            (true, false) => Stage::Parked,
            (false, true) => Stage::Closed,
            (false, false) if from("shipped") => Stage::Shipped,
            (false, false) if from("active") => Stage::Active,
            (false, false) if it.rank >= lifecycle.gate => Stage::Planned,
            (false, false) => Stage::Idea,
        })
    }

    /// Whether it is with its customers.
    pub fn has_shipped(self) -> bool {
        matches!(self, Stage::Shipped | Stage::Closed)
    }

    /// Whether it is still to be done.
    pub fn is_open(self) -> bool {
        matches!(self, Stage::Idea | Stage::Planned | Stage::Active)
    }
}

impl Initiative {
    /// The judgement, where there is one.
    pub fn judgement(&self) -> Option<Judgement> {
        self.outcome.as_ref().map(|outcome| outcome.judgement)
    }

    /// Days from shipping to the measurement; `None` where one of the two is not known, or the measurement is said to be
    /// older than the shipping: then the state was written down late.
    pub fn days_to_measurement(&self) -> Option<i32> {
        let measured = self.outcome.as_ref()?.measured_on?;
        Some(past::days(self.shipped?, measured)).filter(|days| *days >= 0)
    }
}

/// Reads all initiatives that are in a known state, in the order of the corpus.
pub fn read(input: &Input<'_>) -> Vec<Initiative> {
    let Some(of_type) = input.corpus.definitions.find(TYPE) else {
        return Vec::new();
    };
    let lifecycle = &input.corpus.definitions.get(of_type).lifecycle;
    let all = input.corpus.of_type(of_type);
    all.filter_map(|(index, document)| one(input, lifecycle, index, document))
        .collect()
}

/// Reads the initiative of one document; `None` where it is none in a known state.
pub(in crate::insight) fn read_one(input: &Input<'_>, index: DocumentIndex) -> Option<Initiative> {
    let document = input.corpus.get(index);
    let definition = input.corpus.definition(document);
    (definition.type_name == TYPE)
        .then(|| one(input, &definition.lifecycle, index, document))
        .flatten()
}

/// Whether there is one.
pub(in crate::insight) fn exist(input: &Input<'_>) -> bool {
    let Some(of_type) = input.corpus.definitions.find(TYPE) else {
        return false;
    };
    let lifecycle = &input.corpus.definitions.get(of_type).lifecycle;
    let mut stages = input.corpus.of_type(of_type).map(|(_, document)| document.state());
    stages.any(|state| state.is_some_and(|state| Stage::of(lifecycle, state).is_some()))
}

fn one(input: &Input<'_>, lifecycle: &Lifecycle, index: DocumentIndex, document: &Document) -> Option<Initiative> {
    let stage = Stage::of(lifecycle, document.state()?)?;
    let fields = &document.fields;
    let text = |key: &str| fields.text(key).map(str::to_owned);
    let date = |key: &str| fields.value(key).and_then(Value::as_date);
    let mut initiative = Initiative {
        index,
        stage,
        category: text("category"),
        horizon: text("horizon"),
        team: fields.text("team").and_then(|word| input.corpus.team(word)),
        customers: Vec::new(),
        addresses: Vec::new(),
        serves: Vec::new(),
        bet: Bet::default(),
        outcome: None,
        review_on: date("review_on"),
        started: None,
        shipped: None,
    };
    for reference in input.links.from(index) {
        let (Origin::Field(key), Target::Document { index: target, anchor }) = (&reference.origin, &reference.target)
        else {
            continue;
        };
        let place = || Place {
            document: *target,
            anchor: anchor
                .as_ref()
                .filter(|(_, state)| *state == AnchorState::Found)
                .map(|(name, _)| name.clone()),
        };
        match key.as_str() {
            "customers" => push_once(&mut initiative.customers, *target),
            "addresses" => push_once(&mut initiative.addresses, place()),
            "serves" => push_once(&mut initiative.serves, place()),
            "metric.ref" => initiative.bet.metric = Some(*target),
            _ => {}
        }
    }
    if let Some(metric) = fields.value("metric").and_then(Value::as_mapping) {
        initiative.bet.baseline = metric.text("baseline").map(str::to_owned);
        initiative.bet.target = metric.text("target").map(str::to_owned);
        initiative.bet.by = metric.value("by").and_then(Value::as_date);
    }
    initiative.outcome = measured(input, &initiative.bet, document);
    if let Some(past) = input.history.of(document.path()) {
        let stage_of = |state: &str| Stage::of(lifecycle, lifecycle.index(state)?);
        let has_shipped = |state: &str| stage_of(state).is_some_and(Stage::has_shipped);
        let has_started = |state: &str| stage_of(state).is_some_and(|it| it == Stage::Active || it.has_shipped());
        initiative.started = past::first_into(past, has_started);
        initiative.shipped = past::last_run_into(past, has_shipped).filter(|_| stage.has_shipped());
    }
    Some(initiative)
}

fn measured(input: &Input<'_>, bet: &Bet, document: &Document) -> Option<Measured> {
    let outcome = document.fields.value("outcome")?.as_mapping()?;
    let judgement = match outcome.text("result")? {
        "hit" => Judgement::Hit,
        "partly" => Judgement::Partly,
        "missed" => Judgement::Missed,
        _ => Judgement::Unknown,
    };
    let value = outcome.text("value").map(str::to_owned);
    let amount = |text: &Option<String>| text.as_deref().and_then(Amount::parse);
    let metric = bet.metric.map(|metric| input.corpus.get(metric));
    let better = metric.and_then(|metric| amount::direction(metric.fields.value("direction")));
    let (baseline, target, now) = (amount(&bet.baseline), amount(&bet.target), amount(&value));
    Some(Measured {
        judgement,
        measured_on: outcome.value("measured_on").and_then(Value::as_date),
        way: amount::way(baseline.as_ref(), target.as_ref(), now.as_ref(), better),
        value,
    })
}

/// The categories of initiatives, in the order of the definition.
pub(super) fn categories(corpus: &Corpus) -> Vec<&str> {
    let definition = corpus.definitions.find(TYPE).map(|it| corpus.definitions.get(it));
    match definition.and_then(|it| it.field("category")).map(|field| &field.kind) {
        Some(FieldKind::OneOf { values, .. }) => values.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

fn push_once<T: PartialEq>(list: &mut Vec<T>, item: T) {
    // A list of references in one field is short.
    if !list.contains(&item) {
        list.push(item);
    }
}

published!(Initiative {
    index as document,
    stage,
    category,
    horizon,
    team,
    customers,
    addresses,
    serves,
    bet,
    outcome,
    review_on,
    started,
    shipped,
});
published!(Place { document, anchor });
published!(Bet {
    metric,
    baseline,
    target,
    by,
});
published!(Measured {
    judgement,
    value,
    measured_on,
    way,
});
named!(Judgement {
    Hit: "hit",
    Partly: "partly",
    Missed: "missed",
    Unknown: "unknown",
});
named!(Stage {
    Idea: "idea",
    Planned: "planned",
    Active: "active",
    Shipped: "shipped",
    Closed: "closed",
    Parked: "parked",
    Dropped: "dropped",
});
