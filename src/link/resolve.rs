//! Leading every reference to its target.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::destination::{self, Destination};
use super::mention::{self, Meaning};
use super::{AnchorState, Broken, Links, Origin, Place, Reference, Target, sentence};
use crate::model::{Corpus, Document, DocumentIndex, Fields, Value};
use crate::parse::{BlockIndex, Link, LinkKind};
use crate::repository::Snapshot;
use crate::span::{Span, Spanned};

/// Resolves all references of a corpus. The snapshot says which other files there are.
pub fn resolve(corpus: &Corpus, snapshot: &Snapshot) -> Links {
    let resolver = Resolver::new(corpus, snapshot);
    let documents = corpus.documents().par_iter().enumerate();
    let references = documents.map(|(position, document)| resolver.document(DocumentIndex(position), document).into());
    index(references.collect())
}

/// Resolves the references of a corpus that is nearly another: what leads from a document that both have to a document that
/// `same` knows is carried over, and the rest is resolved.
///
/// `same` gives, for each document of the other corpus, its position in this one, if it is the same document under an id
/// that means the same in both. `is_same_path` says whether a path means the same file or folder in both.
pub fn resolve_like(
    corpus: &Corpus,
    snapshot: &Snapshot,
    known: &Links,
    same: &[Option<DocumentIndex>],
    is_same_path: impl Fn(&Utf8Path) -> bool + Sync,
) -> Links {
    let resolver = Resolver::new(corpus, snapshot);
    let mut before = vec![None; corpus.documents().len()];
    for (position, same) in same.iter().enumerate() {
        if let Some(index) = same {
            before[index.0] = Some(DocumentIndex(position));
        }
    }
    let carried = |index: DocumentIndex| -> Option<Arc<[Reference]>> {
        let document = before[index.0]?;
        let references = known.references.get(document.0)?;
        let mut moved = document != index;
        for reference in &**references {
            match &reference.target {
                Target::Document { index, .. } => moved |= same[index.0]? != *index,
                Target::File(path) | Target::Folder(path) if !is_same_path(path) => return None,
                Target::Broken(Broken::UnknownId | Broken::MissingFile(_)) => return None,
                Target::File(_) | Target::Folder(_) | Target::Broken(_) | Target::External => {}
            }
        }
        match moved {
            true => references.iter().map(|it| renumbered(it, index, same)).collect(),
            false => Some(Arc::clone(references)),
        }
    };
    let documents = corpus.documents().par_iter().enumerate();
    let references = documents.map(|(position, document)| {
        let index = DocumentIndex(position);
        carried(index).unwrap_or_else(|| resolver.document(index, document).into())
    });
    index_like(references.collect(), known)
}

/// A reference that leads to the same document at another place of the corpus.
fn renumbered(reference: &Reference, from: DocumentIndex, same: &[Option<DocumentIndex>]) -> Option<Reference> {
    let target = match &reference.target {
        Target::Document { index, anchor } => Target::Document {
            index: same[index.0]?,
            anchor: anchor.clone(),
        },
        target => target.clone(),
    };
    Some(Reference {
        from,
        target,
        ..reference.clone()
    })
}

/// Adds the way back to references.
fn index(references: Vec<Arc<[Reference]>>) -> Links {
    let mut incoming = vec![Vec::new(); references.len()];
    for of_document in &references {
        for (to, place) in outward(of_document) {
            incoming[to.0].push(place);
        }
    }
    Links {
        references,
        incoming: incoming.into_iter().map(Arc::from).collect(),
    }
}

/// The same, where most references are those of other links: only to documents that others lead to or led to, the way back
/// is another.
fn index_like(references: Vec<Arc<[Reference]>>, known: &Links) -> Links {
    let both = || references.iter().zip(&known.references);
    let changed: Vec<_> = both().filter(|(now, then)| !Arc::ptr_eq(now, then)).collect();
    if references.len() != known.references.len() || changed.len() > references.len() / 8 {
        return index(references);
    }
    let mut incoming = known.incoming.clone();
    let mut led_again: HashMap<DocumentIndex, Vec<Place>> = HashMap::new();
    for (to, place) in changed.iter().flat_map(|(_, then)| outward(then)) {
        let places = led_again.entry(to).or_insert_with(|| known.incoming[to.0].to_vec());
        places.retain(|it| *it != place);
    }
    for (to, place) in changed.iter().flat_map(|(now, _)| outward(now)) {
        let places = led_again.entry(to).or_insert_with(|| known.incoming[to.0].to_vec());
        places.push(place);
    }
    for (to, mut places) in led_again {
        places.sort_unstable();
        incoming[to.0] = places.into();
    }
    Links { references, incoming }
}

/// The references of a document that lead to others, with where they stand.
fn outward(references: &[Reference]) -> impl Iterator<Item = (DocumentIndex, Place)> {
    references.iter().enumerate().filter_map(|(position, reference)| {
        let from = reference.from;
        let to = reference.target.document().filter(|to| *to != from)?;
        Some((to, Place { from, position }))
    })
}

struct Resolver<'a> {
    corpus: &'a Corpus,
    snapshot: &'a Snapshot,
    /// Names of the places in each document, made when first asked for.
    anchors: Vec<OnceLock<HashSet<&'a str>>>,
}

impl<'a> Resolver<'a> {
    fn new(corpus: &'a Corpus, snapshot: &'a Snapshot) -> Self {
        Self {
            corpus,
            snapshot,
            anchors: corpus.documents().iter().map(|_| OnceLock::new()).collect(),
        }
    }

    fn document(&self, from: DocumentIndex, document: &Document) -> Vec<Reference> {
        let mut references = Vec::new();
        self.fields(from, &document.fields, "", &mut references);
        let body = &document.parsed.body;
        references.extend(body.links.iter().map(|link| self.link(from, document, link)));
        for mention in &body.mentions {
            references.extend(self.mention(from, document, mention.span, mention.block));
        }
        references.sort_by_key(|reference| (reference.span.start, reference.span.end));
        references
    }

    fn fields(&self, from: DocumentIndex, fields: &Fields, within: &str, references: &mut Vec<Reference>) {
        for field in fields {
            if within.is_empty() {
                self.value(from, &field.value, &field.key.value, references);
            } else {
                let key = format!("{within}.{}", field.key.value);
                self.value(from, &field.value, &key, references);
            }
        }
    }

    fn value(&self, from: DocumentIndex, value: &Spanned<Value>, key: &str, references: &mut Vec<Reference>) {
        let (written, target) = match &value.value {
            Value::List(items) => return items.iter().for_each(|item| self.value(from, item, key, references)),
            Value::Mapping(fields) => return self.fields(from, fields, key, references),
            Value::Reference(reference) => {
                let written = match &reference.anchor {
                    Some(anchor) => format!("{}#{anchor}", reference.id),
                    None => reference.id.clone(),
                };
                (written, self.id(&reference.id, reference.anchor.clone()))
            }
            Value::Team(team) => {
                let target = self
                    .corpus
                    .team(team)
                    .map(|index| Target::Document { index, anchor: None });
                (team.clone(), target.unwrap_or(Target::Broken(Broken::UnknownId)))
            }
            _ => return,
        };
        let origin = Origin::Field(key.to_owned());
        references.push(Reference {
            from,
            origin,
            span: value.span,
            written,
            target,
            sentence: value.span,
        });
    }

    fn link(&self, from: DocumentIndex, document: &Document, link: &Link) -> Reference {
        let origin = match link.kind {
            LinkKind::Wiki => Origin::Wiki,
            LinkKind::Image => Origin::Image,
            LinkKind::Inline | LinkKind::Autolink => Origin::Link,
        };
        let target = match link.kind {
            LinkKind::Wiki => {
                let (id, anchor) = link.destination.split_once('#').unwrap_or((&link.destination, ""));
                self.id(id.trim(), Some(anchor.to_owned()).filter(|anchor| !anchor.is_empty()))
            }
            _ => self.destination(from, document, &link.destination),
        };
        Reference {
            from,
            origin,
            span: link.destination_span,
            written: link.destination.clone(),
            target,
            sentence: self.sentence(document, link.span, link.block),
        }
    }

    fn mention(
        &self,
        from: DocumentIndex,
        document: &Document,
        span: Span,
        block: Option<BlockIndex>,
    ) -> Option<Reference> {
        let written = span.text(&document.parsed.text);
        let (word, anchor) = written
            .split_once('#')
            .map_or((written, None), |(word, anchor)| (word, Some(anchor)));
        let (target, length) = match mention::meaning(word, self.corpus) {
            Meaning::NoId => return None,
            Meaning::Unknown(length) => (Target::Broken(Broken::UnknownId), length),
            Meaning::Document(index, length) if length < word.len() => {
                (Target::Document { index, anchor: None }, length)
            }
            Meaning::Document(index, _) => (self.place(index, anchor.map(str::to_owned)), written.len()),
        };
        let span = Span::new(span.start as usize, span.start as usize + length);
        Some(Reference {
            from,
            origin: Origin::Mention,
            span,
            written: span.text(&document.parsed.text).to_owned(),
            target,
            sentence: self.sentence(document, span, block),
        })
    }

    fn id(&self, id: &str, anchor: Option<String>) -> Target {
        match self.corpus.by_id(id) {
            Some(index) => self.place(index, anchor),
            None if id.is_empty() => Target::Broken(Broken::Empty),
            None => Target::Broken(Broken::UnknownId),
        }
    }

    fn place(&self, index: DocumentIndex, anchor: Option<String>) -> Target {
        let anchor = anchor.map(|name| {
            let found = self.anchors(index).contains(name.as_str());
            (
                name,
                if found {
                    AnchorState::Found
                } else {
                    AnchorState::Missing
                },
            )
        });
        Target::Document { index, anchor }
    }

    fn destination(&self, from: DocumentIndex, document: &Document, written: &str) -> Target {
        let folder = document.path().parent().unwrap_or(Utf8Path::new(""));
        match destination::read(written, folder, self.corpus.config.base_url.as_deref()) {
            Destination::External => Target::External,
            Destination::Broken(reason) => Target::Broken(reason),
            Destination::Path { path, anchor } if path.is_empty() => self.place(from, anchor),
            Destination::Path { path, anchor } => self.path(Utf8PathBuf::from(path), anchor),
        }
    }

    fn path(&self, path: Utf8PathBuf, anchor: Option<String>) -> Target {
        if let Some(index) = self.corpus.by_path(&path) {
            return self.place(index, anchor);
        }
        if self.snapshot.contains(&path) {
            return Target::File(path);
        }
        if path.as_str().is_empty() || self.snapshot.contains_folder(&path) {
            return Target::Folder(path);
        }
        Target::Broken(Broken::MissingFile(path))
    }

    fn anchors(&self, index: DocumentIndex) -> &HashSet<&'a str> {
        let document = self.corpus.get(index);
        self.anchors[index.0].get_or_init(|| document.anchors().collect())
    }

    fn sentence(&self, document: &Document, place: Span, block: Option<BlockIndex>) -> Span {
        let body = &document.parsed.body;
        block.map_or(place, |block| {
            sentence::around(&document.parsed.text, body.block(block).span, place)
        })
    }
}
