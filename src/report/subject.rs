//! What every format is made of: the findings of one check with their places worked out, and the documents it is about.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use camino::{Utf8Path, Utf8PathBuf};

use super::address;
use super::text::Summary;
use crate::check;
use crate::diagnostic::{Diagnostic, Edit, Related, Severity, Source};
use crate::model::{Document, DocumentIndex};
use crate::pipeline::Organisation;
use crate::repository::Change;
use crate::span::{Span, floor_char_boundary};

/// One check, ready to be told in any format.
#[derive(Debug)]
pub struct Report<'a> {
    /// What was checked.
    pub organisation: &'a Organisation,
    /// How many there are of each severity.
    pub summary: Summary,
    /// What is told, in the order of the check.
    pub findings: Vec<Finding<'a>>,
    /// The documents it is about: with a base those that changed, without one all that were asked for.
    pub documents: Vec<DocumentIndex>,
    /// What the change was compared with, where only its documents count.
    pub base: Option<BaseName>,
    /// Where the root of the organisation stands in the Git repository: empty when it is its root. Services want paths
    /// from there.
    pub folder: Utf8PathBuf,
    /// Where the files are seen in a browser, where that is known.
    pub website: Option<Website>,
}

/// What a change was compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseName {
    /// What people call it: `origin/main`.
    pub name: String,
    /// Id of the commit that both have in common.
    pub commit: String,
}

/// Where the files of a commit are seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Website {
    /// Address of the repository.
    pub repository: String,
    /// Id of the commit.
    pub commit: String,
}

/// A diagnostic with its places as lines and columns.
#[derive(Debug)]
pub struct Finding<'a> {
    /// What was found.
    pub diagnostic: &'a Diagnostic,
    /// Where.
    pub place: Place,
    /// Where its related places are, in their order.
    pub related: Vec<(&'a Related, Place)>,
    /// Where the edits of its fix are, in their order.
    pub edits: Vec<(&'a Edit, Place)>,
    /// What it is known by although lines move. No two findings have the same.
    pub fingerprint: String,
    /// The document it is in; `None` for other files and for documents that are deleted.
    pub document: Option<DocumentIndex>,
}

/// A range of a text; the end is not part of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Where it begins.
    pub start: Point,
    /// Where it ends.
    pub end: Point,
}

/// A place between two characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Column in bytes, from 1.
    pub byte_column: usize,
    /// Bytes before it in the file.
    pub offset: usize,
}

impl Default for Point {
    fn default() -> Self {
        Self {
            line: 1,
            column: 1,
            byte_column: 1,
            offset: 0,
        }
    }
}

impl<'a> Report<'a> {
    /// A report of what was found in an organisation, about the documents whose paths are wanted.
    pub fn new(organisation: &'a Organisation, found: &[&'a Diagnostic], wanted: &dyn Fn(&Utf8Path) -> bool) -> Self {
        let corpus = &organisation.corpus;
        let (documents, summary) = Self::summarise(organisation, found, wanted);
        let places = Places::new(organisation);
        let findings = found.iter().zip(check::digests(found, corpus));
        let finding = |(diagnostic, fingerprint): (&&'a Diagnostic, String)| {
            let fix = diagnostic.fix.iter().flat_map(|fix| &fix.edits);
            Finding {
                diagnostic,
                place: places.of(&diagnostic.path, false, diagnostic.span),
                related: diagnostic
                    .related
                    .iter()
                    .map(|it| (it, places.of(&it.path, it.before, it.span)))
                    .collect(),
                edits: fix.map(|it| (it, places.of(&it.path, false, it.span))).collect(),
                fingerprint,
                document: corpus.by_path(&diagnostic.path),
            }
        };
        Self {
            summary,
            documents,
            findings: findings.map(finding).collect(),
            base: None,
            folder: Utf8PathBuf::new(),
            website: None,
            organisation,
        }
    }

    /// The documents that a report is about, and its closing line.
    pub fn summarise(
        organisation: &Organisation,
        found: &[&Diagnostic],
        wanted: &dyn Fn(&Utf8Path) -> bool,
    ) -> (Vec<DocumentIndex>, Summary) {
        let corpus = &organisation.corpus;
        let documents: Vec<_> = match &organisation.before {
            Some(_) => organisation.checked.changed.clone(),
            None => corpus.iter().map(|(index, _)| index).collect(),
        };
        let is_wanted = |index: &DocumentIndex| wanted(corpus.get(*index).path());
        let documents: Vec<_> = documents.into_iter().filter(is_wanted).collect();
        let summary = Summary {
            since: organisation.before.as_ref().map(|before| before.base.name.clone()),
            ..Summary::of(found.iter().copied(), documents.len())
        };
        (documents, summary)
    }

    /// A path of the organisation, from the root of the Git repository.
    pub fn path(&self, path: &Utf8Path) -> String {
        self.folder.join(path).into_string()
    }

    /// A document of the organisation.
    pub fn document(&self, index: DocumentIndex) -> &'a Document {
        self.organisation.corpus.get(index)
    }

    /// The findings, the weightiest first: errors before warnings, and what is in the documents it is about before what they
    /// caused elsewhere.
    pub fn by_weight(&self) -> Vec<&Finding<'a>> {
        let own: BTreeSet<_> = self.documents.iter().map(|index| index.0).collect();
        let is_own = |it: &Finding<'_>| it.document.is_some_and(|index| own.contains(&index.0));
        let mut findings: Vec<_> = self.findings.iter().collect();
        findings.sort_by_key(|it| (Reverse(it.diagnostic.severity), !is_own(it)));
        findings
    }

    /// The findings of each file, by path.
    pub fn by_path(&self) -> BTreeMap<&'a Utf8Path, Vec<&Finding<'a>>> {
        let mut files: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for finding in &self.findings {
            files.entry(&*finding.diagnostic.path).or_default().push(finding);
        }
        files
    }

    /// The state a document was in before the change; `None` without a base, for a new document, and where it had none.
    pub fn old_state(&self, document: &Document) -> Option<&'a str> {
        let before = self.organisation.before.as_ref()?;
        before.corpus.state_name(self.before(document)?)
    }

    /// A document as it was before the change; `None` without a base and for a new one.
    pub fn before(&self, document: &Document) -> Option<&'a Document> {
        let before = self.organisation.before.as_ref()?;
        let renamed = || {
            before.base.changes.iter().find_map(|it| match &it.change {
                Change::Renamed { from } if it.path == **document.path() => before.corpus.by_path(from),
                _ => None,
            })
        };
        let same_id = || {
            let index = before.corpus.by_id(&document.id.value)?;
            let old = before.corpus.get(index).path();
            self.organisation.corpus.by_path(old).is_none().then_some(index)
        };
        let same_path = before.corpus.by_path(document.path());
        let index = same_path.or_else(renamed).or_else(same_id)?;
        Some(before.corpus.get(index))
    }

    /// Where a file is seen in a browser, at a line where one is given.
    pub fn address(&self, path: &Utf8Path, line: Option<usize>) -> Option<String> {
        let website = self.website.as_ref()?;
        let file = address::file(&website.repository, &website.commit, &self.path(path))?;
        Some(match line {
            // Markdown is shown as a page without lines, unless its source is asked for.
            Some(line) => format!("{file}?plain=1#L{line}"),
            None => file,
        })
    }
}

impl Finding<'_> {
    /// How much it weighs.
    pub fn severity(&self) -> Severity {
        self.diagnostic.severity
    }

    /// The message with ways to mend it and reasons, a line each.
    pub fn whole_message(&self) -> String {
        let mut message = self.diagnostic.message.clone();
        let more =
            |name: &str, lines: &[String]| -> String { lines.iter().map(|line| format!("\n{name}: {line}")).collect() };
        message.push_str(&more("help", &self.diagnostic.help));
        message.push_str(&more("note", &self.diagnostic.notes));
        message
    }
}

/// Finds lines and columns, and keeps the texts of files that the corpus does not.
struct Places<'a> {
    organisation: &'a Organisation,
    others: RefCell<HashMap<(Utf8PathBuf, bool), Option<Source<'a>>>>,
}

impl<'a> Places<'a> {
    fn new(organisation: &'a Organisation) -> Self {
        Self {
            organisation,
            others: RefCell::default(),
        }
    }

    fn of(&self, path: &Utf8Path, before: bool, span: Span) -> Place {
        let mut others = self.others.borrow_mut();
        let source = others
            .entry((path.to_owned(), before))
            .or_insert_with(|| self.organisation.source(path, before));
        let Some(source) = source else {
            return Place::default();
        };
        let point = |offset: u32| {
            let position = source.lines.position(&source.text, offset);
            let offset = floor_char_boundary(&source.text, offset as usize);
            let line = source.lines.line_span(&source.text, position.line).unwrap_or_default();
            Point {
                line: position.line,
                column: position.column,
                byte_column: offset - (line.start as usize).min(offset) + 1,
                offset,
            }
        };
        Place {
            start: point(span.start),
            end: point(span.end.max(span.start)),
        }
    }
}
