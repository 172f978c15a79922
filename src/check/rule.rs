//! What a rule is: a leaf that every rule imports and that knows none of them.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::context::{Context, Subject};
use crate::diagnostic::{Diagnostic, Edit, Fix, Related, Rename, Severity, did_you_mean};
use crate::span::Span;

/// Most words that a message lists.
const MOST_WORDS: usize = 12;

/// One thing that is checked. The constant in a rule's file is its manual as well.
#[derive(Debug)]
pub struct Rule {
    /// Its name: `section-required`. Says what is wrong, or what is demanded.
    pub name: &'static str,
    /// The group it is listed in.
    pub group: Group,
    /// How much it weighs, in words: "error", or "warning before the gate, error from it on".
    pub severity: Weight,
    /// What it finds, in one sentence.
    pub summary: &'static str,
    /// Why it exists.
    pub why: &'static str,
    /// A document, or a part of one, that it objects to.
    pub example: &'static str,
    /// How to mend it; Markdown.
    pub mend: &'static str,
    /// What runs it.
    pub run: Run,
}

/// The groups in which rules are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Reading files and YAML.
    Reading,
    /// `docent.yaml`, `people.yaml` and definitions.
    Configuration,
    /// Front matter.
    Fields,
    /// States.
    Lifecycle,
    /// Sections of the body.
    Sections,
    /// References and links.
    References,
    /// Ids, folders and routes.
    Identity,
    /// Incident reviews.
    Incidents,
    /// What is late.
    Time,
}

/// How much the findings of a rule weigh before the configuration has its say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Always an error.
    Error,
    /// Always a warning.
    Warning,
    /// Always information.
    Info,
    /// A warning before the gate of the document's lifecycle, an error from it on.
    Gate,
}

/// How a rule is run.
#[derive(Clone, Copy, Debug)]
pub enum Run {
    /// Once for each document.
    Document(fn(&Subject<'_>, &mut Findings)),
    /// Once for the corpus.
    Corpus(fn(&Context<'_>, &mut Findings)),
    /// Once for each document, and once for what stands in no document.
    Both(fn(&Subject<'_>, &mut Findings), fn(&Context<'_>, &mut Findings)),
    /// Not by `check`: the fault is found while files are read.
    WhileReading,
}

/// A finding that was just added, to be completed in one chain.
#[derive(Debug)]
pub struct Finding<'a>(&'a mut Diagnostic);

/// What one rule found.
#[derive(Debug)]
pub struct Findings {
    rule: &'static Rule,
    diagnostics: Vec<Diagnostic>,
}

impl Group {
    /// The heading above the group.
    pub fn title(self) -> &'static str {
        match self {
            Group::Reading => "Reading",
            Group::Configuration => "Configuration",
            Group::Fields => "Fields",
            Group::Lifecycle => "Lifecycle",
            Group::Sections => "Sections",
            Group::References => "References and links",
            Group::Identity => "Identity",
            Group::Incidents => "Incidents",
            Group::Time => "Time",
        }
    }
}

impl Weight {
    /// The weight in words.
    pub fn words(self) -> &'static str {
        match self {
            Weight::Error => "error",
            Weight::Warning => "warning",
            Weight::Info => "information",
            Weight::Gate => "warning before the gate, error from it on",
        }
    }
}

impl Findings {
    pub(super) fn new(rule: &'static Rule) -> Self {
        Self {
            rule,
            diagnostics: Vec::new(),
        }
    }

    /// Adds a finding in the document of `subject`, weighed by the rule, and gives it back to add the rest.
    pub fn at(&mut self, subject: &Subject<'_>, span: Span, message: impl Into<String>) -> Finding<'_> {
        let severity = match self.rule.severity {
            Weight::Error => Severity::Error,
            Weight::Warning => Severity::Warning,
            Weight::Info => Severity::Info,
            Weight::Gate if subject.past_gate() => Severity::Error,
            Weight::Gate => Severity::Warning,
        };
        self.add(severity, subject.document.path(), span, message)
    }

    /// Adds a finding with a weight of its own.
    pub fn add(
        &mut self,
        severity: Severity,
        path: &Arc<Utf8Path>,
        span: Span,
        message: impl Into<String>,
    ) -> Finding<'_> {
        let diagnostic = Diagnostic::new(severity, self.rule.name, path, span, message);
        Finding(self.diagnostics.push_mut(diagnostic))
    }

    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }
}

impl Finding<'_> {
    /// Sets the words that stand under the marked place.
    pub fn label(self, label: impl Into<String>) -> Self {
        self.0.label = label.into();
        self
    }

    /// Adds a way to mend it.
    pub fn help(self, help: impl Into<String>) -> Self {
        self.0.help.push(help.into());
        self
    }

    /// Adds ways to mend it, where there are any.
    pub fn helps(self, help: impl IntoIterator<Item = String>) -> Self {
        self.0.help.extend(help);
        self
    }

    /// Adds a reason or something considered.
    pub fn note(self, note: impl Into<String>) -> Self {
        self.0.notes.push(note.into());
        self
    }

    /// Adds reasons, where there are any.
    pub fn notes(self, notes: impl IntoIterator<Item = String>) -> Self {
        self.0.notes.extend(notes);
        self
    }

    /// Names the section it is about.
    pub fn section(self, section: &str) -> Self {
        self.0.section = Some(section.into());
        self
    }

    /// Adds a second place.
    pub fn related(self, path: &Arc<Utf8Path>, span: Span, message: impl Into<String>) -> Self {
        self.0.related.push(Related {
            path: Arc::clone(path),
            span,
            message: message.into(),
            before: false,
        });
        self
    }

    /// Adds a place in a document as it was in the base.
    pub fn before(self, path: &Arc<Utf8Path>, span: Span, message: impl Into<String>) -> Self {
        self.0.related.push(Related {
            path: Arc::clone(path),
            span,
            message: message.into(),
            before: true,
        });
        self
    }

    /// Sets the edit that mends it, in the same file.
    pub fn fix(self, title: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        let edit = Edit {
            path: Arc::clone(&self.0.path),
            span,
            replacement: replacement.into(),
        };
        self.0.fix = Some(Fix {
            title: title.into(),
            edits: vec![edit],
            rename: None,
        });
        self
    }

    /// Sets the move of its file that mends it.
    pub fn moved(self, title: impl Into<String>, to: Utf8PathBuf) -> Self {
        self.0.fix = Some(Fix {
            title: title.into(),
            edits: Vec::new(),
            rename: Some(Rename {
                from: Arc::clone(&self.0.path),
                to,
            }),
        });
        self
    }

    /// Says which known word was meant, with the edit that writes it; else lists the known words, where they are few.
    pub fn meant<'k>(self, word: &str, known: impl IntoIterator<Item = &'k str> + Clone) -> Self {
        if let Some(meant) = did_you_mean(word, known.clone()) {
            let span = self.0.span;
            return self
                .help(format!("did you mean `{meant}`?"))
                .fix(format!("write `{meant}`"), span, meant);
        }
        let words: Vec<_> = known.into_iter().map(|word| format!("`{word}`")).collect();
        match words.len() {
            0 => self,
            1..=MOST_WORDS => self.help(format!("use one of {}", words.join(", "))),
            _ => self.help(format!("use one of {}, …", words[..MOST_WORDS].join(", "))),
        }
    }
}
