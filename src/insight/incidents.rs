//! What incidents add up to: how long until they were noticed, stopped hurting and were over, who found them, what came of
//! changes, and what keeps coming back.
//!
//! # How it is counted
//! - Every incident counts, a draft too: it happened, whether or not its review is finished.
//! - Time to detect is `detected` − `started`; to restore `mitigated` − `started`, where `mitigated` is `resolved` if it is
//!   left out; to resolve `resolved` − `started`. All in minutes, between instants, so zones and summer time cannot matter.
//! - An incident that lacks a moment, or has them in the wrong order, is left out of the number and counted as unknown.
//! - It belongs to the quarter in which it started, by the clock it was written with. A quarter without incidents has no
//!   times: it is empty, not zero.
//! - An incident of three services counts once for each of them.

mod changes;
mod factors;

use std::collections::{BTreeMap, HashMap, HashSet};

use super::input::Input;
use super::numbers::Numbers;
use super::publish::{Publish, published};
use super::quarter::Quarter;
use crate::model::{Corpus, Document, DocumentIndex, Instant, Measure, Moments, Value, typed_durations};
use crate::span::Span;

pub use changes::{Changes, QuarterOfChanges};
pub use factors::{Factor, FactorKind, Factors};

/// Name of the type.
const TYPE: &str = "incident";
/// Most quarters that are told apart: ten years. What lies before counts in the whole.
const MAX_QUARTERS: usize = 40;
/// Most services of one incident that count; more come from no outage.
const MAX_SERVICES: usize = 50;

/// What incidents add up to.
#[derive(Clone, Debug, Default)]
pub struct Incidents {
    /// Every incident, the latest first; those without a start last.
    pub all: Vec<Incident>,
    /// All of them together.
    pub total: Group,
    /// By quarter, the earliest first, none between left out.
    pub by_quarter: Vec<(Quarter, Group)>,
    /// By severity, the worst first; those without one last, under an empty name.
    pub by_severity: Vec<(String, Group)>,
    /// By service, the one with the most incidents first.
    pub by_service: Vec<(String, Group)>,
    /// Incidents that belong to no quarter: without a start, long ago, or after today.
    pub outside: Vec<DocumentIndex>,
    /// Those that a change brought about, and how many changes there were.
    pub changes: Changes,
    /// What several incidents have in common.
    pub factors: Factors,
    /// Lengths of time that someone typed and that the moments contradict.
    pub contradicted: Vec<Contradicted>,
}

/// One incident.
#[derive(Clone, Debug)]
pub struct Incident {
    /// The document.
    pub document: DocumentIndex,
    /// When it began.
    pub started: Option<Instant>,
    /// The quarter it belongs to.
    pub quarter: Option<Quarter>,
    /// `sev1` to `sev4`.
    pub severity: Option<String>,
    /// The services it touched.
    pub services: Vec<String>,
    /// `alert`, `customer`, `staff` or `partner`.
    pub detected_by: Option<String>,
    /// `yes`, `no` or `unknown`.
    pub caused_by_change: Option<String>,
    /// Minutes until somebody knew.
    pub detect: Option<f64>,
    /// Minutes until it stopped hurting.
    pub restore: Option<f64>,
    /// Minutes until all was as it should be.
    pub resolve: Option<f64>,
}

/// Incidents of one kind, and their times.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// The incidents, the latest first.
    pub incidents: Vec<DocumentIndex>,
    /// Minutes until somebody knew.
    pub detect: Numbers,
    /// Minutes until it stopped hurting.
    pub restore: Numbers,
    /// Minutes until all was as it should be.
    pub resolve: Numbers,
    /// Who found them.
    pub found: Found,
}

/// Who found incidents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// An alert.
    pub alert: Vec<DocumentIndex>,
    /// A customer.
    pub customer: Vec<DocumentIndex>,
    /// A partner.
    pub partner: Vec<DocumentIndex>,
    /// One's own people.
    pub staff: Vec<DocumentIndex>,
    /// Nobody says.
    pub unknown: Vec<DocumentIndex>,
}

/// A length of time that someone typed and that the moments contradict.
#[derive(Clone, Debug, PartialEq)]
pub struct Contradicted {
    /// The incident.
    pub document: DocumentIndex,
    /// As typed.
    pub typed: String,
    /// The same in minutes.
    pub typed_minutes: f64,
    /// What the moments say, in minutes: of all that could be meant, what comes nearest.
    pub elapsed: f64,
    /// Whether it is about the time until somebody knew; otherwise about how long it lasted.
    pub about_detection: bool,
    /// Where it stands.
    pub span: Span,
}

published!(Incidents {
    all,
    total,
    by_quarter,
    by_severity,
    by_service,
    outside,
    changes,
    factors,
    contradicted
});
published!(Incident {
    document,
    started,
    quarter,
    severity,
    services,
    detected_by,
    caused_by_change,
    detect,
    restore,
    resolve
});
published!(Group {
    incidents,
    detect,
    restore,
    resolve,
    found
});
published!(Found {
    alert,
    customer,
    partner,
    staff,
    unknown
} with { outside, known });
published!(Contradicted {
    document,
    typed,
    typed_minutes,
    elapsed,
    about_detection
});

impl Publish for (Quarter, Group) {
    fn publish(&self, corpus: &Corpus) -> serde_json::Value {
        named("quarter", self.0.publish(corpus), self.1.publish(corpus))
    }
}

impl Publish for (String, Group) {
    fn publish(&self, corpus: &Corpus) -> serde_json::Value {
        named("name", self.0.publish(corpus), self.1.publish(corpus))
    }
}

fn named(key: &str, name: serde_json::Value, group: serde_json::Value) -> serde_json::Value {
    let mut map = serde_json::Map::new();
    map.insert(key.to_owned(), name);
    if let serde_json::Value::Object(group) = group {
        map.extend(group);
    }
    serde_json::Value::Object(map)
}

impl Found {
    /// Those that someone outside knew of first: customers and partners.
    pub fn outside(&self) -> usize {
        self.customer.len() + self.partner.len()
    }

    /// Those of which somebody says who found them.
    pub fn known(&self) -> usize {
        self.outside() + self.alert.len() + self.staff.len()
    }

    fn add(&mut self, incident: &Incident) {
        let list = match incident.detected_by.as_deref() {
            Some("alert") => &mut self.alert,
            Some("customer") => &mut self.customer,
            Some("partner") => &mut self.partner,
            Some("staff") => &mut self.staff,
            _ => &mut self.unknown,
        };
        list.push(incident.document);
    }
}

impl Group {
    fn of<'a>(incidents: impl Iterator<Item = &'a Incident> + Clone) -> Self {
        let numbers = |of: fn(&Incident) -> Option<f64>| Numbers::of(incidents.clone().map(|it| (it.document, of(it))));
        let mut found = Found::default();
        incidents.clone().for_each(|incident| found.add(incident));
        Self {
            detect: numbers(|it| it.detect),
            restore: numbers(|it| it.restore),
            resolve: numbers(|it| it.resolve),
            found,
            incidents: incidents.map(|it| it.document).collect(),
        }
    }
}

/// Whether there is an incident.
pub(super) fn exist(input: &Input<'_>) -> bool {
    let of_type = input.corpus.definitions.find(TYPE);
    of_type.is_some_and(|of_type| input.corpus.of_type(of_type).next().is_some())
}

/// Derives what incidents add up to.
pub(super) fn derive(input: &Input<'_>) -> Incidents {
    let corpus = input.corpus;
    let Some(of_type) = corpus.definitions.find(TYPE) else {
        return Incidents::default();
    };
    let mut all: Vec<Incident> = corpus
        .of_type(of_type)
        .map(|(index, document)| incident(index, document))
        .collect();
    let began = |incident: &Incident| incident.started.map(|started| started.timestamp);
    all.sort_by(|left, right| began(right).cmp(&began(left)).then(left.document.cmp(&right.document)));
    let by_quarter = by_quarter(&all, input);
    let within: HashSet<DocumentIndex> = by_quarter
        .iter()
        .flat_map(|(_, group)| &group.incidents)
        .copied()
        .collect();
    let outside = all
        .iter()
        .map(|incident| incident.document)
        .filter(|document| !within.contains(document));
    Incidents {
        total: Group::of(all.iter()),
        by_severity: by_severity(&all),
        by_service: by_service(&all),
        outside: outside.collect(),
        changes: changes::derive(input, &all, &by_quarter),
        factors: factors::derive(input, &all),
        contradicted: all
            .iter()
            .flat_map(|incident| contradicted(corpus, incident.document))
            .collect(),
        by_quarter,
        all,
    }
}

fn incident(index: DocumentIndex, document: &Document) -> Incident {
    let moments = Moments::of(document);
    let text = |key| document.fields.text(key).map(str::to_owned);
    let minutes = |measure| moments.seconds(measure).map(|seconds| seconds / 60.0);
    let services = match document.fields.value("services") {
        Some(Value::List(items)) => items.as_slice(),
        _ => &[],
    };
    let services = services
        .iter()
        .take(MAX_SERVICES)
        .filter_map(|item| item.value.as_text());
    let services = services
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned);
    Incident {
        document: index,
        started: moments.started,
        quarter: moments.started.map(|started| Quarter::of(started.zoned().date())),
        severity: text("severity"),
        services: services.collect(),
        detected_by: text("detected_by"),
        caused_by_change: text("caused_by_change"),
        detect: minutes(Measure::Detect),
        restore: minutes(Measure::Restore),
        resolve: minutes(Measure::Resolve),
    }
}

/// The quarters from the first incident to today, or to the last incident where there is no today.
fn by_quarter(all: &[Incident], input: &Input<'_>) -> Vec<(Quarter, Group)> {
    let mut by_quarter: BTreeMap<Quarter, Vec<&Incident>> = BTreeMap::new();
    for incident in all {
        if let Some(quarter) = incident.quarter {
            by_quarter.entry(quarter).or_default().push(incident);
        }
    }
    let last = input
        .today
        .map(Quarter::of)
        .or_else(|| by_quarter.keys().next_back().copied());
    let Some(last) = last else { return Vec::new() };
    let mut earliest = last;
    for _ in 1..MAX_QUARTERS {
        earliest = earliest.previous();
    }
    let Some(first) = by_quarter.range(earliest..=last).next().map(|(quarter, _)| *quarter) else {
        return Vec::new();
    };
    let mut quarters = Vec::new();
    let mut quarter = first;
    while quarter <= last && quarters.len() < MAX_QUARTERS {
        let own = by_quarter.get(&quarter).map(Vec::as_slice).unwrap_or_default();
        quarters.push((quarter, Group::of(own.iter().copied())));
        quarter = quarter.next();
    }
    quarters
}

fn by_severity(all: &[Incident]) -> Vec<(String, Group)> {
    let mut by_severity: BTreeMap<Option<&str>, Vec<&Incident>> = BTreeMap::new();
    for incident in all {
        by_severity
            .entry(incident.severity.as_deref())
            .or_default()
            .push(incident);
    }
    let without = by_severity.remove(&None).map(|incidents| (None, incidents));
    let groups = by_severity.into_iter().chain(without);
    groups
        .map(|(name, own)| (name.unwrap_or_default().to_owned(), Group::of(own.iter().copied())))
        .collect()
}

fn by_service(all: &[Incident]) -> Vec<(String, Group)> {
    let mut by_service: HashMap<String, (&str, Vec<&Incident>)> = HashMap::new();
    for incident in all {
        let mut seen = HashSet::new();
        for service in &incident.services {
            let key = service.to_lowercase();
            if seen.insert(key.clone()) {
                by_service
                    .entry(key)
                    .or_insert_with(|| (service, Vec::new()))
                    .1
                    .push(incident);
            }
        }
    }
    let mut groups: Vec<_> = by_service.into_values().collect();
    groups.sort_by(|(left, own), (right, others)| others.len().cmp(&own.len()).then(left.cmp(right)));
    groups
        .into_iter()
        .map(|(name, own)| (name.to_owned(), Group::of(own.iter().copied())))
        .collect()
}

fn contradicted(corpus: &Corpus, index: DocumentIndex) -> Vec<Contradicted> {
    let document = corpus.get(index);
    let moments = Moments::of(document);
    let typed = typed_durations(document).into_iter();
    typed
        .filter_map(|typed| {
            let elapsed = typed.contradicted(&moments)?;
            Some(Contradicted {
                document: index,
                typed_minutes: typed.seconds / 60.0,
                elapsed: elapsed / 60.0,
                about_detection: typed.measure == Measure::Detect,
                span: typed.span,
                typed: typed.written,
            })
        })
        .collect()
}
