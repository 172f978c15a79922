//! A document that does not say its state.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::model::Status;
use crate::span::Span;

/// The rule.
pub static RULE: Rule = Rule {
    name: "status-missing",
    group: Group::Lifecycle,
    severity: Weight::Warning,
    summary: "a document does not say which state it is in",
    why: "It counts as being in the first state, which may be wrong: an accepted decision without a `status` is listed as one \
          that is still open. Types with a single ordered state leave no doubt and are not asked.",
    example: "---\nowner: ada\n---",
    mend: "Add `status:` with the state the document is in. Change it in the same commit as the work that it stands for; \
           docent reads from Git when that was.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let lifecycle = &subject.definition.lifecycle;
    let in_order = lifecycle.states.iter().filter(|state| !state.aside).count();
    if subject.document.status != Status::Missing || in_order < 2 || !subject.front_matter_is_known() {
        return;
    }
    let Some(first) = lifecycle.first() else { return };
    let written = subject.document.fields.get("status");
    let place = written.map_or_else(|| subject.head(), |field| field.key.span);
    let message = format!("missing `status`; the document counts as `{}`", first.name);
    let states: Vec<_> = lifecycle.names().map(|name| format!("`{name}`")).collect();
    let finding = findings.at(subject, place, message).help(format!(
        "add `status: {}`, or another of {}",
        first.name,
        states.join(", ")
    ));
    if let Some((at, text)) = edit(subject, &first.name) {
        finding.fix(format!("write `status: {}`", first.name), at, text);
    }
}

/// Where the state goes: after an empty `status:`, else as the first line of the front matter.
fn edit(subject: &Subject<'_>, state: &str) -> Option<(Span, String)> {
    let text = subject.text();
    if let Some(field) = subject.document.fields.get("status") {
        let from = field.key.span.end as usize;
        let colon = from + text.get(from..)?.find(':')? + 1;
        return Some((Span::at(colon), format!(" {state}")));
    }
    if !subject.takes_lines() {
        return None;
    }
    let start = subject.document.parsed.front_matter.span()?.start as usize;
    let line = start + text.get(start..)?.find('\n')? + 1;
    let newline = if text.get(..line)?.ends_with("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    Some((Span::at(line), format!("status: {state}{newline}")))
}
