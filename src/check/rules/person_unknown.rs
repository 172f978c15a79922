//! A person whom nobody has heard of.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::check::written;
use crate::diagnostic::did_you_mean;
use crate::model::Value;

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
        let by_name = people.iter().find(|person| person.name.eq_ignore_ascii_case(handle));
        let handles = people.iter().map(|person| person.handle.as_str());
        let meant = by_name
            .map(|person| person.handle.as_str())
            .or_else(|| did_you_mean(handle, handles));
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
