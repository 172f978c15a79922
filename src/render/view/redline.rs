//! What changed between two versions, as a page shows it.

use serde::Serialize;

use crate::redline::{FieldChange, Mark, Piece, Redline, SectionChange, SectionKind, Values};
use crate::render::phrases::Phrases;

/// Bytes of markup around a marked stretch of words.
const MARKUP: usize = 60;

/// What changed between two versions.
#[derive(Clone, Debug, Serialize)]
pub struct RedlineView {
    /// Fields with another value.
    pub fields: Vec<FieldView>,
    /// Sections with other words.
    pub sections: Vec<SectionView>,
    /// What else there is to say: what is not shown, that sections moved.
    pub notes: Vec<String>,
    /// About how many bytes of HTML it takes.
    #[serde(skip)]
    pub bytes: usize,
}

/// A field with another value.
#[derive(Clone, Debug, Serialize)]
pub struct FieldView {
    /// Its key, as it is written.
    pub name: String,
    /// What stood there; `None` where the field was not there.
    pub old: Option<String>,
    /// What stands there now.
    pub new: Option<String>,
    /// Of a long value, its words instead.
    pub pieces: Vec<PieceView>,
}

/// A section with other words.
#[derive(Clone, Debug, Serialize)]
pub struct SectionView {
    /// Its heading.
    pub name: String,
    /// "added", "removed", "renamed from “Why”"; empty for one that was edited.
    pub note: String,
    /// Its words.
    pub pieces: Vec<PieceView>,
}

/// A stretch of words.
#[derive(Clone, Debug, Serialize)]
pub struct PieceView {
    /// `same`, `added`, `removed` or `elided`.
    pub mark: &'static str,
    /// The words.
    pub text: String,
    /// What stands between it and the next.
    pub gap: &'static str,
}

/// A redline for a page.
pub fn redline_view(phrases: &Phrases, redline: &Redline) -> RedlineView {
    let fields: Vec<FieldView> = redline.fields.iter().map(field).collect();
    let sections: Vec<SectionView> = redline.sections.iter().map(|it| section(phrases, it)).collect();
    let pieces = fields.iter().flat_map(|it| &it.pieces);
    let pieces = pieces.chain(sections.iter().flat_map(|it| &it.pieces));
    let names = redline.fields.len() + redline.sections.len();
    let long = |value: &Option<String>| value.as_ref().map_or(0, |value| escaped(value));
    let values: usize = fields
        .iter()
        .map(|it| long(&it.old) + long(&it.new) + it.name.len())
        .sum();
    let headings: usize = sections.iter().map(|it| escaped(&it.name) + escaped(&it.note)).sum();
    let words: usize = pieces.map(|piece| escaped(&piece.text) + MARKUP).sum();
    RedlineView {
        bytes: words + values + headings + names * MARKUP,
        notes: notes(phrases, redline),
        fields,
        sections,
    }
}

/// How long a text is as HTML.
fn escaped(text: &str) -> usize {
    text.len() + text.matches(['<', '>', '&', '"', '\'', '/']).count() * 5
}

fn notes(phrases: &Phrases, redline: &Redline) -> Vec<String> {
    let mut notes = Vec::new();
    if redline.reordered {
        notes.push(phrases.say("history.reordered").to_owned());
    }
    match redline.more_words {
        0 => {}
        more => notes.push(phrases.fill("history.more_words", &[("n", &more)])),
    }
    match redline.more_parts {
        0 => {}
        more => notes.push(phrases.fill("history.more_parts", &[("n", &more)])),
    }
    notes
}

fn field(change: &FieldChange) -> FieldView {
    let (old, new, pieces) = match &change.values {
        Values::Short { old, new } => (old.clone(), new.clone(), Vec::new()),
        Values::Long(pieces) => (None, None, pieces.iter().map(piece).collect()),
    };
    FieldView {
        name: change.name.clone(),
        old,
        new,
        pieces,
    }
}

fn section(phrases: &Phrases, change: &SectionChange) -> SectionView {
    let note = match &change.kind {
        SectionKind::Edited => String::new(),
        SectionKind::Added => phrases.say("history.section_added").to_owned(),
        SectionKind::Removed => phrases.say("history.section_removed").to_owned(),
        SectionKind::Renamed { from } => phrases.fill("history.section_renamed", &[("from", from)]),
    };
    SectionView {
        name: change
            .name
            .clone()
            .unwrap_or_else(|| phrases.say("history.beginning").to_owned()),
        note,
        pieces: change.pieces.iter().map(piece).collect(),
    }
}

fn piece(piece: &Piece) -> PieceView {
    PieceView {
        mark: match piece.mark {
            Mark::Same => "same",
            Mark::Added => "added",
            Mark::Removed => "removed",
            Mark::Elided => "elided",
        },
        text: piece.text.clone(),
        gap: piece.gap,
    }
}
