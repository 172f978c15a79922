//! What the organisation wants to be good at, and what stands behind it: each attribute of a current vision with its
//! metric and its initiatives, and those that lack one or the other.

use std::collections::HashMap;

use super::initiative::{Initiative, Place, Stage};
use super::input::Input;
use super::publish::published;
use crate::model::{Document, DocumentIndex, Fields, Value};

/// Most attributes of one vision that are looked at: three to five are meant.
const MOST_ATTRIBUTES: usize = 50;

/// The attributes of the current visions.
#[derive(Clone, Debug, Default)]
pub struct Vision {
    /// The attributes, in the order of the corpus and of their documents.
    pub attributes: Vec<Attribute>,
}

/// An attribute of a vision.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// Where it stands.
    pub place: Place,
    /// What will be true.
    pub statement: String,
    /// The metric that shows it.
    pub metric: Option<DocumentIndex>,
    /// Initiatives for it that are under way: an idea, planned, active, or shipped and not judged.
    pub open: Vec<DocumentIndex>,
    /// Initiatives for it that were judged.
    pub judged: Vec<DocumentIndex>,
    /// Initiatives for it that were parked, dropped or closed without a judgement.
    pub ended: Vec<DocumentIndex>,
}

impl Attribute {
    /// Whether nothing is being done for it.
    pub fn lacks_initiative(&self) -> bool {
        self.open.is_empty()
    }

    /// Whether no metric shows it.
    pub fn lacks_metric(&self) -> bool {
        self.metric.is_none()
    }
}

/// Derives the attributes of the visions that hold: past the gate and not archived.
pub fn derive(input: &Input<'_>, initiatives: &[Initiative]) -> Vision {
    let corpus = input.corpus;
    let Some(of_type) = corpus.definitions.find("vision") else {
        return Vision::default();
    };
    let lifecycle = &corpus.definitions.get(of_type).lifecycle;
    let holds = |document: &Document| {
        let state = document.state().filter(|state| lifecycle.past_gate(*state));
        state.is_some_and(|state| !lifecycle.states[state].aside)
    };
    let mut serving: HashMap<&Place, Vec<&Initiative>> = HashMap::new();
    for initiative in initiatives {
        for place in &initiative.serves {
            serving.entry(place).or_default().push(initiative);
        }
    }
    let mut attributes = Vec::new();
    for (index, document) in corpus.of_type(of_type).filter(|(_, document)| holds(document)) {
        let Some(Value::List(items)) = document.fields.value("attributes") else {
            continue;
        };
        let fields = items.iter().filter_map(|item| item.value.as_mapping());
        attributes.extend(
            fields
                .take(MOST_ATTRIBUTES)
                .filter_map(|fields| attribute(input, index, fields, &serving)),
        );
    }
    Vision { attributes }
}

fn attribute(
    input: &Input<'_>,
    document: DocumentIndex,
    fields: &Fields,
    serving: &HashMap<&Place, Vec<&Initiative>>,
) -> Option<Attribute> {
    let place = Place {
        document,
        anchor: Some(fields.text("id")?.to_owned()),
    };
    let metric = match fields.value("metric") {
        Some(Value::Reference(reference)) => input.corpus.by_id(&reference.id),
        _ => None,
    };
    let mut attribute = Attribute {
        statement: fields.text("statement").unwrap_or_default().to_owned(),
        metric,
        open: Vec::new(),
        judged: Vec::new(),
        ended: Vec::new(),
        place,
    };
    for initiative in serving.get(&attribute.place).into_iter().flatten() {
        let waits = initiative.stage.is_open() || initiative.stage == Stage::Shipped;
        let list = match (initiative.outcome.is_some(), waits) {
            (true, _) => &mut attribute.judged,
            (false, true) => &mut attribute.open,
            (false, false) => &mut attribute.ended,
        };
        list.push(initiative.index);
    }
    Some(attribute)
}

published!(Vision { attributes });
published!(Attribute {
    place,
    statement,
    metric,
    open,
    judged,
    ended,
} with { lacks_initiative, lacks_metric });
