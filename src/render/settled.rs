//! What changed in a document since it was accepted.

use std::collections::VecDeque;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use camino::Utf8Path;
use jiff::civil::Date;

use super::Input;
use crate::definition::Definition;
use crate::history::{Archive, DocumentHistory, NoText};
use crate::model::DocumentIndex;
use crate::parse::{Parsed, parse_for_redline};
use crate::redline::{self, Limits, Redline};
use crate::repository::ObjectId;

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

/// A text of a document, parsed as far as a redline asks.
#[derive(Clone, Debug)]
pub enum Version<'a> {
    /// As it stands.
    Now(&'a Parsed),
    /// As it was.
    Then(Arc<Parsed>),
}

impl Deref for Version<'_> {
    type Target = Parsed;

    fn deref(&self) -> &Parsed {
        match self {
            Version::Now(parsed) => parsed,
            Version::Then(parsed) => parsed,
        }
    }
}

/// The versions that documents were settled in, as far as they were read a moment ago: the page of a document asks for
/// one, and the page of its revisions, which is written next, asks again.
#[derive(Debug, Default)]
pub struct JustRead(Mutex<VecDeque<(ObjectId, Arc<Parsed>)>>);

impl JustRead {
    fn put(&self, content: ObjectId, version: &Version<'_>) {
        let Version::Then(parsed) = version else { return };
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= 4 * rayon::current_num_threads() {
            known.pop_front();
        }
        known.push_back((content, Arc::clone(parsed)));
    }

    /// The version of a content, if it was just read.
    pub fn take(&self, content: ObjectId) -> Option<Version<'static>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = known.iter().position(|(id, _)| *id == content)?;
        known.remove(place).map(|(_, parsed)| Version::Then(parsed))
    }
}

/// The text of a revision, parsed as far as a redline asks; the text as it stands `now` is not parsed again.
pub fn revision<'a>(
    archive: &Archive,
    now: &'a Parsed,
    path: &Arc<Utf8Path>,
    content: ObjectId,
) -> Result<Version<'a>, NotCompared> {
    let text = text(archive, content)?;
    if *text == *now.text {
        return Ok(Version::Now(now));
    }
    Ok(Version::Then(Arc::new(parse_for_redline(path, text.into(), now))))
}

/// The text of a revision, if it is one to compare.
pub fn text(archive: &Archive, content: ObjectId) -> Result<String, NotCompared> {
    let text = archive.text(content).map_err(NotCompared::NoText)?;
    match text.len() > MAX_COMPARED_BYTES {
        true => Err(NotCompared::TooLong),
        false => Ok(text),
    }
}

/// Compares a document with the version that was agreed on. `None` where nothing is settled, or where that text cannot be
/// had.
pub fn settled(input: &Input<'_>, just_read: &JustRead, index: DocumentIndex) -> Option<Settled> {
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
    just_read.put(content, &then);
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
