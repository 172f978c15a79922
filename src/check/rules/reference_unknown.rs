//! A reference to nothing.

use std::collections::HashSet;

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::diagnostic::Severity;
use crate::link::{Broken, Origin, Reference, Target};
use crate::model::Value;
use crate::span::Span;

/// Most references of one document for which it is looked up what may have been meant.
const MOST_LOOKED_UP: usize = 50;

/// The rule.
pub static RULE: Rule = Rule {
    name: "reference-unknown",
    group: Group::References,
    severity: Weight::Error,
    summary: "a field, a wiki-link or an id in the text names a document that does not exist",
    why: "A reference is how a proposal says what it rests on. One that leads nowhere is usually a typing error, or a \
          document that was deleted or renumbered. In running text it is a warning only, because `RW-99` may be meant as an \
          example.",
    example: "motivated_by: [MET-11]\n\nThis follows from [[RW-99]].",
    mend: "Correct the id. To write about an id that does not exist, put it in backquotes: what is code is no reference.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let teams = teams(subject);
    let unknown = |reference: &&Reference| reference.target == Target::Broken(Broken::UnknownId);
    let unknown = subject.context.links().from(subject.index).iter().filter(unknown);
    for (position, reference) in unknown.filter(|it| !teams.contains(&it.span)).enumerate() {
        let severity = match reference.origin {
            Origin::Mention => Severity::Warning,
            _ => Severity::Error,
        };
        let message = match &reference.origin {
            Origin::Field(key) => format!("`{key}` names `{}`, which does not exist", reference.written),
            _ => format!("there is no `{}`", reference.written),
        };
        let finding = findings.add(severity, subject.document.path(), reference.span, message);
        let (id, anchor) = match reference.written.split_once('#') {
            Some((id, anchor)) => (id, format!("#{anchor}")),
            None => (reference.written.as_str(), String::new()),
        };
        let meant = match position < MOST_LOOKED_UP {
            true => subject.catalogue().meant_by_id(id),
            false => None,
        };
        let meant = meant.filter(|meant| meant.document != subject.index);
        let finding = match meant {
            None => finding.help("correct the id, or write the document first"),
            Some(meant) => {
                let document = subject.context.corpus().get(meant.document);
                let id = &document.id.value;
                if meant.certain {
                    let replacement = format!("{id}{anchor}");
                    finding
                        .help(format!("did you mean `{id}` ({})?", document.title.value))
                        .fix(format!("write `{replacement}`"), reference.span, replacement)
                } else {
                    finding.help(format!("the nearest is `{id}` ({})", document.title.value))
                }
            }
        };
        if reference.origin == Origin::Mention {
            finding.help(format!(
                "to write about an id that does not exist, put it in backquotes: `` `{id}` ``"
            ));
        }
    }
}

/// The places of names of teams, which have a rule of their own.
fn teams(subject: &Subject<'_>) -> HashSet<Span> {
    let mut places = HashSet::new();
    for field in &subject.document.fields {
        Value::leaves(&field.value, &mut |leaf| {
            if matches!(leaf.value, Value::Team(_)) {
                places.insert(leaf.span);
            }
        });
    }
    places
}
