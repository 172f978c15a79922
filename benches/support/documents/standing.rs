//! Documents that stand for a long time: metrics, customers, teams, visions, reviews and pages.

use std::fmt::Write;

use super::super::day;
use super::super::plan::{Kind, Plan, Planned};
use super::draft::Draft;

/// Whether a metric keeps its readings in a file beside it.
fn has_data(planned: &Planned) -> bool {
    planned.kind == Kind::Metric && !planned.number.is_multiple_of(3)
}

/// Name of the file with the readings of a metric.
fn data_name(planned: &Planned) -> String {
    let name = planned.path.rsplit('/').next().unwrap_or_default();
    name.replace(".md", ".csv")
}

/// The readings of a metric, month by month.
fn months(planned: &Planned) -> impl Iterator<Item = (jiff::civil::Date, usize)> {
    let number = planned.number;
    (0..30).map(move |month| {
        (
            day(2024, 1, 15, 0).saturating_add(jiff::Span::new().months(month)),
            400 - number % 90 - month as usize * 5,
        )
    })
}

/// The file beside a metric.
pub fn readings(planned: &Planned) -> Option<(String, String)> {
    let mut text = String::from("on,value\n");
    for (on, value) in months(planned) {
        let _ = writeln!(text, "{on},{value}");
    }
    has_data(planned).then(|| (format!("metrics/{}", data_name(planned)), text))
}

/// Writes a metric.
pub fn metric(plan: &Plan, planned: &Planned) -> String {
    let mut draft = Draft::new(plan, planned);
    draft.field("unit", "minutes");
    draft.field("direction", "down");
    draft.choice("kind", &["dora", "satisfaction", "quality", "product", "business"]);
    draft.field("source", "the event log, counted each night");
    draft.field("cadence", "monthly");
    draft.field("target", "30");
    if has_data(planned) {
        draft.field("data", &data_name(planned));
    } else {
        let readings = months(planned).map(|(on, value)| format!("\n  - {{on: {on}, value: {value}}}"));
        draft.field("readings", &readings.collect::<String>());
    }
    draft.end_fields();
    draft.section("Definition");
    draft.paragraph(
        "Minutes from the first request to the last answer, the 90th percentile over all accounts.",
        2,
    );
    draft.section("Pitfalls");
    draft.items(4);
    draft.finish(600)
}

/// Writes a customer with three pain points.
pub fn customer(plan: &Plan, planned: &Planned) -> String {
    let mut draft = Draft::new(plan, planned);
    draft.field(
        "kind",
        if planned.number.is_multiple_of(3) {
            "internal"
        } else {
            "external"
        },
    );
    draft.field("role", "Dispatcher, usually with 20 to 60 lorries");
    draft.field("persona_name", "Dana, who has done this for nineteen years");
    draft.field("channels", "[interviews, support rotation, analytics]");
    draft.field("last_feedback", "2026-05-20");
    draft.end_fields();
    draft.section("Who");
    draft.paragraph(
        "They start at five, work with two telephones and one screen, and decide in seconds.",
        3,
    );
    draft.section("Pain points");
    for (name, pain) in [
        ("slow-start", "Slow start."),
        ("stale-data", "Old figures."),
        ("told-too-late", "Told too late."),
    ] {
        let more = super::super::prose::sentence(&mut draft.random);
        draft.raw(&format!("- **{pain}** {more} {{#{name}}}\n"));
    }
    draft.section("Workflows");
    draft.items(5);
    draft.finish(720)
}

/// Writes a team.
pub fn team(plan: &Plan, planned: &Planned) -> String {
    let mut draft = Draft::new(plan, planned);
    let members: Vec<_> = plan.members(planned).iter().map(|it| it.handle.as_str()).collect();
    draft.field("members", &format!("[{}]", members.join(", ")));
    draft.field("owns", &format!("[intake-{0}, ledger-{0}]", planned.number));
    let counterpart = draft.colleague();
    draft.field("product_counterpart", counterpart);
    draft.end_fields();
    draft.section("Mission");
    draft.paragraph("We keep what the others build on up, and quick to change.", 3);
    draft.section("Reach us");
    draft.paragraph(
        "Ask in the channel between eight and five; for anything that burns, page the rota.",
        1,
    );
    draft.finish(540)
}

/// Writes a vision with three attributes.
pub fn vision(plan: &Plan, planned: &Planned) -> String {
    let mut draft = Draft::new(plan, planned);
    draft.field("period", "2025 to 2027");
    let mut attributes = String::new();
    for (id, statement) in [
        ("fast", "A change reaches customers on the day it is written"),
        ("dependable", "The board is there at six on every morning"),
        ("fair", "The invoice says what the quote said"),
    ] {
        let metric = draft.id(Kind::Metric);
        let _ = write!(
            attributes,
            "\n  - id: {id}\n    statement: {statement}\n    metric: {metric}"
        );
    }
    draft.field("attributes", &attributes);
    draft.end_fields();
    draft.section("Mission");
    draft.paragraph(
        "We serve those who used to run their day on a whiteboard and a telephone.",
        4,
    );
    draft.finish(600)
}

/// Writes the review of a quarter.
pub fn review(plan: &Plan, planned: &Planned) -> String {
    let mut draft = Draft::new(plan, planned);
    draft.field("date", &day(2022, 4, 1, planned.number * 7 % 1500).to_string());
    draft.field("period", "the quarter before");
    draft.end_fields();
    draft.section("What we measured");
    draft.table(9);
    draft.referring(3);
    draft.section("What changed for customers");
    draft.items(4);
    draft.section("Decisions");
    draft.items(3);
    draft.referring(2);
    draft.finish(960)
}

/// Writes a plain page; the first one is the front page.
pub fn page(plan: &Plan, planned: &Planned) -> String {
    let mut draft = Draft::new(plan, planned);
    draft.end_fields();
    draft.section("What this is about");
    draft.paragraph("", 4);
    draft.items(4);
    draft.finish(720)
}
