//! Workflow commands of GitHub Actions: lines in a step's log that become annotations on the change.
//!
//! `::error file=…,line=…,title=…::message`. A step shows at most ten of each kind, so the weightiest come first, and a last
//! line says how many more there are.

use std::fmt::Write;

use super::subject::{Finding, Report};
use super::words;
use crate::diagnostic::Severity;

/// Most annotations of a kind that GitHub takes from one step.
const MOST: usize = 10;

/// The commands, the weightiest first.
pub(super) fn write(report: &Report<'_>) -> String {
    let mut log = String::new();
    let mut left = [0; 3];
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let all = report.by_weight().into_iter().filter(|it| it.severity() == severity);
        for (number, finding) in all.enumerate() {
            if number < MOST {
                command(&mut log, report, finding);
            } else {
                left[severity as usize] += 1;
            }
        }
    }
    let [notes, warnings, errors] = left;
    if notes + warnings + errors > 0 {
        let left = words::counts(errors, warnings, notes);
        let _ = writeln!(
            log,
            "{left} more: GitHub shows ten annotations of a kind, the summary of this job lists what it has room for"
        );
    }
    log
}

fn command(log: &mut String, report: &Report<'_>, finding: &Finding<'_>) {
    let kind = match finding.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let (start, end) = (finding.place.start, finding.place.end);
    let file = property(&report.path(&finding.diagnostic.path));
    let _ = write!(log, "::{kind} file={file},line={}", start.line);
    // GitHub takes columns only where a place lies on one line.
    if start.line == end.line {
        let last = end.column.max(start.column);
        let _ = write!(log, ",endLine={},col={},endColumn={last}", end.line, start.column);
    } else {
        // A place that takes a whole line with its end does not reach into the next.
        let last = if end.column == 1 { end.line - 1 } else { end.line };
        let _ = write!(log, ",endLine={last}");
    }
    let title = property(&format!("docent({})", finding.diagnostic.rule));
    let _ = writeln!(log, ",title={title}::{}", data(&finding.whole_message()));
}

fn data(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|it| !words::is_hidden(*it) || *it == '\r')
        .collect();
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_property_ends_where_it_should() {
        assert_eq!(property("a:b,c%\r\nd"), "a%3Ab%2Cc%25%0D%0Ad");
        assert_eq!(data("a:b,c%\nd"), "a:b,c%25%0Ad");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_stays_on_its_line(text in any::<String>()) {
            prop_assert!(!data(&text).contains(['\n', '\r']));
            prop_assert!(!property(&text).contains(['\n', '\r', ':', ',']));
        }
    }
}
