//! An image that does not exist.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::link::Origin;

/// The rule.
pub static RULE: Rule = Rule {
    name: "image-missing",
    group: Group::References,
    severity: Weight::Gate,
    summary: "an image leads to a file that does not exist",
    why: "The page would show a broken picture where the reader expects the design.",
    example: "![The flow of an order](images/ordr-flow.svg)",
    mend: "Correct the path, from the folder of this document, or add the file to the commit.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    super::link_broken::missing_files(subject, &Origin::Image, findings, |path| {
        format!("there is no image `{path}`")
    });
}
