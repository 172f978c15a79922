//! The table of rules. Adding one takes its file, a line here and its cases.

mod section_applies;
mod section_demand;
mod section_duplicate;
mod section_empty;
mod section_placeholder;
mod section_required;
mod section_short;

use super::rule::Rule;

/// Every rule, in the order they are listed.
pub static ALL: &[&Rule] = &[
    &section_required::RULE,
    &section_empty::RULE,
    &section_placeholder::RULE,
    &section_short::RULE,
    &section_demand::RULE,
    &section_applies::RULE,
    &section_duplicate::RULE,
];

/// A rule by its name.
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.name == name).copied()
}
