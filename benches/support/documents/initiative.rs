//! Initiatives.

use super::super::day;
use super::super::plan::{Kind, Plan, Planned};
use super::draft::Draft;

/// Writes an initiative with everything that its state asks for.
pub fn write(plan: &Plan, planned: &Planned) -> String {
    let mut draft = Draft::new(plan, planned);
    let categories = ["platform", "dx", "process", "people", "debt", "experiment", "feature"];
    let category = draft.random.pick(&categories);
    let (metric, customer, vision) = (draft.id(Kind::Metric), draft.id(Kind::Customer), draft.id(Kind::Vision));
    let pain = draft.random.pick(&["slow-start", "stale-data", "told-too-late"]);
    let attribute = draft.random.pick(&["fast", "dependable", "fair"]);
    draft.field("category", category);
    draft.choice("horizon", &["now", "next", "later", "2026-Q3"]);
    draft.field("customers", &format!("[{customer}]"));
    draft.field("addresses", &format!("[{customer}#{pain}]"));
    draft.field("serves", &format!("[{vision}#{attribute}]"));
    draft.field("appetite", "6 weeks");
    draft.field(
        "metric",
        &format!("{{ref: {metric}, baseline: 42 min, target: 10 min, by: 2026-12-31}}"),
    );
    if category == "debt" {
        draft.field("debt", "{customer: 2, roadmap: 1, competitive: 0, risk: 1}");
    }
    // Only on earlier ones, so that there is no way round in a circle.
    let earlier: Vec<_> = plan.of_kind(Kind::Initiative)[..planned.number - 1]
        .iter()
        .rev()
        .take(12)
        .collect();
    if let Some(earlier) = earlier
        .iter()
        .find(|it| matches!(it.state, "closed" | "active" | "shipped"))
    {
        draft.field("depends_on", &format!("[{}]", earlier.id));
    }
    if matches!(planned.state, "shipped" | "closed") {
        let (measured, review) = match planned.state {
            "shipped" => (None, day(2026, 7, 15, draft.random.below(80))),
            _ => {
                let review = day(2022, 6, 1, draft.random.below(1400));
                (Some(review), review)
            }
        };
        draft.field("review_on", &review.to_string());
        if let Some(measured) = measured {
            let result = draft.random.pick(&["hit", "partly", "missed"]);
            draft.field(
                "outcome",
                &format!("{{result: {result}, value: 18 min, measured_on: {measured}}}"),
            );
        }
    }
    draft.end_fields();
    draft.section("Problem");
    draft.paragraph("", 4);
    draft.referring(2);
    draft.section("Hypothesis");
    draft.paragraph(
        "If we take one step out of the way, then those who wait today no longer will.",
        2,
    );
    draft.section("Measurement");
    draft.paragraph(
        &format!("{metric} is read weekly and compared with the weeks before."),
        1,
    );
    draft.table(5);
    draft.section("Approach");
    draft.paragraph("The smallest step first, for one depot.", 3);
    draft.tasks(4);
    draft.section("Out of scope");
    draft.items(3);
    draft.section("Risks");
    draft.items(3);
    if planned.state == "closed" {
        draft.section("Outcome");
        draft.paragraph("It went from 42 minutes to 18, for those in the first two depots.", 3);
    }
    if matches!(planned.state, "closed" | "dropped") {
        draft.section("Learnings");
        draft.paragraph("What we took for one problem was two.", 3);
    }
    draft.finish(960)
}
