//! Diagnostics as a compiler shows them.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, renderer::DEFAULT_TERM_WIDTH};
use camino::Utf8Path;

use super::hyperlink::LinkTargets;
use crate::diagnostic::{Diagnostic, Severity, Source};
use crate::span::Span;

/// Most lines of a document shown for one place.
const MAX_LINES: usize = 4;

/// Longest excerpt. A document may be one line of two megabytes with a mistake at every word, and each would show it.
const MAX_BYTES: usize = 16 * 1024;

/// Whether output carries colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// ANSI escape codes.
    Ansi,
    /// Plain text.
    Plain,
}

/// Gives the text of a file, as it is or, where the second argument says so, as it was before the change that is checked.
pub type SourceOf<'a> = dyn Fn(&Utf8Path, bool) -> Option<Source<'a>> + 'a;

/// How many there are of each severity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Pieces of information.
    pub infos: usize,
    /// Documents that were checked.
    pub documents: usize,
    /// What the change was compared with, where only its documents count.
    pub since: Option<String>,
}

impl Summary {
    /// Counts diagnostics.
    pub fn of<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>, documents: usize) -> Self {
        let mut summary = Self {
            documents,
            ..Self::default()
        };
        for diagnostic in diagnostics {
            match diagnostic.severity {
                Severity::Error => summary.errors += 1,
                Severity::Warning => summary.warnings += 1,
                Severity::Info => summary.infos += 1,
            }
        }
        summary
    }

    /// The closing line: "checked 46 documents: 2 errors, 1 warning".
    pub fn line(&self) -> String {
        let many = |count: usize, one: &str, several: &str| match count {
            0 => None,
            1 => Some(format!("1 {one}")),
            _ => Some(format!("{count} {several}")),
        };
        let found: Vec<_> = [
            many(self.errors, "error", "errors"),
            many(self.warnings, "warning", "warnings"),
            many(self.infos, "note", "notes"),
        ]
        .into_iter()
        .flatten()
        .collect();
        let documents = many(self.documents, "document", "documents").unwrap_or_else(|| "no documents".to_owned());
        let found = if found.is_empty() {
            "no problems".to_owned()
        } else {
            found.join(", ")
        };
        let since = self.since.as_ref();
        let since = since.map_or_else(String::new, |base| format!(" changed since `{base}`"));
        format!("checked {documents}{since}: {found}")
    }
}

/// One diagnostic with its excerpt, `help:` and `note:` lines. `source` gives the text of a file.
pub fn text(diagnostic: &Diagnostic, source: &SourceOf<'_>, colour: Colour) -> String {
    rendered(diagnostic, source, colour, None)
}

/// The same in colours, with links for a terminal that has them: from the rule to its manual, from paths to their files.
pub fn linked_text(diagnostic: &Diagnostic, source: &SourceOf<'_>, to: &LinkTargets) -> String {
    let manual = to.manual(diagnostic.rule);
    let text = rendered(diagnostic, source, Colour::Ansi, manual);
    let related = diagnostic.related.iter().filter(|it| !it.before);
    let mut paths: Vec<_> = related.map(|it| &*it.path).collect();
    paths.push(&diagnostic.path);
    to.link_places(text, &paths)
}

fn rendered(diagnostic: &Diagnostic, source: &SourceOf<'_>, colour: Colour, manual: Option<String>) -> String {
    let renderer = match colour {
        Colour::Ansi => Renderer::styled(),
        Colour::Plain => Renderer::plain(),
    };
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let title = level.primary_title(safe(&diagnostic.message)).id(diagnostic.rule);
    let title = match manual {
        Some(address) => title.id_url(address),
        None => title,
    };
    let main = Excerpt::new(&diagnostic.path, diagnostic.span, false, source);
    let related: Vec<_> = diagnostic
        .related
        .iter()
        .map(|it| (Excerpt::new(&it.path, it.span, it.before, source), safe(&it.message)))
        .collect();

    let mut group = Group::with_title(title);
    group = match &main {
        Some(excerpt) => group.element(excerpt.snippet(AnnotationKind::Primary, safe(&diagnostic.label))),
        None => group.element(origin(diagnostic, source)),
    };
    for (excerpt, message) in related
        .iter()
        .filter_map(|(excerpt, message)| Some((excerpt.as_ref()?, message)))
    {
        group = group.element(excerpt.snippet(AnnotationKind::Context, message.clone()));
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(safe(help)));
    }
    for note in &diagnostic.notes {
        group = group.element(Level::NOTE.message(safe(note)));
    }
    let width = DEFAULT_TERM_WIDTH;
    renderer.term_width(width).render(&[group])
}

/// The place alone, where there is nothing to show of it.
fn origin<'a>(diagnostic: &'a Diagnostic, source: &SourceOf<'_>) -> Origin<'a> {
    let position = source(&diagnostic.path, false).map(|it| it.lines.position(&it.text, diagnostic.span.start));
    let (line, column) = position.map_or((1, 1), |it| (it.line, it.column));
    Origin::path(diagnostic.path.as_str()).line(line).char_column(column)
}

/// Control characters in documents must not reach a terminal.
fn safe(text: &str) -> String {
    annotate_snippets::normalize_untrusted_str(text)
}

/// The lines of a file around a place; the whole file need not be looked at for each diagnostic.
struct Excerpt {
    path: String,
    lines: String,
    first_line: usize,
    span: std::ops::Range<usize>,
}

impl Excerpt {
    fn new(path: &Utf8Path, span: Span, before: bool, source: &SourceOf<'_>) -> Option<Self> {
        let Source { text, lines: index } = source(path, before).filter(|source| !source.text.is_empty())?;
        let first_line = index.line(span.start.min(u32::try_from(text.len()).unwrap_or(u32::MAX)));
        let last_line = index
            .line(span.end.max(span.start))
            .clamp(first_line, first_line + MAX_LINES - 1);
        let start = index.line_span(&text, first_line)?.start as usize;
        let end = index.line_span(&text, last_line)?.end as usize;
        let lines = text
            .get(start..end)
            .filter(|lines| lines.len() <= MAX_BYTES)?
            .to_owned();
        let within = |offset: u32| crate::span::floor_char_boundary(&lines, (offset as usize).saturating_sub(start));
        let from = within(span.start);
        let to = within(span.end).max(from);
        Some(Self {
            path: if before {
                format!("{path} (before)")
            } else {
                path.as_str().to_owned()
            },
            first_line,
            span: from..to,
            lines,
        })
    }

    fn snippet(&self, kind: AnnotationKind, label: String) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
        let annotation = kind.span(self.span.clone());
        let annotation = if label.is_empty() {
            annotation
        } else {
            annotation.label(label)
        };
        Snippet::source(self.lines.as_str())
            .line_start(self.first_line)
            .path(self.path.as_str())
            .fold(false)
            .annotation(annotation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    use crate::diagnostic::shared_path;
    use crate::span::LineIndex;

    fn source(text: &str) -> Option<Source<'static>> {
        Some(Source {
            text: text.into(),
            lines: Cow::Owned(LineIndex::new(text)),
        })
    }

    #[test]
    fn a_diagnostic_reads_like_a_compilers() {
        let document = "---\nstatus: proposed\n---\n# Orders on PostgreSQL\n\n## Cost\n";
        let diagnostic = Diagnostic::error(
            "section-required",
            &shared_path("rewrites/0012-orders.md"),
            Span::new(49, 56),
            "missing section `Rollback`",
        )
        .with_help("add `## Rollback`: what makes you stop or go back?")
        .with_note("required since `proposed`");
        let shown = text(&diagnostic, &|_, _| source(document), Colour::Plain);
        insta::assert_snapshot!(shown);
    }

    #[test]
    fn a_line_as_long_as_a_book_is_not_shown() {
        let book = format!("# Orders\n\n{}", "word ".repeat(10_000));
        let diagnostic = Diagnostic::error("link-broken", &shared_path("a.md"), Span::new(15, 19), "no such file");
        let shown = text(&diagnostic, &|_, _| source(&book), Colour::Plain);
        assert!(shown.contains("a.md:3:6") && shown.len() < 200, "{shown}");
    }

    #[test]
    fn escape_codes_in_a_document_do_not_reach_the_terminal() {
        let diagnostic = Diagnostic::error(
            "field-value",
            &shared_path("a.md"),
            Span::new(0, 6),
            "no \u{1b}[31mstate\u{7}",
        );
        let shown = text(&diagnostic, &|_, _| source("\u{1b}[2Jtext"), Colour::Plain);
        assert!(!shown.contains('\u{1b}') && !shown.contains('\u{7}'), "{shown:?}");
    }

    #[test]
    fn the_closing_line_counts() {
        let summary = Summary {
            errors: 2,
            warnings: 1,
            infos: 0,
            documents: 46,
            since: None,
        };
        assert_eq!(summary.line(), "checked 46 documents: 2 errors, 1 warning");
        let since = Summary {
            documents: 3,
            since: Some("origin/main".to_owned()),
            ..Summary::default()
        };
        assert_eq!(
            since.line(),
            "checked 3 documents changed since `origin/main`: no problems"
        );
        assert_eq!(
            Summary {
                documents: 1,
                ..Summary::default()
            }
            .line(),
            "checked 1 document: no problems"
        );
    }
}
