//! A person whom nobody has heard of.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::check::written;
use crate::diagnostic::did_you_mean;
use crate::model::{People, Person, Value};

/// Most people of one document for whom it is looked up who may have been meant.
const MOST_LOOKED_UP: usize = 50;

/// The rule.
pub static RULE: Rule = Rule {
    name: "person-unknown",
    group: Group::Fields,
    severity: Weight::Error,
    summary: "a field names a person who is not in `people.yaml`",
    why: "An action that belongs to a misspelt handle is on nobody's list. Without a `people.yaml` every handle is taken as \
          it is.",
    example: "owner: gracehoper   # people.yaml lists gracehopper",
    mend: "Correct the handle, or add the person to `people.yaml`. Keep those who have left, so that old documents still \
           say who wrote them.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let people = &subject.context.corpus().people;
    if !people.listed {
        return;
    }
    let mut looked_up = 0;
    written::values(subject, &mut |written| {
        let Value::Person(handle) = &written.value.value else {
            return;
        };
        if people.get(handle).is_some() {
            return;
        }
        let finding = findings.at(
            subject,
            written.value.span,
            format!("`people.yaml` lists no `{handle}`"),
        );
        let handles = people.iter().map(|person| person.handle.as_str());
        looked_up += 1;
        let meant = match looked_up <= MOST_LOOKED_UP {
            true => by_name(people, handle).or_else(|| did_you_mean(handle, handles)),
            false => None,
        };
        let add = format!("or add `{handle}: {{ name: … }}` to `people.yaml`");
        match meant {
            Some(meant) => finding.help(format!("did you mean `{meant}`?")).help(add).fix(
                format!("write `{meant}`"),
                written.value.span,
                meant,
            ),
            None => finding.help(format!("correct the handle, {add}")),
        };
    });
}

/// The only person who has this name, or whose name or handle begins with it.
fn by_name<'a>(people: &'a People, word: &str) -> Option<&'a str> {
    let word = word.to_lowercase();
    let begins = |person: &&Person| {
        let (name, handle) = (person.name.to_lowercase(), person.handle.to_lowercase());
        name.starts_with(&word) || handle.starts_with(&word)
    };
    let mut named = people.iter().filter(begins);
    match (named.next(), named.next()) {
        (Some(only), None) if word.chars().count() > 2 => Some(&only.handle),
        _ => None,
    }
}
