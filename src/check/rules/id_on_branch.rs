//! A new document with the id of another one that is new on another branch.

use jiff::Timestamp;
use std::collections::HashSet;

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::diagnostic::Severity;
use crate::history::{Addition, DocumentElsewhere, KindElsewhere, NewHere, OtherBranch};

/// The rule.
pub static RULE: Rule = Rule {
    name: "id-on-branch",
    group: Group::Identity,
    severity: Weight::Error,
    summary: "a new document has the id of another document that is new on another branch",
    why: "Two people who write a document at the same time take the same next number, and neither branch shows the other's. \
          Both are fine alone; merged, every reference to the id is ambiguous. Who came first keeps the id: in the document \
          that was added earlier this is only a warning, so that the first author's pull request is not held up.",
    example: "rewrites/0012-billing.md   # new here\nrewrites/0012-orders.md    # new on the branch `orders`",
    mend: "`docent renumber RW-12` gives the document here the next id that is free on all branches, and changes every \
           reference to it.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let Some(elsewhere) = subject.context.input.elsewhere else {
        return;
    };
    let document = subject.document;
    // Plain pages are known by their path; only an id that somebody wrote counts.
    if document.id.span.is_empty() && subject.definition.lifecycle.states.is_empty() {
        return;
    }
    let Some(new) = elsewhere.new_here.get(&**document.path()) else {
        return;
    };
    let mut told = HashSet::new();
    let same_id = subject.context.elsewhere_with_id(&document.id.value).iter().copied();
    let all = same_id.filter(|(branch, other)| {
        // One file on several branches is one document.
        collides(subject, new, branch, other) && told.insert(&other.path)
    });
    let all: Vec<_> = all.collect();
    // One that came first is enough to have to give way.
    let first = all.iter().find(|(branch, other)| is_later(subject, new, branch, other));
    if let Some((branch, other)) = first.or(all.first()) {
        report(subject, findings, new, branch, other, all.len() - 1);
    }
}

/// Whether a document on another branch is another one with the same id.
fn collides(subject: &Subject<'_>, new: &NewHere, branch: &OtherBranch, other: &DocumentElsewhere) -> bool {
    let document = subject.document;
    let corpus = subject.context.corpus();
    let is_new = matches!(other.kind, KindElsewhere::New(_));
    // One file is one document, and so is one text that was moved.
    let is_other = || other.path != **document.path() && Some(other.content) != new.content;
    // What is here under that path as well is compared with it here.
    let is_here = || corpus.by_path(&other.path).is_some();
    // On the way to where it is pushed, this branch is older, and has what was renamed here since under its old name.
    let is_older_self = branch.is_own && !branch.is_default;
    is_new && !is_older_self && is_other() && !is_here()
}

fn report(
    subject: &Subject<'_>,
    findings: &mut Findings,
    new: &NewHere,
    branch: &OtherBranch,
    other: &DocumentElsewhere,
    more: usize,
) {
    let document = subject.document;
    let is_later = is_later(subject, new, branch, other);
    let severity = if is_later { Severity::Error } else { Severity::Warning };
    let place = if document.id.span.is_empty() {
        document.first_line()
    } else {
        document.id.span
    };
    let id = &document.id.value;
    let message = format!(
        "id `{id}` is also taken on the branch `{}`, by `{}`",
        branch.name(),
        other.path
    );
    let there = format!("there it is \u{201c}{}\u{201d}{}", other.title, added(addition(other)));
    let also = match more {
        0 => None,
        1 => Some("another document on another branch has it, too".to_owned()),
        more => Some(format!("{more} other documents on other branches have it, too")),
    };
    let finding = findings
        .add(severity, document.path(), place, message)
        .note(there)
        .notes(also);
    if is_later {
        finding.help(format!(
            "run `docent renumber {id}`, which takes the next id that is free on all branches"
        ));
    } else {
        finding
            .help("keep it: this document came first, and the other one has to take another id")
            .note("the warning goes away once the other branch is renumbered, merged or deleted");
    }
}

/// Whether the document here was added after the one there. What landed on the default branch came first, what is not
/// committed came last; with equal dates, the later path did.
fn is_later(subject: &Subject<'_>, new: &NewHere, branch: &OtherBranch, other: &DocumentElsewhere) -> bool {
    let when = |added: Option<&Addition>| {
        let moment = added.and_then(|added| added.when);
        moment.map_or(Timestamp::MIN, |moment| moment.at)
    };
    let here = (when(new.added.as_ref()), &**subject.document.path());
    let there = (when(addition(other)), &*other.path);
    branch.is_default || new.content.is_none() || here > there
}

/// The commit that added a document on its branch.
fn addition(document: &DocumentElsewhere) -> Option<&Addition> {
    match &document.kind {
        KindElsewhere::New(added) => added.as_ref(),
        KindElsewhere::Changed | KindElsewhere::Unclear => None,
    }
}

fn added(addition: Option<&Addition>) -> String {
    let Some(addition) = addition else {
        return String::new();
    };
    let when = addition.when.map(|moment| format!(" on {}", moment.date()));
    format!(", added by {}{}", addition.by.display_name(), when.unwrap_or_default())
}
