//! Incident reviews.

use std::fmt::Write;

use super::super::day;
use super::super::plan::{Kind, Plan, Planned};
use super::super::prose;
use super::draft::Draft;

/// Writes a review in the long form.
pub fn write(plan: &Plan, planned: &Planned) -> String {
    let mut draft = Draft::new(plan, planned);
    let on = match planned
        .path
        .get("incidents/".len()..)
        .and_then(|name| name.get(..10))
        .map(str::parse)
    {
        Some(Ok(date)) => date,
        _ => day(2022, 1, 1, draft.random.below(1500)),
    };
    let hour = draft.random.between(6, 18);
    let minutes: Vec<usize> = (0..8).map(|_| draft.random.between(4, 20)).collect();
    let at = |event: usize| {
        let minute: usize = minutes[..event].iter().sum();
        format!("{:02}:{:02}", hour + minute / 60, minute % 60)
    };
    let instant = |event: usize| format!("{on}T{}:00+00:00", at(event));
    let severity = draft.random.pick(&["sev1", "sev2", "sev2", "sev3", "sev3", "sev4"]);
    let (customer, change) = (draft.id(Kind::Customer), draft.random.between(10, 990));
    draft.field("severity", severity);
    draft.field("started", &instant(0));
    draft.field("detected", &instant(1));
    draft.field("declared", &instant(2));
    draft.field("mitigated", &instant(6));
    draft.field("resolved", &instant(8));
    draft.choice("detected_by", &["alert", "customer", "staff", "partner"]);
    draft.choice("caused_by_change", &["yes", "no", "unknown"]);
    draft.field("change", &format!("https://git.example/synthetic/intake/pull/{change}"));
    draft.field("services", "[intake, price-engine]");
    draft.field("customers", &format!("[{customer}]"));
    draft.end_fields();
    draft.section("Summary");
    draft.paragraph(
        "For part of the day some customers could not do what they had come for.",
        2,
    );
    draft.section("Impact");
    draft.paragraph(&format!("{change} requests failed, and 31 accounts noticed."), 2);
    draft.section("Timeline");
    draft.raw("| Time | Event |\n|---|---|\n");
    for event in 0..8 {
        let what = prose::phrase(&mut draft.random);
        draft.raw(&format!("| {} | {what} |\n", at(event)));
    }
    draft.section("Detection");
    draft.paragraph(
        "The alert on the age of the queue fired when it was already too old.",
        1,
    );
    draft.section("Contributing factors");
    draft.items(3);
    draft.referring(2);
    draft.section("Response");
    draft.paragraph("The change was taken back first and understood afterwards.", 2);
    draft.section("What went well");
    draft.items(2);
    draft.section("What went badly");
    draft.items(2);
    if severity == "sev1" {
        draft.section("Customer communication");
        draft.paragraph(
            "A banner went up after twelve minutes, and a letter to every account the day after.",
            1,
        );
    }
    draft.section("Actions");
    actions(&mut draft, on);
    draft.finish(960)
}

fn actions(draft: &mut Draft<'_>, on: jiff::civil::Date) {
    let mut table = String::from("| Action | Owner | Due | Done |\n|---|---|---|---|\n");
    for days in [14, 30, 45] {
        let (what, who) = (prose::phrase(&mut draft.random), draft.colleague());
        let due = on.saturating_add(jiff::Span::new().days(days));
        let _ = writeln!(table, "| {what} | @{who} | {due} | {due} |");
    }
    draft.raw(&table);
}
