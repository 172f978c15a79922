//! A key given twice.

use crate::check::rule::{Group, Rule, Run, Weight};

/// The rule.
pub static RULE: Rule = Rule {
    name: crate::yaml::DUPLICATE_KEY,
    group: Group::Reading,
    severity: Weight::Error,
    summary: "a key stands twice in the same mapping",
    why: "Two `status:` lines are usually a merge that kept both sides. Tools take the first or the last as they please, so the document would mean different things to different readers.",
    example: "---\nstatus: proposed\nowner: ada\nstatus: accepted\n---",
    mend: "Keep one of the two.",
    run: Run::WhileReading,
};
