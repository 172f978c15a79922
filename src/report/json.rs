//! docent's own JSON, for scripts. `report.schema.json` beside this file describes it in full.
//!
//! ```json
//! {
//!   "version": 1,
//!   "docent": "0.1.0",
//!   "root": "",                    // where the organisation stands in the Git repository; paths below start there
//!   "base": null,                  // or { "name": "origin/main", "commit": "4f2…" }
//!   "summary": { "documents": 1, "errors": 1, "warnings": 0, "infos": 0 },
//!   "documents": [                 // with a base those that changed, else all
//!     { "id": "RW-12", "path": "rewrites/0012-orders.md", "type": "rewrite", "title": "Orders", "state": "proposed",
//!       "old_state": "draft", "completeness": { "answered": 12, "total": 13 },
//!       "unanswered": [{ "section": "Rollback", "question": null, "prompt": "When …?", "why": "missing" }] }
//!   ],
//!   "diagnostics": [
//!     { "rule": "section-required", "severity": "error", "path": "rewrites/0012-orders.md", "document": "RW-12",
//!       "section": "Rollback", "range": { "start": { "line": 9, "column": 1, "offset": 90 }, "end": { … } },
//!       "message": "missing section `Rollback`", "label": "", "help": ["add …"], "notes": [],
//!       "related": [{ "path": …, "range": …, "message": …, "before": false }],
//!       "fix": { "title": …, "edits": [{ "path": …, "range": …, "replacement": … }] },    // or null
//!       "fingerprint": "b0c4…" }    // stays when lines move
//!   ]
//! }
//! ```
//!
//! Lines and columns count from 1, columns in characters (Unicode scalar values); `offset` counts bytes from 0. An end is
//! not part of its range. `version` changes when a key goes or changes its meaning; new keys may come without that.

use serde::Serialize;

use super::subject::{Finding, Place, Report};
use crate::check::Lack;
use crate::model::DocumentIndex;

/// Version of the shape.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Output<'a> {
    version: u32,
    docent: &'static str,
    root: &'a str,
    base: Option<Base<'a>>,
    summary: Counts,
    documents: Vec<DocumentItem<'a>>,
    diagnostics: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Base<'a> {
    name: &'a str,
    commit: &'a str,
}

#[derive(Serialize)]
struct Counts {
    documents: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
}

#[derive(Serialize)]
struct DocumentItem<'a> {
    id: &'a str,
    path: &'a str,
    #[serde(rename = "type")]
    type_name: &'a str,
    title: &'a str,
    state: Option<&'a str>,
    old_state: Option<&'a str>,
    completeness: Option<Completeness>,
    unanswered: Vec<Unanswered<'a>>,
}

#[derive(Serialize)]
struct Completeness {
    answered: usize,
    total: usize,
}

#[derive(Serialize)]
struct Unanswered<'a> {
    section: &'a str,
    question: Option<u32>,
    prompt: &'a str,
    why: String,
}

#[derive(Serialize)]
struct Item<'a> {
    rule: &'a str,
    severity: &'static str,
    path: &'a str,
    document: Option<&'a str>,
    section: Option<&'a str>,
    range: Range,
    message: &'a str,
    label: &'a str,
    help: &'a [String],
    notes: &'a [String],
    related: Vec<RelatedItem<'a>>,
    fix: Option<FixItem<'a>>,
    fingerprint: &'a str,
}

#[derive(Serialize)]
struct Range {
    start: PointItem,
    end: PointItem,
}

#[derive(Serialize)]
struct PointItem {
    line: usize,
    column: usize,
    offset: usize,
}

#[derive(Serialize)]
struct RelatedItem<'a> {
    path: &'a str,
    range: Range,
    message: &'a str,
    before: bool,
}

#[derive(Serialize)]
struct FixItem<'a> {
    title: &'a str,
    edits: Vec<EditItem<'a>>,
}

#[derive(Serialize)]
struct EditItem<'a> {
    path: &'a str,
    range: Range,
    replacement: &'a str,
}

/// The object.
pub(super) fn write(report: &Report<'_>) -> String {
    let summary = &report.summary;
    let output = Output {
        version: VERSION,
        docent: env!("CARGO_PKG_VERSION"),
        root: report.folder.as_str(),
        base: report.base.as_ref().map(|base| Base {
            name: &base.name,
            commit: &base.commit,
        }),
        summary: Counts {
            documents: summary.documents,
            errors: summary.errors,
            warnings: summary.warnings,
            infos: summary.infos,
        },
        documents: report.documents.iter().map(|index| document(report, *index)).collect(),
        diagnostics: report.findings.iter().map(|it| item(report, it)).collect(),
    };
    let mut json = serde_json::to_string_pretty(&output).unwrap_or_default();
    json.push('\n');
    json
}

fn document<'a>(report: &Report<'a>, index: DocumentIndex) -> DocumentItem<'a> {
    let organisation = report.organisation;
    let document = report.document(index);
    let completeness = organisation
        .checked
        .completeness
        .get(index.0)
        .and_then(Option::as_deref);
    let unanswered = completeness.into_iter().flat_map(|it| it.unanswered());
    DocumentItem {
        id: &document.id.value,
        path: document.path().as_str(),
        type_name: &organisation.corpus.definition(document).type_name,
        title: &document.title.value,
        state: organisation.corpus.state_name(document),
        old_state: report.old_state(document),
        completeness: completeness.map(|it| Completeness {
            answered: it.answered(),
            total: it.total(),
        }),
        unanswered: unanswered
            .map(|it| Unanswered {
                section: &it.heading,
                question: it.question,
                prompt: &it.prompt,
                why: it.lack.as_ref().map_or_else(String::new, Lack::words),
            })
            .collect(),
    }
}

fn item<'a>(report: &Report<'a>, finding: &'a Finding<'a>) -> Item<'a> {
    let diagnostic = finding.diagnostic;
    Item {
        rule: diagnostic.rule,
        severity: diagnostic.severity.name(),
        path: diagnostic.path.as_str(),
        document: finding.document.map(|index| report.document(index).id.value.as_str()),
        section: diagnostic.section.as_deref(),
        range: range(finding.place),
        message: &diagnostic.message,
        label: &diagnostic.label,
        help: &diagnostic.help,
        notes: &diagnostic.notes,
        related: finding
            .related
            .iter()
            .map(|(related, place)| RelatedItem {
                path: related.path.as_str(),
                range: range(*place),
                message: &related.message,
                before: related.before,
            })
            .collect(),
        fix: diagnostic.fix.as_ref().map(|fix| FixItem {
            title: &fix.title,
            edits: edits(finding),
        }),
        fingerprint: &finding.fingerprint,
    }
}

fn edits<'a>(finding: &'a Finding<'_>) -> Vec<EditItem<'a>> {
    let edits = finding.edits.iter();
    edits
        .map(|(edit, place)| EditItem {
            path: edit.path.as_str(),
            range: range(*place),
            replacement: &edit.replacement,
        })
        .collect()
}

fn range(place: Place) -> Range {
    let point = |it: super::subject::Point| PointItem {
        line: it.line,
        column: it.column,
        offset: it.offset,
    };
    Range {
        start: point(place.start),
        end: point(place.end),
    }
}
