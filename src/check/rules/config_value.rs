//! A value that a key of `docent.yaml` does not take.

use crate::check::rule::{Group, Rule, Run, Weight};

/// The rule.
pub static RULE: Rule = Rule {
    name: crate::config::VALUE,
    group: Group::Configuration,
    severity: Weight::Error,
    summary: "a key of `docent.yaml` has a value that it does not take",
    why: "The default is used in its place, so the site would be built under the wrong name or into the wrong folder.",
    example: "repository: git@git.example:docs\nrules:\n  section-short: off",
    mend: "Write a value of the kind that the message names: addresses in full (`https://…`), levels as `allow`, `warn` or `deny`, folders from the root of the repository.",
    run: Run::WhileReading,
};
