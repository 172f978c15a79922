//! A link without a destination.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::link::{Broken, Target};

/// The rule.
pub static RULE: Rule = Rule {
    name: "link-empty",
    group: Group::References,
    severity: Weight::Gate,
    summary: "a link or image says nothing about where it leads",
    why: "It was meant to be filled in. On a page it looks like a link and opens the same page again.",
    example: "See [the dashboard]().",
    mend: "Write the destination between the brackets, or leave the words without a link.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    for reference in subject.context.links().from(subject.index) {
        if reference.target == Target::Broken(Broken::Empty) {
            findings
                .at(subject, reference.span, "the link leads nowhere")
                .label("nothing stands where the destination should be")
                .help("write the destination, or leave the words without a link");
        }
    }
}
