//! A team that does not exist.

use crate::check::context::{Context, Subject};
use crate::check::rule::{Finding, Findings, Group, Rule, Run, Weight};
use crate::check::written;
use crate::diagnostic::{Severity, did_you_mean, shared_path};
use crate::model::{PEOPLE_FILE, Value};

/// The rule, for documents.
pub static RULE: Rule = Rule {
    name: "team-unknown",
    group: Group::Fields,
    severity: Weight::Error,
    summary: "a field or `people.yaml` names a team that has no document",
    why: "The page of a team gathers its work, so what names a team that is not there is on no page. As long as there is no \
          document of a team at all, every name is taken as it is.",
    example: "team: platfrom",
    mend: "Write the id of the team, `TEAM-platform` or `platform`; or write the document of the team with `docent new team`.",
    run: Run::Both(in_document, in_people),
};

fn in_document(subject: &Subject<'_>, findings: &mut Findings) {
    let context = subject.context;
    written::values(subject, &mut |written| {
        let Value::Team(team) = &written.value.value else {
            return;
        };
        if is_unknown(context, team) {
            let finding = findings.at(subject, written.value.span, format!("there is no team `{team}`"));
            suggest(context, team, finding);
        }
    });
}

fn in_people(context: &Context<'_>, findings: &mut Findings) {
    let path = shared_path(PEOPLE_FILE);
    for team in context.corpus().people.iter().filter_map(|person| person.team.as_ref()) {
        if is_unknown(context, &team.value) {
            let message = format!("there is no team `{}`", team.value);
            let finding = findings.add(Severity::Error, &path, team.span, message);
            suggest(context, &team.value, finding);
        }
    }
}

fn is_unknown(context: &Context<'_>, team: &str) -> bool {
    context.corpus().team(team).is_none() && !context.catalogue.teams().is_empty()
}

/// Most teams that one wrong name is compared with.
const MOST_COMPARED: usize = 500;

fn suggest(context: &Context<'_>, team: &str, finding: Finding<'_>) {
    let corpus = context.corpus();
    let teams = context.catalogue.teams().iter().take(MOST_COMPARED);
    let teams: Vec<_> = teams.map(|index| corpus.get(*index)).collect();
    let ids: Vec<_> = teams.iter().map(|team| team.id.value.as_str()).collect();
    let short: Vec<_> = ids
        .iter()
        .map(|id| id.split_once('-').map_or(*id, |(_, word)| word))
        .collect();
    let by_title = teams.iter().find(|it| it.title.value.eq_ignore_ascii_case(team));
    match by_title.map(|it| it.id.value.as_str()) {
        Some(id) => finding.meant(id, [id]),
        None if did_you_mean(team, short.iter().copied()).is_some() => finding.meant(team, short),
        None => finding.meant(team, ids),
    };
}
