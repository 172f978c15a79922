//! A state that the type does not have.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::diagnostic::did_you_mean;
use crate::model::Status;

/// The rule.
pub static RULE: Rule = Rule {
    name: "status-unknown",
    group: Group::Lifecycle,
    severity: Weight::Error,
    summary: "`status` is not one of the states of the document's type",
    why: "What is asked of a document follows from its state, so without one nothing can be asked. A state that only one \
          document has is also in no column of the board.",
    example: "status: in progress",
    mend: "Write one of the states that the message lists. If your organisation uses other states, give the type another \
           `lifecycle` in a definition that extends it.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let Status::Unknown(word) = &subject.document.status else {
        return;
    };
    let lifecycle = &subject.definition.lifecycle;
    let name = subject.definition.name.to_lowercase();
    let message = format!(
        "`{}` is not a state of {}",
        word.value,
        crate::check::wording::with_article(&name)
    );
    let finding = findings.at(subject, word.span, message);
    let states: Vec<_> = lifecycle.names().map(|name| format!("`{name}`")).collect();
    let help = format!("use one of {}", states.join(", "));
    // "Superseded by ADR-7" and "accepted (2026-03-14)" begin with the state.
    let first_word = word
        .value
        .split(|c: char| !(c.is_alphanumeric() || c == '-'))
        .next()
        .unwrap_or_default();
    let begins = lifecycle.names().find(|name| name.eq_ignore_ascii_case(first_word));
    match did_you_mean(&word.value, lifecycle.names()).or(begins) {
        Some(meant) => finding.help(format!("did you mean `{meant}`?")).help(help).fix(
            format!("write `{meant}`"),
            word.span,
            meant,
        ),
        None => finding.help(help),
    };
}
