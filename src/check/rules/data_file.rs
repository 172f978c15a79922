//! A data file that is missing or cannot be read.

use camino::Utf8Path;

use crate::check::context::Subject;
use crate::check::rule::{Findings, Group, Rule, Run, Weight};
use crate::check::written;
use crate::diagnostic::{Severity, did_you_mean};
use crate::model::Value;
use crate::span::Span;

/// Most mistakes shown of one file.
const MOST_SHOWN: usize = 10;

/// The rule.
pub static RULE: Rule = Rule {
    name: "data-file",
    group: Group::Fields,
    severity: Weight::Error,
    summary: "a field names a CSV file that is not there, or one with rows that cannot be read",
    why: "Rows that cannot be read are left out of the trend, so a chart would show a dip or a jump that never was.",
    example: "data: lead-time.csv   # beside it lies lead_time.csv",
    mend: "Put the CSV file beside the document and write its name. Its first line names the columns `on` and `value`; each \
           line below holds a date such as `2026-03-31` and a number without a unit.",
    run: Run::Document(run),
};

fn run(subject: &Subject<'_>, findings: &mut Findings) {
    written::values(subject, &mut |written| {
        if let Value::DataFile(name) = &written.value.value {
            check(subject, name, written.value.span, findings);
        }
    });
}

fn check(subject: &Subject<'_>, name: &str, place: Span, findings: &mut Findings) {
    let corpus = subject.context.corpus();
    let Some(path) = corpus.data_path(subject.document, name) else {
        findings
            .at(subject, place, format!("`{name}` is not a file of this repository"))
            .help("put the CSV file beside the document and write its name alone");
        return;
    };
    if let Some(data) = corpus.data.get(path.as_path()) {
        for (span, mistake) in data.mistakes.iter().take(MOST_SHOWN) {
            findings
                .add(Severity::Error, &data.path, *span, mistake.as_str())
                .help("write each line as `2026-03-31,42` under the header `on,value`")
                .related(subject.document.path(), place, "the readings of this metric");
        }
        if let Some((span, _)) = data.mistakes.get(MOST_SHOWN) {
            let more = data.mistakes.len() - MOST_SHOWN;
            findings.add(
                Severity::Error,
                &data.path,
                *span,
                format!("{more} more rows cannot be read"),
            );
        }
        return;
    }
    let finding = findings.at(subject, place, format!("there is no data file `{path}`"));
    let folder = path.parent().unwrap_or(Utf8Path::new(""));
    let beside = corpus.data.keys().filter(|file| file.parent() == Some(folder));
    let mut beside: Vec<_> = beside.filter_map(|file| file.file_name()).collect();
    beside.sort_unstable();
    let wanted = path.file_name().unwrap_or_default();
    match did_you_mean(&wanted.replace('_', "-"), beside.iter().copied()) {
        Some(meant) => finding
            .help(format!("did you mean `{meant}`?"))
            .fix(format!("write `{meant}`"), place, meant),
        None if subject.context.input.snapshot.contains(&path) => {
            finding.help("name a file that ends in `.csv` and lies in the folder of the document")
        }
        None => finding.help(format!("add `{path}` with the header `on,value`, or correct the name")),
    };
}
