//! Writing the documents of a plan.

mod decision;
mod draft;
mod incident;
mod initiative;
mod rewrite;
mod standing;

use std::fmt::Write;

use super::plan::{Kind, Plan, Planned};

/// `people.yaml` of an organisation.
pub fn people(plan: &Plan) -> String {
    let mut text = String::from("# One entry a person.\n");
    for (number, person) in plan.people.iter().enumerate() {
        let team = &plan.team_of(number).id;
        let handle = &person.handle;
        let _ = write!(
            text,
            "{handle}:\n  name: {}\n  team: {team}\n  emails: [{handle}@synthetic.example]\n",
            person.name
        );
    }
    text
}

/// A document, with the files beside it.
pub fn write(plan: &Plan, planned: &Planned) -> Vec<(String, String)> {
    let text = match planned.kind {
        Kind::Rewrite => rewrite::write(plan, planned),
        Kind::Initiative => initiative::write(plan, planned),
        Kind::Incident => incident::write(plan, planned),
        Kind::Decision => decision::write(plan, planned),
        Kind::Metric => standing::metric(plan, planned),
        Kind::Customer => standing::customer(plan, planned),
        Kind::Review => standing::review(plan, planned),
        Kind::Team => standing::team(plan, planned),
        Kind::Vision => standing::vision(plan, planned),
        Kind::Page => standing::page(plan, planned),
    };
    let mut files = vec![(planned.path.clone(), text)];
    files.extend(standing::readings(planned));
    files
}
