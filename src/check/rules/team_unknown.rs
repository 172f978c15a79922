//! A team that does not exist.

use crate::check::context::{Context, Subject};
use crate::check::rule::{Finding, Findings, Group, Rule, Run, Weight};
use crate::check::written;
use crate::diagnostic::{Severity, did_you_mean, shared_path};
use crate::model::{Corpus, PEOPLE_FILE, Value};

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
    let corpus = subject.context.corpus();
    written::values(subject, &mut |written| {
        let Value::Team(team) = &written.value.value else {
            return;
        };
        if !has_teams(corpus) || corpus.team(team).is_some() {
            return;
        }
        let finding = findings.at(subject, written.value.span, format!("there is no team `{team}`"));
        suggest(corpus, team, finding);
    });
}

fn in_people(context: &Context<'_>, findings: &mut Findings) {
    let corpus = context.corpus();
    if !has_teams(corpus) {
        return;
    }
    let path = shared_path(PEOPLE_FILE);
    for team in corpus.people.iter().filter_map(|person| person.team.as_ref()) {
        if corpus.team(&team.value).is_none() {
            let message = format!("there is no team `{}`", team.value);
            let finding = findings.add(Severity::Error, &path, team.span, message);
            suggest(corpus, &team.value, finding);
        }
    }
}

fn has_teams(corpus: &Corpus) -> bool {
    let of_type = corpus.definitions.find("team");
    of_type.is_some_and(|of_type| corpus.of_type(of_type).next().is_some())
}

fn suggest(corpus: &Corpus, team: &str, finding: Finding<'_>) {
    let Some(of_type) = corpus.definitions.find("team") else {
        return;
    };
    let prefix = format!("{}-", corpus.definitions.get(of_type).prefix);
    let ids: Vec<_> = corpus.of_type(of_type).map(|(_, it)| it.id.value.as_str()).collect();
    let short: Vec<_> = ids.iter().map(|id| id.strip_prefix(&prefix).unwrap_or(id)).collect();
    let by_title = corpus
        .of_type(of_type)
        .find(|(_, it)| it.title.value.eq_ignore_ascii_case(team));
    match by_title.map(|(_, it)| it.id.value.as_str()) {
        Some(id) => finding.meant(id, [id]),
        None if did_you_mean(team, short.iter().copied()).is_some() => finding.meant(team, short),
        None => finding.meant(team, ids),
    };
}
