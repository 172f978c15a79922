//! A document in force that rests on one that is not.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::definition::Lifecycle;
use crate::link::Origin;

/// Keys of the fields that name what a document rests on.
const FIELDS: [&str; 4] = ["depends_on", "motivated_by", "initiative", "parent"];

/// The rule.
pub static RULE: Rule = Rule {
    name: "rests-on-rejected",
    group: Group::References,
    severity: Weight::Warning,
    summary: "a document that is accepted or under way rests on one that was rejected, withdrawn, dropped or superseded",
    why: "The reason for the work has gone, and the work goes on. Nobody notices, because the two are decided by different \
          people at different times.",
    example: "INI-4:  status: active\n        depends_on: [RW-3]\nRW-3:   status: rejected",
    mend: "Refer to what replaced it, stop the work, or say why it goes on without it and take the reference away.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let lifecycle = &subject.definition.lifecycle;
    let in_force = |state: &usize| lifecycle.settled(*state) && !lifecycle.states[*state].end;
    if subject.state.filter(in_force).is_none() {
        return;
    }
    let corpus = subject.context.corpus();
    for reference in subject.context.links().from(subject.index) {
        let field = match &reference.origin {
            Origin::Field(key) if FIELDS.contains(&key.as_str()) => key,
            _ => continue,
        };
        let Some(target) = reference.target.document() else {
            continue;
        };
        let other = corpus.get(target);
        let states = &corpus.definition(other).lifecycle;
        let Some(state) = other.state().filter(|state| has_failed(states, *state)) else {
            continue;
        };
        let (id, state) = (&other.id.value, &states.states[state].name);
        let own = &subject.document.id.value;
        let message = format!(
            "`{own}` is `{}`, and rests on `{id}`, which is `{state}`",
            subject.state_name()
        );
        let finding = findings.at(subject, reference.span, message).related(
            other.path(),
            other.status_place(),
            format!("`{id}`: {}", other.title.value),
        );
        let newer = subject
            .context
            .superseded_by
            .get(&target)
            .map_or(&[][..], Vec::as_slice);
        match newer {
            [newer] if *newer != subject.index => {
                let newer = &corpus.get(*newer).id.value;
                finding.help(format!("refer to `{newer}`, which supersedes it")).fix(
                    format!("write `{newer}`"),
                    reference.span,
                    newer.clone(),
                )
            }
            _ => finding.help(format!(
                "take `{id}` out of `{field}` and say in the text why the work goes on, or stop the work"
            )),
        };
    }
}

/// Whether a document in this state never came into force, or was replaced.
fn has_failed(lifecycle: &Lifecycle, state: usize) -> bool {
    let it = &lifecycle.states[state];
    it.aside && it.end && (!lifecycle.settled(state) || it.name == "superseded")
}
