//! A reference to a document of a type that the field does not take.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::check::{wording, written};
use crate::definition::FieldKind;
use crate::model::Value;

/// The rule.
pub static RULE: Rule = Rule {
    name: "reference-type",
    group: Group::References,
    severity: Weight::Error,
    summary: "a field refers to a document of a type that it does not take",
    why: "A rewrite that is motivated by another rewrite has no motivation from the business yet. The field's types are the \
          question it asks.",
    example: "motivated_by: [RW-3]   # takes metrics, customers, incidents, initiatives and visions",
    mend: "Refer to a document of one of the types that the message lists. What is merely worth knowing goes into \
           `related`, which takes any type.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let corpus = subject.context.corpus();
    written::values(subject, &mut |written| {
        let (FieldKind::Reference { to }, Value::Reference(_)) = (written.kind, &written.value.value) else {
            return;
        };
        let reference = subject.context.links().at(subject.index, written.value.span);
        let Some(target) = reference.and_then(|reference| reference.target.document()) else {
            return;
        };
        let target = corpus.get(target);
        let found = corpus.definition(target);
        if to.is_empty() || to.contains(&found.type_name) {
            return;
        }
        let (key, id) = (written.name, &target.id.value);
        let article = wording::with_article(&found.name);
        let finding = findings
            .at(
                subject,
                written.value.span,
                format!("`{key}` cannot refer to {article}: `{id}`"),
            )
            .label(target.title.value.clone())
            .help(format!("refer to one of: {}", wording::types(&corpus.definitions, to)));
        if subject.definition.field("related").is_some() && !key.contains('.') {
            finding.help(format!("or move `{id}` to `related`, which takes any type"));
        }
    });
}
