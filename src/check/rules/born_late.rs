//! A document that begins its life at the end.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::diagnostic::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    name: "born-late",
    group: Group::Lifecycle,
    severity: Weight::Error,
    summary: "a change adds a document that is already past its gate: nobody saw it proposed",
    why: "The gate is where others can still object. A proposal that is first seen as accepted was decided somewhere else, \
          and nobody will find where. Where a type is not frozen by acceptance, as decisions are not, the merge itself may be \
          the agreement, so there it is a warning.",
    example: "status: accepted   # in a file that this change adds",
    mend: "Add the document in the state of its gate, such as `proposed`, and move it on in a change of its own. Documents \
           that were decided before there was docent can be taken in with `rules: { born-late: allow }`.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let Some(since) = subject.context.since.as_ref().filter(|_| subject.before().is_none()) else {
        return;
    };
    let lifecycle = &subject.definition.lifecycle;
    let state = subject.state.filter(|_| !subject.is_preview());
    let Some(state) = state.and_then(|state| lifecycle.states.get(state)) else {
        return;
    };
    if state.rank <= lifecycle.gate && !state.end {
        return;
    }
    let is_frozen = lifecycle.freeze.is_some_and(|freeze| state.rank >= freeze);
    let severity = if is_frozen { Severity::Error } else { Severity::Warning };
    let gate = &lifecycle.states[lifecycle.gate].name;
    let document = subject.document;
    let message = format!("`{}` begins its life as `{}`", document.id.value, state.name);
    findings
        .add(severity, document.path(), document.status_place(), message)
        .label(format!("not in {}", since.base.name))
        .help(format!("write `status: {gate}`, and move it on in a change of its own"));
}
