//! A state that cannot follow the one before.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::definition::Verdict;
use crate::diagnostic::Severity;
use crate::history::StateChange;

/// The field that says why a document is taken up again.
const REASON: &str = "reopened";

/// The rule.
pub static RULE: Rule = Rule {
    name: "state-move",
    group: Group::Lifecycle,
    severity: Weight::Error,
    summary: "a document went from one state to another that its definition does not allow, or left a state of rest without \
              saying why",
    why: "States may be skipped, because work is sometimes quicker than its paperwork. But who has read that a proposal was \
          rejected, or accepted, relies on it: when that no longer holds, the document must say why.",
    example: "status: in-progress   # it was `rejected`, and there is no `reopened`",
    mend: "Add `reopened:` with the reason in a sentence, or give the document its state back. Which moves a definition \
           allows stands in its `lifecycle`; `docent explain TYPE` prints it.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    if subject.is_preview() {
        return;
    }
    if subject.context.since.is_some() {
        since_base(subject, findings);
    } else {
        from_history(subject, findings);
    }
}

/// The move that the change makes.
fn since_base(subject: &Subject<'_>, findings: &mut Findings) {
    let (Some(old), Some(new), Some(before)) = (subject.state_before(), subject.state, subject.before()) else {
        return;
    };
    let lifecycle = &subject.definition.lifecycle;
    let name = |state: usize| lifecycle.states[state].name.as_str();
    let reason = subject.document.fields.text(REASON);
    let is_said = reason.is_some() && reason != before.fields.text(REASON);
    let id = &subject.document.id.value;
    let (message, help) = match lifecycle.verdict(old, new) {
        Verdict::Allowed => return,
        Verdict::Forbidden => {
            let listed = lifecycle.states[old].moves.iter().flatten();
            let listed: Vec<_> = listed.map(|state| format!("`{}`", name(*state))).collect();
            let help = match listed.as_slice() {
                [] => format!("leave it `{}`: the definition lists no state to follow", name(old)),
                _ => format!("from `{}` it can go to {}", name(old), listed.join(", ")),
            };
            (
                format!("`{id}` cannot go from `{}` to `{}`", name(old), name(new)),
                help,
            )
        }
        Verdict::ToReopen | Verdict::ToUndo if is_said => return,
        Verdict::ToReopen => (
            format!("`{id}` leaves `{}`, where it rested, and does not say why", name(old)),
            format!("add `{REASON}:` with the reason, or write `status: {}`", name(old)),
        ),
        Verdict::ToUndo => (
            format!(
                "`{id}` goes back from `{}` to `{}` and does not say why",
                name(old),
                name(new)
            ),
            format!("add `{REASON}:` with the reason, or write `status: {}`", name(old)),
        ),
    };
    let base = subject.context.since.as_ref().map_or("", |since| since.base.name);
    findings
        .at(subject, subject.document.status_place(), message)
        .before(
            before.path(),
            before.status_place(),
            format!("`{}` in {base}", name(old)),
        )
        .help(help);
}

/// The last time that the document left a state of rest, if it has not said why since.
fn from_history(subject: &Subject<'_>, findings: &mut Findings) {
    let history = subject.context.input.history;
    let past = history.and_then(|history| history.of(subject.document.path()));
    let Some(past) = past.filter(|_| subject.document.fields.filled(REASON).is_none()) else {
        return;
    };
    let lifecycle = &subject.definition.lifecycle;
    let left = |pair: &&[StateChange]| {
        let index = |change: &StateChange| lifecycle.index(&change.state);
        let moved = index(&pair[0]).zip(index(&pair[1]));
        moved.is_some_and(|(old, new)| lifecycle.verdict(old, new) == Verdict::ToReopen)
    };
    let Some([old, new]) = past.timeline.windows(2).rfind(left) else {
        return;
    };
    // Where it rests again, nobody needs to know why it once did not.
    if subject.state.is_some_and(|state| lifecycle.states[state].end) {
        return;
    }
    let by = new
        .by()
        .map(|person| format!(" by {}", person.display_name()))
        .unwrap_or_default();
    let on = new.at().map(|at| format!(" on {}", at.date())).unwrap_or_default();
    let message = format!(
        "`{}` left `{}`, where it rested, and does not say why",
        subject.document.id.value, old.state
    );
    findings
        .add(
            Severity::Warning,
            subject.document.path(),
            subject.document.status_place(),
            message,
        )
        .label(format!("`{}`{on}{by}", new.state))
        .help(format!("add `{REASON}:` with the reason"));
}
