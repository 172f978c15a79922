//! A link with a scheme that nobody should follow.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::link::{Broken, Target};

/// The rule.
pub static RULE: Rule = Rule {
    name: "link-scheme",
    group: Group::References,
    severity: Weight::Error,
    summary: "a link or image has a scheme other than `https:`, `http:`, `mailto:` or `tel:`",
    why: "`javascript:` and `data:` links run what their author wrote in the name of the reader, and documents come by pull \
          request from people who may not be trusted. `file:` is another file for every reader. The site drops such links \
          and keeps their words.",
    example: "[run it](javascript:alert(1)), [notes](file:///home/ada/notes.txt)",
    mend: "Put the file into the repository and link to it, or link to where it is published: `https://…`. Put a word with a \
           colon that is no link in backquotes.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    for reference in subject.context.links().from(subject.index) {
        let Target::Broken(Broken::Scheme(scheme)) = &reference.target else {
            continue;
        };
        let (message, help) = match scheme.as_str() {
            "file" => (
                "`file:` links lead to a file of one computer".to_owned(),
                "put the file into the repository and link to it there",
            ),
            drive if drive.len() == 1 => (
                format!("`{scheme}:` is a drive of one computer"),
                "put the file into the repository and link to it there",
            ),
            "data" => (
                "`data:` links are dropped from the site".to_owned(),
                "save the content as a file beside this document and link to it",
            ),
            _ => (
                format!("`{scheme}:` links are dropped from the site"),
                "link to an address that begins with `https://`, or leave the words without a link",
            ),
        };
        findings.at(subject, reference.span, message).help(help);
    }
}
