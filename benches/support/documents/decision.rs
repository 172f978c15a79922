//! Decisions.

use super::super::day;
use super::super::plan::{Plan, Planned};
use super::super::prose;
use super::draft::Draft;

/// Writes a decision between three options.
pub fn write(plan: &Plan, planned: &Planned) -> String {
    let mut draft = Draft::new(plan, planned);
    let (one, two, three) = (draft.colleague(), draft.colleague(), draft.colleague());
    if planned.state != "proposed" {
        let on = day(2022, 1, 10, draft.random.below(1550));
        draft.field("date", &on.to_string());
    }
    draft.field("deciders", &format!("[{one}, {two}]"));
    draft.field("consulted", &format!("[{three}]"));
    let tradeoffs = [
        "quality-speed",
        "architecture-agility",
        "innovation-reliability",
        "general-special",
    ];
    draft.choice("tradeoff", &tradeoffs);
    if let Some(old) = planned.supersedes {
        draft.field("supersedes", &format!("ADR-{old}"));
    }
    draft.end_fields();
    draft.section("Context");
    draft.paragraph("", 4);
    draft.referring(3);
    draft.section("Options");
    for number in 1..=3 {
        let (option, why) = (prose::phrase(&mut draft.random), prose::sentence(&mut draft.random));
        draft.raw(&format!(
            "### Option {number}: {}\n\n{why}\n\n- Good: {option}\n- Bad: it takes longer\n\n",
            option.to_lowercase()
        ));
    }
    draft.section("Decision");
    draft.paragraph("We will take the second option, because it can be taken back.", 3);
    draft.section("Consequences");
    draft.items(4);
    draft.referring(2);
    draft.section("Dissent");
    draft.paragraph("Not everyone would have chosen it.", 2);
    draft.finish(960)
}
