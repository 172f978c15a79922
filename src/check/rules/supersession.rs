//! Supersession that only one side knows of.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::link::{Origin, Reference};
use crate::model::{DocumentIndex, Status};

/// Name of the state of a document that another has replaced.
const SUPERSEDED: &str = "superseded";

/// Key of the field that says which documents one replaces.
const SUPERSEDES: &str = "supersedes";

/// The rule.
pub static RULE: Rule = Rule {
    name: "supersession",
    group: Group::References,
    severity: Weight::Warning,
    summary: "a document is `superseded` and none says that it replaces it, or an accepted document supersedes one whose \
              state does not say so",
    why: "Someone who finds the old decision must be led to the new one, and someone who reads a list of decisions in force \
          must not find the old one in it.",
    example: "ADR-7:  status: accepted\n        supersedes: [ADR-3]\nADR-3:  status: accepted",
    mend: "Say it on both sides: `status: superseded` in the old document, `supersedes: [ADR-3]` in the new one. A proposal \
           that is not accepted yet supersedes nothing.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let lifecycle = &subject.definition.lifecycle;
    let (Some(superseded), Some(state)) = (lifecycle.index(SUPERSEDED), subject.document.state()) else {
        return;
    };
    let corpus = subject.context.corpus();
    let id = &subject.document.id.value;
    let by = subject.context.superseded_by.get(&subject.index);
    let by = by.map_or(&[][..], Vec::as_slice);
    if state == superseded {
        if by.is_empty() && subject.definition.field(SUPERSEDES).is_some() {
            findings
                .at(
                    subject,
                    subject.document.status_place(),
                    format!("`{id}` is superseded, and no document says that it supersedes it"),
                )
                .help(format!("write `supersedes: [{id}]` in the document that replaces it"));
        }
        return;
    }
    if lifecycle.states[state].end {
        return;
    }
    let in_force = |new: &&DocumentIndex| {
        let new = corpus.get(**new);
        new.state()
            .is_some_and(|state| corpus.definition(new).lifecycle.settled(state))
    };
    let Some(new) = by.iter().find(in_force) else {
        return;
    };
    let newer = corpus.get(*new);
    let place = subject
        .context
        .links()
        .from(*new)
        .iter()
        .find(|it| replaces(it, subject.index));
    let finding = findings
        .at(
            subject,
            subject.document.status_place(),
            format!(
                "`{id}` is `{}`, although `{}` supersedes it",
                lifecycle.states[state].name, newer.id.value
            ),
        )
        .help("write `status: superseded`")
        .related(
            newer.path(),
            place.map_or_else(|| newer.head(), |place| place.span),
            "superseded here",
        );
    if let Status::Known(state) = &subject.document.status {
        finding.fix("write `status: superseded`", state.span, SUPERSEDED);
    }
}

fn replaces(reference: &Reference, old: DocumentIndex) -> bool {
    let in_field = matches!(&reference.origin, Origin::Field(key) if key == SUPERSEDES);
    in_field && reference.target.document() == Some(old)
}
