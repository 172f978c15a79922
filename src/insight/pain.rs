//! What hurts customers, what is done about it, and what nobody has taken on.
//!
//! A pain point is an entry of the section "Pain points" of a customer who is not retired: a list item, a table row or a
//! sub-heading. What refers to its anchor in a field addresses it: an initiative or a rewrite.

use std::collections::{BTreeMap, HashMap};

use super::initiative::{Initiative, Judgement, Stage};
use super::input::Input;
use super::publish::{named, published};
use super::rewrites;
use crate::link::{AnchorState, Origin, Target};
use crate::model::{Document, DocumentIndex};
use crate::parse::BlockKind;
use crate::span::Span;

/// Most pain points of one customer that are looked at: more come from no person.
const MOST_PAINS: usize = 200;

/// A pain point.
#[derive(Clone, Debug)]
pub struct Pain {
    /// The customer.
    pub customer: DocumentIndex,
    /// The name by which it is referred to; without one, nothing can address it.
    pub anchor: Option<String>,
    /// Where its words stand.
    pub text: Span,
    /// Initiatives and rewrites that address it, in the order of the corpus.
    pub addressed_by: Vec<Remedy>,
    /// What has come of it.
    pub state: PainState,
}

/// Something that addresses a pain point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// The document.
    pub document: DocumentIndex,
    /// What came of it, for an initiative that was judged.
    pub judgement: Option<Judgement>,
    /// What has become of it.
    pub state: PainState,
}

/// What has come of a pain point, or of something that addresses it. Of several, the last in this order counts: a pain that
/// somebody still means to ease is not over, although something eased it before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PainState {
    /// Nobody has taken it on, or what did was given up.
    Unowned,
    /// What would ease it is set aside for now.
    Parked,
    /// What was done did not help.
    Tried,
    /// What was done helped in part, or whether it helped is not known.
    Partly,
    /// It was eased, and that was measured.
    Eased,
    /// Something is an idea or planned.
    Planned,
    /// Something has shipped whose outcome is not measured yet.
    Shipped,
    /// Somebody works on it.
    Active,
}

/// Whether there is one.
pub(super) fn exist(input: &Input<'_>) -> bool {
    customers(input).any(|(_, document, section)| !entries(document, section).is_empty())
}

/// The customers who are not retired, and the place of the section that holds what hurts them.
fn customers<'a>(input: &Input<'a>) -> impl Iterator<Item = (DocumentIndex, &'a Document, usize)> {
    let corpus = input.corpus;
    let found = corpus.definitions.find("customer").and_then(|of_type| {
        let definition = corpus.definitions.get(of_type);
        Some((of_type, definition, definition.section_index("Pain points")?))
    });
    found.into_iter().flat_map(move |(of_type, definition, section)| {
        let states = &definition.lifecycle.states;
        let is_retired = move |document: &Document| {
            let state = document.state().and_then(|it| states.get(it));
            state.is_some_and(|state| state.end)
        };
        let all = corpus.of_type(of_type).filter(move |(_, it)| !is_retired(it));
        all.map(move |(index, document)| (index, document, section))
    })
}

/// Derives the pain points of all customers who are not retired, in the order of the corpus and of their texts.
pub fn derive(input: &Input<'_>, initiatives: &[Initiative]) -> Vec<Pain> {
    let remedies = remedies(input, initiatives);
    let mut pains = Vec::new();
    for (customer, document, section) in customers(input) {
        for (anchor, text) in entries(document, section) {
            let addressed_by = anchor
                .as_ref()
                .and_then(|name| remedies.get(&(customer, name.as_str())));
            let addressed_by: Vec<Remedy> = addressed_by
                .map(|it| it.values().copied().collect())
                .unwrap_or_default();
            pains.push(Pain {
                customer,
                anchor,
                text,
                state: addressed_by
                    .iter()
                    .map(|it| it.state)
                    .max()
                    .unwrap_or(PainState::Unowned),
                addressed_by,
            });
        }
    }
    pains
}

/// What addresses each anchor of each customer.
fn remedies<'a>(
    input: &Input<'a>,
    initiatives: &[Initiative],
) -> HashMap<(DocumentIndex, &'a str), BTreeMap<DocumentIndex, Remedy>> {
    let mut found: HashMap<_, BTreeMap<DocumentIndex, Remedy>> = HashMap::new();
    let mut add = |remedy: Remedy| {
        for reference in input.links.from(remedy.document) {
            if let (Origin::Field(_), Target::Document { index, anchor }) = (&reference.origin, &reference.target)
                && let Some((name, AnchorState::Found)) = anchor
            {
                let by_document = found.entry((*index, name.as_str())).or_default();
                by_document.insert(remedy.document, remedy);
            }
        }
    };
    for initiative in initiatives {
        add(Remedy {
            document: initiative.index,
            judgement: initiative.judgement(),
            state: of_initiative(initiative),
        });
    }
    for (document, stage) in rewrites::stages(input) {
        add(Remedy {
            document,
            judgement: None,
            state: of_rewrite(stage),
        });
    }
    found
}

fn of_initiative(initiative: &Initiative) -> PainState {
    match (initiative.stage, initiative.judgement()) {
        (Stage::Dropped, _) => PainState::Unowned,
        (Stage::Parked, _) => PainState::Parked,
        (Stage::Idea | Stage::Planned, _) => PainState::Planned,
        (Stage::Active, _) => PainState::Active,
        (_, Some(Judgement::Hit)) => PainState::Eased,
        (_, Some(Judgement::Missed)) => PainState::Tried,
        (Stage::Shipped, None) => PainState::Shipped,
        (_, Some(Judgement::Partly | Judgement::Unknown) | None) => PainState::Partly,
    }
}

fn of_rewrite(stage: rewrites::Stage) -> PainState {
    match stage {
        rewrites::Stage::Ended => PainState::Unowned,
        rewrites::Stage::Paused => PainState::Parked,
        rewrites::Stage::Proposed => PainState::Planned,
        rewrites::Stage::Decided => PainState::Active,
        rewrites::Stage::Completed => PainState::Partly,
    }
}

/// The entries of a customer's pain points: the anchor and the words of each.
fn entries(document: &Document, section: usize) -> Vec<(Option<String>, Span)> {
    let body = &document.parsed.body;
    let answers = document.answers.get(section).map_or(&[][..], Vec::as_slice);
    let mut entries = Vec::new();
    for answer in answers {
        let within_item = |index| body.is_within(index, |kind| matches!(kind, BlockKind::Item { .. }));
        let is_entry = |index, kind: &BlockKind| match kind {
            BlockKind::TableRow => true,
            BlockKind::Item { .. } => !within_item(index),
            _ => false,
        };
        let blocks = body
            .blocks_in(answer.content)
            .filter(|(index, block)| is_entry(*index, &block.kind));
        let spans: Vec<Span> = blocks.map(|(_, block)| block.span).take(MOST_PAINS).collect();
        let anchored = |span: Span| {
            let first = body.anchors.partition_point(|anchor| anchor.span.start < span.start);
            let anchor = body.anchors.get(first).filter(|anchor| anchor.span.start < span.end)?;
            Some(anchor.value.clone())
        };
        match spans.is_empty() {
            false => entries.extend(spans.into_iter().map(|span| (anchored(span), span))),
            true => {
                let headings = body.headings_in(answer.content).iter().take(MOST_PAINS);
                entries.extend(headings.map(|heading| (Some(heading.anchor.clone()), heading.span)));
            }
        }
    }
    entries
}

published!(Pain {
    customer,
    anchor,
    addressed_by,
    state,
});
published!(Remedy {
    document,
    judgement,
    state,
});
named!(PainState {
    Unowned: "unowned",
    Parked: "parked",
    Tried: "tried",
    Partly: "partly",
    Eased: "eased",
    Planned: "planned",
    Shipped: "shipped",
    Active: "active",
});
