//! The same section given twice.

use std::collections::HashMap;

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::definition::heading_key;
use crate::model::Place;

/// The rule.
pub static RULE: Rule = Rule {
    name: "section-duplicate",
    group: Group::Sections,
    severity: Weight::Warning,
    summary: "a section of the document's type stands twice under the same heading",
    why: "Two `## Risks` are usually a merge that kept both sides. Readers find the first, and the second goes stale.",
    example: "## Risks\n…\n\n## Risks\n…",
    mend: "Merge the two, or rename the one that is about something else.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let headings = &subject.document.parsed.body.headings;
    for (section, answers) in subject.definition.sections.iter().zip(&subject.document.answers) {
        let mut seen = HashMap::new();
        for answer in answers {
            let Place::Heading(position) = answer.place else {
                continue;
            };
            let heading = &headings[position];
            let Some(first) = seen.insert(heading_key(&heading.text), answer.name) else {
                continue;
            };
            let message = format!("section `{}` is given twice", section.heading);
            findings
                .at(subject, answer.name, message)
                .help("merge the two, or rename the one that is about something else")
                .related(subject.document.path(), first, "given first here")
                .section(&section.heading);
        }
    }
}
