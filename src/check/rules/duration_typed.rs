//! A length of time that someone typed although the moments of the incident say it.

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::model::{Measure, Moments, typed_durations};

/// The rule.
pub static RULE: Rule = Rule {
    name: "duration-typed",
    group: Group::Incidents,
    severity: Weight::Info,
    summary: "a typed duration differs by more than a tenth from what `started`, `detected`, `mitigated` and `resolved` say",
    why: "Typed durations are wrong about as often as not: somebody corrects a time later and forgets the sum. Numbers come \
          from the moments, so a reader finds two answers. Looked at are fields, lines and rows with a label such as \
          `Duration` or `Time to recovery`, and sentences that say how long the incident or outage lasted.",
    example: "started: 2026-03-14T09:12:00+01:00\nresolved: 2026-03-14T11:40:00+01:00\n\n- Duration: 45 minutes",
    mend: "Correct the moment that is wrong, or leave the duration out: the site shows it. It may be meant from when the \
           incident was noticed; what fits any of these is not reported.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    let moments = Moments::of(subject.document);
    // Without a start there is nothing to compare with, and no other type has one.
    if moments.started.is_none() {
        return;
    }
    for typed in typed_durations(subject.document) {
        let Some(elapsed) = typed.contradicted(&moments) else {
            continue;
        };
        let (message, help) = match typed.measure {
            Measure::Detect => (
                format!("`{}` to detect does not fit `started` and `detected`", typed.written),
                format!("they lie {} apart", length(elapsed)),
            ),
            Measure::Restore | Measure::Resolve => (
                format!("`{}` fits no two moments of the incident", typed.written),
                format!("the nearest that they give is {}", length(elapsed)),
            ),
        };
        findings
            .at(subject, typed.span, message)
            .help(format!("{help}: correct a moment, or leave the duration out"));
    }
}

/// Seconds as `2 h 28 min`.
fn length(seconds: f64) -> String {
    let minutes = (seconds / 60.0).round();
    let (hours, rest) = ((minutes / 60.0).floor(), minutes % 60.0);
    match (hours > 0.0, rest > 0.0) {
        (true, true) => format!("{hours} h {rest} min"),
        (true, false) => format!("{hours} h"),
        (false, _) => format!("{rest} min"),
    }
}
