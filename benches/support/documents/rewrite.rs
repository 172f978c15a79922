//! Rewrite proposals.

use super::super::day;
use super::super::plan::{Kind, Plan, Planned};
use super::super::prose;
use super::draft::Draft;

/// Writes a proposal that answers every question.
pub fn write(plan: &Plan, planned: &Planned) -> String {
    let mut draft = Draft::new(plan, planned);
    let metric = draft.id(Kind::Metric);
    let customer = draft.id(Kind::Customer);
    let (cost, waiting) = (draft.random.between(8, 40), draft.random.between(20, 60));
    let (product_owner, approver) = (draft.colleague(), draft.colleague());
    let decided = match planned.state {
        "in-progress" | "paused" => day(2026, 4, 1, draft.random.below(60)),
        _ => day(2022, 1, 10, draft.random.below(1200)),
    };
    let after = |days: i32| decided.saturating_add(jiff::Span::new().days(days));
    draft.field("system", &draft.plan.of_kind(Kind::Team)[0].title.to_lowercase());
    draft.field("motivated_by", &format!("[{metric}, {customer}]"));
    draft.field("product_owner", product_owner);
    draft.field("customers", &format!("[{customer}]"));
    draft.field("cost_weeks", &format!("[{cost}, {}]", cost + 6));
    draft.field("do_nothing_cost_weeks", &format!("[{waiting}, {}]", waiting + 8));
    draft.field(
        "success",
        &format!(
            "\n  - {{metric: {metric}, baseline: 260 s, target: 30 s, by: {}}}",
            after(270)
        ),
    );
    if !matches!(planned.state, "draft" | "proposed" | "rejected" | "withdrawn") {
        draft.field("approvers", &format!("[{approver}, {product_owner}]"));
        draft.field("decided_on", &decided.to_string());
    }
    if matches!(planned.state, "in-progress" | "completed") {
        draft.field("new_customers_from", &after(100).to_string());
        draft.field("migrated_by", &after(200).to_string());
        draft.field("old_off", &after(230).to_string());
    }
    if planned.state == "completed" {
        draft.field(
            "outcome",
            "\n  result: partly\n  note: 41 s by the summer instead of 30 s, for two weeks more than planned",
        );
    }
    if let Some(old) = planned.supersedes {
        draft.field("supersedes", &format!("RW-{old}"));
    }
    draft.end_fields();
    body(&mut draft, metric, customer, cost, waiting, &after(230).to_string());
    if planned.state == "completed" {
        draft.section("Outcome");
        draft.paragraph(
            "It reached 41 seconds, and cost two person-weeks more than was accepted.",
            2,
        );
    }
    draft.finish(1900)
}

fn body(draft: &mut Draft<'_>, metric: &str, customer: &str, cost: usize, waiting: usize, off: &str) {
    draft.section("Summary");
    draft.paragraph(
        "Replace what is in use today by something smaller, at the price given below.",
        3,
    );
    draft.section("Business motivation");
    draft.paragraph(&format!("The goal is {metric}, and those who gain are {customer}."), 3);
    draft.referring(2);
    draft.section("Target design");
    draft.paragraph("Three parts, each with one task.", 4);
    let code = prose::code(&mut draft.random);
    draft.raw(&code);
    draft.section("Feature delivery meanwhile");
    draft.paragraph(
        "Two of three engineers build it, and one keeps delivering what customers asked for.",
        1,
    );
    draft.section("Coexistence of old and new");
    draft.paragraph(
        "Both run side by side for five months; a flag for each account says which one answers.",
        2,
    );
    draft.section("Where features land");
    draft.paragraph("In the new one only; the old one gets repairs.", 1);
    draft.section("New customers");
    draft.paragraph(
        "Every contract signed once the pilot has been quiet for ten working days starts on the new one.",
        1,
    );
    draft.section("Existing customers");
    draft.raw("1. **Wave 1:** forty small accounts, first of all.\n2. **Wave 2:** a third of the rest.\n");
    draft.raw(&format!("3. **Wave 3:** everyone else, by {off}.\n\n"));
    draft.paragraph("", 1);
    draft.section("Data synchronisation");
    draft.raw("- **Cost with it:** 5 person-weeks to build and half a day a week to look after.\n");
    draft.raw("- **Cost without it:** 14 person-weeks of work by hand, and a day without data on the way back.\n\n");
    draft.section("Communication");
    draft.raw("| Audience | Channel | When |\n|---|---|---|\n");
    draft.raw("| Customers in a wave | e-mail from their account manager | ten days before |\n");
    draft.raw("| Support desk | half an hour's walk through | the week before |\n");
    draft.raw("| Engineers | the Wednesday demo | after each wave |\n\n");
    draft.section("Alternatives considered");
    draft.raw(&format!(
        "1. **Do nothing.** It costs {waiting} person-weeks over two years.\n"
    ));
    let other = prose::phrase(&mut draft.random);
    draft.raw(&format!(
        "2. **Buy it.** {other}, and the price is £17,100 a month.\n\n"
    ));
    draft.section("Cost");
    draft.paragraph(&format!("{cost} to {} person-weeks, the waves included.", cost + 6), 1);
    draft.table(4);
    draft.section("Risks");
    draft.raw("| Risk | How likely | Mitigation |\n|---|---|---|\n");
    for _ in 0..4 {
        let (risk, answer) = (prose::phrase(&mut draft.random), prose::phrase(&mut draft.random));
        draft.raw(&format!("| {risk} | possible | we watch it: {answer} |\n"));
    }
    draft.section("Rollback");
    draft.paragraph(
        "Set the flag back, if the error rate stays above 5 per cent for ten minutes.",
        2,
    );
    draft.section("Success criteria");
    draft.raw(&format!(
        "- {metric}: 30 seconds, from 260.\n- The old tables are deleted by {off}.\n"
    ));
}
