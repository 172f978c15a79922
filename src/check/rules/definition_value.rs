//! A value that a definition cannot have.

use crate::check::rule::{Group, Rule, Run, Weight};

/// The rule.
pub static RULE: Rule = Rule {
    name: crate::definition::VALUE,
    group: Group::Configuration,
    severity: Weight::Error,
    summary: "a definition under `types/` has a value of the wrong kind, or names a state, type or kind that does not exist",
    why: "What a definition says wrongly it says wrongly about every document of the type. A field that is required from a state which does not exist would never be required.",
    example: "type: memo\nlifecycle:\n  states: [draft, final]\n  gate: fianl",
    mend: "Write one of the words that the message lists.",
    run: Run::WhileReading,
};
