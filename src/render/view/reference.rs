//! References between documents, with the sentence they stand in.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::{DocumentView, label};
use crate::link::{Origin, Reference};
use crate::model::{Document, DocumentIndex};
use crate::parse::Parsed;
use crate::render::library::Library;
use crate::render::words::{ellipsis_after, ellipsis_before, visible};
use crate::span::Span;

/// Most documents listed in one direction, so that a page does not grow with the organisation.
const MAX_DOCUMENTS: usize = 10;
/// Most sentences shown of documents that refer here. Those of the document itself stand in the text above.
const MAX_SENTENCES: usize = 10;
/// Most sentences shown of one of them.
const MAX_SENTENCES_OF_ONE: usize = 2;
/// Most characters of a sentence to either side of what is mentioned.
const REACH: usize = 90;

/// A document that refers here or is referred to.
#[derive(Clone, Debug, Serialize)]
pub struct ReferenceView {
    /// The document.
    pub document: DocumentView,
    /// The fields that refer, as people write them: "motivated by"; empty when only the text does.
    pub via: String,
    /// The sentences in which it happens.
    pub sentences: Vec<SentenceView>,
}

/// A sentence that mentions something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SentenceView {
    /// Its words before the mention.
    pub before: String,
    /// The mention.
    pub mention: String,
    /// Its words after it.
    pub after: String,
}

/// The documents that the text of a document refers to, in its order, and how many are left out. Those that its fields name
/// stand among its facts.
pub fn outgoing(library: &Library<'_>, index: DocumentIndex) -> (Vec<ReferenceView>, usize) {
    let references = library.input.links.from(index);
    let in_fields = references.iter().filter(|it| matches!(it.origin, Origin::Field(_)));
    let named: HashSet<DocumentIndex> = in_fields.filter_map(|it| it.target.document()).collect();
    let other = |reference: &Reference| {
        let to = reference.target.document();
        to.filter(|to| *to != index && !named.contains(to))
    };
    let others = references.iter().filter_map(|it| Some((other(it)?, it)));
    views(library, index, others, 0)
}

/// The documents that refer to a document, in the order of their paths, and how many are left out.
pub fn incoming(library: &Library<'_>, index: DocumentIndex) -> (Vec<ReferenceView>, usize) {
    let references = library.input.links.to(index);
    views(library, index, references.map(|it| (it.from, it)), MAX_SENTENCES)
}

fn views<'a>(
    library: &Library<'_>,
    here: DocumentIndex,
    references: impl Iterator<Item = (DocumentIndex, &'a Reference)>,
    mut sentences_left: usize,
) -> (Vec<ReferenceView>, usize) {
    let mut order = Vec::new();
    let mut by_document: BTreeMap<DocumentIndex, Vec<&Reference>> = BTreeMap::new();
    for (other, reference) in references {
        by_document
            .entry(other)
            .or_insert_with(|| {
                order.push(other);
                Vec::new()
            })
            .push(reference);
    }
    let left_out = order.len().saturating_sub(MAX_DOCUMENTS);
    let route = &library.document(here).route;
    let views = order.into_iter().take(MAX_DOCUMENTS).map(|other| {
        let references = &by_document[&other];
        let sentences = sentences(library, references, sentences_left.min(MAX_SENTENCES_OF_ONE));
        sentences_left -= sentences.len();
        ReferenceView {
            document: library.row(route, other),
            via: fields(references),
            sentences,
        }
    });
    (views.collect(), left_out)
}

fn fields(references: &[&Reference]) -> String {
    let mut fields: Vec<String> = Vec::new();
    for reference in references {
        if let Origin::Field(key) = &reference.origin {
            let words = label(key).to_lowercase();
            if !fields.contains(&words) {
                fields.push(words);
            }
        }
    }
    fields.join(", ")
}

fn sentences(library: &Library<'_>, references: &[&Reference], most: usize) -> Vec<SentenceView> {
    let mut sentences: Vec<(Span, SentenceView)> = Vec::new();
    for reference in references {
        if sentences.len() == most {
            break;
        }
        let seen = sentences.iter().any(|(span, _)| *span == reference.sentence);
        if matches!(reference.origin, Origin::Field(_) | Origin::Image) || seen {
            continue;
        }
        let sentence = sentence(library.document(reference.from), reference);
        if !sentence.before.is_empty() || !sentence.after.is_empty() {
            sentences.push((reference.sentence, sentence));
        }
    }
    sentences.into_iter().map(|(_, sentence)| sentence).collect()
}

fn sentence(document: &Document, reference: &Reference) -> SentenceView {
    let parsed = &document.parsed;
    let (mention, place) = mention(parsed, reference);
    let around = reference.sentence.to(place);
    let before = visible(parsed, Span::new(around.start as usize, place.start as usize));
    let after = visible(parsed, Span::new(place.end as usize, around.end as usize));
    SentenceView {
        before: ellipsis_before(&before, REACH),
        mention,
        after: ellipsis_after(&after, REACH),
    }
}

/// The words that mention something, and the whole of the markup around them.
fn mention(parsed: &Parsed, reference: &Reference) -> (String, Span) {
    let links = parsed.body.links_in(reference.sentence.to(reference.span));
    match links.iter().find(|link| link.destination_span == reference.span) {
        Some(link) if !link.text.is_empty() => (link.text.clone(), link.span),
        Some(link) => (reference.written.clone(), link.span),
        None => (reference.written.clone(), reference.span),
    }
}
