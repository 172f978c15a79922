//! A document that others relied on and that is no more.

use crate::check::context::Context;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::diagnostic::Severity;
use crate::model::DocumentIndex;

/// Most documents that a message names.
const MOST_NAMED: usize = 5;

/// The rule.
pub static RULE: Rule = Rule {
    name: "document-deleted",
    group: Group::Identity,
    severity: Weight::Error,
    summary: "a change deletes a document that had been agreed upon",
    why: "What an organisation once decided is part of its memory, most of all when it no longer holds. A deleted decision is \
          taken again, without the reasons.",
    example: "decisions/0003-one-queue.md   # it was `accepted`, and is deleted",
    mend: "Restore the file and give it a state that says that it no longer holds, such as `superseded`. Drafts may be \
           deleted.",
    run: Run::Corpus(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    let Some(since) = &context.since else { return };
    let corpus = since.base.corpus;
    for (index, document) in since.gone() {
        let lifecycle = &corpus.definition(document).lifecycle;
        let state = document.state().filter(|state| lifecycle.settled(*state));
        let Some(state) = state.and_then(|state| lifecycle.states.get(state)) else {
            continue;
        };
        let rests: Vec<_> = lifecycle.states.iter().filter(|it| it.end).collect();
        let rests: Vec<_> = rests.iter().map(|state| format!("`{}`", state.name)).collect();
        let message = format!(
            "`{}` was `{}`, and this change deletes it",
            document.id.value, state.name
        );
        let finding = findings
            .add(Severity::Error, document.path(), document.status_place(), message)
            .label(format!("as it was in {}", since.base.name));
        let finding = match rests.as_slice() {
            [] => finding.help("restore the file"),
            rests => finding.help(format!(
                "restore the file and give it a state of rest: {}",
                rests.join(", ")
            )),
        };
        finding.notes(readers(context, index));
    }
}

/// Who referred to a document, for what it is worth to keep it.
fn readers(context: &Context<'_>, index: DocumentIndex) -> Option<String> {
    let base = &context.since.as_ref()?.base;
    let mut readers: Vec<_> = base.links.to(index).map(|it| it.from).collect();
    readers.dedup();
    let named = readers.iter().take(MOST_NAMED).map(|it| base.corpus.get(*it));
    let named: Vec<_> = named.map(|it| format!("`{}`", it.id.value)).collect();
    let more = readers.len().saturating_sub(MOST_NAMED);
    match (named.len(), more) {
        (0, _) => None,
        (_, 0) => Some(format!("{} referred to it", named.join(", "))),
        _ => Some(format!("{} and {more} more referred to it", named.join(", "))),
    }
}
