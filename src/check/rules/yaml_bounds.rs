//! YAML that repeats itself or nests too deep.

use crate::check::rule::{Group, Rule, Run, Weight};

/// The rule.
pub static RULE: Rule = Rule {
    name: crate::yaml::BOUNDS,
    group: Group::Reading,
    severity: Weight::Error,
    summary: "YAML uses an alias, or nests deeper than 32 levels",
    why: "A few lines of aliases can stand for gigabytes, and deep nesting can take a reader down. Front matter needs neither: three or four levels hold everything a definition asks for.",
    example: "---\na: &a [x, x]\nb: [*a, *a]\n---",
    mend: "Write the value out in full instead of the alias. Flatten what nests.",
    run: Run::WhileReading,
};
