//! A name that two definitions, or two parts of one, share.

use crate::check::rule::{Group, Rule, Run, Weight};

/// The rule.
pub static RULE: Rule = Rule {
    name: crate::definition::DUPLICATE,
    group: Group::Configuration,
    severity: Weight::Error,
    summary: "two types have the same name, prefix or folder, or a definition names a state or heading twice",
    why: "Two types with one prefix would make `RW-12` two documents, and one heading for two sections would let a single answer count twice.",
    example: "type: memo\nprefix: RW   # belongs to rewrite",
    mend: "Give each its own name. To change a type that exists, write `extends: rewrite` in place of `type: rewrite`.",
    run: Run::WhileReading,
};
