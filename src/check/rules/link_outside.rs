//! A link out of the repository.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::link::{Broken, Target};

/// The rule.
pub static RULE: Rule = Rule {
    name: "link-outside",
    group: Group::References,
    severity: Weight::Error,
    summary: "a relative link or image leads out of the repository",
    why: "What lies outside is not published, and is another thing on every computer. A path such as `../../../etc` would \
          also let a pull request carry files onto the site that nobody meant to show.",
    example: "[the script](../../tools/migrate.sh)   (in `rewrites/`)",
    mend: "Copy the file into the repository, or link to it where it is published: `https://…`.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    for reference in subject.context.links().from(subject.index) {
        if reference.target == Target::Broken(Broken::LeavesRepository) {
            findings
                .at(
                    subject,
                    reference.span,
                    format!("`{}` leads out of the repository", reference.written),
                )
                .help("copy the file into the repository, or link to where it is published: `https://…`");
        }
    }
}
