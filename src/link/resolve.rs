//! Leading every reference to its target.

use std::collections::HashSet;
use std::sync::OnceLock;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::destination::{self, Destination};
use super::mention::{self, Meaning};
use super::{AnchorState, Broken, Links, Origin, Reference, Target, sentence};
use crate::model::{Corpus, Document, DocumentIndex, Fields, Value};
use crate::parse::{BlockIndex, Link, LinkKind};
use crate::repository::Snapshot;
use crate::span::{Span, Spanned};

/// Resolves all references of a corpus. The snapshot says which other files there are.
pub fn resolve(corpus: &Corpus, snapshot: &Snapshot) -> Links {
    let resolver = Resolver::new(corpus, snapshot);
    let per_document: Vec<Vec<Reference>> = corpus
        .documents()
        .par_iter()
        .enumerate()
        .map(|(position, document)| resolver.document(DocumentIndex(position), document))
        .collect();
    index(per_document)
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
    let carried = |index: DocumentIndex| -> Option<Vec<Reference>> {
        let references = known.from(before[index.0]?).iter();
        references
            .map(|reference| {
                let target = match &reference.target {
                    Target::Document { index, anchor } => Target::Document {
                        index: same[index.0]?,
                        anchor: anchor.clone(),
                    },
                    Target::File(path) | Target::Folder(path) if !is_same_path(path) => return None,
                    Target::Broken(Broken::UnknownId | Broken::MissingFile(_)) => return None,
                    target => target.clone(),
                };
                Some(Reference {
                    from: index,
                    target,
                    ..reference.clone()
                })
            })
            .collect()
    };
    let documents = corpus.documents().par_iter().enumerate();
    let per_document: Vec<Vec<Reference>> = documents
        .map(|(position, document)| {
            let index = DocumentIndex(position);
            carried(index).unwrap_or_else(|| resolver.document(index, document))
        })
        .collect();
    index(per_document)
}

fn index(per_document: Vec<Vec<Reference>>) -> Links {
    let mut links = Links {
        references: Vec::with_capacity(per_document.iter().map(Vec::len).sum()),
        starts: Vec::with_capacity(per_document.len() + 1),
        incoming: vec![Vec::new(); per_document.len()],
    };
    for references in per_document {
        links.starts.push(links.references.len());
        links.references.extend(references);
    }
    links.starts.push(links.references.len());
    for (position, reference) in links.references.iter().enumerate() {
        if let Some(to) = reference.target.document().filter(|to| *to != reference.from) {
            links.incoming[to.0].push(position);
        }
    }
    links
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
