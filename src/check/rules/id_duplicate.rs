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
    let free = free_id(subject);
    finding.help(if written {
        format!("write `id: {free}`, which is free")
    } else if free
        .strip_prefix(subject.definition.prefix.as_str())
        .is_some_and(is_number)
    {
        format!("give this file another number; `{free}` is free")
    } else {
        format!("add `id: {free}`, which is free, or rename the file")
    });
}

/// The next free number where the ids of the type are numbers; else the id with a number added.
fn free_id(subject: &Subject<'_>) -> String {
    let (id, prefix) = (&subject.document.id.value, &subject.definition.prefix);
    let catalogue = subject.catalogue();
    if id.get(prefix.len()..).is_some_and(is_number) {
        let number = catalogue.next_number(subject.document.definition);
        return format!("{prefix}-{number}");
    }
    let corpus = subject.context.corpus();
    let mut number = 2;
    while !corpus.all_by_id(&format!("{id}-{number}")).is_empty() {
        number += 1;
    }
    format!("{id}-{number}")
}

/// Whether what follows a prefix is a hyphen and a number.
fn is_number(rest: &str) -> bool {
    let digits = rest.strip_prefix('-');
    digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}
