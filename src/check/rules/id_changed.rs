//! A document that goes by another id than it did.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::diagnostic::Severity;
use crate::model::{Document, id_key};
use crate::span::Span;

/// The rule.
pub static RULE: Rule = Rule {
    name: "id-changed",
    group: Group::Identity,
    severity: Weight::Error,
    summary: "a change gives a document another id and leaves no way from the old one",
    why: "Ids stand in chats, tickets and other people's heads, where no check can see them. A document that was only a draft \
          is a warning.",
    example: "rewrites/0012-orders.md → rewrites/0013-orders.md",
    mend: "Give the document its id back. If it must change, `docent renumber` does it: it corrects every reference and keeps \
           the old address in `aliases`.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let (Some(before), document) = (subject.before(), subject.document) else {
        return;
    };
    if subject.definition.lifecycle.states.is_empty()
        || id_key(&before.id.value) == id_key(&document.id.value)
        || document
            .aliases()
            .any(|alias| alias.value.eq_ignore_ascii_case(&before.route))
    {
        return;
    }
    let lifecycle = &subject.definition.lifecycle;
    let was_draft = subject.state_before().is_some_and(|state| !lifecycle.past_gate(state));
    let severity = if was_draft { Severity::Warning } else { Severity::Error };
    let (old, new) = (&before.id.value, &document.id.value);
    findings
        .add(
            severity,
            document.path(),
            place(document),
            format!("the id of this document was `{old}` and is now `{new}`"),
        )
        .before(before.path(), place(before), format!("it was `{old}` here"))
        .help(format!("keep `{old}`, or add `aliases: [{}]`", before.route));
}

/// Where an id stands; the first line where the file name gives it.
fn place(document: &Document) -> Span {
    if document.id.span.is_empty() {
        document.first_line()
    } else {
        document.id.span
    }
}
