//! A key that `docent.yaml` does not know.

use crate::check::rule::{Group, Rule, Run, Weight};

/// The rule.
pub static RULE: Rule = Rule {
    name: crate::config::KEY,
    group: Group::Configuration,
    severity: Weight::Error,
    summary: "`docent.yaml` has a key that docent does not know",
    why: "A misspelt key would be passed over in silence and its default used, so that a setting seems to have no effect.",
    example: "titel: Engineering at Example",
    mend: "Take the key that the message suggests. `docent explain config-key` and the manual list them all: `title`, `description`, `repository`, `edit`, `base_url`, `out`, `pages`, `language`, `rules` and `check`.",
    run: Run::WhileReading,
};
