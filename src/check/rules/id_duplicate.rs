//! Two documents with one id.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};

/// The rule.
pub static RULE: Rule = Rule {
    name: "id-duplicate",
    group: Group::Identity,
    severity: Weight::Error,
    summary: "two documents have the same id, case and zeros in front of a number aside",
    why: "Two people who write a document on the same day take the same next number. Every reference to the id then leads to \
          whichever comes first. `docent new` looks at all branches for a free one.",
    example: "rewrites/0012-orders.md\nrewrites/0012-billing.md",
    mend: "Give the later document the free number that the message names: `docent renumber` changes the file and every \
           reference to it.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let corpus = subject.context.corpus();
    let document = subject.document;
    // Plain pages are known by their path; only an id that somebody wrote counts.
    if document.id.span.is_empty() && subject.definition.lifecycle.states.is_empty() {
        return;
    }
    let same = corpus.all_by_id(&document.id.value).iter();
    let first = same.copied().find(|index| {
        let other = corpus.get(*index);
        !(other.id.span.is_empty() && corpus.definition(other).lifecycle.states.is_empty())
    });
    let Some(first) = first.filter(|first| *first != subject.index) else {
        return;
    };
    let first = corpus.get(first);
    let written = !document.id.span.is_empty();
    let place = if written {
        document.id.span
    } else {
        document.first_line()
    };
    let number = subject.context.catalogue.next_number(document.definition);
    let free = format!("{}-{number}", subject.definition.prefix);
    let id = &document.id.value;
    let message = format!("id `{id}` already belongs to `{}`", first.path());
    let finding = findings.at(subject, place, message).related(
        first.path(),
        if first.id.span.is_empty() {
            first.first_line()
        } else {
            first.id.span
        },
        format!("`{}`: {}", first.id.value, first.title.value),
    );
    let rename = if written {
        format!("write `id: {free}`, which is free")
    } else {
        format!("give this file another number; `{free}` is free")
    };
    finding.help(rename);
}
