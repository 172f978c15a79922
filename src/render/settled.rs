//! What changed in a document since it was accepted.

use jiff::civil::Date;

use super::Input;
use crate::definition::Definition;
use crate::history::{Archive, DocumentHistory, NoText};
use crate::model::DocumentIndex;
use crate::parse::{Parsed, parse};
use crate::redline::{self, Limits, Redline};
use crate::repository::{ObjectId, SourceFile};

/// How much of a redline is shown.
pub const LIMITS: Limits = Limits { words: 400, parts: 30 };
/// Longest text whose words are compared, in bytes. Nobody reads a redline of a longer one, and comparing costs.
const MAX_COMPARED_BYTES: usize = 256 * 1024;

/// Fields that are kept about a document rather than in it: that they change says nothing about what was agreed.
const BOOKKEEPING: [&str; 6] = ["status", "amended", "reopened", "tags", "aliases", "superseded_by"];

/// What became of the version that was agreed on.
#[derive(Clone, Debug)]
pub struct Settled {
    /// The state that settled it.
    pub state: String,
    /// Since when it is settled.
    pub since: Option<Date>,
    /// Everything that changed since.
    pub redline: Redline,
    /// Sections that changed and that the type does not leave open to change; what stands before the first has no name.
    pub sections: Vec<String>,
    /// Fields, likewise.
    pub fields: Vec<String>,
}

impl Settled {
    /// Whether the text is another one than was agreed on.
    pub fn is_changed(&self) -> bool {
        !self.sections.is_empty() || !self.fields.is_empty()
    }
}

/// Why two versions cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotCompared {
    /// One of them cannot be had.
    NoText(NoText),
    /// One of them is too long.
    TooLong,
}

/// The text of a revision, parsed; the text as it stands `now` is not parsed again.
pub fn revision(
    archive: &Archive,
    now: &Parsed,
    path: &camino::Utf8Path,
    content: ObjectId,
) -> Result<Parsed, NotCompared> {
    let text = archive.text(content).map_err(NotCompared::NoText)?;
    if text.len() > MAX_COMPARED_BYTES {
        return Err(NotCompared::TooLong);
    }
    if *text == *now.text {
        return Ok(now.clone());
    }
    Ok(parse(&SourceFile {
        path: path.into(),
        content: Ok(text.into()),
    }))
}

/// Compares a document with the version that was agreed on. `None` where nothing is settled, or where that text cannot be
/// had.
pub fn settled(input: &Input<'_>, index: DocumentIndex) -> Option<Settled> {
    let document = input.corpus.get(index);
    let definition = input.corpus.definition(document);
    let lifecycle = &definition.lifecycle;
    let past = input.history.of(document.path())?;
    let change = past.settled(lifecycle)?;
    let position = change.revision?;
    let accepted = past.revisions.get(position)?;
    let content = accepted.content?;
    let is_current = |past: &DocumentHistory| past.revisions.last().and_then(|it| it.content) == Some(content);
    let now = &document.parsed;
    if now.text.len() > MAX_COMPARED_BYTES || (position + 1 == past.revisions.len() && is_current(past)) {
        return None;
    }
    let then = revision(input.archive?, now, &accepted.path, content).ok()?;
    let redline = redline::compare(&then, now, LIMITS);
    let open = |name: &str| is_open(definition, name);
    let sections = redline.sections.iter().map(|it| it.name.clone().unwrap_or_default());
    let fields = redline.fields.iter().map(|it| it.name.clone());
    Some(Settled {
        state: change.state.to_string(),
        since: change.at().map(|moment| moment.date()),
        sections: sections.filter(|name| !open(name)).collect(),
        fields: fields
            .filter(|name| !BOOKKEEPING.contains(&name.as_str()) && !open(name))
            .collect(),
        redline,
    })
}

/// Whether a definition lets a section or a field change after it is frozen.
fn is_open(definition: &Definition, name: &str) -> bool {
    let section = definition
        .section_index(name)
        .map(|at| definition.sections[at].heading.as_str());
    let open = &definition.lifecycle.may_change;
    open.iter().any(|it| it == name || Some(it.as_str()) == section)
}
