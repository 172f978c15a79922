//! Front matter without an end.

use crate::check::rule::{Group, Rule, Run, Weight};

/// The rule.
pub static RULE: Rule = Rule {
    name: crate::parse::UNTERMINATED,
    group: Group::Reading,
    severity: Weight::Error,
    summary: "the front matter is opened with `---` and never closed",
    why: "Without the closing line nobody can tell fields from text, so no field counts and the document looks as if it had none.",
    example: "---\nstatus: draft\nowner: ada\n\n# Orders on PostgreSQL",
    mend: "Add a line with `---` after the last field.",
    run: Run::WhileReading,
};
