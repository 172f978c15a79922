//! An entry of `people.yaml` that cannot be read.

use crate::check::rule::{Group, Rule, Run, Weight};

/// The rule.
pub static RULE: Rule = Rule {
    name: "people-file",
    group: Group::Configuration,
    severity: Weight::Error,
    summary: "`people.yaml` holds something that is no person",
    why: "The file says who the handles in documents are. An entry that cannot be read leaves a handle without a name, and every document of that person with a false alarm.",
    example: "ada:\n  nmae: Ada Lovelace",
    mend: "An entry is a handle and a name, `ada: Ada Lovelace`, or a handle and a mapping: `ada: { name: Ada Lovelace, team: TEAM-platform, emails: [ada@example.com] }`.",
    run: Run::WhileReading,
};
