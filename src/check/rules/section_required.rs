//! A section that must be there is not.

use crate::check::assessment::Outcome;
use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::check::wording;
use crate::definition::{SectionDefinition, heading_key};
use crate::diagnostic::did_you_mean;
use crate::parse::{self, BlockKind, Heading, Parsed};
use crate::repository::SourceFile;
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
    let mut unknown = None;
    let mut open = None;
    for (section, assessment) in subject.definition.sections.iter().zip(&subject.sections) {
        let (Outcome::Missing, Some(severity)) = (&assessment.outcome, assessment.need.severity()) else {
            continue;
        };
        let message = format!("missing section `{}`", section.heading);
        let unknown = unknown.get_or_insert_with(|| unknown_headings(subject));
        let finding = findings
            .add(severity, subject.document.path(), assessment.place, message)
            .notes(wording::since_when(subject, &section.required, assessment.need));
        let finding = match misspelt(section, unknown) {
            Some(heading) => {
                let line = subject.document.parsed.lines.line(heading.span.start);
                let written = format!("{} {}", "#".repeat(usize::from(heading.level)), section.heading);
                let help = format!(
                    "line {line} has `{}`: did you mean `{}`?",
                    heading.text, section.heading
                );
                finding
                    .help(help)
                    .fix(format!("call it `{}`", section.heading), heading.span, written)
            }
            None => {
                let (at, text) = insertion(subject, section, assessment.place);
                let title = format!("insert the section `{}`", section.heading);
                let finding = finding.help(wording::write_section(section));
                let parsed = &subject.document.parsed;
                let is_lost = at.range().end == parsed.text.len() && *open.get_or_insert_with(|| stays_open(parsed));
                if is_lost { finding } else { finding.fix(title, at, text) }
            }
        };
        finding.section(&section.heading);
    }
}

/// Most headings of a document in which a misspelt name is looked for; nobody writes more of them by hand.
const MOST_HEADINGS: usize = 60;

/// The headings that no section has, each with what it is compared by.
fn unknown_headings<'a>(subject: &Subject<'a>) -> Vec<(&'a Heading, String)> {
    let headings = subject.document.parsed.body.headings.iter();
    let unknown = headings.take(MOST_HEADINGS).filter(|it| it.level > 1);
    let unknown = unknown.filter(|it| subject.definition.section_index(&it.text).is_none());
    unknown.map(|heading| (heading, heading_key(&heading.text))).collect()
}

/// The heading that no section has and whose name is nearly this one's.
fn misspelt<'a>(section: &SectionDefinition, unknown: &[(&'a Heading, String)]) -> Option<&'a Heading> {
    let wanted = heading_key(&section.heading);
    let near = |(_, key): &&(&Heading, String)| did_you_mean(key, [&*wanted]).is_some();
    unknown.iter().find(near).map(|(heading, _)| *heading)
}

/// Whether the text ends within code or a comment that nobody closed: what is written after it would be part of that.
fn stays_open(parsed: &Parsed) -> bool {
    let text = parsed.text.trim_end();
    let blocks = parsed.body.blocks.iter().rev();
    let mut blocks = blocks.filter(|it| matches!(it.kind, BlockKind::Code { .. } | BlockKind::Html));
    let last = [blocks.next().map(|it| it.span), parsed.body.comments.last().copied()];
    let mut at_end = last.into_iter().flatten().filter(|it| it.range().end >= text.len());
    at_end.any(|span| {
        let tail = parsed.text.get(span.range().start..).unwrap_or_default();
        let file = SourceFile {
            path: parsed.path.clone(),
            content: Ok(format!("---\n---\n{tail}\n\n## Next").into()),
        };
        parse::parse(&file).body.headings.is_empty()
    })
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
