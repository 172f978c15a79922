//! What hurts a customer, and what is done about it.

use serde::Serialize;

use super::bet::{judgement, titled};
use super::{DocumentView, LinkView, StatusView, Tone, status};
use crate::insight::pain::{Pain, PainState, Remedy};
use crate::model::DocumentIndex;
use crate::render::library::Library;
use crate::render::words::{ellipsis_after, visible};
use crate::span::Span;

/// Longest words of a pain point, in characters.
const MAX_WORDS: usize = 170;
/// Longest first sentence that names what follows, in bytes.
const MAX_LEAD: usize = 40;
/// Most documents named that address one pain point.
const MAX_REMEDIES: usize = 4;

/// A pain point.
#[derive(Clone, Debug, Serialize)]
pub struct PainView {
    /// The customer.
    pub customer: LinkView,
    /// Its first words, where they name it: "Slow CI."
    pub lead: String,
    /// What hurts, in the words after them.
    pub words: String,
    /// Where it stands.
    pub href: String,
    /// What has come of it.
    pub state: StatusView,
    /// What addresses it.
    pub remedies: Vec<RemedyView>,
    /// How many more address it.
    pub left_out: usize,
    /// Whether nothing can address it, because it has no name.
    pub nameless: bool,
}

/// Something that addresses a pain point.
#[derive(Clone, Debug, Serialize)]
pub struct RemedyView {
    /// The document.
    pub document: DocumentView,
    /// What came of it: its judgement, else its state.
    pub result: Option<StatusView>,
    /// "47 min → 14 min"; empty where nothing was measured.
    pub numbers: String,
}

/// A pain point, as the page at `from` shows it.
pub fn pain(library: &Library<'_>, from: &str, pain: &Pain) -> PainView {
    let document = library.document(pain.customer);
    let route = match &pain.anchor {
        Some(anchor) => format!("{}#{anchor}", document.route),
        None => document.route.clone(),
    };
    let (lead, words) = lead(words(library, pain.customer, pain.text));
    PainView {
        customer: titled(library, from, pain.customer),
        lead,
        words,
        href: library.href(from, &route),
        state: pain_state(library, pain.state),
        remedies: pain
            .addressed_by
            .iter()
            .take(MAX_REMEDIES)
            .map(|it| remedy(library, from, it))
            .collect(),
        left_out: pain.addressed_by.len().saturating_sub(MAX_REMEDIES),
        nameless: pain.anchor.is_none(),
    }
}

/// A short first sentence names what follows.
fn lead(words: String) -> (String, String) {
    let end = words.find(['.', '?', ':', '!']).filter(|end| *end <= MAX_LEAD);
    match end.and_then(|end| Some((words.get(..=end)?, words.get(end + 1..)?.strip_prefix(' ')?))) {
        Some((lead, rest)) => (lead.to_owned(), rest.to_owned()),
        None => (String::new(), words),
    }
}

/// What has come of pain, in words.
pub fn pain_state(library: &Library<'_>, state: PainState) -> StatusView {
    let (name, tone, key) = match state {
        PainState::Unowned => ("unowned", Tone::Idle, "initiatives.pain_unowned"),
        PainState::Parked => ("parked", Tone::Paused, "initiatives.pain_parked"),
        PainState::Tried => ("tried", Tone::Closed, "initiatives.pain_tried"),
        PainState::Partly => ("partly", Tone::Wait, "initiatives.pain_partly"),
        PainState::Eased => ("eased", Tone::Done, "initiatives.pain_eased"),
        PainState::Planned => ("planned", Tone::Wait, "initiatives.pain_planned"),
        PainState::Shipped => ("shipped", Tone::Active, "initiatives.pain_shipped"),
        PainState::Active => ("active", Tone::Active, "initiatives.pain_active"),
    };
    StatusView {
        name: name.to_owned(),
        label: library.phrases.say(key).to_owned(),
        tone,
    }
}

fn remedy(library: &Library<'_>, from: &str, remedy: &Remedy) -> RemedyView {
    let document = library.document(remedy.document);
    let numbers = || {
        let initiative = library.input.insights.initiative(remedy.document)?;
        let value = initiative.outcome.as_ref()?.value.as_ref()?;
        Some(match &initiative.bet.baseline {
            Some(baseline) => format!("{baseline} → {value}"),
            None => value.clone(),
        })
    };
    RemedyView {
        document: library.row(from, remedy.document),
        result: match remedy.judgement {
            Some(own) => Some(judgement(library, Some(own))),
            None => status(library.input.corpus, document),
        },
        numbers: numbers().unwrap_or_default(),
    }
}

fn words(library: &Library<'_>, customer: DocumentIndex, span: Span) -> String {
    let parsed = &library.document(customer).parsed;
    let text = span.text(&parsed.text);
    // Enough of the text for its first words, and never the whole of a long one.
    let most = text.len().min(MAX_WORDS * 6);
    let end = (0..=most).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let from = span.start as usize;
    let words = visible(parsed, Span::new(from, from + end));
    // The name of the place is for programs.
    let words = match words.rfind("{#") {
        Some(at) if words.trim_end().ends_with('}') => words[..at].to_owned(),
        _ => words,
    };
    ellipsis_after(words.trim(), MAX_WORDS)
}
