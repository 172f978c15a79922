//! A field that the type does not have.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::check::{wording, written};
use crate::definition::FieldDefinition;
use crate::diagnostic::did_you_mean;
use crate::model::Fields;

/// Keys that other tools ask for and that Git knows.
const KNOWN_TO_GIT: [&str; 12] = [
    "author",
    "authors",
    "created",
    "created_at",
    "created_on",
    "last_modified",
    "last_updated",
    "lastmod",
    "modified",
    "updated",
    "updated_at",
    "updated_on",
];

/// The rule.
pub static RULE: Rule = Rule {
    name: "field-unknown",
    group: Group::Fields,
    severity: Weight::Warning,
    summary: "the front matter has a field that the document's type does not have",
    why: "A misspelt `onwer:` looks filled in and counts for nothing. What Git knows (who wrote something, and when) is \
          better not typed at all, because what is typed goes stale.",
    example: "---\nstatus: draft\nonwer: ada\n---",
    mend: "Take the name that the message suggests, or delete the line. Fields of your own belong into a definition that \
           extends the type; a key that begins with `x-` or `_` is left alone, and so are the keys of other site generators in a \
           plain page.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let document = wording::with_article(&subject.definition.name);
    let known = &subject.definition.fields;
    report(subject, &subject.document.fields, known, &document, findings);
    written::mappings(subject, &mut |name, _, fields, keys| {
        report(subject, fields, keys, &format!("`{name}`"), findings);
    });
}

fn report(subject: &Subject<'_>, fields: &Fields, known: &[FieldDefinition], owner: &str, findings: &mut Findings) {
    let free = known.iter().map(|definition| definition.name.as_str());
    let free: Vec<_> = free.filter(|name| fields.get(name).is_none()).collect();
    for field in fields {
        let key = field.key.value.as_str();
        if field.known || key.starts_with("x-") || key.starts_with('_') {
            continue;
        }
        let plain = key.to_lowercase().replace('-', "_");
        let meant = did_you_mean(&plain, free.iter().copied());
        // A plain page may have been written for another generator, whose keys are no mistakes.
        if subject.definition.lifecycle.states.is_empty() && meant.is_none() {
            continue;
        }
        let finding = findings.at(subject, field.key.span, format!("{owner} has no field `{key}`"));
        if KNOWN_TO_GIT.contains(&plain.as_str()) {
            finding.help("delete the line: docent takes this from Git");
            continue;
        }
        match meant {
            Some(meant) => {
                let title = format!("rename the field to `{meant}`");
                finding
                    .help(format!("did you mean `{meant}`?"))
                    .fix(title, field.key.span, meant)
            }
            None => finding
                .help(format!(
                    "delete the line, or write `x-{key}` to keep it as a note of your own"
                ))
                .note(format!(
                    "`docent explain {}` lists the fields",
                    subject.definition.type_name
                )),
        };
    }
}
