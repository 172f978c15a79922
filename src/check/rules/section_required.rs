//! A section that must be there is not.

use crate::check::assessment::Outcome;
use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::check::wording;
use crate::definition::SectionDefinition;
use crate::span::Span;

/// The rule.
pub static RULE: Rule = Rule {
    name: "section-required",
    group: Group::Sections,
    severity: Weight::Gate,
    summary: "a section that the document's type requires is missing",
    why: "A type asks for a section because leaving it out has cost somebody before: of public migration proposals, one \
          in a hundred says what new customers get, and one in ten what doing nothing would cost. From the gate on \
          reviewers rely on every question being answered.",
    example: "---\nstatus: proposed\n---\n# Orders on PostgreSQL\n\n## Summary\n…\n\n## Cost\n…\n\n(no `## Rollback`)",
    mend: "Add the heading and answer its question. The order of sections is free, a heading may be any of the aliases, \
           and H2 to H4 count. Sections marked as such may say \"Not applicable because …\" with a reason of five words \
           or more. `docent explain TYPE` lists a type's sections with their questions.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    for (section, assessment) in subject.definition.sections.iter().zip(&subject.sections) {
        let (Outcome::Missing, Some(severity)) = (&assessment.outcome, assessment.need.severity()) else {
            continue;
        };
        let message = format!("missing section `{}`", section.heading);
        let (at, text) = insertion(subject, section, assessment.place);
        findings
            .add(severity, subject.document.path(), assessment.place, message)
            .help(wording::write_section(section))
            .notes(wording::since_when(subject, &section.required, assessment.need))
            .fix(format!("insert the section `{}`", section.heading), at, text)
            .section(&section.heading);
    }
}

/// Where the section belongs, and what to write there: after the section it follows in the definition, else at the end.
fn insertion(subject: &Subject<'_>, section: &SectionDefinition, place: Span) -> (Span, String) {
    let parsed = &subject.document.parsed;
    let after = parsed.body.headings.iter().find(|heading| heading.span == place);
    let end = after.map_or(parsed.text.len(), |heading| heading.section.end as usize);
    let level = after.map_or(2, |heading| usize::from(heading.level).max(2));
    let newline = if parsed.text.contains("\r\n") { "\r\n" } else { "\n" };
    let before = parsed.text.get(..end).unwrap_or_default();
    let gap = if before.ends_with("\n\n") || before.ends_with("\r\n\r\n") {
        String::new()
    } else if before.ends_with('\n') {
        newline.to_owned()
    } else {
        newline.repeat(2)
    };
    let heading = "#".repeat(level);
    let text = format!(
        "{gap}{heading} {}{newline}{newline}<!-- {} -->{newline}{newline}",
        section.heading, section.prompt
    );
    (Span::at(end), text)
}
