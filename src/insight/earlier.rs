//! What the documents added up to on an earlier day.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::Date;
use serde_json::Value as Json;

use super::Insights;
use super::outcomes::Outcomes;
use super::publish::{Publish, write_field};
use super::roadmap::Roadmap;
use super::scorecard::Scorecard;
use super::vision::Vision;
use crate::model::{Corpus, DocumentIndex};

/// Name of the type whose documents look back on a day.
pub const REVIEW: &str = "review";
/// Name of the field that holds the day.
pub const REVIEWED_ON: &str = "date";

/// The documents as they were at the end of a day, and what they added up to then. Their texts were read as far as their
/// front matter, so insights that look into sections, at completeness, actions and pain points, say nothing here, and only
/// what pages show is kept as it is: the rest is put into words at once.
#[derive(Debug)]
pub struct Earlier {
    /// The day.
    pub day: Date,
    /// The documents of that day that pages name: metrics and initiatives.
    pub documents: BTreeMap<DocumentIndex, Named>,
    /// What bets had come to.
    pub outcomes: Outcomes,
    /// What was planned for when.
    pub roadmap: Roadmap,
    /// What had become of the vision.
    pub vision: Vision,
    /// Every metric.
    pub scorecard: Scorecard,
    /// What programs are told: the fields of a JSON object, one after the other.
    pub published: Vec<u8>,
}

/// A document of an earlier day.
#[derive(Clone, Debug)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The unit of a metric; empty without one.
    pub unit: String,
}

impl Earlier {
    /// Puts into words what documents added up to on a day.
    pub fn new(day: Date, corpus: &Corpus, insights: Insights<'_>) -> Self {
        let published = published(corpus, &insights);
        let Insights {
            outcomes,
            roadmap,
            vision,
            scorecard,
            ..
        } = insights;
        let (roadmap, scorecard) = (derived(roadmap), derived(scorecard));
        let planned = roadmap.columns.iter().flat_map(|it| it.initiatives.iter().copied());
        let named = scorecard.metrics.iter().map(|it| it.document).chain(planned);
        let name = |index: DocumentIndex| {
            let document = corpus.get(index);
            Named {
                id: document.id.value.clone(),
                title: document.title.value.clone(),
                unit: document.fields.text("unit").unwrap_or_default().to_owned(),
            }
        };
        Self {
            day,
            documents: named.map(|index| (index, name(index))).collect(),
            outcomes: derived(outcomes),
            roadmap,
            vision: derived(vision),
            scorecard,
            published,
        }
    }

    /// The document of another corpus that was this one: the one with its id.
    pub fn in_corpus(&self, then: DocumentIndex, now: &Corpus) -> Option<DocumentIndex> {
        now.by_id(&self.documents.get(&then)?.id)
    }
}

/// A subject that was derived.
fn derived<T: Default>(subject: OnceLock<T>) -> T {
    subject.into_inner().unwrap_or_default()
}

/// The insights that need no more than the front matter of documents. Ids are those of then.
fn published(corpus: &Corpus, insights: &Insights<'_>) -> Vec<u8> {
    // What is read from the texts of incidents.
    const IN_TEXTS: [&str; 2] = ["factors", "contradicted"];
    let mut incidents = insights.incidents().publish(corpus);
    if let Json::Object(incidents) = &mut incidents {
        incidents.retain(|name, _| !IN_TEXTS.contains(&name.as_str()));
    }
    let mut fields = Vec::new();
    write_field("today", &insights.today, corpus, &mut fields);
    write_field("initiatives", insights.initiatives(), corpus, &mut fields);
    write_field("outcomes", insights.outcomes(), corpus, &mut fields);
    write_field("roadmap", insights.roadmap(), corpus, &mut fields);
    write_field("mix", insights.mix(), corpus, &mut fields);
    write_field("debt", insights.debt(), corpus, &mut fields);
    write_field("vision", insights.vision(), corpus, &mut fields);
    write_field("incidents", &incidents, corpus, &mut fields);
    write_field("scorecard", insights.scorecard(), corpus, &mut fields);
    write_field("flow", insights.flow(), corpus, &mut fields);
    fields.shrink_to_fit();
    fields
}
