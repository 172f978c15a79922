//! A key that a definition does not know, or lacks.

use crate::check::rule::{Group, Rule, Run, Weight};

/// The rule.
pub static RULE: Rule = Rule {
    name: crate::definition::KEY,
    group: Group::Configuration,
    severity: Weight::Error,
    summary: "a definition under `types/` has an unknown key, or lacks one that it needs",
    why: "A definition is the single source of truth about its type: checking, `docent new` and the page on how to write one all follow it. A misspelt `requird:` would ask nothing of anyone.",
    example: "type: memo\nname: Memo\nfeilds:\n  owner: person",
    mend: "Take the key that the message suggests. `docent explain TYPE` shows what a type asks for.",
    run: Run::WhileReading,
};
