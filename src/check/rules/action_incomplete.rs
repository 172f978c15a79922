//! An action that nobody will do.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::model::actions;

/// The rule.
pub static RULE: Rule = Rule {
    name: "action-incomplete",
    group: Group::Incidents,
    severity: Weight::Gate,
    summary: "an action has neither owner and due date nor a link to where it is tracked",
    why: "Of 101 action lists in public incident reviews about five name owners and four give dates. An action without \
          either is a wish: nobody looks for it, and the incident comes back. Where it is tracked elsewhere, the tracker \
          knows who and when.",
    example: "## Actions\n\n- Better monitoring of namespaces",
    mend: "Name the owner and the day: `(owner: @ada, due: 2026-04-01)`, `@ada by 2026-04-01`, or columns `Owner` and `Due` in \
           a table. Or give the ticket: a link, `OPS-12` or `#483`. What is ticked or has a `done:` date needs neither.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let section = subject.definition.sections.iter().find(|section| {
        let asks = |demand: &crate::definition::Demand| demand.kind == crate::definition::DemandKind::Actions;
        section.must.iter().any(asks)
    });
    for action in actions(subject.document, subject.definition) {
        if action.done || action.is_assigned() {
            continue;
        }
        let (lacks, help) = match (&action.owner, action.due) {
            (None, None) => (
                "no owner and no due date",
                "write who does it and by when, such as `(owner: @ada, due: 2026-04-01)`".to_owned(),
            ),
            (Some(owner), _) => (
                "no due date",
                format!("write by which day {owner} does it, such as `due: 2026-04-01`"),
            ),
            (None, Some(_)) => ("no owner", "write who does it, such as `owner: @ada`".to_owned()),
        };
        let finding = findings
            .at(subject, action.span, format!("action has {lacks}"))
            .help(help)
            .help("or link the ticket in which it is tracked: `OPS-12`, `#483` or an address");
        if let Some(section) = section {
            finding.section(&section.heading);
        }
    }
}
