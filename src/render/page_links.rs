//! Where the links of one document lead, as seen from its page.

use std::collections::HashSet;

use camino::Utf8Path;

use super::figures::Figures;
use super::href::encode_path;
use super::library::Library;
use super::markdown::{Destination, Resolve};
use super::phrases::Phrases;
use crate::link::{AnchorState, Origin, Target};
use crate::model::DocumentIndex;
use crate::repository::join;
use crate::span::Span;

/// The links of a document.
pub struct PageLinks<'a> {
    library: &'a Library<'a>,
    index: DocumentIndex,
    mentions: Vec<Span>,
    /// The places in the document, where raw HTML may lead to them.
    places: HashSet<&'a str>,
}

impl<'a> PageLinks<'a> {
    /// The links of a document of the corpus.
    pub(super) fn new(library: &'a Library<'a>, index: DocumentIndex) -> Self {
        let references = library.input.links.from(index).iter();
        let mentions = references.filter(|it| it.origin == Origin::Mention).map(|it| it.span);
        let document = library.document(index);
        let places = document.anchors().filter(|_| document.parsed.body.has_html);
        Self {
            library,
            index,
            mentions: mentions.collect(),
            places: places.collect(),
        }
    }

    fn destination(&self, target: &Target) -> Destination {
        let route = &self.library.document(self.index).route;
        match target {
            Target::Document { index, anchor } => {
                // A place that is not there is left off: the page itself is still of use.
                let place = match anchor {
                    Some((name, AnchorState::Found)) => format!("#{name}"),
                    Some((_, AnchorState::Missing)) | None => String::new(),
                };
                if *index == self.index && place.is_empty() {
                    return Destination::Unknown;
                }
                let document = self.library.document(*index);
                Destination::Page {
                    href: self.library.href(route, &format!("{}{place}", document.route)),
                    title: document.title.value.clone(),
                }
            }
            Target::File(path) => self.file(path),
            Target::Folder(path) => self.folder(path),
            Target::External | Target::Broken(_) => Destination::Unknown,
        }
    }

    /// A file that is published, else the place where the repository shows it.
    fn file(&self, path: &Utf8Path) -> Destination {
        let route = &self.library.document(self.index).route;
        match self.library.attachments.get(path) {
            Some(attachment) => Destination::File {
                href: self.library.href(route, &encode_path(path.as_str())),
                size: attachment.size,
            },
            None => self.in_repository(path),
        }
    }

    /// The listing of a type, else the place where the repository shows the folder.
    fn folder(&self, path: &Utf8Path) -> Destination {
        let definitions = &self.library.input.corpus.definitions;
        match definitions.by_folder(path.as_str()) {
            Some(index) => Destination::Page {
                href: self.library.href(
                    &self.library.document(self.index).route,
                    &super::listing_route(definitions.get(index)),
                ),
                title: definitions.get(index).plural.clone(),
            },
            None => self.in_repository(path),
        }
    }

    fn in_repository(&self, path: &Utf8Path) -> Destination {
        match self.library.repository_file(path.as_str()) {
            Some(href) => Destination::Page {
                href,
                title: String::new(),
            },
            None => Destination::Unknown,
        }
    }
}

impl Resolve for PageLinks<'_> {
    fn mentions(&self) -> &[Span] {
        &self.mentions
    }

    fn at(&self, place: Span) -> Destination {
        match self.library.input.links.at(self.index, place) {
            Some(reference) => self.destination(&reference.target),
            None => Destination::Unknown,
        }
    }

    fn written(&self, address: &str) -> Destination {
        let document = self.library.document(self.index);
        if let Some(name) = address.strip_prefix('#') {
            return match self.places.contains(name) {
                true => Destination::Page {
                    href: address.to_owned(),
                    title: String::new(),
                },
                false => Destination::Unknown,
            };
        }
        let (path, anchor) = address
            .split_once('#')
            .map_or((address, None), |(path, anchor)| (path, Some(anchor)));
        let folder = document.path().parent().unwrap_or(Utf8Path::new(""));
        let Some(path) = join(folder, path).filter(|path| !path.as_str().is_empty()) else {
            return Destination::Unknown;
        };
        match self.library.input.corpus.by_path(&path) {
            Some(index) => {
                let target = self.library.document(index);
                let found = anchor.filter(|anchor| target.anchors().any(|name| name == *anchor));
                let place = found.map(|anchor| format!("#{anchor}")).unwrap_or_default();
                Destination::Page {
                    href: self.library.href(&document.route, &format!("{}{place}", target.route)),
                    title: target.title.value.clone(),
                }
            }
            None if self.library.attachments.get(&path).is_some() => self.file(&path),
            None => Destination::Unknown,
        }
    }

    fn phrases(&self) -> &Phrases {
        &self.library.phrases
    }

    fn figures(&self) -> Option<&Figures> {
        Some(&self.library.figures)
    }
}
