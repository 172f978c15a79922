//! A document without front matter.

use crate::check::context::Subject;
use crate::check::requirement::Need;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::check::wording;
use crate::definition::FieldDefinition;
use crate::parse::FrontMatter;
use crate::span::Span;

/// The rule.
pub static RULE: Rule = Rule {
    name: "front-matter-missing",
    group: Group::Reading,
    severity: Weight::Error,
    summary: "a document of a type with a lifecycle does not begin with front matter",
    why: "State, owner and references stand in the front matter. Without one the document shows up on the site as a draft \
          of nobody. A plain page needs none.",
    example: "# Orders on PostgreSQL\n\n## Summary\n…",
    mend: "Begin the file with a line `---`, then one field a line, then another `---`. Nothing may stand before the first \
           line, not even an empty one. `docent new TYPE \"Title\"` writes it for you.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let lifecycle = &subject.definition.lifecycle;
    let parsed = &subject.document.parsed;
    let Some(first) = lifecycle
        .first()
        .filter(|_| parsed.front_matter == FrontMatter::Missing)
    else {
        return;
    };
    // With one state to be in and no field to fill in, there is nothing that front matter would say.
    let in_order = lifecycle.states.iter().filter(|state| !state.aside).count();
    let asks_for = |field: &FieldDefinition| subject.need(&field.required) != Need::No;
    if in_order < 2 && !subject.definition.fields.iter().any(asks_for) {
        return;
    }
    let text = subject.text();
    let start = parsed.body.span.start as usize;
    let rest = text[start..].trim_start();
    let begins_late =
        rest.len() < text.len() - start && rest.lines().next().is_some_and(|line| line.trim_end() == "---");
    if begins_late {
        let opening = text.len() - rest.len();
        findings
            .at(
                subject,
                Span::new(opening, opening + 3),
                "front matter does not begin on the first line",
            )
            .label("only empty lines stand before it")
            .help("delete the empty lines before `---`")
            .fix("delete the empty lines", Span::new(start, opening), "");
        return;
    }
    let required = subject.definition.fields.iter();
    let required = required.filter(|field| field.name != "status" && subject.need(&field.required) == Need::Now);
    let status = format!("status: {}", first.name);
    let mut lines = vec!["---".to_owned(), status];
    lines.extend(required.map(|field| format!("{}:", field.name)));
    lines.push("---".to_owned());
    let shown: Vec<_> = lines.iter().map(|line| format!("`{line}`")).collect();
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let block = lines.join(newline) + newline + newline;
    findings
        .at(
            subject,
            subject.document.first_line(),
            format!(
                "{} has no front matter",
                wording::with_article(&subject.definition.name)
            ),
        )
        .label("the file begins without a `---` line")
        .help(format!("begin the file with the lines {}", shown.join(", ")))
        .fix("insert front matter", Span::at(start), block);
}
