//! What happened in a period, as a text, as Markdown for a chat or a mail, and as JSON.
//!
//! Text and Markdown say the same; they are made of the same parts. A list that is long is cut and says so: a weekly
//! message that nobody reads to its end tells nothing.

mod markdown;
mod parts;
mod text;

use serde_json::{Value, json};

pub use markdown::markdown as period_markdown;
pub use text::text as period_text;

use crate::insight::Insights;
use crate::insight::period::Happened;
use crate::insight::publish::Publish;
use crate::model::Corpus;

/// Version of the JSON: keys are added without changing it.
const VERSION: u32 = 1;

/// What is told, and what it was derived from.
#[derive(Clone, Copy, Debug)]
pub struct PeriodReport<'a> {
    /// The documents.
    pub corpus: &'a Corpus,
    /// What they add up to on the last day.
    pub insights: &'a Insights<'a>,
    /// What happened.
    pub happened: &'a Happened,
    /// Address of the site, where it is known: documents are then linked in Markdown.
    pub base_url: Option<&'a str>,
    /// Why something may be missing: "this clone is shallow …".
    pub caveat: Option<&'a str>,
}

/// The period as JSON. Positions become what they stand for, so that nothing has to be looked up.
pub fn period_json(report: &PeriodReport<'_>) -> String {
    let PeriodReport {
        corpus,
        insights,
        happened,
        ..
    } = report;
    let published = |all: Vec<Value>| Value::Array(all);
    let promises = |positions: &[usize]| {
        let all = positions.iter().filter_map(|at| insights.actions().all.get(*at));
        published(all.map(|it| it.publish(corpus)).collect())
    };
    let follow_ups = happened.overdue.follow_ups.iter();
    let follow_ups = follow_ups
        .filter_map(|at| insights.outcomes().follow_ups.get(*at))
        .map(|it| it.publish(corpus));
    let measured = happened
        .measured
        .iter()
        .filter_map(|at| insights.initiatives().get(*at))
        .map(|it| {
            let outcome = it.outcome.as_ref();
            json!({
                "initiative": it.index.publish(corpus),
                "baseline": it.bet.baseline.publish(corpus),
                "target": it.bet.target.publish(corpus),
                "value": outcome.and_then(|it| it.value.clone()).publish(corpus),
                "result": outcome.map(|it| it.judgement.name()),
                "measured_on": outcome.and_then(|it| it.measured_on).publish(corpus),
            })
        });
    let lessons = happened
        .lessons
        .iter()
        .filter_map(|at| insights.outcomes().lessons.get(*at));
    let lessons = lessons.map(|it| it.publish(corpus));
    let mut told = happened.publish(corpus);
    told["version"] = json!(VERSION);
    told["caveat"] = json!(report.caveat);
    told["measured"] = published(measured.collect());
    told["lessons"] = published(lessons.collect());
    told["done"] = promises(&happened.done);
    told["overdue"] = json!({
        "actions": promises(&happened.overdue.actions),
        "follow_ups": published(follow_ups.collect()),
        "metrics": happened.overdue.metrics.publish(corpus),
    });
    super::plain::json_text(&serde_json::to_string_pretty(&told).unwrap_or_default())
}
