//! What is new in the documents: for feeds, and for a reader who was here before.
//!
//! Takes what Git knows, gives [`News`]: documents that came, went, went on to another state or say something else now, the
//! newest first. What changes nothing for a reader is no news: layout, typing errors mended, tags and old addresses.
//! Bounded for each type, so that what it costs follows what is told and not the length of the past.

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::civil::Date;
use rayon::prelude::*;

use super::Input;
use super::gone::Gone;
use super::library::Library;
use super::settled::{LIMITS, revision as text_of};
use super::view::state_label;
use crate::check::{Alike, alike};
use crate::definition::TypeIndex;
use crate::history::{DocumentHistory, Revision, WrittenState};
use crate::model::DocumentIndex;
use crate::parse::{Parsed, parse};
use crate::redline;
use crate::repository::{ObjectId, SourceFile};

/// Most news of one type, and most revisions looked at to find them.
const MOST_OF_TYPE: usize = 60;
const MOST_LOOKED_AT: usize = 180;
/// Most names of sections and fields that one piece of news gives.
const MOST_NAMES: usize = 8;
/// Fields that say how a document is kept, and not what it says. A state is news of its own.
const BOOKKEEPING: [&str; 5] = ["status", "tags", "aliases", "id", "type"];

/// What is new, the newest first.
#[derive(Clone, Debug, Default)]
pub struct News {
    /// The pieces of news.
    pub items: Vec<NewsItem>,
    /// The day of the oldest piece of a type that had more than are told; `None` where all are.
    pub cut_at: Option<Date>,
}

/// A piece of news: what one commit did to one document.
#[derive(Clone, Debug)]
pub struct NewsItem {
    /// The document; `None` when it was deleted.
    pub document: Option<DocumentIndex>,
    /// Its position among the deleted ones; `None` when it is there.
    pub gone: Option<usize>,
    /// Its id; empty for a plain page.
    pub id: String,
    /// Its title, the last one when it was deleted.
    pub title: String,
    /// Its type.
    pub definition: TypeIndex,
    /// The commit.
    pub commit: ObjectId,
    /// When it was committed.
    pub at: Timestamp,
    /// The day on the clock of who changed it, which every page shows for it.
    pub day: Date,
    /// Who changed it.
    pub author: String,
    /// What happened.
    pub doing: Doing,
    /// Sections and fields that say something else now.
    pub changed: Vec<String>,
}

/// What happened to a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doing {
    /// It came.
    Created,
    /// It went.
    Deleted,
    /// It came back.
    Restored,
    /// It went from one state to another.
    Moved {
        /// The state it left, as people write it.
        from: String,
        /// The state it came to.
        to: String,
    },
    /// It says something else.
    Edited,
}

/// A revision that may be news.
struct Candidate<'a> {
    subject: Subject<'a>,
    revision: &'a Revision,
    at: Timestamp,
    day: Date,
    /// Its place in the past of its document: later ones come first.
    position: usize,
}

/// What a revision is of.
#[derive(Clone, Copy)]
enum Subject<'a> {
    Here(DocumentIndex),
    Gone(usize, &'a Gone<'a>),
}

impl News {
    /// Everything that is told.
    pub(super) fn of(library: &Library<'_>) -> Self {
        let input = library.input;
        let mut by_type: Vec<Vec<Candidate<'_>>> = Vec::new();
        by_type.resize_with(input.corpus.definitions.len(), Vec::new);
        for (index, document) in input.corpus.iter() {
            if let Some(past) = library.past(document) {
                gather(&mut by_type[document.definition.0], Subject::Here(index), past);
            }
        }
        for (position, gone) in library.gone.iter().enumerate() {
            gather(
                &mut by_type[gone.definition.0],
                Subject::Gone(position, gone),
                gone.past,
            );
        }
        let told: Vec<_> = by_type
            .into_par_iter()
            .map(|candidates| of_type(library, candidates))
            .collect();
        let mut news = Self::default();
        for (items, cut_at) in told {
            news.items.extend(items);
            news.cut_at = news.cut_at.max(cut_at);
        }
        // Stable: what one commit did stays in the order of the types and documents.
        news.items.sort_by_key(|item| std::cmp::Reverse(item.at));
        news
    }

    /// The newest piece of news of each document, the newest first.
    pub fn by_document(&self) -> Vec<&NewsItem> {
        let mut seen = HashSet::new();
        let mut newest = Vec::new();
        for item in &self.items {
            if seen.insert((item.document, item.gone)) {
                newest.push(item);
            }
        }
        newest
    }
}

impl NewsItem {
    /// A word that a browser knows this piece of news by.
    pub fn stamp(&self) -> String {
        let commit: String = self.commit.to_string().chars().take(6).collect();
        // Two documents of one commit are two pieces of news.
        let name = if self.id.is_empty() { &self.title } else { &self.id };
        let sum = name.bytes().fold(0_u32, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(u32::from(byte)) & 0xfff
        });
        format!("{commit}{sum:03x}")
    }
}

fn gather<'a>(candidates: &mut Vec<Candidate<'a>>, subject: Subject<'a>, past: &'a DocumentHistory) {
    for (position, revision) in past.revisions.iter().enumerate() {
        let commit = &revision.commit;
        let (Some(authored), Some(at)) = (commit.authored, commit.committed.or(commit.authored)) else {
            continue;
        };
        candidates.push(Candidate {
            subject,
            revision,
            at: at.at,
            day: authored.date(),
            position,
        });
    }
}

fn of_type(library: &Library<'_>, mut candidates: Vec<Candidate<'_>>) -> (Vec<NewsItem>, Option<Date>) {
    candidates.sort_by_key(|it| (std::cmp::Reverse(it.at), std::cmp::Reverse(it.position)));
    let looked_at = candidates.len().min(MOST_LOOKED_AT);
    let mut items = Vec::new();
    let mut cut_at = candidates.get(MOST_LOOKED_AT).map(|it| it.day);
    for candidate in candidates.iter().take(looked_at) {
        if items.len() == MOST_OF_TYPE {
            cut_at = Some(candidate.day);
            break;
        }
        items.extend(item(library, candidate));
    }
    (items, cut_at)
}

/// A revision as news; `None` when it changes nothing for a reader.
fn item(library: &Library<'_>, candidate: &Candidate<'_>) -> Option<NewsItem> {
    let revision = candidate.revision;
    let corpus = library.input.corpus;
    let (document, gone) = match candidate.subject {
        Subject::Here(index) => (Some(index), None),
        Subject::Gone(position, _) => (None, Some(position)),
    };
    let (id, title, definition) = match candidate.subject {
        Subject::Here(index) => {
            let document = library.document(index);
            let id = if library.is_page(document) {
                ""
            } else {
                &document.id.value
            };
            (id, &document.title.value, document.definition)
        }
        Subject::Gone(_, gone) => (gone.id.as_str(), &gone.title, gone.definition),
    };
    let first = corpus.definitions.get(definition).lifecycle.first();
    let (doing, changed) = doing(library.input, candidate, first.map(|state| state.name.as_str()))?;
    Some(NewsItem {
        document,
        gone,
        id: id.to_owned(),
        title: title.clone(),
        definition,
        commit: revision.commit.id,
        at: candidate.at,
        day: candidate.day,
        author: library.author("", &revision.commit.author).name,
        doing,
        changed,
    })
}

fn doing(input: &Input<'_>, candidate: &Candidate<'_>, first: Option<&str>) -> Option<(Doing, Vec<String>)> {
    let revision = candidate.revision;
    let none = Vec::new;
    let Some(before) = &revision.before else {
        return Some((Doing::Created, none()));
    };
    let (old, new) = match (before.content, revision.content) {
        (_, None) => return Some((Doing::Deleted, none())),
        (None, Some(_)) => return Some((Doing::Restored, none())),
        (Some(old), Some(new)) => (old, new),
    };
    let states = (
        written_label(&before.state, first),
        written_label(&revision.state, first),
    );
    let moved = match states {
        (Some(from), Some(to)) if from != to => Some(Doing::Moved { from, to }),
        _ => None,
    };
    // A file that was only renamed says what it said.
    let changed = if old == new {
        Some(none())
    } else {
        let now = match candidate.subject {
            Subject::Here(index) => Some(&input.corpus.get(index).parsed),
            Subject::Gone(..) => None,
        };
        difference(input, now, &before.path, old, &revision.path, new)
    };
    match (moved, changed) {
        (Some(moved), changed) => Some((moved, changed.unwrap_or_default())),
        (None, Some(changed)) if changed.is_empty() => None,
        (None, changed) => Some((Doing::Edited, changed.unwrap_or_default())),
    }
}

/// Sections and fields in which two texts differ for a reader; none when the difference is one of layout or spelling, `None`
/// when nobody can say.
fn difference(
    input: &Input<'_>,
    now: Option<&Parsed>,
    old_path: &camino::Utf8Path,
    old: ObjectId,
    new_path: &camino::Utf8Path,
    new: ObjectId,
) -> Option<Vec<String>> {
    let archive = input.archive?;
    let text = |path: &camino::Utf8Path, content| match now {
        Some(now) => text_of(archive, now, path, content).ok(),
        None => Some(parse(&SourceFile {
            path: path.into(),
            content: Ok(archive.text(content).ok()?.into()),
        })),
    };
    let (old, new) = (text(old_path, old)?, text(new_path, new)?);
    let redline = redline::compare(&old, &new, LIMITS);
    let fields = redline.fields.iter().map(|field| field.name.as_str());
    let fields: Vec<&str> = fields.filter(|name| !BOOKKEEPING.contains(name)).collect();
    let body = |parsed: &Parsed| parsed.body.plain_text(&parsed.text, parsed.body.span);
    let is_same_text = redline.sections.is_empty() || alike(&body(&old), &body(&new)) != Alike::Different;
    let sections = redline.sections.iter().filter(|_| !is_same_text);
    let sections = sections.map(|section| section.name.as_deref().unwrap_or_default());
    let mut names: Vec<String> = Vec::new();
    for name in sections.chain(fields).filter(|name| !name.is_empty()) {
        if names.len() < MOST_NAMES && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    // What stands before the first heading has no name.
    let unnamed = !is_same_text && names.is_empty();
    if unnamed { None } else { Some(names) }
}

/// A state as a text had it, in the words of a page; the `first` one where none was written. `None` for a type without states,
/// and where the text cannot be read.
pub(super) fn written_label(state: &WrittenState, first: Option<&str>) -> Option<String> {
    match state {
        _ if first.is_none() => None,
        WrittenState::Word(word) => Some(state_label(word)),
        WrittenState::Missing => first.map(state_label),
        WrittenState::Unknown => None,
    }
}
