//! A link to a place that its target does not have.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::diagnostic::{Severity, did_you_mean};
use crate::link::{AnchorState, Origin, Target};
use crate::model::Document;
use crate::span::Span;

/// Most names that one wrong name is compared with.
const MOST_COMPARED: usize = 1_000;

/// Most links of one document for which it is looked up what may have been meant.
const MOST_LOOKED_UP: usize = 50;

/// The rule.
pub static RULE: Rule = Rule {
    name: "anchor-missing",
    group: Group::References,
    severity: Weight::Gate,
    summary: "a link or reference names a place that its target does not have; in a field always an error",
    why: "The link opens the page at its top and leaves the reader to search. In a field it breaks a count: an initiative \
          that addresses `CUS-2#slow-ci` eases that pain only if it is there.",
    example: "addresses: [CUS-2#slow-cl]\n\nSee [the way back](0012-orders.md#rolback).",
    mend: "Write the anchor that the message suggests. The anchor of a heading is its text in lower case with hyphens, as on \
           GitHub; a list item names its own at its end: `- CI takes 40 minutes {#slow-ci}`.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let mut looked_up = 0;
    for reference in subject.context.links().from(subject.index) {
        let Target::Document {
            index,
            anchor: Some((name, AnchorState::Missing)),
        } = &reference.target
        else {
            continue;
        };
        let target = subject.context.corpus().get(*index);
        let place = if *index == subject.index {
            "this document".to_owned()
        } else {
            format!("`{}`", target.id.value)
        };
        let span = after_hash(subject.text(), reference.span);
        let message = format!("{place} has no place called `{name}`");
        let finding = match reference.origin {
            Origin::Field(_) => findings.add(Severity::Error, subject.document.path(), span, message),
            _ => findings.at(subject, span, message),
        };
        looked_up += 1;
        let meant = match looked_up <= MOST_LOOKED_UP {
            true => nearest(target, name),
            false => None,
        };
        match meant {
            Some(meant) => {
                finding
                    .help(format!("did you mean `#{meant}`?"))
                    .fix(format!("write `#{meant}`"), span, meant)
            }
            None if matches!(reference.origin, Origin::Field(_)) => finding.help(format!(
                "name the place in `{}`: put `{{#{name}}}` at the end of the list item",
                target.path()
            )),
            None => finding.help("write the heading in lower case with hyphens, or leave out `#` and what follows"),
        };
    }
}

/// The anchor within the place of a reference.
fn after_hash(text: &str, span: Span) -> Span {
    match span.text(text).find('#') {
        Some(hash) => Span::new(span.start as usize + hash + 1, span.end as usize),
        None => span,
    }
}

/// The anchor that a wrong one stands for: its text as an anchor, or one that is spelt nearly so.
fn nearest<'a>(target: &'a Document, name: &str) -> Option<&'a str> {
    let anchors: Vec<_> = target.anchors().take(MOST_COMPARED).collect();
    let wanted = crate::parse::slug(name);
    let written_out = anchors.iter().copied().find(|anchor| *anchor == wanted);
    written_out.or_else(|| did_you_mean(name, anchors))
}
