//! JUnit's XML: a suite for each document type, a case for each document. Errors are failures; the rest is the case's output.
//!
//! Files that are no documents, such as `docent.yaml`, have cases only where something was found in them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use camino::Utf8Path;

use super::subject::{Finding, Report};
use super::words::is_hidden;
use crate::diagnostic::Severity;
use crate::model::DocumentIndex;

/// Name of the suite of files that are no documents.
const OTHERS: &str = "files";

/// One document or file.
struct Case<'a> {
    path: &'a Utf8Path,
    name: String,
    findings: Vec<&'a Finding<'a>>,
}

/// The document.
pub(super) fn write(report: &Report<'_>) -> String {
    let suites = suites(report);
    let cases = suites.values().map(Vec::len).sum::<usize>();
    let failures: usize = suites.values().flatten().map(Case::failures).sum();
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        xml,
        "<testsuites name=\"docent\" tests=\"{cases}\" failures=\"{failures}\" errors=\"0\">"
    );
    for (name, cases) in &suites {
        suite(&mut xml, name, cases, report);
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn suites<'a>(report: &'a Report<'_>) -> BTreeMap<&'a str, Vec<Case<'a>>> {
    let corpus = &report.organisation.corpus;
    let mut found = report.by_path();
    let documents: BTreeSet<&Utf8Path> = report
        .documents
        .iter()
        .map(|it| &**report.document(*it).path())
        .collect();
    let paths: BTreeSet<&Utf8Path> = documents.into_iter().chain(found.keys().copied()).collect();
    let mut suites: BTreeMap<&str, Vec<Case<'_>>> = BTreeMap::new();
    for path in paths {
        let index: Option<DocumentIndex> = corpus.by_path(path);
        let document = index.map(|index| report.document(index));
        let suite = document.map_or(OTHERS, |it| corpus.definition(it).type_name.as_str());
        suites.entry(suite).or_default().push(Case {
            path,
            name: document.map_or_else(|| path.to_string(), |it| format!("{} {}", it.id.value, it.title.value)),
            findings: found.remove(path).unwrap_or_default(),
        });
    }
    suites
}

impl Case<'_> {
    fn errors(&self) -> impl Iterator<Item = &&Finding<'_>> {
        self.findings.iter().filter(|it| it.severity() == Severity::Error)
    }

    /// A case fails once, however many errors it has.
    fn failures(&self) -> usize {
        usize::from(self.errors().next().is_some())
    }
}

fn suite(xml: &mut String, name: &str, cases: &[Case<'_>], report: &Report<'_>) {
    let failures: usize = cases.iter().map(Case::failures).sum();
    let _ = writeln!(
        xml,
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">",
        escape(name),
        cases.len()
    );
    for case in cases {
        let (path, name) = (escape(&report.path(case.path)), escape(&case.name));
        let _ = write!(xml, "    <testcase classname=\"{path}\" name=\"{name}\"");
        if case.findings.is_empty() {
            xml.push_str("/>\n");
            continue;
        }
        xml.push_str(">\n");
        for error in case.errors() {
            let diagnostic = error.diagnostic;
            let _ = writeln!(
                xml,
                "      <failure type=\"{}\" message=\"{}\">{}</failure>",
                diagnostic.rule,
                escape(&diagnostic.message),
                escape(&line(report, error))
            );
        }
        let others = case.findings.iter().filter(|it| it.severity() != Severity::Error);
        let others: Vec<_> = others.map(|it| line(report, it)).collect();
        if !others.is_empty() {
            let _ = writeln!(xml, "      <system-out>{}</system-out>", escape(&others.join("\n")));
        }
        xml.push_str("    </testcase>\n");
    }
    xml.push_str("  </testsuite>\n");
}

fn line(report: &Report<'_>, finding: &Finding<'_>) -> String {
    let (diagnostic, start) = (finding.diagnostic, finding.place.start);
    let path = report.path(&diagnostic.path);
    let (severity, rule) = (diagnostic.severity.name(), diagnostic.rule);
    format!(
        "{path}:{}:{}: {severity}[{rule}]: {}",
        start.line,
        start.column,
        finding.whole_message()
    )
}

/// A text as part of XML 1.0, which knows no control characters but tab and line ends. These are written as references, so
/// that an attribute keeps them. What shows nothing and turns its neighbours around is left out.
fn escape(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\n' | '\r' | '\t' => {
                let _ = write!(xml, "&#{};", u32::from(character));
            }
            '\u{fffe}' | '\u{ffff}' => {}
            c if is_hidden(c) => {}
            c => xml.push(c),
        }
    }
    xml
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_xml_cannot_say_is_left_out() {
        assert_eq!(
            escape("a\0\u{1b}[31m\u{fffe} & <b> \"c\"\n"),
            "a[31m &amp; &lt;b&gt; &quot;c&quot;&#10;"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_ends_neither_an_element_nor_an_attribute(text in any::<String>()) {
            let xml = escape(&text);
            let is_allowed = |it: char| !it.is_control() && !matches!(it, '<' | '>' | '"' | '\u{fffe}' | '\u{ffff}');
            prop_assert!(xml.chars().all(is_allowed));
            let mut references = xml.match_indices('&').map(|(at, _)| &xml[at + 1..]);
            let known = ["amp;", "lt;", "gt;", "quot;", "#9;", "#10;", "#13;"];
            prop_assert!(references.all(|rest| known.iter().any(|name| rest.starts_with(name))));
        }
    }
}
