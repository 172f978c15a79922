//! Finding what is news among the revisions of documents.

use std::borrow::Cow;
use std::sync::Arc;

use camino::Utf8Path;
use jiff::Timestamp;
use jiff::civil::Date;
use rayon::prelude::*;

use super::{Doing, News, NewsItem};
use crate::check::{Alike, alike};
use crate::history::{DocumentHistory, Revision};
use crate::model::DocumentIndex;
use crate::parse::{Parsed, parse};
use crate::redline;
use crate::render::Input;
use crate::render::gone::Gone;
use crate::render::library::Library;
use crate::render::settled::{self, LIMITS};
use crate::render::view::written_label;
use crate::repository::{ObjectId, SourceFile};

/// Most news of one type, and most revisions looked at to find them.
const MOST_OF_TYPE: usize = 60;
const MOST_LOOKED_AT: usize = 180;
/// Most names of sections and fields that one piece of news gives.
const MOST_NAMES: usize = 8;
/// Fields that say how a document is kept, and not what it says. A state is news of its own.
const BOOKKEEPING: [&str; 5] = ["status", "tags", "aliases", "id", "type"];

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
    Gone(usize, &'a Gone),
}

impl News {
    /// Everything that is told.
    pub(in crate::render) fn of(library: &Library<'_>) -> Self {
        let input = library.input;
        let mut by_type: Vec<Vec<Candidate<'_>>> = Vec::new();
        by_type.resize_with(input.corpus.definitions.len(), Vec::new);
        for (index, document) in input.corpus.iter() {
            if let Some(past) = library.past(document) {
                gather(&mut by_type[document.definition.0], Subject::Here(index), past);
            }
        }
        for (position, gone) in library.gone().iter().enumerate() {
            if let Some(past) = gone.past(input) {
                gather(&mut by_type[gone.definition.0], Subject::Gone(position, gone), past);
            }
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
    old_path: &Arc<Utf8Path>,
    old: ObjectId,
    new_path: &Arc<Utf8Path>,
    new: ObjectId,
) -> Option<Vec<String>> {
    let archive = input.archive?;
    let text = |path: &Arc<Utf8Path>, content| {
        let text = match now {
            Some(_) => settled::text(archive, content).ok()?,
            None => archive.text(content).ok()?,
        };
        // Layout is told apart by the words of whole texts.
        Some(match now.filter(|now| *now.text == *text) {
            Some(now) => Cow::Borrowed(now),
            None => Cow::Owned(parse(&SourceFile {
                path: Arc::clone(path),
                content: Ok(text.into()),
            })),
        })
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
