//! A draft that nobody works on.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::check::wording;

/// Days without a change after which a draft is stale.
const DAYS: i32 = 90;

/// The rule.
pub static RULE: Rule = Rule {
    name: "stale-draft",
    group: Group::Time,
    severity: Weight::Info,
    summary: "a document before its gate has not been changed for 90 days, as Git tells",
    why: "A draft on the board looks like work. Whoever has the same idea waits for it, or never writes their own.",
    example: "status: draft   # last changed in January, read in June",
    mend: "Go on with it, hand it to a new owner, or set it aside with a state such as `withdrawn` or `dropped`.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let input = &subject.context.input;
    let (Some(today), Some(history)) = (input.today, input.history) else {
        return;
    };
    let lifecycle = &subject.definition.lifecycle;
    let Some(state) = subject.document.state().and_then(|state| lifecycle.states.get(state)) else {
        return;
    };
    if state.rank >= lifecycle.gate || state.aside || state.end {
        return;
    }
    let past = history.of(subject.document.path());
    let Some(updated) = past.and_then(|past| past.updated_at()).map(|moment| moment.date()) else {
        return;
    };
    if today.since(updated).map_or(0, |span| span.get_days()) > DAYS {
        findings
            .at(
                subject,
                subject.document.status_place(),
                format!("this {} has not been changed since {updated}", state.name),
            )
            .label(format!("{} ago", wording::days(updated, today)))
            .help("go on with it, or set it aside");
    }
}
