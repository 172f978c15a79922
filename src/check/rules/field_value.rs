//! A word that a field does not allow.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::check::written;
use crate::definition::FieldKind;
use crate::diagnostic::did_you_mean;
use crate::model::Value;

/// The rule.
pub static RULE: Rule = Rule {
    name: "field-value",
    group: Group::Fields,
    severity: Weight::Error,
    summary: "a field that takes one of a few words holds another one",
    why: "Lists, filters and numbers are made from these words: an incident of severity `high` would be in none of the charts.",
    example: "severity: high",
    mend: "Write one of the words that the message lists. If your organisation uses other words, give the field other \
           `values` in a definition that extends the type.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    written::values(subject, &mut |written| {
        let FieldKind::OneOf { values, or_quarter } = written.kind else {
            return;
        };
        let word = match written.node.text() {
            Some(word) if written.value.value == Value::Invalid => word,
            _ => return,
        };
        let message = format!("`{}` cannot be `{}`", written.name, word.trim());
        let finding = findings.at(subject, written.value.span, message);
        let words: Vec<_> = values.iter().map(|value| format!("`{value}`")).collect();
        let quarter = if *or_quarter {
            ", or a quarter such as `2026-Q3`"
        } else {
            ""
        };
        let help = format!("use one of {}{quarter}", words.join(", "));
        match did_you_mean(word.trim(), values.iter().map(String::as_str)) {
            Some(meant) => finding.help(format!("did you mean `{meant}`?")).help(help).fix(
                format!("write `{meant}`"),
                written.value.span,
                meant,
            ),
            None => finding.help(help),
        };
    });
}
